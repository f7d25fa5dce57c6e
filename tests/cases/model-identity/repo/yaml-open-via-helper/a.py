from util import load
from openai import OpenAI
cfg = load("conf/llm.yml")
c = OpenAI()
def f(m): return c.chat.completions.create(model=cfg["model"], messages=m) # site: model=gpt-4o
