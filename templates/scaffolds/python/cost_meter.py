# debtscan:unfilled - put in today's prices, call `meter` with each answer's usage, then remove this line.
"""What each request costs, for whom: tokens times price, kept as a metric."""
import logging
from collections import Counter

log = logging.getLogger("llm.cost")

# Dollars for a million tokens: in, out.
PRICES = {
{{#inventory.models}}
    "{{name}}": (0.0, 0.0),  # TODO debtscan:unfilled
{{/inventory.models}}
}
spent: Counter = Counter()


def meter(model: str, tokens_in: int, tokens_out: int, user: str, purpose: str) -> float:
    price_in, price_out = PRICES[model]
    cost = (tokens_in * price_in + tokens_out * price_out) / 1_000_000
    spent[user] += cost
    log.info("model cost", extra={"model": model, "tokens_in": tokens_in, "tokens_out": tokens_out, "cost": cost,
                                  "user": user, "purpose": purpose})
    return cost
