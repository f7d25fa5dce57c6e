from shared_llm.factory import Gateway, make_client
from shared_llm.settings import SETTINGS

OPTIONS = {"max_tokens": 300, "temperature": 0}


class Sorter:
    def __init__(self):
        self.llm = make_client()
        self.gateway = Gateway()

    def sort(self, text):
        return self.llm.chat.completions.create(
            model=SETTINGS.model, messages=[{"role": "user", "content": text}], **OPTIONS
        )

    def explain(self, text):
        return self.gateway.claude.messages.create(
            model="claude-sonnet-4-20250514", messages=[{"role": "user", "content": text}], **OPTIONS
        )
