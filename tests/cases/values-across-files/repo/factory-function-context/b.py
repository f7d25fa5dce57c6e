from llm import make
c = make(retries=1)
def b(m): return c.chat.completions.create(model="gpt-4o", messages=m) # site: timeout=unset retry=1
