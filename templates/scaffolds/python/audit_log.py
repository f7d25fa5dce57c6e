# debtscan:unfilled - keep it in a store that users and the service cannot change, call it for every answer, then remove this line.
"""A lasting record of what was asked, answered and done: for questions that come weeks later.

{{#fill.sites}}
    "{{call}}" in "{{place}}"
{{/fill.sites}}

Design: one row an answer, written in the request that gives it; append only (no right to update or delete for the service);
each row holds the hash of the one before, so that a gap shows; kept as long as docs/retention.yaml says.
"""
import hashlib
import json
import sqlite3
import time


class AuditLog:
    def __init__(self, path: str):
        self.db = sqlite3.connect(path)
        self.db.execute("CREATE TABLE IF NOT EXISTS audit (id INTEGER PRIMARY KEY, entry TEXT NOT NULL, hash TEXT NOT NULL)")

    def add(self, *, user: str, purpose: str, model: str, parameters: dict, prompt_version: str, request: list, answer: str,
            sources: list, actions: list) -> str:
        before = self.db.execute("SELECT hash FROM audit ORDER BY id DESC LIMIT 1").fetchone()
        entry = json.dumps({"at": time.time(), "user": user, "purpose": purpose, "model": model, "parameters": parameters,
                            "prompt_version": prompt_version, "request": request, "answer": answer, "sources": sources,
                            "actions": actions, "before": before[0] if before else None}, sort_keys=True)
        digest = hashlib.sha256(entry.encode()).hexdigest()
        with self.db:
            self.db.execute("INSERT INTO audit (entry, hash) VALUES (?, ?)", (entry, digest))
        return digest
