"""Orders as buyers leave them: their lines, fulfillment orders by location, and what becomes of both."""

from collections.abc import Sequence
from decimal import Decimal

from prapazar.sandbox.baskets import Buyer
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.shopify import events
from prapazar.sandbox.shopify.mall import Mall, money

_FIRST_ORDER = 1001
_SHIPMENT_STEPS = {"delivered": "DELIVERED", "in_transit": "IN_TRANSIT", "not_delivered": "NOT_DELIVERED"}
_WORK_STEPS = {"in_progress": "IN_PROGRESS", "hold": "ON_HOLD", "scheduled": "SCHEDULED", "open": "OPEN"}
OPEN = {"OPEN", "IN_PROGRESS", "ON_HOLD", "SCHEDULED", "INCOMPLETE"}


def new_order(
    mall: Mall,
    shop: Account,
    sold: Sequence[tuple[Json, int, Decimal]],
    buyer: Buyer,
    at_ms: int,
    more: Json,
) -> Json:
    """`more` may bring `financial`, `discount` of each line, and `shipping`."""
    number = mall.files.next_number(f"order.{shop.number}", _FIRST_ORDER)
    discount = Decimal(str(more.get("discount") or 0))
    lines = [_line(mall, variant, quantity, price, discount) for variant, quantity, price in sold]
    order: Json = {
        "id": mall.number(),
        "number": number,
        "name": f"#{number}",
        "createdMs": at_ms,
        "updatedMs": at_ms,
        "cancelledMs": None,
        "cancelReason": None,
        "currency": shop.profile["currency"],
        "financial": str(more.get("financial") or "PAID"),
        "email": buyer.email,
        "phone": buyer.phone,
        "address": _address(mall, buyer),
        "note": more.get("note"),
        "shipping": money(Decimal(str(more.get("shipping") or 0))),
        "lines": lines,
        "fulfillmentOrders": _split(mall, sold, lines),
        "fulfillments": [],
    }
    keep(mall, shop, order, "ORDERS_CREATE", at_ms)
    return order


def keep(mall: Mall, shop: Account, order: Json, topic: str, at_ms: int | None = None) -> None:
    """Writes it down and tells the subscribers; every change is heard as an update, too."""
    order["updatedMs"] = mall.ground.now_ms() if at_ms is None else at_ms
    mall.files.put(shop, "order", str(order["id"]), order)
    events.announce(mall, shop, order, topic)


def move(mall: Mall, shop: Account, order: Json, status: str) -> Json:
    """What the buyer, the bank or the carrier does; an unknown word is a state of payment."""
    if status == "cancelled":
        cancel(mall, shop, order, "CUSTOMER", restock=True)
    elif status in _SHIPMENT_STEPS:
        for one in order["fulfillments"]:
            one["displayStatus"] = _SHIPMENT_STEPS[status]
        keep(mall, shop, order, "ORDERS_UPDATED")
    elif status in _WORK_STEPS:
        for one in order["fulfillmentOrders"]:
            one["status"] = _WORK_STEPS[status] if one["status"] in OPEN else one["status"]
        keep(mall, shop, order, "ORDERS_UPDATED")
    else:
        order["financial"] = status.upper()
        keep(mall, shop, order, "ORDERS_PAID" if status == "paid" else "ORDERS_UPDATED")
    mall.ground.store.flush()
    return order


def cancel(mall: Mall, shop: Account, order: Json, reason: str, *, restock: bool) -> None:
    for one in order["fulfillmentOrders"]:
        if one["status"] in OPEN:
            for line in one["lines"]:
                release(mall, shop, order, one, line, line["remaining"], restock=restock)
            one["status"] = "CANCELLED"
    order["cancelledMs"], order["cancelReason"] = mall.ground.now_ms(), reason
    keep(mall, shop, order, "ORDERS_CANCELLED")


