"""One client for the whole program."""
import os

from openai import OpenAI

client = OpenAI(api_key=os.environ["OPENAI_API_KEY"])
MODEL = os.getenv("SUPPORT_MODEL", "gpt-4o")


def ask(messages, **options):
    answer = client.chat.completions.create(model=MODEL, messages=messages, **options)
    return answer.choices[0].message
