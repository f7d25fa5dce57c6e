# debtscan:unfilled - read the flag from where operations can set it, ask before every model call, then remove this line.
"""Turns the feature off at once, without a deploy."""
import os


class SwitchedOff(Exception):
    """Tell the user that the assistant is away, and what to do instead."""


def check(feature: str = "{{fill.app}}") -> None:
    if os.environ.get("AI_SWITCHED_OFF", "") in ("1", "all", feature):
        raise SwitchedOff(feature)
