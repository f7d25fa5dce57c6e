"""Calls with a model that is none."""
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest

from app import llm
from app.contracts import Verdict


def answer(parsed):
    message = SimpleNamespace(parsed=parsed, refusal=None, content="{}")
    return SimpleNamespace(choices=[SimpleNamespace(message=message)], usage=SimpleNamespace(total_tokens=7))


@pytest.fixture
def fake(monkeypatch):
    client = MagicMock()
    client.moderations.create.return_value = SimpleNamespace(results=[SimpleNamespace(flagged=False)])
    monkeypatch.setattr(llm, "client", client)
    monkeypatch.setattr(llm, "record", lambda **row: None)
    monkeypatch.setattr(llm, "redact", lambda text: text)
    return client


def test_asks_again_and_then_gives_up(fake):
    fake.beta.chat.completions.parse.return_value = answer(None)
    with pytest.raises(llm.ModelUnavailable):
        llm.ask("p", "v", "hello", Verdict, "user-1")
    assert fake.beta.chat.completions.parse.call_count == 2


def test_refuses_what_is_flagged(fake):
    fake.moderations.create.return_value = SimpleNamespace(results=[SimpleNamespace(flagged=True)])
    with pytest.raises(llm.PolicyRefusal):
        llm.ask("p", "v", "hello", Verdict, "user-1")
