from acme_llm import Gateway
from openai import OpenAI

house = Gateway(timeout=5)


def ask(question):
    return house.ask(prompt=question, model="house-2", max_tokens=100)


def translate(text):
    return OpenAI().chat.completions.create(model="gpt-4o-2024-08-06", messages=[{"role": "user", "content": text}])
