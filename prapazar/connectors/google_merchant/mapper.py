"""Between Google's shapes and our records; no I/O."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from prapazar.connector_kit import feed_text
from prapazar.connector_kit.content import ListingDraft
from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import mapping, optional, recorded_rows, required, rows, text, whole
from prapazar.connector_kit.records import ItemResult, ItemState, ListingRecord, PriceOffer
from prapazar.connectors.google_merchant.schemas import Attributes, Price
from prapazar.foundation.money import rounded

_MICROS = 1_000_000
_LONGEST_TITLE, _LONGEST_TEXT, _MOST_IMAGES = 150, 5000, 11
_AVAILABLE = {
    "IN_STOCK": True,
    "LIMITED_AVAILABILITY": True,
    "PREORDER": True,
    "BACKORDER": True,
    "OUT_OF_STOCK": False,
}
_OPTIONS = ("color", "size")
CONTENT = (
    *("title", "description", "link", "imageLink", "additionalImageLinks", "brand", "gtins", "mpn"),
    *("itemGroupId", "googleProductCategory"),
)
STOCK, PRICE = ("availability", "sellOnGoogleQuantity"), ("price", "salePrice")


def listings(raws: Iterable[Mapping[str, Any]]) -> list[Parsed[ListingRecord]]:
    return [parked(_listing, raw, lambda r: text(r.get("offerId"))) for raw in raws]


def product_id(name: object) -> str:
    """`accounts/1/products/tr~TR~SKU`, or with the last part packed where a letter of it is odd."""
    return text(name).rpartition("/")[2]


def _listing(raw: Mapping[str, Any]) -> ListingRecord:
    told = mapping(required(raw, "productAttributes"), "productAttributes")
    title = text(required(told, "title"))
    full, currency = money(required(told, "price"))
    sale = optional(told, "salePrice")
    stock = optional(told, "sellOnGoogleQuantity")
    available = text(required(told, "availability"))
    if available not in _AVAILABLE:
        raise UnexpectedAnswer(available, raw=raw, code="connector.unknown_status")
    gtins = optional(told, "gtins") or []
    images = [
        text(optional(told, "imageLink")),
        *(text(one) for one in optional(told, "additionalImageLinks") or []),
    ]
    return ListingRecord(
        external_id=product_id(required(raw, "name")),
        external_parent_id=text(optional(told, "itemGroupId")) or None,
        sku=text(required(raw, "offerId")),
        barcode=text(gtins[0]) if gtins else text(optional(told, "mpn")) or None,
        title=title,
        parent_title=title,
        options={name: text(told[name]) for name in _OPTIONS if optional(told, name)},
        price=full if sale is None else money(sale)[0],
        list_price=full,
        quantity=None if stock is None else whole(stock, "sellOnGoogleQuantity"),
        is_active=_review(raw) is not ItemState.REJECTED,
        brand=text(optional(told, "brand")) or None,
        category=text(optional(told, "googleProductCategory")) or None,
        description=text(optional(told, "description")),
        images=tuple(one for one in images if one),
        currency=currency,
        url=text(optional(told, "link")) or None,
    )


def money(value: object) -> tuple[Decimal, str]:
    told = mapping(value, "price")
    micros = whole(required(told, "amountMicros"), "amountMicros")
    return rounded(Decimal(micros) / _MICROS), text(required(told, "currencyCode"))


def _price(amount: Decimal, currency: str) -> Price:
    return {"amountMicros": str(int(rounded(amount) * _MICROS)), "currencyCode": currency}


def stock(quantity: int) -> Attributes:
    return {
        "availability": "IN_STOCK" if quantity > 0 else "OUT_OF_STOCK",
        "sellOnGoogleQuantity": str(quantity),
    }


def local_stock(quantity: int) -> dict[str, str]:
    return {"availability": "IN_STOCK" if quantity > 0 else "OUT_OF_STOCK", "quantity": str(quantity)}


def regions(named: object) -> tuple[str, ...]:
    """As the merchant lists them, each once."""
    return tuple(dict.fromkeys(one.strip() for one in text(named).split(",") if one.strip()))


def regional(raws: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """What each region was told before."""
    return {
        text(required(one, "region")): dict(
            mapping(optional(one, "regionalInventoryAttributes") or {}, "regionalInventoryAttributes")
        )
        for one in raws
    }


def regional_stock(known: Mapping[str, Any], quantity: int) -> dict[str, Any]:
    """Regions know availability and no figure."""
    return {**known, "availability": "IN_STOCK" if quantity > 0 else "OUT_OF_STOCK"}


def regional_prices(known: Mapping[str, Any], offer: PriceOffer) -> dict[str, Any]:
    kept = {name: value for name, value in known.items() if name not in {*PRICE, "salePriceEffectiveDate"}}
    return {**kept, **prices(offer)}


def prices(offer: PriceOffer | ListingDraft) -> Attributes:
    """Without a higher list price there is no sale, and the one before goes."""
    ours = _price(offer.price, offer.currency)
    if offer.list_price is None or offer.list_price <= offer.price:
        return {"price": ours}
    return {"price": _price(offer.list_price, offer.currency), "salePrice": ours}


def content(draft: ListingDraft, link: str) -> Attributes:
    told: Attributes = {
        "title": feed_text.cut(draft.title, _LONGEST_TITLE),
        "description": draft.description[:_LONGEST_TEXT],
        "link": link,
        "imageLink": draft.images[0] if draft.images else "",
        "additionalImageLinks": list(draft.images[1:_MOST_IMAGES]),
        "brand": draft.brand,
        "itemGroupId": draft.group,
        "googleProductCategory": draft.category_external_id,
    }
    if draft.barcode and feed_text.is_gtin(draft.barcode):
        told["gtins"] = [draft.barcode]
    elif draft.barcode:
        told["mpn"] = draft.barcode
    return told


def new_product(draft: ListingDraft, link: str) -> Attributes:
    return {**content(draft, link), **stock(draft.quantity), **prices(draft), "condition": "NEW"}


def source(answer: object, language: str, label: str) -> tuple[str | None, str]:
    """The data source that API calls may write to, and the token of the next page."""
    told = mapping(answer, "dataSources")
    for one in rows(optional(told, "dataSources") or [], "dataSources"):
        primary = optional(one, "primaryProductDataSource")
        if optional(one, "input") != "API" or not isinstance(primary, dict):
            continue
        asked = {"contentLanguage": language, "feedLabel": label}
        if all(primary.get(name, wanted) == wanted for name, wanted in asked.items()):
            return text(required(one, "name")), ""
    return None, text(optional(told, "nextPageToken"))


def packed(named: Mapping[str, str]) -> str:
    """Our name for each product of a batch by Google's: there are no batches there, only products to be asked for."""
    return json.dumps(dict(named), ensure_ascii=False, separators=(",", ":"))


