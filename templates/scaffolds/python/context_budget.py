# debtscan:unfilled - set the budget and a real count of tokens, use `trim` before each call, then remove this line.
"""Keeps a conversation within the context that is left for it: instructions stay, the oldest turns go first."""
BUDGET = 6_000


def count_tokens(text: str) -> int:
    """A rough measure; put the tokenizer of your model here."""
    return len(text) // 3 + 1


def trim(messages: list[dict], budget: int = BUDGET) -> list[dict]:
    kept = [m for m in messages if m["role"] in ("system", "developer")]
    left = budget - sum(count_tokens(m["content"]) for m in kept)
    turns = []
    for message in reversed([m for m in messages if m not in kept]):
        left -= count_tokens(message["content"])
        if left < 0:
            break
        turns.append(message)
    return kept + turns[::-1]
