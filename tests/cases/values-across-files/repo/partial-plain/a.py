from functools import partial
from openai import OpenAI
make = partial(OpenAI, timeout=3)
def b(m): return make(max_retries=1).chat.completions.create(model="gpt-4o", messages=m) # site: timeout=3 retry=1
