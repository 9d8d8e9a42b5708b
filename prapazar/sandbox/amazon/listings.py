"""Listings: searched page by page, put, patched and deleted; a refusal comes with a 200."""

import base64
from collections.abc import Callable
from typing import Any

from prapazar.sandbox.amazon import definitions
from prapazar.sandbox.amazon.mall import Mall, channel_of, price_of, quantity_of
from prapazar.sandbox.amazon.visit import Refusal, Routes, Visit, iso, issue, not_found, payload
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json

ITEMS = "/listings/2021-08-01/items/{seller}"
_ITEM = f"{ITEMS}/{{sku}}"
_MOST_ROWS = 20
_SELECTORS = {
    "purchasable_offer": ("marketplace_id", "audience", "currency"),
    "fulfillment_availability": ("fulfillment_channel_code",),
}
_USUAL = {"audience": "ALL"}
routes = Routes()


@routes.route("GET", "/sellers/v1/marketplaceParticipations", "getMarketplaceParticipations")
def participations(visit: Visit) -> Reply:
    place = visit.place
    marketplace = {
        "id": visit.marketplace,
        "name": f"Amazon {place.country}",
        "countryCode": place.country,
        "defaultCurrencyCode": place.currency,
        "defaultLanguageCode": place.language,
        "domainName": "www.amazon.com.tr" if place.country == "TR" else "www.amazon.com",
    }
    participation = {"isParticipating": True, "hasSuspendedListings": False}
    name = visit.seller.profile["name"]
    return payload([{"marketplace": marketplace, "participation": participation, "storeName": name}])


@routes.route("GET", ITEMS, "searchListingsItems")
def search(visit: Visit) -> Reply:
    _check(visit)
    size = int(visit.query("pageSize") or 10)
    if not 1 <= size <= _MOST_ROWS:
        raise Refusal(f"'pageSize' must be between 1 and {_MOST_ROWS}.")
    found = _found(visit)
    start = _opened(visit.query("pageToken"))
    end = min(start + size, len(found), visit.mall.rules.most_results)
    pagination = {} if end >= min(len(found), visit.mall.rules.most_results) else {"nextToken": _closed(end)}
    wanted = visit.listed("includedData") or ["summaries"]
    items = [view(visit, item, wanted) for item in found[start:end]]
    return json_reply({"numberOfResults": len(found), "pagination": pagination, "items": items})


def _found(visit: Visit) -> list[Json]:
    identifiers = visit.listed("identifiers")
    after, before = visit.moment("createdAfter"), visit.moment("createdBefore")
    if identifiers and visit.query("identifiersType") != "SKU":
        raise Refusal("'identifiersType' is not supported here.")
    rows = [
        item
        for item in visit.seller["item"].values()
        if item["shownMs"] <= visit.now_ms
        and (not identifiers or item["sku"] in identifiers)
        and (after is None or item["createdMs"] >= after)
        and (before is None or item["createdMs"] <= before)
    ]
    field = {"sku": "sku", "createdDate": "createdMs"}.get(visit.query("sortBy"), "updatedMs")
    rows.sort(key=lambda item: (item[field], item["sku"]), reverse=visit.query("sortOrder") != "ASC")
    return rows


@routes.route("GET", _ITEM, "getListingsItem")
def read(visit: Visit) -> Reply:
    _check(visit)
    item = visit.seller["item"].get(visit.values["sku"])
    if item is None or item["shownMs"] > visit.now_ms:
        raise not_found(f"SKU '{visit.values['sku']}'")
    return json_reply(view(visit, item, visit.listed("includedData") or ["summaries"]))


@routes.route("PUT", _ITEM, "putListingsItem")
def put(visit: Visit) -> Reply:
    _check(visit)
    body = visit.body()
    issues = replace(visit.mall, visit.seller, visit.values["sku"], body, is_tried=_is_preview(visit))
    return _submission(visit, issues)


@routes.route("PATCH", _ITEM, "patchListingsItem")
def patch(visit: Visit) -> Reply:
    _check(visit)
    body = visit.body()
    if not body.get("productType") or not isinstance(body.get("patches"), list) or not body["patches"]:
        raise Refusal("'productType' and 'patches' are required.")
    issues = change(
        visit.mall, visit.seller, visit.values["sku"], body["patches"], is_tried=_is_preview(visit)
    )
    return _submission(visit, issues)


@routes.route("DELETE", _ITEM, "deleteListingsItem")
def delete(visit: Visit) -> Reply:
    _check(visit)
    if visit.values["sku"] in visit.seller["item"]:
        visit.mall.files.drop(visit.seller, "item", visit.values["sku"])
    return _submission(visit, [])


def new_item(mall: Mall, account: Account, sku: str, product_type: str, attributes: Json) -> Json:
    now = mall.ground.now_ms()
    return {
        "sku": sku,
        "asin": f"B0{mall.files.next_number('asin', 10_000_000):08}",
        "productType": product_type,
        "attributes": attributes,
        "createdMs": now,
        "updatedMs": now,
        "shownMs": now + mall.rules.publish_ms,
        "issues": [],
        "seller": account.number,
    }


def replace(mall: Mall, account: Account, sku: str, body: Json, *, is_tried: bool = False) -> list[Json]:
    """What is wrong with a whole listing; written where nothing is."""
    attributes, kind = body.get("attributes"), str(body.get("productType") or "")
    if not isinstance(attributes, dict) or not kind:
        raise Refusal("'productType' and 'attributes' are required.")
    issues = definitions.issues(mall, account, kind, attributes, str(body.get("requirements") or "LISTING"))
    if issues or is_tried:
        return issues
    known = account["item"].get(sku)
    item = new_item(mall, account, sku, kind, attributes)
    if known is not None:
        item = {**known, "attributes": attributes, "productType": kind}
    mall.keep_item(account, item, "api")
    return []


