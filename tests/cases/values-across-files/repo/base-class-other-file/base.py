from openai import OpenAI
class Base:
    model = "gpt-4o"
    def __init__(self):
        self.client = OpenAI(timeout=6)
    def ask(self, m):
        return self.client.chat.completions.create(model=self.model, messages=m) # site: timeout=6
