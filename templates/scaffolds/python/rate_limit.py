# debtscan:unfilled - set the limits, keep the counters where all workers see them, use it on the routes, then remove this line.
"""How often one caller may reach a model.

{{#fill.routes}}
    "{{path}}"
{{/fill.routes}}
"""
import time
from collections import defaultdict, deque

REQUESTS = 20
SECONDS = 60
_seen: defaultdict[str, deque] = defaultdict(deque)


class TooMany(Exception):
    """Answer it with 429 and Retry-After."""

    def __init__(self, retry_after: float):
        super().__init__(f"try again in {retry_after:.0f} s")
        self.retry_after = retry_after


def check(caller: str) -> None:
    now, times = time.monotonic(), _seen[caller]
    while times and now - times[0] > SECONDS:
        times.popleft()
    if len(times) >= REQUESTS:
        raise TooMany(SECONDS - (now - times[0]))
    times.append(now)
