# debtscan:unfilled - run it after every evaluation, keep the file or send it to your tracker, then remove this line.
"""Every evaluation with what was evaluated, compared with the one that is in production."""
import json
import subprocess
from pathlib import Path

RUNS = Path("evals/runs.jsonl")


def keep(name: str, settings: dict, metrics: dict) -> None:
    commit = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=True).stdout.strip()
    with RUNS.open("a", encoding="utf-8") as out:
        out.write(json.dumps({"name": name, "commit": commit, "settings": settings, "metrics": metrics}) + "\n")


def worse_than(baseline: str, candidate: str, tolerance: float = 0.01) -> list[str]:
    runs = {run["name"]: run["metrics"] for run in map(json.loads, RUNS.read_text().splitlines())}
    return [m for m, value in runs[baseline].items() if runs[candidate].get(m, 0) < value - tolerance]
