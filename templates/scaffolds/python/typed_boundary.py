# debtscan:unfilled - name fields and bounds, use the types in the routes, then remove this line.
"""What comes in and goes out at the endpoints that reach a model.

{{#fill.routes}}
    "{{path}}"
{{/fill.routes}}
"""
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Request(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=1, max_length=4000)]


class Response(BaseModel):
    id: str
    text: str
    sources: list[str] = []


class Problem(BaseModel):
    title: str
    status: int
    retry_after_seconds: int | None = None
