from llm import make
c = make(timeout=10)
def a(m): return c.chat.completions.create(model="gpt-4o", messages=m) # site: timeout=10 retry=5
