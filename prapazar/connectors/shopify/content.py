"""Between Shopify's variants and our listings, offers and what came of them; no I/O, nothing guessed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import amount, mapping, optional, recorded_rows, required, rows, text
from prapazar.connector_kit.records import (
    ItemResult,
    ItemState,
    ListingRecord,
    PriceOffer,
    StockOffer,
)
from prapazar.connectors.shopify import errors, mapper
from prapazar.connectors.shopify.schemas import Quantity, Raw, VariantPrice

_ACTIVE, _INACTIVE = {"ACTIVE"}, {"DRAFT", "ARCHIVED", "UNLISTED"}


def listings(raws: Iterable[Raw], currency: str) -> list[Parsed[ListingRecord]]:
    return [
        parked(lambda r: _listing(r, currency), raw, lambda r: text(r.get("legacyResourceId")))
        for raw in raws
    ]


def _listing(raw: Mapping[str, Any], currency: str) -> ListingRecord:
    product = mapping(required(raw, "product"), "product")
    status = text(required(product, "status"))
    if status not in _ACTIVE | _INACTIVE:
        raise UnexpectedAnswer(status, raw=raw, code="connector.unknown_status")
    name = text(required(product, "title"))
    options = _options(raw)
    compared = optional(raw, "compareAtPrice")
    return ListingRecord(
        external_id=mapper.listing_id(dict(raw)),
        external_parent_id=text(required(product, "legacyResourceId")),
        sku=text(optional(raw, "sku")) or None,
        barcode=text(optional(raw, "barcode")) or None,
        title=f"{name}, {' / '.join(options.values())}" if options else name,
        parent_title=name,
        options=options,
        price=amount(required(raw, "price"), "price"),
        list_price=None if compared is None else amount(compared, "compareAtPrice"),
        quantity=_available(raw),
        is_active=status in _ACTIVE,
        brand=text(optional(product, "vendor")) or None,
        category=text(optional(product, "productType")) or None,
        description=text(optional(product, "descriptionHtml")),
        currency=currency,
    )


def _options(raw: Mapping[str, Any]) -> dict[str, str]:
    chosen = rows(required(raw, "selectedOptions"), "selectedOptions")
    found = {text(one.get("name")): text(one.get("value")) for one in chosen}
    return {} if list(found.items()) == [mapper.NO_OPTION] else found


def _available(raw: Mapping[str, Any]) -> int | None:
    """None where the shop does not count it, or does not stock it at our location."""
    item = mapping(required(raw, "inventoryItem"), "inventoryItem")
    level = optional(item, "inventoryLevel")
    if item.get("tracked") is not True or level is None:
        return None
    counted = rows(required(mapping(level, "inventoryLevel"), "quantities"), "quantities")
    return next((mapper.count(one, "quantity") for one in counted if one.get("name") == "available"), None)


def quantity(offer: StockOffer, location: str) -> Quantity:
    return {
        "inventoryItemId": mapper.gid("InventoryItem", offer.external_id.rpartition("-")[2]),
        "locationId": location,
        "quantity": offer.quantity,
        "changeFromQuantity": None,
    }


def variant_price(offer: PriceOffer) -> VariantPrice:
    compared = offer.list_price if offer.list_price and offer.list_price > offer.price else None
    return {
        "id": mapper.variant_gid(offer.external_id),
        "price": format(offer.price, "f"),
        "compareAtPrice": None if compared is None else format(compared, "f"),
    }


def owners(raws: Iterable[Raw]) -> dict[str, str]:
    """The product of each variant."""
    return {
        text(required(one, "legacyResourceId")): text(
            required(mapping(required(one, "product"), "product"), "legacyResourceId")
        )
        for one in raws
    }


def failures_by_place(failures: Sequence[Raw]) -> dict[int | None, Raw]:
    """By the item's place in the request, which stands in `field`; None for what is about all of them."""
    found: dict[int | None, Raw] = {}
    for one in failures:
        places = [int(part) for part in map(str, one.get("field") or []) if part.isdecimal()]
        found.setdefault(places[0] if places else None, one)
    return found


def refused(external_id: str, failure: Raw) -> ItemResult:
    theirs = text(failure.get("code"))
    code = errors.ITEM_CODES.get(theirs, "shopify.item_refused")
    message = f"{theirs}: {text(failure.get('message'))}".removeprefix(": ")
    return ItemResult(external_id, ItemState.REJECTED, code, message)


def price_results(
    offers: Sequence[PriceOffer], sent: Sequence[VariantPrice], payload: Raw
) -> list[ItemResult]:
    """An item is taken where the answer shows it with what was sent."""
    failures = failures_by_place(rows(required(payload, "userErrors"), "userErrors"))
    shown = {
        one.get("id"): one for one in rows(optional(payload, "productVariants") or [], "productVariants")
    }
    found = []
    for place, (offer, update) in enumerate(zip(offers, sent, strict=True)):
        failure = failures.get(place) or failures.get(None)
        answer = shown.get(update["id"])
        if failure:
            found.append(refused(offer.external_id, failure))
        elif answer is not None and _is_same(update, answer):
            found.append(ItemResult(offer.external_id, ItemState.ACCEPTED))
        else:
            told = f"{(answer or {}).get('price')}, {(answer or {}).get('compareAtPrice')}"
            found.append(ItemResult(offer.external_id, ItemState.REJECTED, "shopify.not_taken", told))
    return found


def _is_same(sent: VariantPrice, shown: Raw) -> bool:
    pairs = ((sent["price"], shown.get("price")), (sent["compareAtPrice"], shown.get("compareAtPrice")))
    return all(
        (mine is None and theirs is None)
        or (mine is not None and theirs is not None and Decimal(mine) == amount(theirs, "price"))
        for mine, theirs in pairs
    )


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "products": lambda raw: listings(recorded_rows(mapper.nodes(raw, "productVariants")), "TRY"),
}
"""How a recorded answer is replayed, by operation."""