def release(
    mall: Mall, shop: Account, order: Json, work: Json, line: Json, units: int, *, restock: bool
) -> None:
    """Units of a fulfillment order that nobody will send."""
    line["remaining"] -= units
    sold = line_of(order, line["lineId"])
    sold["removed"] += units
    variant = shop["variant"].get(str(sold["variantId"]))
    if variant is not None:
        level = variant["levels"][work["locationId"]]
        level["committed"] -= units
        level["available"] += units if restock else 0
        mall.show(shop, variant, f"order {order['name']} cancelled")


def line_of(order: Json, number: int) -> Json:
    found: Json = next(one for one in order["lines"] if one["id"] == number)
    return found


def remaining(order: Json, line: Json) -> int:
    work = (row for one in order["fulfillmentOrders"] if one["status"] in OPEN for row in one["lines"])
    return sum(row["remaining"] for row in work if row["lineId"] == line["id"])


def fulfillment_status(order: Json) -> str:
    left = sum(remaining(order, line) for line in order["lines"])
    if any(one["status"] == "SUCCESS" for one in order["fulfillments"]):
        return "PARTIALLY_FULFILLED" if left else "FULFILLED"
    states = {one["status"] for one in order["fulfillmentOrders"]}
    return next((one for one in ("IN_PROGRESS", "ON_HOLD", "SCHEDULED") if one in states), "UNFULFILLED")


def line_total(line: Json) -> Decimal:
    return decimal(line["unitPrice"]) * int(line["quantity"])


def total(shop: Account, order: Json) -> Decimal:
    goods = sum((line_total(one) - decimal(one["discount"]) for one in order["lines"]), Decimal(0))
    taxes = (
        Decimal(0)
        if shop.profile["taxes_included"]
        else sum((tax(shop, one) for one in order["lines"]), Decimal(0))
    )
    return goods + taxes + decimal(order["shipping"])


def tax(shop: Account, line: Json) -> Decimal:
    rate, goods = decimal(shop.profile["tax_rate"]), line_total(line) - decimal(line["discount"])
    return (goods * rate / (1 + rate) if shop.profile["taxes_included"] else goods * rate).quantize(
        Decimal("0.01")
    )


def _line(mall: Mall, variant: Json, quantity: int, price: Decimal, discount: Decimal) -> Json:
    return {
        "id": mall.number(),
        "variantId": variant["id"],
        "productId": variant["productId"],
        "itemId": variant["itemId"],
        "sku": variant["sku"],
        "title": variant["parentTitle"],
        "variantTitle": None if variant["title"] == "Default Title" else variant["title"],
        "quantity": quantity,
        "unitPrice": money(price),
        "discount": money(discount),
        "removed": 0,
    }


def _split(mall: Mall, sold: Sequence[tuple[Json, int, Decimal]], lines: list[Json]) -> list[Json]:
    """One fulfillment order for each location goods are taken from."""
    works: dict[str, Json] = {}
    for (variant, quantity, _), line in zip(sold, lines, strict=True):
        left = quantity
        for location, level in variant["levels"].items():
            units = min(left, max(level["available"], 0))
            if not units:
                continue
            level["available"] -= units
            level["committed"] += units
            left -= units
            work = works.setdefault(
                location, {"id": mall.number(), "locationId": location, "status": "OPEN", "lines": []}
            )
            row = {"id": mall.number(), "lineId": line["id"], "total": units, "remaining": units}
            work["lines"].append(row)
    return list(works.values())


def _address(mall: Mall, buyer: Buyer) -> Json:
    return {
        "id": f"gid://shopify/MailingAddress/{mall.number()}?model_name=Address",
        "firstName": buyer.first_name,
        "lastName": buyer.last_name,
        "name": f"{buyer.first_name} {buyer.last_name}",
        "company": None,
        "address1": buyer.address,
        "address2": buyer.district,
        "city": buyer.city,
        "zip": buyer.postal_code,
        "province": None,
        "provinceCode": None,
        "country": "Turkey",
        "countryCodeV2": "TR",
        "phone": buyer.phone,
    }
