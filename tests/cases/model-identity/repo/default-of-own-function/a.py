from openai import OpenAI
c = OpenAI()
def ask(m, model="gpt-4o", timeout=None):
    return c.chat.completions.create(model=model, messages=m, timeout=timeout) # site: model=gpt-4o timeout=30
ask([], timeout=30)
ask([], timeout=30)
def ask2(m, model="gpt-4o"):
    return c.chat.completions.create(model=model, messages=m) # site:
ask2([], model="gpt-4.1")
ask2([], model="gpt-4o-mini")
