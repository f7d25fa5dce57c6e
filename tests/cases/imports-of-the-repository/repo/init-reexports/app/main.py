from app.llm import default_client, build, sub
import app.llm as L
import app.llm.sub
a = default_client.chat.completions.create(model="gpt-4o", messages=[]) # site: timeout=1
b = build().chat.completions.create(model="gpt-4o", messages=[]) # site: timeout=2
c = sub.client.chat.completions.create(model="gpt-4o", messages=[]) # site: timeout=3
d = L.build().chat.completions.create(model="gpt-4o", messages=[]) # site: timeout=2
e = app.llm.sub.client.chat.completions.create(model="gpt-4o", messages=[]) # site: timeout=3
f = app.llm.default_client.chat.completions.create(model="gpt-4o", messages=[]) # site: timeout=1
