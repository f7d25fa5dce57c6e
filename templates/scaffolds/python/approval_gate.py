# debtscan:unfilled - ask the person where they are, keep the decision, send these tools through it, then remove this line.
"""What cannot be taken back happens only after a person has said yes to exactly this.

{{#fill.tools}}
    "{{name}}" in "{{place}}"{{#effects}}: {{effects}}{{/effects}}
{{/fill.tools}}
"""
import hashlib
import json


class NotApproved(Exception):
    """The action waits, or was turned down."""


def digest(tool: str, arguments: dict) -> str:
    return hashlib.sha256(json.dumps([tool, arguments], sort_keys=True).encode()).hexdigest()


def require(tool: str, arguments: dict, approvals: dict[str, str]) -> str:
    """`approvals` are the persons who approved, by digest: an approval of other arguments is none. Gives who approved."""
    person = approvals.get(digest(tool, arguments))
    if person is None:
        raise NotApproved(f"{tool} needs the approval of a person")
    return person
