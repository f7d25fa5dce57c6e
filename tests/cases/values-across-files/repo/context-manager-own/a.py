from contextlib import contextmanager, asynccontextmanager
from openai import OpenAI
@contextmanager
def session():
    yield OpenAI(timeout=5)
class Ctx:
    def __enter__(self):
        return OpenAI(timeout=6)
    def __exit__(self, *a): pass
def a(m):
    with session() as c:
        return c.chat.completions.create(model="gpt-4o", messages=m) # site: timeout=5
def b(m):
    with Ctx() as c:
        return c.chat.completions.create(model="gpt-4o", messages=m) # site: timeout=6
def d(m):
    with OpenAI(timeout=7) as c:
        return c.chat.completions.create(model="gpt-4o", messages=m) # site: timeout=7
