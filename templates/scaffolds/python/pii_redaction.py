# debtscan:unfilled - add the kinds of your domain, use it before the model and before the log, then remove this line.
"""Personal data is replaced before a prompt leaves and before a line is logged; names need a model such as presidio's."""
import re

KINDS = {
    "email": re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"),
    "phone": re.compile(r"\+?\d[\d /()-]{7,}\d"),
    "iban": re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}\b"),
    "card": re.compile(r"\b(?:\d[ -]?){13,19}\b"),
}


def redact(text: str) -> tuple[str, dict[str, str]]:
    """The text with stand-ins, and what each stands for, so that an answer can be given back whole."""
    found: dict[str, str] = {}
    for kind, pattern in KINDS.items():
        def stand_in(match, kind=kind):
            key = f"<{kind}-{len(found) + 1}>"
            found[key] = match.group()
            return key
        text = pattern.sub(stand_in, text)
    return text, found


def restore(text: str, found: dict[str, str]) -> str:
    for key, value in found.items():
        text = text.replace(key, value)
    return text
