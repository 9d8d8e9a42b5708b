"""Giving money back, and goods with it."""

from decimal import Decimal

from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.woocommerce import formats, listing, order_writes, ordering, orders, stocking
from prapazar.sandbox.woocommerce.errors import ShopError, no_trash
from prapazar.sandbox.woocommerce.models import Order
from prapazar.sandbox.woocommerce.visit import Routes, Visit

_BASE = "/wc/v3/orders/{order}/refunds"
routes = Routes()


@routes.route("GET", "/wc/v3/refunds")
def all_refunds(visit: Visit) -> Reply:
    rows = sorted(visit.shop.refunds.values(), key=lambda one: one["id"], reverse=True)
    return listing.answer(visit, rows, lambda one: _public(visit, one))


@routes.route("GET", _BASE)
def refunds(visit: Visit) -> Reply:
    order = orders.known(visit, visit.number("order"))
    rows = [one for one in visit.shop.refunds.values() if one["parent_id"] == order.order_id]
    rows.sort(key=lambda one: one["id"], reverse=True)
    return listing.answer(visit, rows, lambda one: _public(visit, one))


@routes.route("POST", _BASE)
def create(visit: Visit) -> Reply:
    order, request = orders.known(visit, visit.number("order")), visit.body()
    body = order.body()
    lines = _lines(body, request.get("line_items") or [])
    amount = formats.amount(request["amount"]) if "amount" in request else _sum(lines)
    if amount <= 0 or amount > order_writes.owed(body):
        # The real shop answers 500 here, and its data is a bare number.
        raise ShopError(500, "woocommerce_rest_cannot_create_order_refund", "Invalid refund amount.", 500)
    refund = _refund(visit, order, request, amount, lines)
    visit.mall.keep_refund(visit.shop, refund)
    if request.get("api_restock", True):
        _restock(visit, body, lines)
    text = formats.money(amount, visit.shop.decimals)
    body["refunds"].append({"id": refund["id"], "reason": refund["reason"], "total": f"-{text}"})
    if order_writes.owed(body) <= 0:
        ordering.step(visit.shop, body, "refunded", visit.now_ms)
    order_writes.rewrite(visit, order, body)
    return listing.one(visit, _public(visit, refund), 201)


@routes.route("GET", f"{_BASE}/{{id}}")
def read(visit: Visit) -> Reply:
    return listing.one(visit, _public(visit, _known(visit)))


@routes.route("DELETE", f"{_BASE}/{{id}}")
def delete(visit: Visit) -> Reply:
    refund = _known(visit)
    if not visit.is_forced():
        raise no_trash("Refunds")
    order = orders.known(visit, visit.number("order"))
    body = order.body()
    body["refunds"] = [one for one in body["refunds"] if one["id"] != refund["id"]]
    visit.mall.drop_refund(visit.shop, refund["id"])
    order_writes.rewrite(visit, order, body)
    return listing.one(visit, _public(visit, refund))


def _known(visit: Visit) -> Json:
    order = orders.known(visit, visit.number("order"))
    refund = visit.shop.refunds.get(visit.number())
    if refund is None or refund["parent_id"] != order.order_id:
        raise ShopError(404, "woocommerce_rest_invalid_order_refund_id", "Invalid order refund ID.")
    return refund


def _lines(body: Json, given: list[Json]) -> list[tuple[Json, int, Decimal, Decimal]]:
    """Order line, units, money and tax that go back."""
    held = {line["id"]: line for line in body["line_items"]}
    found = []
    for one in given:
        line = held.get(one.get("id"))
        if line is not None:
            tax = sum(
                (formats.amount(part.get("refund_total")) for part in one.get("refund_tax") or []), Decimal(0)
            )
            found.append((line, int(one.get("quantity", 0)), formats.amount(one.get("refund_total", 0)), tax))
    return found


def _sum(lines: list[tuple[Json, int, Decimal, Decimal]]) -> Decimal:
    return sum((money + tax for _, _, money, tax in lines), Decimal(0))


def _refund(
    visit: Visit,
    order: Order,
    request: Json,
    amount: Decimal,
    lines: list[tuple[Json, int, Decimal, Decimal]],
) -> Json:
    return {
        "id": visit.mall.next_post(visit.shop),
        "parent_id": order.order_id,
        **formats.stamps(visit.shop, "date_created", visit.now_ms),
        "amount": formats.money(amount, visit.shop.decimals),
        "reason": str(request.get("reason") or ""),
        "refunded_by": visit.key.user_id,
        "refunded_payment": bool(request.get("api_refund", True)),
        "meta_data": [],
        "line_items": [_negative(visit, *line) for line in lines],
        "tax_lines": [],
        "shipping_lines": [],
        "fee_lines": [],
    }


def _negative(visit: Visit, line: Json, units: int, money: Decimal, tax: Decimal) -> Json:
    """Totals and quantities inside a refund are below zero."""
    number = visit.mall.next_number(visit.shop, "item", 1)
    total, total_tax = (formats.money(-value, visit.shop.decimals) for value in (money, tax))
    meta = {
        "id": visit.mall.next_number(visit.shop, "meta", 1),
        "key": "_refunded_item_id",
        "value": str(line["id"]),
        "display_key": "_refunded_item_id",
        "display_value": str(line["id"]),
    }
    return {
        **line,
        "id": number,
        "quantity": -units,
        "subtotal": total,
        "subtotal_tax": total_tax,
        "total": total,
        "total_tax": total_tax,
        "taxes": [{"id": 1, "total": total_tax, "subtotal": total_tax}] if line["taxes"] else [],
        "meta_data": [meta],
    }


def _restock(visit: Visit, body: Json, lines: list[tuple[Json, int, Decimal, Decimal]]) -> None:
    for line, units, _, _ in lines:
        if units > 0:
            stocking.put_back(visit.mall, visit.shop, line, units, f"refund of {body['id']}")


def _public(visit: Visit, refund: Json) -> Json:
    base = f"{visit.address}/wp-json/wc/v3/orders/{refund['parent_id']}"
    links = {
        "self": [{"href": f"{base}/refunds/{refund['id']}"}],
        "collection": [{"href": f"{base}/refunds"}],
        "up": [{"href": base}],
    }
    return {**refund, "_links": links}
