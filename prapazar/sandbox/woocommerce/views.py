"""Products and variations as the shop answers them, filled up from the few fields that were changed."""

from decimal import Decimal

from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.woocommerce import formats
from prapazar.sandbox.woocommerce.models import Article, Shop

_DIMENSIONS = {"length": "", "width": "", "height": ""}


def product(shop: Shop, article: Article, address: str, now_ms: int) -> Json:
    if article.is_variation:
        return _variation_as_product(shop, article, address, now_ms)
    changed = article.changed
    slug = changed.get("slug") or formats.slug(changed.get("name", "")) or str(article.article_id)
    kind = changed.get("type", "simple")
    return {
        "id": article.article_id,
        "name": changed.get("name", "Product"),
        "slug": slug,
        "permalink": f"{address}/product/{slug}/",
        **formats.stamps(shop, "date_created", article.created_ms),
        **formats.stamps(shop, "date_modified", article.modified_ms),
        "type": kind,
        "status": article.status,
        "featured": changed.get("featured", False),
        "catalog_visibility": changed.get("catalog_visibility", "visible"),
        "description": changed.get("description", ""),
        "short_description": changed.get("short_description", ""),
        **_identity(article),
        **_prices(shop, article, now_ms),
        "purchasable": bool(price_of(shop, article, now_ms)) and article.status == "publish",
        "total_sales": article.sold,
        "virtual": changed.get("virtual", False),
        "downloadable": changed.get("downloadable", False),
        "downloads": changed.get("downloads", []),
        "download_limit": changed.get("download_limit", -1),
        "download_expiry": changed.get("download_expiry", -1),
        "external_url": changed.get("external_url", ""),
        "button_text": changed.get("button_text", ""),
        "tax_status": changed.get("tax_status", "taxable"),
        "tax_class": changed.get("tax_class", ""),
        **_stock(shop, article),
        "sold_individually": changed.get("sold_individually", False),
        **_parcel(article),
        "shipping_required": not changed.get("virtual", False),
        "shipping_taxable": not changed.get("virtual", False),
        "shipping_class": changed.get("shipping_class", ""),
        "shipping_class_id": changed.get("shipping_class_id", 0),
        "reviews_allowed": changed.get("reviews_allowed", True),
        "average_rating": "0.00",
        "rating_count": 0,
        "upsell_ids": changed.get("upsell_ids", []),
        "cross_sell_ids": changed.get("cross_sell_ids", []),
        "parent_id": article.parent_id,
        "purchase_note": changed.get("purchase_note", ""),
        "categories": changed.get("categories", []),
        "brands": changed.get("brands", []),
        "tags": changed.get("tags", []),
        "images": changed.get("images", []),
        "attributes": changed.get("attributes", []),
        "default_attributes": changed.get("default_attributes", []),
        "variations": list(article.children),
        "grouped_products": changed.get("grouped_products", []),
        "menu_order": changed.get("menu_order", 0),
        "related_ids": [],
        "meta_data": changed.get("meta_data", []),
        "has_options": kind == "variable" and bool(article.children),
        "post_password": changed.get("post_password", ""),
        "_links": links(f"{address}/wp-json/wc/v3/products", article.article_id),
    }


def variation(shop: Shop, article: Article, address: str, now_ms: int) -> Json:
    changed = article.changed
    images = changed.get("images") or []
    base = f"{address}/wp-json/wc/v3/products/{article.parent_id}"
    return {
        "id": article.article_id,
        "type": "variation",
        **formats.stamps(shop, "date_created", article.created_ms),
        **formats.stamps(shop, "date_modified", article.modified_ms),
        "description": changed.get("description", ""),
        "permalink": f"{address}/?post_type=product&p={article.parent_id}",
        **_identity(article),
        **_prices(shop, article, now_ms),
        "status": article.status,
        "purchasable": bool(price_of(shop, article, now_ms)) and article.status == "publish",
        "virtual": changed.get("virtual", False),
        "downloadable": changed.get("downloadable", False),
        "downloads": changed.get("downloads", []),
        "download_limit": changed.get("download_limit", -1),
        "download_expiry": changed.get("download_expiry", -1),
        "tax_status": changed.get("tax_status", "taxable"),
        "tax_class": changed.get("tax_class", ""),
        **_stock(shop, article),
        **_parcel(article),
        "shipping_class": changed.get("shipping_class", ""),
        "shipping_class_id": changed.get("shipping_class_id", 0),
        "image": images[0] if images else None,
        "attributes": changed.get("attributes", []),
        "menu_order": changed.get("menu_order", 0),
        "meta_data": changed.get("meta_data", []),
        "name": variation_name(article),
        "parent_id": article.parent_id,
        "_links": {**links(f"{base}/variations", article.article_id), "up": [{"href": base}]},
    }


