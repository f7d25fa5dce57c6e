from openai import OpenAI
class A:
    def __init__(self, model="gpt-4o"):
        self.model = model
        self.params = {"temperature": 0.1, "max_tokens": 5}
        self.params["seed"] = 1
        self.c = OpenAI()
    def ask(self, m):
        return self.c.chat.completions.create(model=self.model, messages=m, **self.params) # site: model=gpt-4o max_tokens=5 temperature=0.1
A().ask([])