def unpacked(batch: str) -> dict[str, str]:
    return {str(one): str(name) for one, name in json.loads(batch).items()}


def verdict(name: str, raw: Mapping[str, Any]) -> ItemResult:
    """Processed and refused nowhere, or somewhere only: accepted; refused everywhere: rejected, with the causes."""
    state = _review(raw)
    if state is not ItemState.REJECTED:
        return ItemResult(name, state)
    issues = optional(mapping(required(raw, "productStatus"), "productStatus"), "itemLevelIssues") or []
    told = [
        text(one.get("description") or one.get("code"))
        for one in issues
        if one.get("severity") == "DISAPPROVED"
    ]
    return ItemResult(name, state, "google_merchant.disapproved", "; ".join(told)[:500] or "disapproved")


def _review(raw: Mapping[str, Any]) -> ItemState:
    status = optional(raw, "productStatus") or {}
    places = rows(optional(status, "destinationStatuses") or [], "destinationStatuses")
    if places and all(
        one.get("disapprovedCountries")
        and not one.get("approvedCountries")
        and not one.get("pendingCountries")
        for one in places
    ):
        return ItemState.REJECTED
    return ItemState.ACCEPTED


READERS: dict[str, Callable[[Any], Sequence[Any]]] = {
    "products": lambda raw: listings(recorded_rows(raw, "products")),
}
