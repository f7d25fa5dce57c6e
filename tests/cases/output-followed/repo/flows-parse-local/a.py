import json
from openai import OpenAI
from pydantic import BaseModel, ValidationError
c = OpenAI()
class A(BaseModel):
    x: int
def ask(m): return c.chat.completions.create(model="gpt-4o", messages=m).choices[0].message.content # site: output_parsed=set parse_guarded=set
def one(m):
    try:
        return json.loads(ask(m))
    except json.JSONDecodeError:
        return None
def two(m):
    r = c.chat.completions.create(model="gpt-4o", messages=m) # site: output_parsed=set parse_guarded=unset
    d = json.loads(r.choices[0].message.content)
    return d["x"]
def three(m):
    r = c.chat.completions.create(model="gpt-4o", messages=m) # site: output_parsed=set parse_guarded=set
    return A(**json.loads(r.choices[0].message.content))
def four(m):
    r = c.chat.completions.create(model="gpt-4o", messages=m) # site: output_parsed=set parse_guarded=set
    return A.model_validate_json(r.choices[0].message.content)
def five(m):
    r = c.chat.completions.create(model="gpt-4o", messages=m) # site: output_parsed=unset
    return r.choices[0].message.content
def six(m):
    r = c.chat.completions.create(model="gpt-4o", messages=m) # site: output_parsed=set
    t = r.choices[0].message.content.strip().replace("```json", "").split("```")[0]
    return json.loads(t)
def seven(m):
    r = c.chat.completions.create(model="gpt-4o", messages=m) # site: output_parsed=set parse_guarded=set
    d = json.loads(r.choices[0].message.content)
    return A(x=d["x"])
