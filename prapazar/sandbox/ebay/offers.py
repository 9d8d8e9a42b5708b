"""Offers: what a SKU is sold for in one marketplace, and what becomes a listing when it is published."""

from prapazar.sandbox.ebay import taxonomy
from prapazar.sandbox.ebay.inventory import is_price
from prapazar.sandbox.ebay.mall import CURRENCIES, FIRST_LISTING, FIRST_OFFER, Mall
from prapazar.sandbox.ebay.policies import LOCATION, policy_id
from prapazar.sandbox.ebay.visit import Refusal, Routes, Visit
from prapazar.sandbox.exchange import Reply, empty_reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json

_ROOT = "/sell/inventory/v1"
_SCOPE = "sell.inventory"
_PUBLISHED, _UNPUBLISHED = "PUBLISHED", "UNPUBLISHED"
_MOST_ROWS = 200
routes = Routes()


@routes.route("GET", f"{_ROOT}/offer", _SCOPE)
def listed(visit: Visit) -> Reply:
    """Only of one SKU; a SKU that has none is not found."""
    query = visit.call.query
    if not query.get("sku"):
        raise Refusal(25707, "This is an invalid value for a SKU.")
    found = [
        offer
        for offer in visit.mall.offers_of(visit.seller, query["sku"])
        if query.get("marketplace_id") in (None, offer["marketplaceId"])
        and query.get("format") in (None, offer["format"])
    ]
    if not found:
        raise Refusal(25713, "This Offer is not available.", 404)
    limit, page = visit.whole("limit", 100, _MOST_ROWS, 25706), visit.whole("offset", 0, 10_000, 25706)
    rows = found[page * limit : (page + 1) * limit]
    return json_reply({"total": len(found), "size": len(rows), "limit": limit, "offers": rows})


@routes.route("GET", f"{_ROOT}/offer/{{offer}}", _SCOPE)
def read(visit: Visit) -> Reply:
    return json_reply(_known(visit))


@routes.route("POST", f"{_ROOT}/offer", _SCOPE)
def create(visit: Visit) -> Reply:
    visit.language()
    given = visit.body()
    sku, marketplace = str(given.get("sku")), str(given.get("marketplaceId"))
    if sku not in visit.seller["item"]:
        raise Refusal(25702, f"{sku} could not be found or is not available in the system.")
    if given.get("format") != "FIXED_PRICE" or marketplace not in CURRENCIES:
        raise Refusal(25709, "Invalid value for format or marketplaceId.")
    if any(one["marketplaceId"] == marketplace for one in visit.mall.offers_of(visit.seller, sku)):
        raise Refusal(25002, "A user error has occurred. Offer entity already exists.")
    number = str(visit.mall.files.next_number("offer", FIRST_OFFER))
    offer = {"listingDuration": "GTC", **given, "offerId": number, "status": _UNPUBLISHED}
    visit.mall.files.put(visit.seller, "offer", number, offer)
    return json_reply({"offerId": number, "warnings": []}, 201)


@routes.route("PUT", f"{_ROOT}/offer/{{offer}}", _SCOPE)
def replace(visit: Visit) -> Reply:
    """The whole offer; a published one is checked as when it was published."""
    visit.language()
    old = _known(visit)
    kept = {name: old[name] for name in ("offerId", "sku", "marketplaceId", "format", "status")}
    listing = {"listing": old["listing"]} if "listing" in old else {}
    offer = {**visit.body(), **kept, **listing}
    if old["status"] == _PUBLISHED:
        _check(visit, offer)
    visit.mall.files.put(visit.seller, "offer", offer["offerId"], offer)
    visit.mall.show(visit.seller, offer, "api")
    return empty_reply(204)


@routes.route("POST", f"{_ROOT}/offer/{{offer}}/publish", _SCOPE)
def publish(visit: Visit) -> Reply:
    offer = _known(visit)
    _check(visit, offer)
    publish_offer(visit.mall, visit.seller, offer, "published")
    return json_reply({"listingId": offer["listing"]["listingId"], "warnings": []})


