from app.orders import find_order


def test_finds_an_order():
    assert find_order("A-1042")["paid"]
