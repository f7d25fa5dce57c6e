"""The route with the model and the shop replaced: offline, both ways."""
from unittest.mock import AsyncMock

import pytest
from fastapi.testclient import TestClient

import app.main as main
from app.contracts import ChatAnswer, Queue, Reply, Verdict
from app.llm import ModelUnavailable


@pytest.fixture
def client():
    main.api.dependency_overrides[main.signed_in] = lambda: "user-1"
    return TestClient(main.api)


def test_answers_with_the_declared_shape(client, monkeypatch):
    monkeypatch.setattr(main, "triage", lambda message, user: Verdict(queue=Queue.orders, urgent=False, reason="order"))
    monkeypatch.setattr(main, "answer", AsyncMock(return_value=Reply(text="It is on its way.", reason="shipped", sources=["A-1042"])))
    response = client.post("/v1/chat", json={"message": "Where is A-1042?", "thread": "thread-1"})
    assert response.status_code == 200
    assert ChatAnswer.model_validate(response.json()).sources == ["A-1042"]


def test_says_so_when_no_model_answers(client, monkeypatch):
    monkeypatch.setattr(main, "triage", lambda message, user: (_ for _ in ()).throw(ModelUnavailable("down")))
    response = client.post("/v1/chat", json={"message": "Where is A-1042?", "thread": "thread-1"})
    assert response.status_code == 503


def test_refuses_what_is_too_long(client):
    assert client.post("/v1/chat", json={"message": "x" * 5000, "thread": "thread-1"}).status_code == 422
