# debtscan:unfilled - call it from the route that takes feedback, keep it where answers are kept, then remove this line.
"""What people say of an answer, linked to it by the id of its trace or audit record."""
import json
import time
from pathlib import Path
from typing import Literal

STORE = Path("feedback.jsonl")  # TODO a table beside the audit record debtscan:unfilled


def take(answer_id: str, rating: Literal["up", "down"], comment: str = "", user: str | None = None) -> None:
    entry = {"answer_id": answer_id, "rating": rating, "comment": comment[:2000], "user": user, "at": time.time()}
    with STORE.open("a", encoding="utf-8") as out:
        out.write(json.dumps(entry) + "\n")
