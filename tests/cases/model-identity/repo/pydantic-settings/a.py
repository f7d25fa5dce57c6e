from fastapi import Depends
from openai import OpenAI
from settings import settings, get_settings, Settings
c = OpenAI(timeout=settings.timeout)
def f(m, s: Settings = Depends(get_settings)):
    c.chat.completions.create(model=settings.model, messages=m) # site: model=gpt-4o timeout=30
    c.chat.completions.create(model=settings.other, messages=m) # site: model=gpt-4o-2024-08-06
    c.chat.completions.create(model=get_settings().third, messages=m) # site: model=gpt-4.1
    c.chat.completions.create(model=s.model, messages=m) # site: model=gpt-4o
    c.chat.completions.create(model=settings.llm.name, messages=m) # site: model=gpt-4o-mini
    c.chat.completions.create(model=settings.sub.name, messages=m) # site: model=gpt-4o-mini
