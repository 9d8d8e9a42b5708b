"""Writes an order: lines, totals, status steps and the stamps that go with them."""

import hashlib
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.woocommerce import formats, views
from prapazar.sandbox.woocommerce.errors import ShopError
from prapazar.sandbox.woocommerce.mall import Mall
from prapazar.sandbox.woocommerce.models import Article, Shop

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
LineWriter = Callable[[Mall, Shop, Json, Json], Json]
"""(mall, shop, held line, given line) -> line"""


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
        body["meta_data"] = merge_meta(mall, shop, body["meta_data"], request["meta_data"])
    for part, write in _LINE_WRITERS.items():
        if request.get(part) is not None:
            body[part] = _write_lines(mall, shop, body[part], request[part], write)
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


def merge_meta(mall: Mall, shop: Shop, held: list[Json], given: list[Json]) -> list[Json]:
    """An entry with a known id or key changes, a null value removes, anything else is added."""
    entries = [dict(entry) for entry in held]
    for one in given:
        known = next(
            (e for e in entries if (one.get("id") and e["id"] == one["id"]) or e["key"] == one.get("key")),
            None,
        )
        if one.get("value") is None:
            entries = [entry for entry in entries if entry is not known]
        elif known is not None:
            known["value"] = one["value"]
            known["key"] = one.get("key", known["key"])
        else:
            number = mall.next_number(shop, "meta", 1)
            entries.append({"id": number, "key": one.get("key", ""), "value": one["value"]})
    return entries


def _write_lines(
    mall: Mall, shop: Shop, held: list[Json], given: list[Json], write: LineWriter
) -> list[Json]:
    lines = list(held)
    for one in given:
        number = one.get("id")
        known = next((line for line in lines if line["id"] == number), None) if number else None
        if number and known is None:
            raise ShopError(
                400,
                "woocommerce_rest_invalid_item_id",
                "Order item ID provided is not associated with order.",
            )
        if known is not None and _is_removal(one):
            lines = [line for line in lines if line is not known]
        elif known is not None:
            lines[lines.index(known)] = write(mall, shop, known, one)
        else:
            lines.append(write(mall, shop, {"id": mall.next_number(shop, "item", 1)}, one))
    return lines


def _is_removal(given: Json) -> bool:
    removes = ("product_id", "method_id", "method_title", "name", "code")
    return given.get("quantity") == 0 or any(key in given and given[key] is None for key in removes)


def _product_line(mall: Mall, shop: Shop, held: Json, given: Json) -> Json:
    article = _article(shop, held, given)
    quantity = int(given.get("quantity") or held.get("quantity") or 1)
    net = _net_price(mall, shop, article)
    if held.get("quantity") and "product_id" not in given:
        net = Decimal(held["subtotal"]) / held["quantity"]
    subtotal = formats.amount(given["subtotal"]) if "subtotal" in given else net * quantity
    total = formats.amount(given["total"]) if "total" in given else subtotal
    parent = shop.articles.get(article.parent_id) if article and article.is_variation else None
    subtotal_tax, total_tax = _tax(shop, subtotal), _tax(shop, total)
    meta = merge_meta(mall, shop, held.get("meta_data", []), given.get("meta_data", []))
    images = article.changed.get("images") if article else None
    return {
        "id": held["id"],
        "name": given.get("name") or held.get("name") or _line_name(article, parent),
        "product_id": parent.article_id if parent else article.article_id if article else 0,
        "variation_id": article.article_id if article and parent else 0,
        "quantity": quantity,
        "tax_class": given.get("tax_class", held.get("tax_class", "")),
        "subtotal": _money(shop, subtotal),
        "subtotal_tax": _money(shop, subtotal_tax),
        "total": _money(shop, total),
        "total_tax": _money(shop, total_tax),
        "taxes": _line_taxes(shop, total_tax, subtotal_tax),
        "meta_data": [_displayed(entry) for entry in meta],
        "sku": article.sku if article else None,
        "global_unique_id": article.changed.get("global_unique_id", "") if article else "",
        "price": _unit_price(total, quantity),
        "image": {"id": str(images[0].get("id", "")), "src": images[0]["src"]}
        if images
        else {"id": "", "src": ""},
        "parent_name": parent.changed.get("name") if parent else None,
    }


