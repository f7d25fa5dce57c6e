"""The clients of all services."""
import os

import anthropic
from openai import OpenAI

from .settings import SETTINGS


def make_client():
    return OpenAI(api_key=os.environ["OPENAI_API_KEY"], timeout=SETTINGS.timeout, max_retries=3)


class Gateway:
    def __init__(self, client: anthropic.Anthropic | None = None):
        self._claude = client or anthropic.Anthropic(timeout=15)

    @property
    def claude(self):
        return self._claude
