from openai import OpenAI
V = "2024-08-06"
c = OpenAI()
def f(m, x):
    c.chat.completions.create(model=f"gpt-4o-{V}", messages=m) # site: model=gpt-4o-2024-08-06
    c.chat.completions.create(model="gpt-4o" + "-" + V, messages=m) # site: model=gpt-4o-2024-08-06
    c.chat.completions.create(model=f"gpt-{x}", messages=m) # site:
