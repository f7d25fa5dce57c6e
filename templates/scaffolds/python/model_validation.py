# debtscan:unfilled - name metrics and floors, call it between training and promotion, then remove this line.
"""A model is promoted only if it is good enough, and no worse than the one that serves."""
FLOORS = {"TODO metric": 0.0}  # debtscan:unfilled
TOLERANCE = 0.005


class NotPromoted(Exception):
    pass


def check(candidate: dict[str, float], serving: dict[str, float] | None) -> None:
    bad = [f"{name} {candidate.get(name)} below {floor}" for name, floor in FLOORS.items() if candidate.get(name, 0) < floor]
    for name, value in (serving or {}).items():
        if candidate.get(name, 0) < value - TOLERANCE:
            bad.append(f"{name} {candidate.get(name)} worse than {value} of the serving model")
    if bad:
        raise NotPromoted("; ".join(bad))
