# debtscan:unfilled - write the judge, run it on a schedule, send the score to your metrics, then remove this line.
"""A sample of production answers is judged every hour, so that a drop in quality is an alert and not a complaint."""
import random
import statistics
from typing import Callable, Iterable

SAMPLE = 50
FLOOR = 0.8


def score(answers: Iterable[dict], judge: Callable[[dict], float]) -> float | None:
    answers = list(answers)
    chosen = random.sample(answers, min(SAMPLE, len(answers)))
    return statistics.fmean(judge(a) for a in chosen) if chosen else None


def judge(answer: dict) -> float:
    raise NotImplementedError("TODO from 0 to 1: does the answer follow from its sources, is it what was asked?")  # debtscan:unfilled
