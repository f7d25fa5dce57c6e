"""The shop's orders, by its API; see docs/architecture.md."""
import httpx
from pydantic import BaseModel, Field


class Order(BaseModel):
    number: str
    total: float
    paid: bool


class Refund(BaseModel):
    number: str = Field(pattern=r"^[A-Z]-[0-9]{4}$")
    amount: float = Field(gt=0, le=500)


shop = httpx.Client(base_url="https://orders.internal.example.com/v1", timeout=5)


def find_order(number: str) -> str:
    try:
        response = shop.get(f"/orders/{number}")
        response.raise_for_status()
        return Order.model_validate(response.json()).model_dump_json()
    except httpx.HTTPError as error:
        return f"the order could not be read: {error}"


def refund(number: str, amount: float, key: str) -> str:
    wanted = Refund(number=number, amount=amount)
    try:
        response = shop.post("/refunds", json=wanted.model_dump(), headers={"Idempotency-Key": key})
        response.raise_for_status()
    except httpx.HTTPError as error:
        return f"the refund failed: {error}"
    return "refunded"
