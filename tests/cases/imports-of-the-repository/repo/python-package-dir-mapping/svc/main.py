from toolkit import client
a = client.chat.completions.create(model="gpt-4o", messages=[]) # site: timeout=1
