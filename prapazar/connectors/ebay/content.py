"""Content between eBay's shapes and our records: listings, categories, aspects, and products to be listed."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord
from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import amount, mapping, optional, required, rows, text, whole
from prapazar.connector_kit.records import CategoryRecord, ListingRecord
from prapazar.connectors.ebay.mapper import MARKETS, listing_id, money
from prapazar.connectors.ebay.schemas import Raw

_BRAND_NAMES = {"Brand", "Marke", "Marque", "Marca"}


def listings(item: Raw, offers: Sequence[Raw]) -> list[Parsed[ListingRecord]]:
    return [
        parked(
            lambda offer: listing(item, offer),
            offer,
            lambda offer: listing_id(text(offer.get("marketplaceId")), text(offer.get("sku"))),
        )
        for offer in offers
    ]


def listing(item: Raw, offer: Raw) -> ListingRecord:
    """What the item is, and what one marketplace sells it for."""
    sku, marketplace = text(required(item, "sku")), text(required(offer, "marketplaceId"))
    if marketplace not in MARKETS:
        raise UnexpectedAnswer(marketplace, raw=offer, code="connector.odd_value")
    product = mapping(required(item, "product"), "product")
    pricing = mapping(optional(offer, "pricingSummary") or {}, "pricingSummary")
    price = mapping(optional(pricing, "price") or {}, "price")
    title = text(required(product, "title"))
    groups = optional(item, "inventoryItemGroupKeys", "groupIds") or []
    told = mapping(optional(offer, "listing") or {}, "listing")
    tax = optional(mapping(optional(offer, "tax") or {}, "tax"), "vatPercentage")
    eans = optional(product, "ean", "upc") or []
    return ListingRecord(
        external_id=listing_id(marketplace, sku),
        external_parent_id=text(groups[0]) if groups else None,
        sku=sku,
        barcode=text(eans[0]) if eans else None,
        title=title,
        parent_title=title,
        options=_options(product),
        price=amount(price["value"], "price") if optional(price, "value") is not None else None,
        list_price=money(pricing, "originalRetailPrice")
        if optional(pricing, "originalRetailPrice")
        else None,
        quantity=_quantity(item, offer),
        is_active=_is_active(offer, told),
        brand=text(optional(product, "brand")) or None,
        category=text(optional(offer, "categoryId")) or None,
        vat_rate=None if tax is None else amount(tax, "vatPercentage"),
        description=text(optional(offer, "listingDescription") or optional(product, "description")),
        images=tuple(text(one) for one in optional(product, "imageUrls") or []),
        currency=text(optional(price, "currency")) or MARKETS[marketplace].currency,
        url=_url(told),
    )


def _quantity(item: Raw, offer: Raw) -> int:
    """The offer's own share, never more than there is."""
    availability = mapping(optional(item, "availability") or {}, "availability")
    where = mapping(optional(availability, "shipToLocationAvailability") or {}, "shipToLocationAvailability")
    has = whole(optional(where, "quantity") or 0, "quantity")
    share = optional(offer, "availableQuantity")
    return has if share is None else min(has, whole(share, "availableQuantity"))


def _is_active(offer: Raw, told: Raw) -> bool:
    state = text(optional(told, "listingStatus"))
    return text(required(offer, "status")) == "PUBLISHED" and state in {"", "ACTIVE", "OUT_OF_STOCK"}


def _url(told: Raw) -> str | None:
    number = text(optional(told, "listingId"))
    return f"https://www.ebay.com/itm/{number}" if number else None


def _options(product: Raw) -> dict[str, str]:
    found = mapping(optional(product, "aspects") or {}, "aspects")
    return {
        name: ", ".join(text(one) for one in values)
        for name, values in found.items()
        if isinstance(values, list) and values and name not in _BRAND_NAMES
    }


def category_id(marketplace: str, number: str) -> str:
    """Each marketplace has a tree of its own, and numbers repeat."""
    return f"{marketplace}:{number}"


def categories(raw: Raw, marketplace: str) -> Iterator[CategoryRecord]:
    """The whole tree of a marketplace, with the marketplace itself at its root."""
    yield CategoryRecord(marketplace, None, marketplace, is_leaf=False)
    root = mapping(required(raw, "rootCategoryNode"), "rootCategoryNode")
    waiting = [(child, marketplace) for child in _children(root)]
    while waiting:
        node, parent = waiting.pop()
        category = mapping(required(node, "category"), "category")
        number = category_id(marketplace, text(required(category, "categoryId")))
        children = _children(node)
        name = text(required(category, "categoryName"))
        yield CategoryRecord(number, parent, name, is_leaf=not children)
        waiting += [(child, number) for child in children]


def _children(node: Raw) -> list[dict[str, Any]]:
    return rows(optional(node, "childCategoryTreeNodes") or [], "childCategoryTreeNodes")


def attributes(raw: Raw) -> list[AttributeRecord]:
    """Aspects are known by their names alone."""
    return [_attribute(one) for one in rows(optional(raw, "aspects") or [], "aspects")]


def _attribute(raw: Raw) -> AttributeRecord:
    rules = mapping(required(raw, "aspectConstraint"), "aspectConstraint")
    name = text(required(raw, "localizedAspectName"))
    values = [
        text(required(one, "localizedValue"))
        for one in rows(optional(raw, "aspectValues") or [], "aspectValues")
    ]
    return AttributeRecord(
        external_id=name,
        name=name,
        is_required=bool(optional(rules, "aspectRequired")),
        allows_custom=text(optional(rules, "aspectMode")) != "SELECTION_ONLY",
        is_variant=bool(optional(rules, "aspectEnabledForVariations")),
        allows_several=text(optional(rules, "itemToAspectCardinality")) == "MULTI",
        values=tuple(AttributeValueRecord(one, one) for one in dict.fromkeys(values)),
    )


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "attributes": attributes,
    "categories": lambda raw: list(categories(raw, "EBAY_US")),
}
"""How a recorded answer is replayed, by operation."""
