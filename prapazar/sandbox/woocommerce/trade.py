"""What happens in a pretend shop without the API: it opens, fills its shelves, and buyers buy."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from prapazar.sandbox.baskets import Basket, Buyer, NotOnSale, SoldOut, units_by_key
from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.woocommerce import events, formats, ordering, stocking, views
from prapazar.sandbox.woocommerce.mall import Mall
from prapazar.sandbox.woocommerce.models import DEFAULT_SHOP, PROVIDER, Article, Key, Order, Shop

_DEFAULT_CATEGORY = "Uncategorized"


def open_shop(
    mall: Mall, slug: str = DEFAULT_SHOP, *, name: str = "Deneme Dükkan", settings: Json | None = None
) -> Shop:
    """A new shop with one read/write key, or the same shop with other settings."""
    shop = mall.shops.get(slug) or Shop(slug, name)
    shop.name = name
    for field, value in (settings or {}).items():
        setattr(shop, field, Decimal(str(value)) if field == "tax_percent" and value is not None else value)
    mall.keep_shop(shop)
    if not shop.keys:
        mall.keep_key(shop, new_key(mall, shop))
        mall.keep_thing(shop, "categories", category(mall, shop, _DEFAULT_CATEGORY))
    mall.ground.store.flush()
    return shop


def new_key(
    mall: Mall, shop: Shop, permission: str = "read_write", *, user_id: int = 1, capable: bool = True
) -> Key:
    """The first keys of a shop are the same in every run, so that a stranger's settings keep working."""
    number = mall.next_number(shop, "key", 1)
    return Key(
        number,
        f"ck_{_forty_hex(f'{shop.slug} key {number}')}",
        f"cs_{_forty_hex(f'{shop.slug} secret {number}')}",
        permission,
        user_id,
        capable=capable,
    )


def seed_product(mall: Mall, slug: str, article: Json) -> Article:
    """A published product; the README lists what may be given."""
    seeded = _seed(mall, mall.shop(slug), article)
    mall.ground.store.flush()
    return seeded


def seed_products(mall: Mall, slug: str, articles: Iterable[Json]) -> int:
    shop = mall.shop(slug)
    count = len([_seed(mall, shop, article) for article in articles])
    mall.ground.store.flush()
    return count


def place_order(
    mall: Mall,
    slug: str,
    basket: Basket,
    buyer: Buyer,
    *,
    at: datetime | None = None,
    status: str = "processing",
    payment_method: str = "iyzico",
) -> Order:
    """A buyer goes through the checkout; refused with `SoldOut` or `NotOnSale`, and then nothing changed."""
    shop = mall.shop(slug)
    for sku, wanted in units_by_key(basket).items():
        _check_shelf(shop, sku, wanted)
    now = mall.ground.now_ms()
    created = now if at is None else epoch_ms(at)
    body = ordering.blank(mall, shop, mall.next_post(shop), created, mall.address(shop))
    body["created_via"] = "checkout"
    ordering.fill(mall, shop, body, _request(shop, basket, buyer, payment_method))
    body.update(formats.stamps(shop, "date_modified", created))
    ordering.step(shop, body, status, created)
    stocking.follow(mall, shop, body)
    order = Order.from_body(body, created, created)
    mall.keep_order(shop, order)
    mall.ground.store.flush()
    events.announce_order(mall, shop, order, "created")
    events.announce_action(mall, shop, "woocommerce_new_order", order.order_id)
    for heard in mall.ground.sales:
        heard(PROVIDER, shop.slug, str(order.order_id))
    return order


def change_status(mall: Mall, slug: str, order_id: int, status: str) -> Order:
    """The shopkeeper moves an order in the admin screen."""
    shop = mall.shop(slug)
    held = shop.orders[order_id]
    body = held.body()
    now = mall.ground.now_ms()
    ordering.step(shop, body, status, now)
    stocking.follow(mall, shop, body)
    body.update(formats.stamps(shop, "date_modified", now))
    order = Order.from_body(body, held.created_ms, now)
    mall.keep_order(shop, order)
    mall.ground.store.flush()
    events.announce_order(mall, shop, order, "updated")
    events.announce_action(mall, shop, f"woocommerce_order_status_{status}", order_id)
    return order


def cancel_order(mall: Mall, slug: str, order_id: int) -> Order:
    return change_status(mall, slug, order_id, "cancelled")


