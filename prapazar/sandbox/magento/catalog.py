"""Products, their attributes and categories, and the store view each word of a product belongs to."""

import base64
import binascii
from decimal import Decimal
from typing import Any

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.magento.mall import STORES, Mall
from prapazar.sandbox.magento.visit import Refusal, Routes, Visit, missing

_PRODUCT_GONE = "The product that was requested doesn't exist. Verify the product and try again."
_SCOPED = ("name", "price", "status")
"""What a store view may have of its own, besides attributes."""
_PICTURES = {"image/jpeg", "image/png", "image/gif"}
_HIDDEN = {"scoped", "first_quantity", "bundle_parts", "bundle_price"}
CATEGORIES = {
    2: (1, "Default Category"),
    3: (2, "Giyim"),
    4: (3, "Şallar"),
    5: (3, "Çoraplar"),
    6: (2, "Çay"),
}
ATTRIBUTES: list[Json] = [
    {
        "attribute_id": 83,
        "attribute_code": "manufacturer",
        "default_frontend_label": "Manufacturer",
        "frontend_input": "select",
        "is_user_defined": True,
        "options": {"": " ", "11": "Deneme Marka"},
    },
    {
        "attribute_id": 93,
        "attribute_code": "color",
        "default_frontend_label": "Renk",
        "frontend_input": "select",
        "is_user_defined": True,
        "options": {"": " ", "21": "Kırmızı", "22": "Mavi", "23": "Yeşil"},
    },
    {
        "attribute_id": 140,
        "attribute_code": "barcode",
        "default_frontend_label": "Barkod",
        "frontend_input": "text",
        "is_user_defined": True,
        "options": {},
    },
    {
        "attribute_id": 141,
        "attribute_code": "kumas",
        "default_frontend_label": "Kumaş",
        "frontend_input": "text",
        "is_user_defined": True,
        "options": {},
    },
    {
        "attribute_id": 99,
        "attribute_code": "visibility",
        "default_frontend_label": "Visibility",
        "frontend_input": "select",
        "is_user_defined": False,
        "options": {"1": "Not Visible Individually", "4": "Catalog, Search"},
    },
]
routes = Routes()


@routes.route("GET", "/V1/products", "Magento_Catalog::products")
def products(visit: Visit) -> Reply:
    return visit.page([shown(visit, one) for one in visit.shop["product"].values()])


@routes.route("POST", "/V1/products", "Magento_Catalog::products")
def create(visit: Visit) -> Reply:
    given = visit.wrapped("product")
    return json_reply(shown(visit, save(visit, str(given.get("sku") or ""), given)))


@routes.route("GET", "/V1/products/{sku}", "Magento_Catalog::products")
def product(visit: Visit) -> Reply:
    found = known(visit.shop, visit.values["sku"])
    answer = shown(visit, found)
    stock = {"item_id": found["id"], "qty": found["first_quantity"], "is_in_stock": True}
    extension = {**answer["extension_attributes"], "stock_item": stock}
    return visit.reply({**answer, "extension_attributes": extension})


@routes.route("PUT", "/V1/products/{sku}", "Magento_Catalog::products")
def update(visit: Visit) -> Reply:
    return json_reply(shown(visit, save(visit, visit.values["sku"], visit.wrapped("product"))))


@routes.route("GET", "/V1/configurable-products/{sku}/children", "Magento_Catalog::products")
def children(visit: Visit) -> Reply:
    links = known(visit.shop, visit.values["sku"])["extension_attributes"]["configurable_product_links"]
    found = [shown(visit, one) for one in visit.shop["product"].values() if one["id"] in links]
    return json_reply(found)


@routes.route("GET", "/V1/products/attributes", "Magento_Catalog::attributes_attributes")
def attributes(visit: Visit) -> Reply:
    return visit.page([_attribute(visit.shop, one) for one in ATTRIBUTES])


@routes.route("GET", "/V1/products/attributes/{code}", "Magento_Catalog::attributes_attributes")
def attribute(visit: Visit) -> Reply:
    return visit.reply(_attribute(visit.shop, _attribute_known(visit.values["code"])))


@routes.route("GET", "/V1/products/attributes/{code}/options", "Magento_Catalog::attributes_attributes")
def options(visit: Visit) -> Reply:
    return json_reply(_attribute(visit.shop, _attribute_known(visit.values["code"]))["options"])


