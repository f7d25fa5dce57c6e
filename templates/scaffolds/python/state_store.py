# debtscan:unfilled - use your database, save after every turn, then remove this line.
"""Conversations and runs outlive the process: after a restart they go on where they were."""
import json
import sqlite3


class Store:
    def __init__(self, path: str):
        self.db = sqlite3.connect(path)
        self.db.execute("CREATE TABLE IF NOT EXISTS runs (id TEXT PRIMARY KEY, version INTEGER NOT NULL, state TEXT NOT NULL)")

    def save(self, run: str, version: int, state: dict) -> None:
        """`version` is the one that was loaded: of two that write at once the second fails."""
        with self.db:
            if version == 0:
                self.db.execute("INSERT INTO runs VALUES (?, 1, ?)", (run, json.dumps(state)))
            elif self.db.execute("UPDATE runs SET version = version + 1, state = ? WHERE id = ? AND version = ?",
                                 (json.dumps(state), run, version)).rowcount != 1:
                raise RuntimeError("somebody else changed this run")

    def load(self, run: str) -> tuple[int, dict]:
        row = self.db.execute("SELECT version, state FROM runs WHERE id = ?", (run,)).fetchone()
        return (row[0], json.loads(row[1])) if row else (0, {})
