"""One client for the whole program: größer, schöner 😀."""
import json

from openai import OpenAI

client = OpenAI()


def ask(question):
    note = "😀😀"; answer = client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": question}])
    return json.loads(answer.choices[0].message.content), note
