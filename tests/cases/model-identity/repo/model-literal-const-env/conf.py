import os
MODEL = "gpt-4o-2024-08-06"
MODELS = {"fast": "gpt-4o-mini", "smart": "gpt-4o"}
ENV = os.getenv("M", "gpt-4o")
ENV2 = os.environ.get("M") or "gpt-4o"
ENV3 = os.environ["M"]
class Names:
    FAST = "gpt-4o-mini"
from enum import Enum
class E(str, Enum):
    A = "gpt-4o"
