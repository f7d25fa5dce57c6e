# debtscan:unfilled - import your program, write the score, set the threshold, then remove this line.
"""Runs the program over the golden cases, scores every answer and fails below the threshold.

{{#fill.sites}}
    "{{call}}" in "{{place}}"
{{/fill.sites}}
"""
import json
import statistics
import time
from pathlib import Path

import pytest

CASES = [json.loads(line) for line in Path(__file__).with_name("golden.jsonl").read_text().splitlines() if line.strip()]
THRESHOLD = 0.85
SECONDS_P95 = 20


def answer(question: str) -> str:
    pytest.skip("TODO call the program itself, with the model that production uses")  # debtscan:unfilled


def score(case: dict, text: str) -> float:
    """The share of facts that the answer has; 0 if it says what it must not."""
    if any(wrong.lower() in text.lower() for wrong in case["must_not"]):
        return 0.0
    facts = case["expected_facts"]
    return sum(fact.lower() in text.lower() for fact in facts) / len(facts) if facts else 1.0


def test_answers_are_good_enough():
    scores, seconds = [], []
    for case in CASES:
        started = time.monotonic()
        scores.append(score(case, answer(case["input"])))
        seconds.append(time.monotonic() - started)
    assert statistics.fmean(scores) >= THRESHOLD
    assert sorted(seconds)[int(len(seconds) * 0.95)] <= SECONDS_P95
