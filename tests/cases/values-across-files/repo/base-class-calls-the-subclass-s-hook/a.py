from openai import OpenAI
from base import Base
class A(Base):
    def get_client(self):
        return OpenAI(timeout=7)
    def model_name(self):
        return "gpt-4o"
