"""Creating, changing and deleting products and variations."""

from decimal import Decimal

from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.woocommerce import events, formats, order_lines, schema, trade, views
from prapazar.sandbox.woocommerce.errors import ShopError, invalid_id, no_trash
from prapazar.sandbox.woocommerce.models import Article
from prapazar.sandbox.woocommerce.visit import Visit

_STATUSES = ("draft", "pending", "private", "publish", "future", "auto-draft", "trash")
_COMMON: dict[str, schema.Rule] = {
    "description": "string",
    "sku": "string",
    "global_unique_id": "string",
    "regular_price": "string",
    "sale_price": "string",
    "date_on_sale_from": "mixed",
    "date_on_sale_from_gmt": "mixed",
    "date_on_sale_to": "mixed",
    "date_on_sale_to_gmt": "mixed",
    "virtual": "boolean",
    "downloadable": "boolean",
    "downloads": "array",
    "download_limit": "integer",
    "download_expiry": "integer",
    "tax_status": ("taxable", "shipping", "none"),
    "tax_class": "string",
    "stock_quantity": "integer|null",
    "stock_status": ("instock", "outofstock", "onbackorder"),
    "backorders": ("no", "notify", "yes"),
    "low_stock_amount": "integer|null",
    "weight": "string",
    "dimensions": "object",
    "shipping_class": "string",
    "attributes": "array",
    "menu_order": "integer",
    "meta_data": "array",
}
PRODUCT: dict[str, schema.Rule] = {
    "name": "string",
    "slug": "string",
    "type": ("simple", "grouped", "external", "variable"),
    "status": _STATUSES,
    "featured": "boolean",
    "catalog_visibility": ("visible", "catalog", "search", "hidden"),
    "short_description": "string",
    "manage_stock": "boolean",
    "external_url": "string",
    "button_text": "string",
    "sold_individually": "boolean",
    "reviews_allowed": "boolean",
    "upsell_ids": "array",
    "cross_sell_ids": "array",
    "parent_id": "integer",
    "purchase_note": "string",
    "categories": "array",
    "brands": "array",
    "tags": "array",
    "images": "array",
    "default_attributes": "array",
    "grouped_products": "array",
    "post_password": "string",
    **_COMMON,
}
VARIATION: dict[str, schema.Rule] = {
    "status": ("draft", "pending", "private", "publish"),
    "manage_stock": "parent",
    "image": "object",
    **_COMMON,
}
_SALE_STAMPS = {"date_on_sale_from": "sale_from_ms", "date_on_sale_to": "sale_to_ms"}


def create_product(visit: Visit, request: Json) -> Json:
    article = Article(0, 0, visit.now_ms, visit.now_ms, {})
    _fill(visit, article, schema.checked(request, PRODUCT))
    article.article_id = visit.mall.next_post(visit.shop)
    return _kept(visit, article, "created")


def update_product(visit: Visit, number: int, request: Json) -> Json:
    article = visit.shop.articles.get(number)
    if article is None:
        raise ShopError(400, "woocommerce_rest_product_invalid_id", "Invalid ID.")
    if article.is_variation:
        raise ShopError(
            404,
            "woocommerce_rest_invalid_product_id",
            "To manipulate product variations you should use the /products/<product_id>/variations/<id> endpoint.",
        )
    return _changed(visit, article, schema.checked(request, PRODUCT))


def delete_product(visit: Visit, number: int, *, force: bool = True) -> Json:
    article = visit.shop.articles.get(number)
    if article is None or article.is_variation:
        raise invalid_id("product")
    shown = views.product(visit.shop, article, visit.address, visit.now_ms)
    if force:
        for child in list(article.children):
            _forget(visit, visit.shop.articles[child])
        _forget(visit, article)
        return shown
    if article.status == "trash":
        raise ShopError(410, "woocommerce_rest_already_trashed", "The product has already been deleted.")
    article.changed["status"] = "trash"
    article.modified_ms = visit.now_ms
    visit.mall.keep_article(visit.shop, article)
    events.announce_article(visit.mall, visit.shop, article, "deleted")
    return views.product(visit.shop, article, visit.address, visit.now_ms)


def duplicate_product(visit: Visit, number: int) -> Json:
    article = visit.shop.articles.get(number)
    if article is None or article.is_variation:
        raise invalid_id("product")
    name = f"{article.changed.get('name', 'Product')} (Copy)"
    changed = {**article.changed, "name": name, "status": "draft", "sku": "", "slug": ""}
    copy = Article(visit.mall.next_post(visit.shop), 0, visit.now_ms, visit.now_ms, changed)
    return _kept(visit, copy, "created")


def create_variation(visit: Visit, parent: Article, request: Json) -> Json:
    article = Article(0, parent.article_id, visit.now_ms, visit.now_ms, {"is_variation": True})
    _fill(visit, article, schema.checked(request, VARIATION))
    article.article_id = visit.mall.next_post(visit.shop)
    parent.children.append(article.article_id)
    visit.mall.keep_article(visit.shop, parent)
    return _kept(visit, article, "created")


def update_variation(visit: Visit, parent: Article, number: int, request: Json) -> Json:
    if number not in parent.children:
        raise ShopError(400, "woocommerce_rest_product_variation_invalid_id", "Invalid ID.")
    return _changed(visit, visit.shop.articles[number], schema.checked(request, VARIATION))


def delete_variation(visit: Visit, parent: Article, number: int, *, force: bool = True) -> Json:
    if number not in parent.children:
        raise invalid_id("product_variation")
    if not force:
        raise no_trash("Product variations")
    article = visit.shop.articles[number]
    shown = views.variation(visit.shop, article, visit.address, visit.now_ms)
    parent.children.remove(number)
    visit.mall.keep_article(visit.shop, parent)
    _forget(visit, article)
    return shown