def category(mall: Mall, shop: Shop, name: str, parent: int = 0) -> Json:
    return {
        "id": mall.next_number(shop, "term", 15),
        "name": name,
        "slug": formats.slug(name),
        "parent": parent,
        "description": "",
        "display": "default",
        "image": None,
        "menu_order": 0,
    }


def tag(mall: Mall, shop: Shop, name: str) -> Json:
    return {
        "id": mall.next_number(shop, "term", 15),
        "name": name,
        "slug": formats.slug(name),
        "description": "",
    }


def named(mall: Mall, shop: Shop, kind: str, names: Iterable[Any]) -> list[Json]:
    """References to categories, tags or brands by name, made when they are new."""
    found = []
    for name in names:
        if isinstance(name, dict):
            found.append(name)
            continue
        known = next((one for one in shop.things.get(kind, {}).values() if one["name"] == name), None)
        if known is None:
            known = category(mall, shop, name) if kind == "categories" else tag(mall, shop, name)
            mall.keep_thing(shop, kind, known)
        found.append({"id": known["id"], "name": known["name"], "slug": known["slug"]})
    return found


def image(mall: Mall, shop: Shop, source: str, given: Json | None = None) -> Json:
    now = mall.ground.now_ms()
    given = given or {}
    return {
        "id": mall.next_post(shop),
        **formats.stamps(shop, "date_created", now),
        **formats.stamps(shop, "date_modified", now),
        "src": source,
        "name": given.get("name") or source.rsplit("/", 1)[-1],
        "alt": given.get("alt", ""),
    }


def _seed(mall: Mall, shop: Shop, given: Json) -> Article:
    sku = str(given.get("sku") or "")
    now = mall.ground.now_ms()
    known = shop.articles.get(shop.skus.get(sku, 0))
    changed: Json = {key: value for key, value in given.items() if key not in _NAMED}
    for price in ("regular_price", "sale_price"):
        if price in changed:
            changed[price] = str(changed[price])
    if "stock_quantity" in changed:
        changed.setdefault("manage_stock", True)
    changed["categories"] = named(mall, shop, "categories", given.get("categories", [_DEFAULT_CATEGORY]))
    changed["tags"] = named(mall, shop, "tags", given.get("tags", []))
    changed["brands"] = named(mall, shop, "brands", given.get("brands", []))
    changed["images"] = [
        image(mall, shop, one["src"] if isinstance(one, dict) else one) for one in given.get("images", [])
    ]
    article = Article(
        known.article_id if known else mall.next_post(shop),
        0,
        known.created_ms if known else now,
        now,
        changed,
        known.children if known else [],
    )
    mall.keep_article(shop, article)
    mall.show(shop, article, "seed")
    return article


_NAMED = ("categories", "tags", "brands", "images")


def _check_shelf(shop: Shop, sku: str, wanted: int) -> None:
    article = shop.articles.get(shop.skus.get(sku, 0))
    if article is None or article.status != "publish":
        raise NotOnSale(sku)
    holder = views.stock_holder(shop, article)
    shown = (holder.changed.get("stock_quantity") or 0) if holder else wanted
    if views.stock_status(shop, article) == "onbackorder":
        return
    if shown < wanted or views.stock_status(shop, article) == "outofstock":
        raise SoldOut(sku, wanted, shown)


def _request(shop: Shop, basket: Basket, buyer: Buyer, payment_method: str) -> Json:
    address = {
        "first_name": buyer.first_name,
        "last_name": buyer.last_name,
        "address_1": buyer.address,
        "address_2": buyer.neighborhood,
        "city": buyer.district,
        "state": f"TR{buyer.city_code:02d}",
        "postcode": buyer.postal_code,
        "country": "TR",
        "phone": buyer.phone,
    }
    lines = []
    for line in basket:
        article = shop.articles[shop.skus[line.key]]
        entry: Json = {"product_id": article.article_id, "quantity": line.quantity}
        if line.unit_price is not None:
            rate = 1 if shop.tax_percent is None else 1 + shop.tax_percent / 100
            entry["subtotal"] = str(line.unit_price * line.quantity / rate)
        lines.append(entry)
    return {
        "billing": {**address, "email": buyer.email},
        "shipping": address,
        "payment_method": payment_method,
        "payment_method_title": "Kredi kartı",
        "line_items": lines,
        "shipping_lines": [{"method_id": "flat_rate", "method_title": "Kargo", "total": "0.00"}],
    }


def _forty_hex(seed: str) -> str:
    return hashlib.sha256(f"sandbox {seed}".encode()).hexdigest()[:40]
