from openai import OpenAI
from anthropic import Anthropic
def build(kind):
    if kind == "openai":
        return OpenAI(timeout=3)
    return Anthropic(timeout=4)
