import json
from openai import OpenAI
class B:
    def __init__(self):
        self.c = OpenAI()
    def ask(self, m):
        self.last = self.c.chat.completions.create(model="gpt-4o", messages=m).choices[0].message.content # site: output_parsed=set
    def read(self):
        return json.loads(self.last)
def parse(text):
    return json.loads(text)
c = OpenAI()
def run(m):
    text = c.chat.completions.create(model="gpt-4o", messages=m).choices[0].message.content # site: output_parsed=set
    return parse(text)
def state(m):
    r = c.chat.completions.create(model="gpt-4o", messages=m) # site: output_parsed=set
    return {"text": r.choices[0].message.content}
def after(m):
    s = state(m)
    return json.loads(s["text"])
def loop(ms):
    out = []
    for m in ms:
        out.append(c.chat.completions.create(model="gpt-4o", messages=m).choices[0].message.content) # site: output_parsed=set
    return [json.loads(o) for o in out]
def stream(m):
    text = ""
    for chunk in c.chat.completions.create(model="gpt-4o", messages=m, stream=True): # site: output_parsed=set
        text += chunk.choices[0].delta.content
    return json.loads(text)