def _shipping_line(mall: Mall, shop: Shop, held: Json, given: Json) -> Json:
    total = formats.amount(given.get("total", held.get("total", "0")))
    tax = _tax(shop, total)
    return {
        "id": held["id"],
        "method_title": given.get("method_title", held.get("method_title", "")),
        "method_id": given.get("method_id", held.get("method_id", "")),
        "instance_id": str(given.get("instance_id", held.get("instance_id", ""))),
        "total": _money(shop, total),
        "total_tax": _money(shop, tax),
        "taxes": _line_taxes(shop, tax, ZERO),
        "tax_status": "taxable",
        "meta_data": merge_meta(mall, shop, held.get("meta_data", []), given.get("meta_data", [])),
    }


def _fee_line(mall: Mall, shop: Shop, held: Json, given: Json) -> Json:
    total = formats.amount(given.get("total", held.get("total", "0")))
    tax = _tax(shop, total)
    return {
        "id": held["id"],
        "name": given.get("name", held.get("name", "")),
        "tax_class": given.get("tax_class", held.get("tax_class", "")),
        "tax_status": given.get("tax_status", held.get("tax_status", "taxable")),
        "amount": _money(shop, total),
        "total": _money(shop, total),
        "total_tax": _money(shop, tax),
        "taxes": _line_taxes(shop, tax, ZERO),
        "meta_data": merge_meta(mall, shop, held.get("meta_data", []), given.get("meta_data", [])),
    }


def _coupon_line(mall: Mall, shop: Shop, held: Json, given: Json) -> Json:
    return {
        "id": held["id"],
        "code": str(given.get("code", held.get("code", ""))).lower(),
        "discount": held.get("discount", "0.00"),
        "discount_tax": held.get("discount_tax", "0.00"),
        "meta_data": merge_meta(mall, shop, held.get("meta_data", []), given.get("meta_data", [])),
        "discount_type": held.get("discount_type", "fixed_cart"),
        "nominal_amount": held.get("nominal_amount", 0),
        "free_shipping": held.get("free_shipping", False),
    }


_LINE_WRITERS: dict[str, LineWriter] = {
    "line_items": _product_line,
    "shipping_lines": _shipping_line,
    "fee_lines": _fee_line,
    "coupon_lines": _coupon_line,
}


def _article(shop: Shop, held: Json, given: Json) -> Article | None:
    number = (
        given.get("variation_id")
        or given.get("product_id")
        or held.get("variation_id")
        or held.get("product_id")
    )
    if not number and given.get("sku"):
        number = shop.skus.get(str(given["sku"]))
    if not number and not held.get("name"):
        raise ShopError(
            400,
            "woocommerce_rest_required_product_reference",
            "Product ID or SKU is required.",
        )
    return shop.articles.get(int(number)) if number else None


def _net_price(mall: Mall, shop: Shop, article: Article | None) -> Decimal:
    if article is None:
        return ZERO
    price = formats.amount(views.price_of(shop, article, mall.ground.now_ms()))
    return price if shop.tax_percent is None else price / (1 + shop.tax_percent / 100)


def _line_name(article: Article | None, parent: Article | None) -> str:
    if article is None:
        return ""
    if parent is None:
        return str(article.changed.get("name", "Product"))
    options = views.variation_name(article)
    name = str(parent.changed.get("name", "Product"))
    return f"{name} - {options}" if options else name


def _displayed(entry: Json) -> Json:
    return {**entry, "display_key": entry["key"], "display_value": entry["value"]}


def _needs_processing(shop: Shop, line: Json) -> bool:
    article = shop.articles.get(line["variation_id"] or line["product_id"])
    return article is None or not (article.changed.get("virtual") and article.changed.get("downloadable"))


def _unit_price(total: Decimal, quantity: int) -> Decimal:
    """A number, not a text: the one amount of an order that is."""
    return ZERO if quantity == 0 else (total / quantity).quantize(Decimal("0.000001")).normalize() + ZERO


def _tax(shop: Shop, net: Decimal) -> Decimal:
    if shop.tax_percent is None:
        return ZERO
    return (net * shop.tax_percent / 100).quantize(Decimal(1).scaleb(-shop.decimals), ROUND_HALF_UP)


def _line_taxes(shop: Shop, total: Decimal, subtotal: Decimal) -> list[Json]:
    if shop.tax_percent is None:
        return []
    return [{"id": 1, "total": _money(shop, total), "subtotal": _money(shop, subtotal)}]


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
