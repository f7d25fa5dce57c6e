"""The shop, as far as the agent sees it."""
import httpx

from app import orders


def test_a_refund_is_sent_once(monkeypatch):
    seen = []

    def handler(request):
        seen.append(request.headers["Idempotency-Key"])
        return httpx.Response(201)

    monkeypatch.setattr(orders, "shop", httpx.Client(base_url="https://orders.test", transport=httpx.MockTransport(handler)))
    assert orders.refund("A-1042", 10, "k1") == "refunded"
    assert seen == ["k1"]
