"""Asks the program the golden questions and fails below the limits: quality, groundedness, latency, tokens, consistency."""
import asyncio
import json
import statistics
import sys
import time

import mlflow
from deepeval import assert_test, evaluate
from deepeval.metrics import FaithfulnessMetric, GEval
from deepeval.test_case import LLMTestCase, LLMTestCaseParams

from app.agent import VERSION, answer
from app.settings import settings
from app.triage import triage

LIMITS = {"accuracy": 0.9, "accuracy_by_group": 0.85, "consistency": 0.95, "p95_seconds": 6.0, "tokens": 1500}
REPEATS = 3


def load():
    with open("evals/golden.jsonl", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def run_triage(cases):
    """Accuracy by rule, for all and for each language; each case is asked three times."""
    right, groups, same, seconds = [], {}, [], []
    for case in cases:
        answers = []
        for _ in range(REPEATS):
            started = time.monotonic()
            answers.append(triage(case["input"], "eval").queue.value)
            seconds.append(time.monotonic() - started)
        right.append(answers[0] == case["expected"])
        groups.setdefault(case["group"], []).append(right[-1])
        same.append(len(set(answers)) == 1)
    return {
        "accuracy": statistics.mean(right),
        "accuracy_by_group": min(statistics.mean(group) for group in groups.values()),
        "consistency": statistics.mean(same),
        "p95_seconds": statistics.quantiles(seconds, n=20)[-1],
    }


def run_answers(cases):
    """Answers scored by a model, against what a good one must say."""
    correct = GEval(name="correct", criteria="The answer names the order and promises nothing that was not looked up.", threshold=0.8,
                    evaluation_params=[LLMTestCaseParams.INPUT, LLMTestCaseParams.ACTUAL_OUTPUT, LLMTestCaseParams.EXPECTED_OUTPUT])
    tests = []
    for case in cases:
        reply = asyncio.run(answer(case["input"], "eval", None))
        tests.append(LLMTestCase(input=case["input"], actual_output=reply.text, expected_output=case["must_say"], retrieval_context=reply.sources))
    return evaluate(tests, metrics=[correct, FaithfulnessMetric(threshold=0.8)])


def main():
    cases = load()
    with mlflow.start_run(run_name=VERSION):
        mlflow.log_params({"model": settings.answer_model, "prompt": VERSION, "cases": len(cases)})
        scores = run_triage(cases)
        mlflow.log_metrics(scores)
        results = run_answers(cases)
    failed = [name for name in ("accuracy", "accuracy_by_group", "consistency") if scores[name] < LIMITS[name]]
    failed += ["p95_seconds"] if scores["p95_seconds"] > LIMITS["p95_seconds"] else []
    failed += [test.name for test in results.test_results if not test.success]
    print(scores, failed)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