def _changed(visit: Visit, article: Article, request: Json) -> Json:
    """A refused change leaves nothing behind: it is worked out on a copy."""
    before = (article.changed.get("stock_quantity"), *_price_fields(article))
    trial = Article(
        article.article_id, article.parent_id, article.created_ms, visit.now_ms, dict(article.changed)
    )
    _fill(visit, trial, request)
    if article.sku and article.sku != trial.sku:
        visit.shop.skus.pop(article.sku, None)
    article.changed, article.modified_ms = trial.changed, visit.now_ms
    visit.mall.keep_article(visit.shop, article)
    if before != (article.changed.get("stock_quantity"), *_price_fields(article)):
        visit.mall.show(visit.shop, article, "api")
    events.announce_article(visit.mall, visit.shop, article, "updated")
    return show(visit, article)


def show(visit: Visit, article: Article) -> Json:
    view = views.variation if article.is_variation else views.product
    return view(visit.shop, article, visit.address, visit.now_ms)


def _kept(visit: Visit, article: Article, event: str) -> Json:
    visit.mall.keep_article(visit.shop, article)
    visit.mall.show(visit.shop, article, "api")
    events.announce_article(visit.mall, visit.shop, article, event)
    return show(visit, article)


def _forget(visit: Visit, article: Article) -> None:
    visit.mall.drop_article(visit.shop, article)
    events.announce_article(visit.mall, visit.shop, article, "deleted")


def _fill(visit: Visit, article: Article, request: Json) -> None:
    _check_sku(visit, article, request.get("sku"))
    for name in ("regular_price", "sale_price"):
        if name in request:
            request[name] = _price_text(request[name])
    _fill_references(visit, article, request)
    for name, held_name in _SALE_STAMPS.items():
        _sale_stamp(visit, request, name, held_name)
    changed = article.changed
    changed.update(request)
    if changed.get("manage_stock") is True and changed.get("stock_quantity") is None:
        changed["stock_quantity"] = 0
    if changed.get("manage_stock") == "parent":
        changed["manage_stock"] = False


def _fill_references(visit: Visit, article: Article, request: Json) -> None:
    """What a product points to: terms, pictures, attributes and meta entries."""
    for kind in ("categories", "tags", "brands"):
        if kind in request:
            request[kind] = _references(visit, kind, request[kind])
    if "image" in request:
        request["images"] = [request.pop("image")]
    if "images" in request:
        request["images"] = [_image(visit, one) for one in request["images"]]
    if "attributes" in request:
        request["attributes"] = [_attribute(visit, article, one) for one in request["attributes"]]
    if "meta_data" in request:
        held = article.changed.get("meta_data", [])
        request["meta_data"] = order_lines.merge_meta(visit.mall, visit.shop, held, request["meta_data"])


def _check_sku(visit: Visit, article: Article, sku: object) -> None:
    holder = visit.shop.skus.get(str(sku)) if sku else None
    if holder is not None and holder != article.article_id:
        raise ShopError(
            400,
            "product_invalid_sku",
            "Invalid or duplicated SKU.",
            resource_id=holder,
            unique_sku=_free_sku(visit, str(sku)),
        )


def _free_sku(visit: Visit, sku: str) -> str:
    number = 1
    while f"{sku}-{number}" in visit.shop.skus:
        number += 1
    return f"{sku}-{number}"


def _price_text(text: str) -> str:
    return str(Decimal(formats.amount(text))) if text.strip() else ""


def _price_fields(article: Article) -> tuple[object, object]:
    return article.changed.get("regular_price"), article.changed.get("sale_price")


def _references(visit: Visit, kind: str, given: list[Json]) -> list[Json]:
    """By id; an unknown id falls away, as the shop does it."""
    held = visit.shop.things.get(kind, {})
    rows = [held[one["id"]] for one in given if isinstance(one, dict) and one.get("id") in held]
    return [{"id": one["id"], "name": one["name"], "slug": one["slug"]} for one in rows]


def _image(visit: Visit, given: Json) -> Json:
    """An id reuses what the shop has; an address is downloaded, which a bad one cannot be."""
    source = str(given.get("src") or "")
    if given.get("id"):
        for article in visit.shop.articles.values():
            for held in article.changed.get("images", []):
                if held["id"] == given["id"]:
                    return {**held, **{name: given[name] for name in ("name", "alt") if name in given}}
    if not source.startswith(("http://", "https://")):
        message = f"Error getting remote image {source}. Error: A valid URL was not provided."
        raise ShopError(400, "woocommerce_product_image_upload_error", message)
    return trade.image(visit.mall, visit.shop, source, given)


def _attribute(visit: Visit, article: Article, given: Json) -> Json:
    held = visit.shop.things.get("attributes", {}).get(given.get("id") or 0)
    name = held["name"] if held else str(given.get("name", ""))
    number = held["id"] if held else 0
    slug = held["slug"] if held else name
    if article.is_variation:
        return {"id": number, "name": name, "slug": slug, "option": str(given.get("option", ""))}
    return {
        "id": number,
        "name": name,
        "slug": slug,
        "position": int(given.get("position", 0)),
        "visible": bool(given.get("visible", False)),
        "variation": bool(given.get("variation", False)),
        "options": [str(option) for option in given.get("options", [])],
    }


def _sale_stamp(visit: Visit, request: Json, name: str, held_name: str) -> None:
    for spelled, is_gmt in ((name, False), (f"{name}_gmt", True)):
        if spelled in request:
            text = request.pop(spelled)
            request[held_name] = formats.parse_time(visit.shop, text, is_gmt=is_gmt) if text else None
