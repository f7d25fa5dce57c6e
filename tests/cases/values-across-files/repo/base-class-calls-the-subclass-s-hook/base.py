class Base:
    def ask(self, m):
        return self.get_client().chat.completions.create(model=self.model_name(), messages=m) # site: timeout=7 model=gpt-4o
    def get_client(self):
        raise NotImplementedError
    def model_name(self):
        raise NotImplementedError
