from functools import partial
from openai import OpenAI
client = OpenAI(timeout=5)
ask = partial(client.chat.completions.create, model="gpt-4o", max_tokens=100)
def a(m): return ask(messages=m, temperature=0) # site: model=gpt-4o max_tokens=100 temperature=0
make = partial(OpenAI, timeout=3)
def b(m): return make().chat.completions.create(model="gpt-4o", messages=m) # site: timeout=3