@routes.route("POST", "/V1/products/attributes/{code}/options", "Magento_Catalog::attributes_attributes")
def add_option(visit: Visit) -> Reply:
    attribute = _attribute_known(visit.values["code"])
    number = str(visit.mall.files.next_number("option", 1000))
    document = {"code": attribute["attribute_code"], "label": str(visit.wrapped("option")["label"])}
    visit.mall.files.put(visit.shop, "attribute", number, document)
    return json_reply(f"id_{number}")


@routes.route("GET", "/V1/categories", "Magento_Catalog::categories")
def categories(visit: Visit) -> Reply:
    return visit.reply(_branch(2, 1))


@routes.route("GET", "/V1/store/storeViews", "Magento_Backend::store")
def store_views(visit: Visit) -> Reply:
    views = [
        {"id": number, "code": code, "name": code, "website_id": 0 if code == "admin" else 1}
        for code, number in STORES.items()
        if code != "all"
    ]
    return visit.reply(views)


@routes.route("GET", "/V1/store/websites", "Magento_Backend::store")
def websites(visit: Visit) -> Reply:
    rows = [
        {"id": number, "code": code, "name": name, "default_group_id": number}
        for number, code, name in ((0, "admin", "Admin"), (1, "base", "Main Website"))
    ]
    return visit.reply(rows)


@routes.route("GET", "/V1/store/storeConfigs", "Magento_Backend::store")
def store_configs(visit: Visit) -> Reply:
    rows = [
        {
            "id": number,
            "code": code,
            "website_id": 1,
            "locale": "tr_TR",
            "base_currency_code": visit.shop.profile["currency"],
            "default_display_currency_code": visit.shop.profile["currency"],
            "timezone": "Europe/Istanbul",
            "base_media_url": "https://shop.example.com/media/",
            "secure_base_media_url": "https://shop.example.com/media/",
        }
        for code, number in STORES.items()
        if number
    ]
    return visit.reply(rows)


def known(shop: Account, sku: str) -> Json:
    found = shop["product"].get(sku)
    if found is None:
        raise Refusal(_PRODUCT_GONE, 404)
    return found


def shown(visit: Visit, product: Json) -> Json:
    """With the words of the store view that is asked for."""
    own = product["scoped"].get(visit.store) or {}
    told = {name: value for name, value in product.items() if name not in _HIDDEN}
    custom = {**_coded(product["custom_attributes"]), **_coded(own.get("custom_attributes") or [])}
    words = {name: own[name] for name in _SCOPED if name in own}
    return {**told, **words, "custom_attributes": _rows(custom)}


def new_product(mall: Mall, sku: str, given: Json) -> Json:
    return {
        "id": mall.files.next_number("product", 1),
        "sku": sku,
        "name": str(given.get("name") or sku),
        "attribute_set_id": int(given.get("attribute_set_id") or 4),
        "price": decimal(given.get("price", 0)),
        "status": int(given.get("status", 1)),
        "visibility": int(given.get("visibility", 4)),
        "type_id": str(given.get("type_id") or "simple"),
        "created_at": mall.now(),
        "updated_at": mall.now(),
        "weight": given.get("weight"),
        "extension_attributes": {
            "website_ids": [1],
            "category_links": [],
            **(given.get("extension_attributes") or {}),
        },
        "product_links": [],
        "options": [],
        "media_gallery_entries": [],
        "tier_prices": list(given.get("tier_prices") or []),
        "custom_attributes": _rows(_coded(given.get("custom_attributes") or [])),
        "scoped": {},
        "first_quantity": 0,
    }


def save(visit: Visit, sku: str, given: Json) -> Json:
    if not sku:
        raise missing("sku")
    held = visit.shop["product"].get(sku)
    if held is None and not given.get("name"):
        raise Refusal(
            'The "%1" attribute value is empty. Set the attribute and try again.', parameters=["Product Name"]
        )
    _check(given)
    pictures = [_picture(visit, sku, one) for one in given.get("media_gallery_entries") or []]
    if held is None:
        held = new_product(visit.mall, sku, {**given, "media_gallery_entries": []})
    elif visit.store in {"all", "admin"}:
        _change(held, given)
    else:
        own = held["scoped"].setdefault(visit.store, {})
        own.update({name: given[name] for name in _SCOPED if name in given})
        own["custom_attributes"] = _rows(
            {**_coded(own.get("custom_attributes") or []), **_coded(given.get("custom_attributes") or [])}
        )
    if "media_gallery_entries" in given:
        held["media_gallery_entries"] = pictures
    held["updated_at"] = visit.now
    visit.mall.files.put(visit.shop, "product", sku, held)
    visit.mall.show(visit.shop, sku, "api")
    return held


