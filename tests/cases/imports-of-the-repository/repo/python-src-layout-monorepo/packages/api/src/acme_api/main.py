from acme_core.llm import client
from acme_core import llm
a = client.chat.completions.create(model="gpt-4o", messages=[]) # site: timeout=1
b = llm.client.chat.completions.create(model="gpt-4o", messages=[]) # site: timeout=1
