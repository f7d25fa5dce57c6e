"""The shop's order database, as far as this demo needs one."""
ORDERS = {"A-1042": {"total": 59.9, "paid": True}, "A-1043": {"total": 12.5, "paid": True}}


def find_order(number):
    return ORDERS.get(number, "no such order")


def refund(number, amount):
    ORDERS[number]["total"] -= amount
    return "refunded"
