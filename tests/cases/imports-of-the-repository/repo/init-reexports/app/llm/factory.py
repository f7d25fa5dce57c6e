from openai import OpenAI
def build(): return OpenAI(timeout=2)
