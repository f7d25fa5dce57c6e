# debtscan:unfilled - type and describe every argument, hand `schema(...)` to the model, then remove this line.
"""What the tools take, with types, bounds and a description for the model.

{{#fill.tools}}
    "{{name}}" in "{{place}}"
{{/fill.tools}}
"""
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Arguments(BaseModel):
    """TODO what the tool does, and when the model should use it."""

    model_config = ConfigDict(extra="forbid")

    TODO_argument: Annotated[str, Field(description="TODO", max_length=200)]  # debtscan:unfilled


def schema(arguments: type[BaseModel]) -> dict:
    return arguments.model_json_schema()
