from conf import *
import conf
from conf import Names, E
from openai import OpenAI
c = OpenAI()
def f(m, which, request):
    c.chat.completions.create(model=MODEL, messages=m) # site: model=gpt-4o-2024-08-06
    c.chat.completions.create(model=conf.MODELS["fast"], messages=m) # site: model=gpt-4o-mini
    c.chat.completions.create(model=conf.ENV, messages=m) # site: model=gpt-4o
    c.chat.completions.create(model=conf.ENV2, messages=m) # site: model=gpt-4o
    c.chat.completions.create(model=conf.ENV3, messages=m) # site: model=set
    c.chat.completions.create(model=Names.FAST, messages=m) # site: model=gpt-4o-mini
    c.chat.completions.create(model=E.A, messages=m) # site: model=gpt-4o
    c.chat.completions.create(model=E.A.value, messages=m) # site: model=gpt-4o
    c.chat.completions.create(model=conf.MODELS[which], messages=m) # site:
    c.chat.completions.create(model=request.model, messages=m) # site:
    c.chat.completions.create(model=which or MODEL, messages=m) # site:
    c.chat.completions.create(model=conf.MODELS.get(which, "gpt-4o"), messages=m) # site:
