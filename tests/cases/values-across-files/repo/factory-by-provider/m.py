from f import build
def x(m): return build("openai").chat.completions.create(model="gpt-4o", messages=m) # site: timeout=3
