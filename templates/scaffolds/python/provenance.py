# debtscan:unfilled - pass sources and reason with every answer to the user and the audit record, then remove this line.
"""An answer with what it rests on: which documents, which model, which prompt."""
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Source:
    id: str
    title: str
    passage: str


@dataclass(frozen=True)
class Explained:
    text: str
    model: str
    prompt_version: str
    sources: tuple[Source, ...] = field(default=())

    def shown(self) -> str:
        notes = "\n".join(f"[{n}] {s.title}: {s.passage}" for n, s in enumerate(self.sources, 1))
        return f"{self.text}\n\n{notes}" if notes else f"{self.text}\n\n(no source)"
