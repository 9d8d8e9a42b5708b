"""Creating, changing and deleting orders, with the stock and the webhooks that follow."""

from decimal import Decimal

from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.woocommerce import events, formats, order_text, ordering, schema, stocking
from prapazar.sandbox.woocommerce.errors import ShopError, invalid_id
from prapazar.sandbox.woocommerce.models import Order
from prapazar.sandbox.woocommerce.visit import Visit

STATUSES = ("auto-draft", *ordering.STATUSES)
_RULES: dict[str, schema.Rule] = {
    "parent_id": "integer",
    "status": STATUSES,
    "currency": "string",
    "customer_id": "integer",
    "customer_note": "string",
    "billing": "object",
    "shipping": "object",
    "payment_method": "string",
    "payment_method_title": "string",
    "transaction_id": "string",
    "created_via": "string",
    "meta_data": "array",
    "line_items": "array",
    "shipping_lines": "array",
    "fee_lines": "array",
    "coupon_lines": "array",
    "set_paid": "boolean",
}


def create(visit: Visit, given: Json) -> str:
    request = schema.checked(given, _RULES)
    _check_customer(visit, request)
    now, shop = visit.now_ms, visit.shop
    body = ordering.blank(visit.mall, shop, visit.mall.next_post(shop), now, visit.address)
    ordering.fill(visit.mall, shop, body, request)
    _step(visit, body, request, str(request.get("status") or "pending"))
    order = _keep(visit, body, now)
    events.announce_order(visit.mall, shop, order, "created")
    events.announce_action(visit.mall, shop, "woocommerce_new_order", order.order_id)
    return text(visit, order)


def update(visit: Visit, number: int, given: Json) -> str:
    held = visit.shop.orders.get(number)
    if held is None:
        raise ShopError(400, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.")
    request = schema.checked(given, _RULES)
    _check_customer(visit, request)
    body = held.body()
    ordering.fill(visit.mall, visit.shop, body, request)
    _step(visit, body, request, str(request.get("status") or body["status"]))
    order = _keep(visit, body, held.created_ms)
    events.announce_order(visit.mall, visit.shop, order, "updated")
    if order.status != held.status:
        hook = f"woocommerce_order_status_{order.status}"
        events.announce_action(visit.mall, visit.shop, hook, order.order_id)
    return text(visit, order)


def delete(visit: Visit, number: int, *, force: bool = True) -> str:
    held = visit.shop.orders.get(number)
    if held is None:
        raise invalid_id("shop_order")
    if force:
        visit.mall.drop_order(visit.shop, number)
        events.announce_order(visit.mall, visit.shop, held, "deleted")
        return text(visit, held)
    if held.status == "trash":
        raise ShopError(410, "woocommerce_rest_already_trashed", "The order has already been deleted.")
    body = {**held.body(), "status": "trash"}
    order = _keep(visit, body, held.created_ms)
    events.announce_order(visit.mall, visit.shop, order, "deleted")
    return text(visit, order)


def rewrite(visit: Visit, held: Order, body: Json) -> Order:
    """An order changed by its refunds."""
    order = _keep(visit, body, held.created_ms)
    events.announce_order(visit.mall, visit.shop, order, "updated")
    return order


def text(visit: Visit, order: Order) -> str:
    return order_text.answered(order.text, order.order_id, order.customer_id, visit.address)


def _step(visit: Visit, body: Json, request: Json, status: str) -> None:
    now = visit.now_ms
    if request.get("set_paid") and body["date_paid"] is None:
        body.update(formats.stamps(visit.shop, "date_paid", now))
        status = "processing" if status in ("pending", "failed", "on-hold", "checkout-draft") else status
    ordering.step(visit.shop, body, status, now)
    if request.get("currency") and len(str(request["currency"])) != 3:  # noqa: PLR2004  ISO codes have 3 letters
        raise ShopError(400, "rest_invalid_param", "Invalid parameter(s): currency")
    stocking.follow(visit.mall, visit.shop, body)


def _keep(visit: Visit, body: Json, created_ms: int) -> Order:
    now = visit.now_ms
    body.update(formats.stamps(visit.shop, "date_modified", now))
    order = Order.from_body(body, created_ms, now)
    visit.mall.keep_order(visit.shop, order)
    return order


def _check_customer(visit: Visit, request: Json) -> None:
    number = request.get("customer_id")
    if number and number not in visit.shop.things.get("customers", {}):
        raise ShopError(400, "woocommerce_rest_invalid_customer_id", "Customer ID is invalid.")


def owed(body: Json) -> Decimal:
    """What may still be refunded."""
    return Decimal(body["total"]) + sum((Decimal(one["total"]) for one in body["refunds"]), Decimal(0))
