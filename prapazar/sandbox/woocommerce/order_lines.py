"""The lines of an order: goods, shipping, fees and coupons, each changed, added or removed by its id."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.woocommerce import formats, views
from prapazar.sandbox.woocommerce.errors import ShopError
from prapazar.sandbox.woocommerce.mall import Mall
from prapazar.sandbox.woocommerce.models import Article, Shop

ZERO = Decimal(0)
LineWriter = Callable[[Mall, Shop, Json, Json], Json]
"""(mall, shop, held line, given line) -> line"""


def write(mall: Mall, shop: Shop, kind: str, held: list[Json], given: list[Json]) -> list[Json]:
    write_one = _WRITERS[kind]
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
            lines[lines.index(known)] = write_one(mall, shop, known, one)
        else:
            lines.append(write_one(mall, shop, {"id": mall.next_number(shop, "item", 1)}, one))
    return lines


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


def _money(shop: Shop, amount: Decimal) -> str:
    return formats.money(amount, shop.decimals)


_WRITERS: dict[str, LineWriter] = {
    "line_items": _product_line,
    "shipping_lines": _shipping_line,
    "fee_lines": _fee_line,
    "coupon_lines": _coupon_line,
}
KINDS = tuple(_WRITERS)
