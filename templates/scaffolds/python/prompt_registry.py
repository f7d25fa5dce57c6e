# debtscan:unfilled - move each prompt into prompts/NAME/VERSION.md, load it from here, then remove this line.
"""Prompts as files with a version: prompts/NAME/VERSION.md. The hash belongs into traces and audit records.

Prompts that were found:
{{#fill.prompts}}
    "{{name}}" in "{{place}}"
{{/fill.prompts}}
"""
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "prompts"


class Prompt(NamedTuple):
    name: str
    version: str
    text: str
    hash: str


@lru_cache
def load(name: str, version: str) -> Prompt:
    text = (FOLDER / name / f"{version}.md").read_text(encoding="utf-8")
    return Prompt(name, version, text, hashlib.sha256(text.encode()).hexdigest()[:12])