def _change(held: Json, given: Json) -> None:
    for name in (
        "name",
        "price",
        "status",
        "visibility",
        "weight",
        "type_id",
        "attribute_set_id",
        "tier_prices",
    ):
        if name in given:
            held[name] = given[name]
    held["extension_attributes"].update(given.get("extension_attributes") or {})
    held["custom_attributes"] = _rows(
        {**_coded(held["custom_attributes"]), **_coded(given.get("custom_attributes") or [])}
    )


def _check(given: Json) -> None:
    price = given.get("price", 0)
    if not isinstance(price, int | Decimal) or price < 0:
        raise Refusal(
            'Error occurred during "%1" processing. %2',
            parameters=["price", f'The "{type(price).__name__}" value\'s type is invalid.'],
        )
    for link in (given.get("extension_attributes") or {}).get("category_links") or []:
        if int(link["category_id"]) not in CATEGORIES:
            message = "The category that was requested doesn't exist."
            raise Refusal(message, 404)
    known_values = {one["attribute_code"]: one for one in ATTRIBUTES}
    for row in given.get("custom_attributes") or []:
        attribute = known_values.get(row["attribute_code"])
        if attribute and attribute["frontend_input"] == "select" and not str(row["value"]).isdecimal():
            raise Refusal("Attribute %1 must be an option id.", parameters=[row["attribute_code"]])


def _picture(visit: Visit, sku: str, entry: Json) -> Json:
    if entry.get("id"):
        kept = next(
            (one for one in known(visit.shop, sku)["media_gallery_entries"] if one["id"] == entry["id"]), None
        )
        if kept is None:
            raise Refusal("No image with the provided ID was found. Verify the ID and try again.", 404)
        return {**kept, **{name: entry[name] for name in ("label", "position", "types") if name in entry}}
    content = entry.get("content") or {}
    try:
        raw = base64.b64decode(content.get("base64_encoded_data") or "", validate=True)
    except binascii.Error:
        raw = b""
    if not raw or content.get("type") not in _PICTURES:
        raise Refusal("The image content is invalid. Verify the content and try again.")
    name = str(content["name"]).lower()
    return {
        "id": visit.mall.files.next_number("picture", 1),
        "media_type": entry.get("media_type", "image"),
        "label": entry.get("label"),
        "position": int(entry.get("position") or 0),
        "disabled": bool(entry.get("disabled")),
        "types": list(entry.get("types") or []),
        "file": f"/{name[0]}/{name[1]}/{name}",
    }


def _attribute(shop: Account, one: Json) -> Json:
    added = {n: d["label"] for n, d in shop["attribute"].items() if d["code"] == one["attribute_code"]}
    words = {**one["options"], **added}
    return {
        **one,
        "is_required": False,
        "position": 0,
        "scope": "global" if one["frontend_input"] == "select" else "store",
        "backend_type": "int" if one["frontend_input"] == "select" else "varchar",
        "options": [{"label": label, "value": value} for value, label in words.items()],
    }


def _attribute_known(code: str) -> Json:
    found = next((one for one in ATTRIBUTES if one["attribute_code"] == code), None)
    if found is None:
        raise Refusal("The attribute that was requested doesn't exist.", 404)
    return found


def _branch(number: int, level: int) -> Json:
    parent, name = CATEGORIES[number]
    below = [_branch(one, level + 1) for one, (above, _) in CATEGORIES.items() if above == number]
    return {
        "id": number,
        "parent_id": parent,
        "name": name,
        "is_active": True,
        "position": 1,
        "level": level,
        "product_count": 0,
        "children_data": below,
    }


def _coded(rows: list[Json]) -> dict[str, Any]:
    return {one["attribute_code"]: one["value"] for one in rows}


def _rows(coded: dict[str, Any]) -> list[Json]:
    return [
        {"attribute_code": code, "value": value} for code, value in coded.items() if value not in (None, "")
    ]
