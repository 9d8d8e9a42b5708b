"""Inventory items and groups: what is replaced whole, read page by page, and changed 25 at a time."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from prapazar.sandbox.ebay.mall import CURRENCIES, money
from prapazar.sandbox.ebay.visit import Refusal, Routes, Visit, failure
from prapazar.sandbox.exchange import Reply, empty_reply, json_reply
from prapazar.sandbox.jsontext import Json, decimal

_ROOT = "/sell/inventory/v1"
_SCOPE = "sell.inventory"
_MOST_ROWS = 200
MOST_BULK = 25
_LONGEST_SKU = 50
_LONGEST_TITLE = 80
routes = Routes()


@routes.route("GET", f"{_ROOT}/inventory_item", _SCOPE)
def listed(visit: Visit) -> Reply:
    """The offset counts pages, not items."""
    limit = visit.whole("limit", 25, _MOST_ROWS, 25706)
    page = visit.whole("offset", 0, 1_000_000, 25706)
    found = list(visit.seller["item"].values())
    rows = found[page * limit : (page + 1) * limit]
    answer: Json = {"href": visit.call.path, "limit": limit, "size": len(rows), "total": len(found)}
    if (page + 1) * limit < len(found):
        answer["next"] = f"{visit.call.path}?limit={limit}&offset={page + 1}"
    return json_reply({**answer, "inventoryItems": rows})


@routes.route("GET", f"{_ROOT}/inventory_item/{{sku}}", _SCOPE)
def read(visit: Visit) -> Reply:
    return json_reply(_known(visit))


@routes.route("PUT", f"{_ROOT}/inventory_item/{{sku}}", _SCOPE)
def replace(visit: Visit) -> Reply:
    """The whole item: what is left out is gone."""
    sku, locale = visit.values["sku"], visit.language().replace("-", "_")
    item = visit.body()
    _check_item(sku, item)
    old = visit.seller["item"].get(sku)
    groups = (
        {"inventoryItemGroupKeys": old["inventoryItemGroupKeys"]}
        if old and "inventoryItemGroupKeys" in old
        else {}
    )
    document = {**new_item(sku, {}), **item, "sku": sku, "locale": locale, **groups}
    if "availability" not in item:
        document["availability"] = {"shipToLocationAvailability": {"quantity": 0}}
    visit.mall.files.put(visit.seller, "item", sku, document)
    for offer in visit.mall.offers_of(visit.seller, sku):
        visit.mall.show(visit.seller, offer, "api")
    return empty_reply(204) if old else json_reply({"warnings": []}, 201)


@routes.route("GET", f"{_ROOT}/inventory_item_group/{{key}}", _SCOPE)
def read_group(visit: Visit) -> Reply:
    found = visit.seller["group"].get(visit.values["key"])
    if found is None:
        raise Refusal(25710, "We didn't find the resource/entity you are requesting.", 404)
    return json_reply(found)


@routes.route("PUT", f"{_ROOT}/inventory_item_group/{{key}}", _SCOPE)
def replace_group(visit: Visit) -> Reply:
    key, group = visit.values["key"], visit.body()
    visit.language()
    unknown = [sku for sku in group["variantSKUs"] if sku not in visit.seller["item"]]
    if unknown or not group["variesBy"]["specifications"]:
        raise Refusal(25013, f"Invalid data in the Inventory Item Group. {', '.join(unknown)}")
    was_there = key in visit.seller["group"]
    visit.mall.files.put(visit.seller, "group", key, {**group, "inventoryItemGroupKey": key})
    for sku in group["variantSKUs"]:
        item = {**visit.seller["item"][sku], "inventoryItemGroupKeys": [key]}
        visit.mall.files.put(visit.seller, "item", sku, item)
    return empty_reply(204) if was_there else json_reply({"warnings": []}, 201)


@routes.route("POST", f"{_ROOT}/bulk_update_price_quantity", _SCOPE)
def update_price_quantity(visit: Visit) -> Reply:
    """Each SKU is answered alone, once for each of its offers."""
    answers = [one for request in visit.requests(MOST_BULK) for one in _updated(visit, request)]
    is_mixed = any(one["statusCode"] != 200 for one in answers)  # noqa: PLR2004 - the status is its own name
    return json_reply({"responses": answers}, visit.mall.rules.bulk_status if is_mixed else 200)


def new_item(sku: str, given: Json) -> Json:
    return {
        "sku": sku,
        "locale": given.get("locale", "en_US"),
        "condition": "NEW",
        "product": {
            "title": given.get("title", sku),
            "description": given.get("description", ""),
            "aspects": given.get("aspects", {}),
            "imageUrls": given.get("imageUrls", []),
            **({"ean": [given["ean"]]} if given.get("ean") else {}),
            **({"brand": given["brand"]} if given.get("brand") else {}),
        },
        "availability": {"shipToLocationAvailability": {"quantity": int(given.get("quantity", 0))}},
    }


def is_price(given: object, marketplace: str) -> bool:
    try:
        value = decimal(given["value"]) if isinstance(given, dict) else Decimal(0)
    except (KeyError, TypeError, InvalidOperation):
        return False
    return value > 0 and isinstance(given, dict) and given.get("currency") == CURRENCIES.get(marketplace)


def _updated(visit: Visit, request: Json) -> Iterator[Json]:
    mall, seller, sku = visit.mall, visit.seller, str(request.get("sku"))
    if sku not in seller["item"]:
        yield _refused(sku, None, 404, 25702, f"{sku} could not be found or is not available in the system.")
        return
    total = (request.get("shipToLocationAvailability") or {}).get("quantity")
    if total is not None and not _is_count(total):
        yield _refused(sku, None, 400, 25004, "Invalid quantity.")
        return
    if total is not None:
        mall.set_quantity(seller, sku, total)
    wanted = request.get("offers") or []
    if not wanted:
        for offer in mall.offers_of(seller, sku):
            mall.show(seller, offer, "api")
        yield {"sku": sku, "statusCode": 200, "errors": [], "warnings": []}
    for one in wanted:
        yield _updated_offer(visit, sku, one)


def _updated_offer(visit: Visit, sku: str, wanted: Json) -> Json:
    mall, seller, number = visit.mall, visit.seller, str(wanted.get("offerId"))
    offer = seller["offer"].get(number)
    if offer is None or offer["sku"] != sku:
        return _refused(sku, number, 404, 25713, "This Offer is not available.")
    price, quantity = wanted.get("price"), wanted.get("availableQuantity")
    if price is not None and not is_price(price, offer["marketplaceId"]):
        return _refused(sku, number, 400, 25003, "Invalid price.")
    if quantity is not None and not _is_count(quantity):
        return _refused(sku, number, 400, 25004, "Invalid quantity.")
    if price is not None:
        exact = money(decimal(price["value"]), price["currency"])
        offer["pricingSummary"] = {**offer["pricingSummary"], "price": exact}
    if quantity is not None:
        offer["availableQuantity"] = quantity
    mall.files.put(seller, "offer", number, offer)
    mall.show(seller, offer, "api")
    return {"sku": sku, "offerId": number, "statusCode": 200, "errors": [], "warnings": []}


def _refused(sku: str, offer: str | None, status: int, number: int, text: str) -> Json:
    named = {"offerId": offer} if offer else {}
    return {"sku": sku, **named, "statusCode": status, "errors": [failure(number, text)], "warnings": []}


def _known(visit: Visit) -> Json:
    found = visit.seller["item"].get(visit.values["sku"])
    if found is None:
        text = f"{visit.values['sku']} could not be found or is not available in the system."
        raise Refusal(25702, text, 404)
    return found


def _check_item(sku: str, item: Json) -> None:
    product = item.get("product") or {}
    quantity = (item.get("availability") or {}).get("shipToLocationAvailability", {}).get("quantity", 0)
    if len(sku) > _LONGEST_SKU:
        raise Refusal(25707, "This is an invalid value for a SKU.")
    if not 0 < len(str(product.get("title") or "")) <= _LONGEST_TITLE:
        raise Refusal(25709, "Invalid value for title.")
    if not _is_count(quantity):
        raise Refusal(25004, "Invalid quantity.")
    if not all(str(one).startswith("https://") for one in product.get("imageUrls") or []):
        raise Refusal(25014, "Invalid picture.")
    for name, values in (product.get("aspects") or {}).items():
        if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
            raise Refusal(25709, f"Invalid value for aspects {name}.")


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
