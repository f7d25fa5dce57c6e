# debtscan:unfilled - name the fields that the program uses, then remove this line.
"""What an answer must look like, and a bounded number of attempts to get one that does."""
from typing import Callable

from pydantic import BaseModel, ConfigDict, ValidationError

ATTEMPTS = 2


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    TODO_field: str  # debtscan:unfilled


class NoValidAnswer(Exception):
    """The model gave nothing usable; the caller decides what the user sees."""


def ask(question: Callable[[str | None], str]) -> Answer:
    """`question(complaint)` asks the model and gives its text; `complaint` says what was wrong with the answer before."""
    complaint = None
    for _ in range(ATTEMPTS):
        try:
            return Answer.model_validate_json(question(complaint))
        except ValidationError as error:
            complaint = str(error)
    raise NoValidAnswer(complaint)
