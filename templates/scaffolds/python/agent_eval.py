# debtscan:unfilled - import your agent, name the wanted tools in the cases, set the bounds, then remove this line.
"""Whether the agent uses the right tools, with the right arguments, in few enough turns.

{{#fill.tools}}
    "{{name}}" in "{{place}}"
{{/fill.tools}}
"""
import json
from pathlib import Path

import pytest

CASES = [json.loads(line) for line in Path(__file__).with_name("golden.jsonl").read_text().splitlines() if line.strip()]
TURNS = 8


def run(question: str) -> list[dict]:
    """The tool calls of one run, each with its name and arguments."""
    pytest.skip("TODO run the agent with tools that change nothing")  # debtscan:unfilled


@pytest.mark.parametrize("case", [c for c in CASES if c.get("expected_tools")], ids=lambda c: c["id"])
def test_trajectory(case):
    calls = run(case["input"])
    assert [c["name"] for c in calls] == case["expected_tools"]
    assert len(calls) <= TURNS