@routes.route("POST", f"{_ROOT}/offer/publish_by_inventory_item_group", _SCOPE)
def publish_group(visit: Visit) -> Reply:
    given = visit.body()
    group = visit.seller["group"].get(str(given.get("inventoryItemGroupKey")))
    if group is None:
        raise Refusal(25013, "Invalid Inventory Item Group.")
    found = [
        one
        for sku in group["variantSKUs"]
        for one in visit.mall.offers_of(visit.seller, sku)
        if one["marketplaceId"] == given.get("marketplaceId")
    ]
    if len(found) != len(group["variantSKUs"]):
        raise Refusal(25013, "Invalid Inventory Item Group. A variant has no offer.")
    for offer in found:
        _check(visit, offer)
    listing = next((one["listing"]["listingId"] for one in found if "listing" in one), None)
    for offer in found:
        publish_offer(visit.mall, visit.seller, offer, "published", listing)
        listing = offer["listing"]["listingId"]
    return json_reply({"listingId": listing, "warnings": []})


def publish_offer(mall: Mall, account: Account, offer: Json, cause: str, listing: str | None = None) -> None:
    number = listing or offer.get("listing", {}).get("listingId")
    number = number or str(mall.files.next_number("listing", FIRST_LISTING))
    offer["status"] = _PUBLISHED
    offer["listing"] = {"listingId": number, "listingStatus": "ACTIVE", "soldQuantity": 0}
    mall.files.put(account, "offer", offer["offerId"], offer)
    mall.show(account, offer, cause)


def new_offer(mall: Mall, account: Account, sku: str, given: Json) -> Json:
    number = str(mall.files.next_number("offer", FIRST_OFFER))
    marketplace = given.get("marketplaceId") or account.profile["marketplaces"][0]
    offer: Json = {
        "offerId": number,
        "sku": sku,
        "marketplaceId": marketplace,
        "format": "FIXED_PRICE",
        "listingDuration": "GTC",
        "listingDescription": given.get("description", ""),
        "categoryId": given.get("categoryId", taxonomy.SHAWLS),
        "merchantLocationKey": LOCATION,
        "listingPolicies": {
            f"{kind}PolicyId": policy_id(kind, marketplace) for kind in ("fulfillment", "payment", "return")
        },
        "pricingSummary": {
            "price": {"value": str(given.get("price", "129.90")), "currency": CURRENCIES[marketplace]}
        },
    }
    if given.get("availableQuantity") is not None:
        offer["availableQuantity"] = given["availableQuantity"]
    publish_offer(mall, account, offer, "seed")
    return offer


def _known(visit: Visit) -> Json:
    found = visit.seller["offer"].get(visit.values["offer"])
    if found is None:
        raise Refusal(25713, "This Offer is not available.", 404)
    return found


def _check(visit: Visit, offer: Json) -> None:
    """What a listing has to have, in the order eBay's ids tell it."""
    marketplace = offer["marketplaceId"]
    given = offer.get("listingPolicies") or {}
    item = visit.seller["item"][offer["sku"]]
    if not is_price((offer.get("pricingSummary") or {}).get("price"), marketplace):
        raise Refusal(25003, "The listing or the unpublished offer has an invalid price.")
    if visit.mall.shown(visit.seller, offer) < 1 and offer["status"] == _UNPUBLISHED:
        raise Refusal(25004, "The listing or the unpublished offer has an invalid quantity.")
    if not taxonomy.is_leaf(offer.get("categoryId")):
        raise Refusal(25005, "The listing or the unpublished offer has an invalid category ID.")
    for number, kind in ((25007, "fulfillment"), (25008, "payment"), (25009, "return")):
        if given.get(f"{kind}PolicyId") not in {
            policy_id(kind, marketplace),
            f"{policy_id(kind, marketplace)}9",
        }:
            raise Refusal(number, f"The listing or the unpublished offer has an invalid {kind} policy.")
    if offer.get("merchantLocationKey") != LOCATION:
        raise Refusal(25012, "Invalid inventory location.")
    if not item["product"].get("imageUrls"):
        raise Refusal(25014, "The listing or the unpublished offer has invalid pictures.")
    missing = taxonomy.missing(item["product"].get("aspects") or {})
    if missing:
        raise Refusal(25002, f"A user error has occurred. The item specific {missing} is missing.")
