# debtscan:unfilled - name what your program may do, send every model answer through here, then remove this line.
"""Model output is data of a stranger: it chooses among what is allowed, and is never run or rendered as it is."""
import html

ACTIONS: dict = {}  # name -> function that checks its own arguments


def perform(name: str, arguments: dict):
    action = ACTIONS.get(name)
    if action is None:
        raise PermissionError(f"the model asked for {name!r}, which is not allowed")
    return action(**arguments)


def as_html(answer: str) -> str:
    return html.escape(answer)
