# debtscan:unfilled - set the bounds, call `spend` once a turn of every loop around a model, then remove this line.
"""What an agent may use up before it is stopped: turns, time and tokens."""
import time
from dataclasses import dataclass, field


class LimitReached(Exception):
    """The agent was stopped; its last state belongs into the log."""


@dataclass
class Budget:
    turns: int = 8
    seconds: float = 60
    tokens: int = 20_000
    started: float = field(default_factory=time.monotonic)

    def spend(self, tokens: int = 0) -> None:
        self.turns -= 1
        self.tokens -= tokens
        if self.turns < 0 or self.tokens < 0 or time.monotonic() - self.started > self.seconds:
            raise LimitReached(f"turns left {self.turns}, tokens left {self.tokens}")
