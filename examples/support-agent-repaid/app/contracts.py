"""What crosses a boundary: requests, answers, and what the model has to fill in."""
from enum import Enum
from typing import Literal

from pydantic import BaseModel, Field


class ChatRequest(BaseModel):
    message: str = Field(min_length=1, max_length=4000)
    thread: str = Field(min_length=8, max_length=64, pattern=r"^[a-z0-9-]+$")


class ChatAnswer(BaseModel):
    answer: str
    queue: str
    urgent: bool
    sources: list[str] = []
    trace_id: str
    disclosure: str = "You are chatting with an AI. It can make mistakes; a person decides about refunds."


class Problem(BaseModel):
    code: str
    detail: str


class Feedback(BaseModel):
    trace_id: str = Field(min_length=8, max_length=64)
    rating: Literal["good", "bad"]
    comment: str = Field(default="", max_length=1000)


class Queue(str, Enum):
    orders = "orders"
    returns = "returns"
    other = "other"


class Verdict(BaseModel):
    queue: Queue
    urgent: bool
    reason: str = Field(max_length=300)


class Reply(BaseModel):
    text: str = Field(max_length=2000)
    reason: str = Field(max_length=300)
    sources: list[str] = Field(default_factory=list, max_length=10)
