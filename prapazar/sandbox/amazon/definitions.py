"""Product types: their list, the JSON schema of each behind a signed address, and what they refuse."""

from decimal import Decimal
from typing import Any

from prapazar.sandbox import jsontext
from prapazar.sandbox.amazon.mall import Mall
from prapazar.sandbox.amazon.visit import Refusal, Routes, Visit, issue
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json

_TYPES = "/definitions/2020-09-01/productTypes"
TYPES = {"SCARF": "Şal ve Eşarp", "TEA": "Çay", "SHIRT": "Gömlek"}
_COLOURS = {"red": "Kırmızı", "blue": "Mavi", "green": "Yeşil"}
_THEMES = {"SCARF": ["COLOR", "COLOR/SIZE"], "SHIRT": ["COLOR", "SIZE", "COLOR/SIZE"], "TEA": []}
_REQUIRED = ("item_name", "brand", "product_description", "country_of_origin")
_OFFER = ("condition_type", "purchasable_offer", "fulfillment_availability")
routes = Routes()


@routes.route("GET", _TYPES, "searchDefinitionsProductTypes")
def search(visit: Visit) -> Reply:
    visit.check_marketplace(visit.listed("marketplaceIds"))
    words = [one.casefold() for one in visit.listed("keywords")]
    found = [
        {"name": name, "displayName": shown, "marketplaceIds": [visit.marketplace]}
        for name, shown in TYPES.items()
        if not words or any(word in f"{name} {shown}".casefold() for word in words)
    ]
    return json_reply({"productTypes": found, "productTypeVersion": "UHqSqmb4FNUk="})


@routes.route("GET", f"{_TYPES}/{{kind}}", "getDefinitionsProductType")
def definition(visit: Visit) -> Reply:
    visit.check_marketplace(visit.listed("marketplaceIds"))
    kind = visit.values["kind"]
    if kind not in TYPES:
        raise Refusal(f"Product type '{kind}' is not available.", 404, "NOT_FOUND")
    text = jsontext.dump(_schema(kind))
    address = visit.mall.deposit(visit.seller, f"schema-{kind}", "application/json", text)
    link = {"link": {"resource": address, "verb": "GET"}, "checksum": "c2NoZW1h"}
    return json_reply(
        {
            "metaSchema": link,
            "schema": link,
            "requirements": "LISTING",
            "requirementsEnforced": "ENFORCED",
            "propertyGroups": {"offer": {"title": "Teklif", "propertyNames": list(_OFFER)}},
            "locale": visit.query("locale") or "DEFAULT",
            "marketplaceIds": [visit.marketplace],
            "productType": kind,
            "displayName": TYPES[kind],
            "productTypeVersion": {"version": "UHqSqmb4FNUk=", "latest": True},
        }
    )


def _schema(kind: str) -> Json:
    properties = {
        "item_name": _text("Ürün Adı"),
        "brand": _text("Marka"),
        "product_description": _text("Açıklama"),
        "country_of_origin": _choice("Menşei Ülke", {"TR": "Türkiye", "CN": "Çin"}),
        "color": _text("Renk", _COLOURS),
        "size": _text("Beden"),
        "material": {**_text("Materyal"), "maxUniqueItems": 3},
        "purchasable_offer": {"title": "Fiyat", "type": "array"},
        "fulfillment_availability": {"title": "Stok", "type": "array"},
        "condition_type": _choice("Durum", {"new_new": "Yeni"}),
    }
    if _THEMES[kind]:
        properties["variation_theme"] = {
            "title": "Varyasyon Teması",
            "type": "array",
            "items": {"type": "object", "properties": {"name": {"type": "string", "enum": _THEMES[kind]}}},
        }
    return {
        "$schema": "https://schemas.amazon.com/selling-partners/definitions/product-types/meta-schema/v1",
        "$id": f"https://schemas.amazon.com/selling-partners/definitions/product-types/schema/v1/{kind}",
        "type": "object",
        "required": [*_REQUIRED, *_OFFER],
        "properties": properties,
    }


def _text(title: str, offered: dict[str, str] | None = None) -> Json:
    """Offered values beside free text stand in `anyOf`."""
    value: Json = {"title": title, "type": "string"}
    if offered:
        listed = {"type": "string", "enum": list(offered), "enumNames": list(offered.values())}
        value = {"title": title, "anyOf": [{"type": "string"}, listed]}
    return _property(title, value)


def _choice(title: str, offered: dict[str, str]) -> Json:
    value = {"title": title, "type": "string", "enum": list(offered), "enumNames": list(offered.values())}
    return _property(title, value)


def _property(title: str, value: Json) -> Json:
    return {
        "title": title,
        "type": "array",
        "minUniqueItems": 1,
        "maxUniqueItems": 1,
        "items": {"type": "object", "required": ["value"], "properties": {"value": value}},
    }


def issues(mall: Mall, account: Account, kind: str, attributes: Json, requirements: str) -> list[Json]:
    """What a whole listing lacks; parents of a family have no offer."""
    if kind not in TYPES and kind != "PRODUCT":
        return [issue("4000001", f"Product type '{kind}' is not supported.", ["productType"])]
    is_parent = _value(attributes, "parentage_level") == "parent"
    wanted: tuple[str, ...]
    if requirements == "LISTING_OFFER_ONLY":
        wanted = (*_OFFER, "merchant_suggested_asin")
    else:
        wanted = _REQUIRED if is_parent else (*_REQUIRED, *_OFFER)
    missing = [name for name in wanted if not attributes.get(name)]
    if missing:
        return [issue("90220", f"'{name}' is required but not supplied.", [name]) for name in missing]
    theme = _value(attributes, "variation_theme", "name")
    if theme and theme not in _THEMES.get(kind, ()):
        return [issue("90244", f"'{theme}' is not a valid theme.", ["variation_theme"])]
    return value_issues(mall, account, attributes)


def value_issues(mall: Mall, account: Account, attributes: Json) -> list[Json]:
    """Values that cannot be, wherever they come from."""
    found = []
    place = mall.place(account)
    for offer in attributes.get("purchasable_offer", ()):
        amount = offer["our_price"][0]["schedule"][0]["value_with_tax"]
        if not isinstance(amount, int | Decimal) or amount <= 0:
            found.append(issue("90248", "The price is not valid.", ["purchasable_offer"]))
        if (
            offer.get("currency") != place.currency
            or offer.get("marketplace_id") != account.profile["marketplace"]
        ):
            found.append(issue("90249", "The currency is not valid.", ["purchasable_offer"]))
    for stock in attributes.get("fulfillment_availability", ()):
        quantity = stock.get("quantity")
        if not isinstance(quantity, int) or isinstance(quantity, bool) or quantity < 0:
            found.append(issue("90250", "The quantity is not valid.", ["fulfillment_availability"]))
    for name in attributes:
        if name.endswith("image_locator") or "image_locator_" in name:
            address = str(attributes[name][0].get("media_location"))
            if not address.startswith(("https://", "http://")):
                found.append(issue("90251", "The image cannot be fetched.", [name]))
    return found


def _value(attributes: Json, name: str, member: str = "value") -> Any:  # noqa: ANN401  JSON may be any shape
    rows = attributes.get(name) or [{}]
    return rows[0].get(member)