def change(
    mall: Mall, account: Account, sku: str, patches: list[Json], *, is_tried: bool = False
) -> list[Json]:
    item = account["item"].get(sku)
    if item is None:
        return [issue("8541", f"SKU '{sku}' does not match any listing.", [])]
    attributes = dict(item["attributes"])
    for one in patches:
        name = str(one.get("path", "")).removeprefix("/attributes/")
        if name == "fulfillment_availability" and channel_of(item) != "DEFAULT":
            return [issue("8560", "The quantity of this item is managed by Amazon.", [name])]
        if one.get("op") == "delete":
            attributes.pop(name, None)
        elif one.get("op") == "merge":
            attributes[name] = _merged(name, attributes.get(name, []), one["value"])
        elif one.get("op") in ("add", "replace"):
            attributes[name] = one["value"]
        else:
            raise Refusal(f"Operation '{one.get('op')}' is not supported.")
    faults = definitions.value_issues(mall, account, attributes)
    if not faults and not is_tried:
        mall.keep_item(account, {**item, "attributes": attributes}, "api")
    return faults


def _merged(name: str, held: list[Json], given: list[Json]) -> list[Json]:
    """The instance with the same selectors keeps what it is not told anew."""
    if name not in _SELECTORS:
        raise Refusal(f"Operation 'merge' is not supported for '{name}'.")

    def key(one: Json) -> tuple[Any, ...]:
        return tuple(one.get(selector, _USUAL.get(selector)) for selector in _SELECTORS[name])

    found = {key(one): one for one in held}
    for one in given:
        found[key(one)] = {**found.get(key(one), {}), **one}
    return list(found.values())


def view(visit: Visit, item: Json, wanted: list[str]) -> Json:
    parts: dict[str, Callable[[], Any]] = {
        "summaries": lambda: [_summary(visit, item)],
        "attributes": lambda: item["attributes"],
        "issues": lambda: item["issues"],
        "offers": lambda: _offers(visit, item),
        "fulfillmentAvailability": lambda: _availability(item),
        "relationships": lambda: _relationships(visit, item),
        "productTypes": lambda: [{"marketplaceId": visit.marketplace, "productType": item["productType"]}],
    }
    return {"sku": item["sku"], **{name: parts[name]() for name in wanted if name in parts}}


def _summary(visit: Visit, item: Json) -> Json:
    attributes = item["attributes"]
    has_offer = price_of(item) is not None
    is_buyable = has_offer and bool(quantity_of(item)) and not item["issues"]
    summary: Json = {
        "marketplaceId": visit.marketplace,
        "asin": item["asin"],
        "productType": item["productType"],
        "conditionType": "new_new",
        "status": [*(["BUYABLE"] if is_buyable else []), "DISCOVERABLE"],
        "itemName": attributes["item_name"][0]["value"],
        "createdDate": iso(item["createdMs"]),
        "lastUpdatedDate": iso(item["updatedMs"]),
    }
    if picture := attributes.get("main_product_image_locator"):
        summary["mainImage"] = {"link": picture[0]["media_location"], "height": 500, "width": 500}
    return summary


def _offers(visit: Visit, item: Json) -> list[Json]:
    price = price_of(item)
    if price is None:
        return []
    money = {"currencyCode": visit.place.currency, "amount": f"{price:.2f}"}
    return [{"marketplaceId": visit.marketplace, "offerType": "B2C", "price": money}]


def _availability(item: Json) -> list[Json]:
    if quantity_of(item) is None:
        return []
    return [{"fulfillmentChannelCode": channel_of(item), "quantity": quantity_of(item)}]


def _relationships(visit: Visit, item: Json) -> list[Json]:
    attributes, sku = item["attributes"], item["sku"]
    parent = attributes.get("child_parent_sku_relationship")
    children = [
        one["sku"]
        for one in visit.seller["item"].values()
        if any(
            link.get("parent_sku") == sku
            for link in one["attributes"].get("child_parent_sku_relationship", ())
        )
    ]
    found: list[Json] = []
    if parent:
        theme = attributes["variation_theme"][0]["name"]
        told = {"theme": theme, "attributes": theme.lower().split("/")}
        found.append({"parentSkus": [parent[0]["parent_sku"]], "variationTheme": told, "type": "VARIATION"})
    if children:
        found.append({"childSkus": children, "type": "VARIATION"})
    return [{"marketplaceId": visit.marketplace, "relationships": found}] if found else []


def _submission(visit: Visit, issues: list[Json]) -> Reply:
    status = "INVALID" if issues else "VALID" if _is_preview(visit) else "ACCEPTED"
    number = visit.mall.secret("submission")[:32]
    return json_reply(
        {"sku": visit.values["sku"], "status": status, "submissionId": number, "issues": issues}
    )


def _is_preview(visit: Visit) -> bool:
    return visit.query("mode") == "VALIDATION_PREVIEW"


def _check(visit: Visit) -> None:
    visit.check_marketplace(visit.listed("marketplaceIds"))
    if visit.values["seller"] != visit.seller.number:
        raise Refusal("Invalid 'sellerId' provided.", 403, "Unauthorized")


def _closed(place: int) -> str:
    return base64.urlsafe_b64encode(str(place).encode()).decode()


def _opened(token: str) -> int:
    try:
        return int(base64.urlsafe_b64decode(token)) if token else 0
    except ValueError as cause:
        raise Refusal("Invalid 'pageToken' provided.") from cause
