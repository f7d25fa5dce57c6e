# debtscan:unfilled - pin every id to a dated version, import the names from here, then remove this line.
"""The models that the program uses and how each is asked: the only place where an id stands."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Model:
    id: str
    temperature: float | None
    max_tokens: int


MODELS = {
{{#inventory.models}}
    # named at "{{file}}"{{#line}}:{{line}}{{/line}}{{^pinned}}, not pinned to a version{{/pinned}}
    "{{name}}": Model(id="{{name}}", temperature=None, max_tokens=1024),
{{/inventory.models}}
}
