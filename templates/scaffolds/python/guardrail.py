# debtscan:unfilled - choose the checks, use them around every call that users reach, then remove this line.
"""What is refused before the model is asked, and what of its answer is held back."""
from typing import Callable

Check = Callable[[str], str | None]  # why it is refused, or None


class Refused(Exception):
    """Tell the user that it cannot be answered; the reason belongs into the log."""


def too_long(text: str) -> str | None:
    return "longer than 4000 characters" if len(text) > 4000 else None


INPUT: list[Check] = [too_long]   # TODO a moderation endpoint, an injection classifier debtscan:unfilled
OUTPUT: list[Check] = []          # TODO moderation, leaks of the system prompt, promises that nobody may make debtscan:unfilled


def guard(checks: list[Check], text: str) -> str:
    for check in checks:
        reason = check(text)
        if reason:
            raise Refused(reason)
    return text
