"""Writes an order: lines, totals, status steps and the stamps that go with them."""

import hashlib
from decimal import Decimal

from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.woocommerce import formats, order_lines
from prapazar.sandbox.woocommerce.mall import Mall
from prapazar.sandbox.woocommerce.models import Shop

VERSION = "10.0.2"
STATUSES = (
    "pending",
    "processing",
    "on-hold",
    "completed",
    "cancelled",
    "refunded",
    "failed",
    "checkout-draft",
)
PAID = ("processing", "completed")
BILLING = (
    "first_name",
    "last_name",
    "company",
    "address_1",
    "address_2",
    "city",
    "state",
    "postcode",
    "country",
    "email",
    "phone",
)
SHIPPING = [name for name in BILLING if name != "email"]
_PLAIN = (
    "parent_id",
    "currency",
    "customer_id",
    "customer_note",
    "payment_method",
    "payment_method_title",
    "transaction_id",
    "created_via",
)
ZERO = Decimal(0)


def blank(mall: Mall, shop: Shop, number: int, created_ms: int, address: str) -> Json:
    key = hashlib.sha256(f"{shop.slug}/{number}".encode()).hexdigest()[:13]
    return {
        "id": number,
        "parent_id": 0,
        "status": "pending",
        "currency": shop.currency,
        "version": VERSION,
        "prices_include_tax": shop.tax_percent is not None,
        **formats.stamps(shop, "date_created", created_ms),
        **formats.stamps(shop, "date_modified", mall.ground.now_ms()),
        "discount_total": "0.00",
        "discount_tax": "0.00",
        "shipping_total": "0.00",
        "shipping_tax": "0.00",
        "cart_tax": "0.00",
        "total": "0.00",
        "total_tax": "0.00",
        "customer_id": 0,
        "order_key": f"wc_order_{key}",
        "billing": dict.fromkeys(BILLING, ""),
        "shipping": dict.fromkeys(SHIPPING, ""),
        "payment_method": "",
        "payment_method_title": "",
        "transaction_id": "",
        "customer_ip_address": "",
        "customer_user_agent": "",
        "created_via": "rest-api",
        "customer_note": "",
        **formats.stamps(shop, "date_completed", None),
        **formats.stamps(shop, "date_paid", None),
        "cart_hash": "",
        "number": str(number),
        "meta_data": [],
        "line_items": [],
        "tax_lines": [],
        "shipping_lines": [],
        "fee_lines": [],
        "coupon_lines": [],
        "refunds": [],
        "payment_url": f"{address}/checkout/order-pay/{number}/?pay_for_order=true&key=wc_order_{key}",
        "is_editable": True,
        "needs_payment": False,
        "needs_processing": False,
        "currency_symbol": formats.symbol(shop.currency),
    }


def fill(mall: Mall, shop: Shop, body: Json, request: Json) -> None:
    """Only what was sent changes; lines with an id are changed, without one added, with quantity 0 removed."""
    for name in _PLAIN:
        if request.get(name) is not None:
            body[name] = request[name]
    body["currency_symbol"] = formats.symbol(body["currency"])
    for part in ("billing", "shipping"):
        given = request.get(part) or {}
        body[part] = {**body[part], **{name: str(given[name]) for name in body[part] if name in given}}
    if request.get("meta_data") is not None:
        body["meta_data"] = order_lines.merge_meta(mall, shop, body["meta_data"], request["meta_data"])
    for part in order_lines.KINDS:
        if request.get(part) is not None:
            body[part] = order_lines.write(mall, shop, part, body[part], request[part])
    total_up(mall, shop, body)


def step(shop: Shop, body: Json, status: str, now_ms: int) -> None:
    body["status"] = status
    if status in PAID and body["date_paid"] is None:
        body.update(formats.stamps(shop, "date_paid", now_ms))
    if status == "completed" and body["date_completed"] is None:
        body.update(formats.stamps(shop, "date_completed", now_ms))
    body["is_editable"] = status in ("pending", "on-hold", "auto-draft")
    body["needs_payment"] = status in ("pending", "failed") and Decimal(body["total"]) > 0
    body["needs_processing"] = any(_needs_processing(shop, line) for line in body["line_items"])


def total_up(mall: Mall, shop: Shop, body: Json) -> None:
    lines, fees, shippings = body["line_items"], body["fee_lines"], body["shipping_lines"]
    subtotal = _sum(lines, "subtotal")
    net, tax = _sum(lines, "total") + _sum(fees, "total"), _sum(lines, "total_tax") + _sum(fees, "total_tax")
    shipping, shipping_tax = _sum(shippings, "total"), _sum(shippings, "total_tax")
    body["discount_total"] = _money(shop, subtotal - _sum(lines, "total"))
    body["discount_tax"] = _money(shop, _sum(lines, "subtotal_tax") - _sum(lines, "total_tax"))
    body["shipping_total"] = _money(shop, shipping)
    body["shipping_tax"] = _money(shop, shipping_tax)
    body["cart_tax"] = _money(shop, tax)
    body["total_tax"] = _money(shop, tax + shipping_tax)
    body["total"] = _money(shop, net + tax + shipping + shipping_tax)
    body["tax_lines"] = _tax_lines(mall, shop, body, tax, shipping_tax)


def _needs_processing(shop: Shop, line: Json) -> bool:
    article = shop.articles.get(line["variation_id"] or line["product_id"])
    return article is None or not (article.changed.get("virtual") and article.changed.get("downloadable"))


def _tax_lines(mall: Mall, shop: Shop, body: Json, tax: Decimal, shipping_tax: Decimal) -> list[Json]:
    if shop.tax_percent is None:
        return []
    held = body["tax_lines"]
    return [
        {
            "id": held[0]["id"] if held else mall.next_number(shop, "item", 1),
            "rate_code": "TR-KDV-1",
            "rate_id": 1,
            "label": "KDV",
            "compound": False,
            "tax_total": _money(shop, tax),
            "shipping_tax_total": _money(shop, shipping_tax),
            "rate_percent": shop.tax_percent,
            "meta_data": [],
        }
    ]


def _sum(lines: list[Json], name: str) -> Decimal:
    return sum((Decimal(line[name]) for line in lines), ZERO)


def _money(shop: Shop, amount: Decimal) -> str:
    return formats.money(amount, shop.decimals)
