# debtscan:unfilled - name the slices in the golden cases, set the gap, then remove this line.
"""The score by slice: language, group, length, kind of question. A good mean hides a bad slice."""
import statistics
from collections import defaultdict

GAP = 0.1


def by_slice(results: list[dict]) -> dict[str, float]:
    """`results` have the tags of their case and a score."""
    scores = defaultdict(list)
    for result in results:
        for tag in result["tags"]:
            scores[tag].append(result["score"])
    return {tag: statistics.fmean(values) for tag, values in scores.items()}


def unfair(results: list[dict]) -> list[str]:
    mean = statistics.fmean(result["score"] for result in results)
    return [tag for tag, score in by_slice(results).items() if mean - score > GAP]
