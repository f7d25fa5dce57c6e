"""Yesterday's bad answers become tomorrow's cases: appends them, once a person has written what was right."""
import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit import engine
from app.feedback import FeedbackRow


def bad_answers():
    with Session(engine) as session:
        return session.execute(select(FeedbackRow).where(FeedbackRow.rating == "bad")).scalars().all()


def main():
    with open("evals/golden.jsonl", "a", encoding="utf-8") as file:
        for row in bad_answers():
            file.write(json.dumps({"input": row.comment, "trace_id": row.trace_id, "expected": None}) + "\n")


if __name__ == "__main__":
    main()
