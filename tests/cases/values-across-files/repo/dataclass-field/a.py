from dataclasses import dataclass, field
from openai import OpenAI
@dataclass
class Deps:
    client: OpenAI
    model: str = "gpt-4o"
@dataclass
class Lazy:
    client: OpenAI = field(default_factory=lambda: OpenAI(timeout=6))
def run(deps: Deps, m):
    return deps.client.chat.completions.create(model=deps.model, messages=m) # site: timeout=5 model=gpt-4o
run(Deps(OpenAI(timeout=5)), [])
def go(x: Lazy, m):
    return x.client.chat.completions.create(model="gpt-4o", messages=m) # site: timeout=6
