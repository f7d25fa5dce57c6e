from base import Base
class A(Base):
    def go(self, m):
        return self.client.chat.completions.create(model=self.model, messages=m) # site: timeout=6 model=gpt-4o
class B(A):
    def __init__(self):
        super().__init__()
        self.other = 1
    def run(self, m):
        c = super().client
        return self.client.chat.completions.create(model="x", messages=m) # site: timeout=6
