"""Products as the shop's owner puts them on the shelf, without the API."""

import hashlib
from decimal import Decimal

from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.shopify.mall import Mall, money


def new_product(mall: Mall, shop: Account, given: Json) -> Json:
    """A product with one variant, or with one for each row of `variants`; they stand at the first location."""
    now = mall.stamp()
    title = str(given.get("title") or given.get("sku"))
    product: Json = {
        "id": mall.number(),
        "title": title,
        "handle": hashlib.sha256(title.encode()).hexdigest()[:12],
        "descriptionHtml": str(given.get("descriptionHtml") or ""),
        "status": str(given.get("status") or "ACTIVE"),
        "vendor": str(given.get("vendor") or "Deneme Marka"),
        "productType": str(given.get("productType") or ""),
        "tags": list(given.get("tags") or []),
        "createdAt": now,
        "updatedAt": now,
    }
    rows = enumerate(given.get("variants") or [given], 1)
    product["variantIds"] = [_new_variant(mall, shop, product, row, place, now) for place, row in rows]
    mall.files.put(shop, "product", str(product["id"]), product)
    return product


def _new_variant(mall: Mall, shop: Account, product: Json, row: Json, place: int, now: str) -> str:
    options = row.get("options") or {"Title": "Default Title"}
    compared = row.get("compareAtPrice")
    variant: Json = {
        "id": mall.number(),
        "itemId": mall.number(),
        "productId": product["id"],
        "parentTitle": product["title"],
        "title": " / ".join(options.values()),
        "selectedOptions": [{"name": name, "value": value} for name, value in options.items()],
        "sku": str(row.get("sku") or ""),
        "barcode": row.get("barcode"),
        "price": money(Decimal(str(row.get("price", 100)))),
        "compareAtPrice": None if compared is None else money(Decimal(str(compared))),
        "position": place,
        "taxable": True,
        "tracked": bool(row.get("tracked", True)),
        "inventoryPolicy": "DENY",
        "levels": {next(iter(shop["location"])): {"available": int(row.get("quantity", 0)), "committed": 0}},
        "createdAt": now,
        "updatedAt": now,
    }
    mall.show(shop, variant, "seed")
    return str(variant["id"])
