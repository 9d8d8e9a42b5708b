"""Orders take units off the shelf once, and give them back once."""

from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.woocommerce import events, views
from prapazar.sandbox.woocommerce.mall import Mall
from prapazar.sandbox.woocommerce.models import Article, Shop

REDUCING = ("processing", "completed", "on-hold")
RESTORING = ("cancelled", "pending")
_MARK = "_reduced_stock"


def follow(mall: Mall, shop: Shop, body: Json) -> list[Article]:
    """Bring the shelf in line with the order's status; answers the articles that changed."""
    if body["status"] in REDUCING:
        return _reduce(mall, shop, body)
    if body["status"] in RESTORING:
        return _restore(mall, shop, body)
    return []


def put_back(mall: Mall, shop: Shop, line: Json, quantity: int, cause: str) -> None:
    """A refund with restock returns some units of a line."""
    mark = _marked(line)
    if mark is None:
        return
    back = min(quantity, int(mark["value"]))
    _remark(line, int(mark["value"]) - back)
    _move(mall, shop, line, back, cause)


def _reduce(mall: Mall, shop: Shop, body: Json) -> list[Article]:
    moved = []
    for line in body["line_items"]:
        if _marked(line) is None:
            line["meta_data"].append(_mark_entry(mall, shop, line["quantity"]))
            moved.append(_move(mall, shop, line, -line["quantity"], f"order {body['id']}"))
            _count_sale(mall, shop, line)
    return [article for article in moved if article is not None]


def _restore(mall: Mall, shop: Shop, body: Json) -> list[Article]:
    moved = []
    for line in body["line_items"]:
        mark = _marked(line)
        if mark is not None:
            line["meta_data"].remove(mark)
            moved.append(_move(mall, shop, line, int(mark["value"]), f"order {body['id']} {body['status']}"))
    return [article for article in moved if article is not None]


def _move(mall: Mall, shop: Shop, line: Json, by: int, cause: str) -> Article | None:
    article = shop.articles.get(line["variation_id"] or line["product_id"])
    holder = views.stock_holder(shop, article) if article else None
    if holder is None or by == 0:
        return None
    holder.changed["stock_quantity"] = (holder.changed.get("stock_quantity") or 0) + by
    holder.modified_ms = mall.ground.now_ms()
    mall.keep_article(shop, holder)
    mall.show(shop, holder, cause)
    events.announce_article(mall, shop, holder, "updated")
    return holder


def _count_sale(mall: Mall, shop: Shop, line: Json) -> None:
    article = shop.articles.get(line["product_id"])
    if article is not None:
        article.sold += line["quantity"]
        mall.keep_article(shop, article)


def _marked(line: Json) -> Json | None:
    return next((entry for entry in line["meta_data"] if entry["key"] == _MARK), None)


def _remark(line: Json, left: int) -> None:
    for entry in line["meta_data"]:
        if entry["key"] == _MARK:
            entry["value"] = entry["display_value"] = str(left)


def _mark_entry(mall: Mall, shop: Shop, quantity: int) -> Json:
    number = mall.next_number(shop, "meta", 1)
    value = str(quantity)
    return {"id": number, "key": _MARK, "value": value, "display_key": _MARK, "display_value": value}