def links(collection: str, number: int) -> Json:
    return {"self": [{"href": f"{collection}/{number}"}], "collection": [{"href": collection}]}


def variation_name(article: Article) -> str:
    options = [str(one.get("option", "")) for one in article.changed.get("attributes", [])]
    return ", ".join(options)


def price_of(shop: Shop, article: Article, now_ms: int) -> str:
    """What the buyer pays: the sale price while the sale lasts; a variable product shows its cheapest."""
    changed = article.changed
    if changed.get("type") == "variable":
        prices = [
            Decimal(text)
            for child in article.children
            if (text := price_of(shop, shop.articles[child], now_ms))
        ]
        return str(min(prices)) if prices else ""
    if is_on_sale(article, now_ms):
        return str(changed["sale_price"])
    return str(changed.get("regular_price", ""))


def is_on_sale(article: Article, now_ms: int) -> bool:
    changed = article.changed
    if not changed.get("sale_price"):
        return False
    starts, ends = changed.get("sale_from_ms"), changed.get("sale_to_ms")
    return (starts is None or starts <= now_ms) and (ends is None or now_ms <= ends)


def stock_holder(shop: Shop, article: Article) -> Article | None:
    """Whose quantity counts: its own, or its parent's for a variation that follows; None: not managed."""
    if article.changed.get("manage_stock") is True:
        return article
    if article.is_variation:
        parent = shop.articles[article.parent_id]
        return parent if parent.changed.get("manage_stock") is True else None
    return None


def stock_status(shop: Shop, article: Article) -> str:
    holder = stock_holder(shop, article)
    if holder is None:
        return str(article.changed.get("stock_status", "instock"))
    if (holder.changed.get("stock_quantity") or 0) > 0:
        return "instock"
    return "onbackorder" if holder.changed.get("backorders", "no") != "no" else "outofstock"


def _identity(article: Article) -> Json:
    return {"sku": article.sku, "global_unique_id": article.changed.get("global_unique_id", "")}


def _prices(shop: Shop, article: Article, now_ms: int) -> Json:
    changed = article.changed
    price = price_of(shop, article, now_ms)
    markup = (
        '<span class="woocommerce-Price-amount amount"><bdi><span class="woocommerce-Price-currencySymbol">'
        f"{formats.symbol(shop.currency)}</span>{price}</bdi></span>"
    )
    return {
        "price": price,
        "regular_price": str(changed.get("regular_price", "")),
        "sale_price": str(changed.get("sale_price", "")),
        **formats.stamps(shop, "date_on_sale_from", changed.get("sale_from_ms")),
        **formats.stamps(shop, "date_on_sale_to", changed.get("sale_to_ms")),
        "price_html": markup if price else "",
        "on_sale": is_on_sale(article, now_ms),
    }


def _stock(shop: Shop, article: Article) -> Json:
    changed = article.changed
    holder = stock_holder(shop, article)
    backorders = (holder or article).changed.get("backorders", "no")
    quantity = None if holder is None else holder.changed.get("stock_quantity") or 0
    managed: bool | str = holder is article
    if holder is not None and holder is not article:
        managed = "parent"
    return {
        "manage_stock": managed,
        "stock_quantity": quantity,
        "backorders": backorders,
        "backorders_allowed": backorders != "no",
        "backordered": quantity is not None and quantity < 0 and backorders != "no",
        "low_stock_amount": changed.get("low_stock_amount"),
        "stock_status": stock_status(shop, article),
    }


def _parcel(article: Article) -> Json:
    return {
        "weight": article.changed.get("weight", ""),
        "dimensions": {**_DIMENSIONS, **article.changed.get("dimensions", {})},
    }


def _variation_as_product(shop: Shop, article: Article, address: str, now_ms: int) -> Json:
    """`/products?sku=` answers variations in the product shape: type `variation`, `parent_id` set."""
    parent = shop.articles[article.parent_id]
    options = variation_name(article)
    name = (
        f"{parent.changed.get('name', 'Product')} - {options}" if options else parent.changed.get("name", "")
    )
    twin = Article(
        article.article_id,
        article.parent_id,
        article.created_ms,
        article.modified_ms,
        {**article.changed, "is_variation": False, "type": "variation", "name": name},
        [],
        article.sold,
    )
    return {**product(shop, twin, address, now_ms), **_stock(shop, article)}
