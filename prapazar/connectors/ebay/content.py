"""Content between eBay's shapes and our records: listings, categories, aspects, and products to be listed."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord, ListingDraft
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import amount, mapping, optional, required, rows, text, whole
from prapazar.connector_kit.records import CategoryRecord, ListingRecord
from prapazar.connectors.ebay.mapper import MARKETS, listing_id, money, priced
from prapazar.connectors.ebay.schemas import Raw

_NEW = "NEW"
_READ_ONLY = {"sku", "locale", "groupIds", "inventoryItemGroupKeys"}
_OFFER_FIXED = {"offerId", "sku", "marketplaceId", "format", "status", "listing"}
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


def item(draft: ListingDraft, old: Raw | None) -> dict[str, object]:
    """A PUT replaces the whole item: what is there already and we do not write is sent back as it was."""
    known = {name: value for name, value in (old or {}).items() if name not in _READ_ONLY}
    before = mapping(known.get("product") or {}, "product")
    product = {
        **before,
        "title": draft.title,
        "description": draft.description,
        "aspects": {**aspects(draft)},
        "imageUrls": list(draft.images),
        **({"ean": [draft.barcode]} if _is_ean(draft.barcode) else {}),
        **({"brand": draft.brand} if draft.brand else {}),
    }
    if old is not None:
        return {**known, "product": product}
    where = {"shipToLocationAvailability": {"quantity": draft.quantity}}
    return {"condition": _NEW, "product": product, "availability": where}


def aspects(draft: ListingDraft) -> dict[str, list[str]]:
    """By name, each with the words chosen for it; what tells variants apart is among them."""
    found: dict[str, list[str]] = {}
    for one in draft.attributes:
        words = one.value_external_id or one.text
        if words:
            found.setdefault(one.external_id, []).append(words)
    for name, words in draft.options.items():
        found.setdefault(name, [words])
    return found


def offer(draft: ListingDraft, marketplace: str, category: str, terms: Raw) -> dict[str, object]:
    """`terms` are the policies and the place goods leave from."""
    return {
        "sku": draft.sku,
        "marketplaceId": marketplace,
        "format": "FIXED_PRICE",
        "listingDuration": "GTC",
        "availableQuantity": draft.quantity,
        "categoryId": category,
        "listingDescription": draft.description,
        "pricingSummary": {"price": priced(draft.price, draft.currency)},
        **_tax(draft, marketplace),
        **terms,
    }


def changed_offer(draft: ListingDraft, old: Raw, marketplace: str, category: str) -> dict[str, object]:
    """Price and quantity stay: they are pushed, not written."""
    kept = {name: value for name, value in old.items() if name not in _OFFER_FIXED}
    written = {"categoryId": category, "listingDescription": draft.description}
    return {**kept, **written, **_tax(draft, marketplace)}


def group(drafts: Sequence[ListingDraft], old: Raw | None) -> dict[str, object]:
    """The variants of a product; those it has already stay."""
    first = drafts[0]
    names = list(dict.fromkeys(name for draft in drafts for name in draft.options))
    before = mapping(optional(old or {}, "variesBy") or {}, "variesBy")
    values: dict[str, list[str]] = {name: [] for name in names}
    for one in rows(optional(before, "specifications") or [], "specifications"):
        values.setdefault(text(one.get("name")), []).extend(text(value) for value in one.get("values") or [])
    for draft in drafts:
        for name, words in draft.options.items():
            values[name].append(words)
    there = [text(one) for one in optional(old or {}, "variantSKUs") or []]
    common = {name: words for name, words in aspects(first).items() if name not in values}
    specifications = [{"name": name, "values": list(dict.fromkeys(found))} for name, found in values.items()]
    return {
        "title": first.title,
        "description": first.description,
        "imageUrls": list(first.images),
        "aspects": common,
        "variantSKUs": list(dict.fromkeys([*there, *(draft.sku for draft in drafts)])),
        "variesBy": {"aspectsImageVariesBy": names[:1], "specifications": specifications},
    }


def _tax(draft: ListingDraft, marketplace: str) -> dict[str, object]:
    """Only where prices hold VAT."""
    if MARKETS[marketplace].currency not in {"EUR", "GBP"}:
        return {}
    return {"tax": {"vatPercentage": draft.vat_rate}}


def _is_ean(barcode: str | None) -> bool:
    return barcode is not None and barcode.isdecimal() and len(barcode) in {8, 12, 13, 14}


def policy(raw: Raw, kind: str, name: str) -> str:
    """The one the seller named, or the default, or the only one."""
    found = rows(optional(raw, f"{kind}Policies") or [], f"{kind}Policies")
    named = [one for one in found if name and text(one.get("name")).casefold() == name.casefold()]
    chosen = named if name else [one for one in found if _is_default(one)] or found
    if len(chosen) != 1:
        raise Rejected(f"{kind} policy {name}".strip(), code="ebay.policy_needed", field="policy_name")
    return text(required(chosen[0], f"{kind}PolicyId"))


def _is_default(policy: Raw) -> bool:
    types = rows(optional(policy, "categoryTypes") or [], "categoryTypes")
    return any(one.get("default") is True for one in types)


def location(raw: Raw, key: str) -> str:
    """The one the seller named, or the only one that is open."""
    found = rows(optional(raw, "locations") or [], "locations")
    keys = [
        text(required(one, "merchantLocationKey"))
        for one in found
        if text(one.get("merchantLocationStatus")) != "DISABLED"
    ]
    if key:
        keys = [one for one in keys if one == key]
    if len(keys) != 1:
        raise Rejected(", ".join(keys) or key, code="ebay.location_needed", field="location_key")
    return keys[0]


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "attributes": attributes,
    "categories": lambda raw: list(categories(raw, "EBAY_US")),
}
"""How a recorded answer is replayed, by operation."""
