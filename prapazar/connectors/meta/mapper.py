"""Between Meta's shapes and our records; no I/O."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from prapazar.connector_kit import feed_text
from prapazar.connector_kit.content import ListingDraft
from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import mapping, optional, recorded_rows, required, rows, text, whole
from prapazar.connector_kit.records import (
    BatchAnswer,
    ItemResult,
    ItemState,
    ListingRecord,
    PriceOffer,
    StockOffer,
)
from prapazar.connectors.meta.errors import REJECTED
from prapazar.connectors.meta.schemas import ItemData, ItemRequest
from prapazar.foundation.money import parse_amount, rounded

_REVIEWS = {"approved": True, "outdated": True, "pending": True, "": True, "rejected": False}
_VISIBLE = {"published": True, "staging": False}
_FINAL = {"finished": True, "error": True, "in_progress": False, "started": False}
_LONGEST_TITLE, _LONGEST_TEXT, _MOST_IMAGES = 200, 9999, 21
_OPTIONS = ("color", "size")


def listings(raws: Iterable[Mapping[str, Any]]) -> list[Parsed[ListingRecord]]:
    return [parked(_listing, raw, lambda r: text(r.get("retailer_id"))) for raw in raws]


def _listing(raw: Mapping[str, Any]) -> ListingRecord:
    key = text(required(raw, "retailer_id"))
    title = text(required(raw, "name"))
    price = _amount(required(raw, "price"))
    sale = optional(raw, "sale_price")
    stock = optional(raw, "quantity_to_sell_on_facebook", "inventory")
    images = [
        text(optional(raw, "image_url")),
        *(text(one) for one in optional(raw, "additional_image_urls") or []),
    ]
    return ListingRecord(
        external_id=key,
        external_parent_id=text(optional(raw, "retailer_product_group_id")) or None,
        sku=key,
        barcode=text(optional(raw, "gtin", "manufacturer_part_number")) or None,
        title=title,
        parent_title=title,
        options={name: text(raw[name]) for name in _OPTIONS if optional(raw, name)},
        price=price if sale is None else _amount(sale),
        list_price=price,
        quantity=None if stock is None else whole(stock, "quantity_to_sell_on_facebook"),
        is_active=_known(raw, "review_status", _REVIEWS, "")
        and _known(raw, "visibility", _VISIBLE, "published"),
        brand=text(optional(raw, "brand")) or None,
        description=text(optional(raw, "rich_text_description", "description")),
        images=tuple(one for one in images if one),
        currency=text(required(raw, "currency")),
        url=text(optional(raw, "url")) or None,
    )


def _known(raw: Mapping[str, Any], name: str, states: Mapping[str, bool], usual: str) -> bool:
    state = text(optional(raw, name)) or usual
    if state not in states:
        raise UnexpectedAnswer(state, raw=raw, code="connector.unknown_status")
    return states[state]


def _amount(value: object) -> Any:  # noqa: ANN401 - a Decimal, as parse_amount makes it
    """`129.90 TRY`, or as people read it: `₺1,299.05`."""
    shown = "".join(one for one in text(value) if one.isdigit() or one in ".,")
    try:
        return parse_amount(shown)
    except ValueError:
        raise UnexpectedAnswer(f"price is {value!r}"[:200], raw=value, code="connector.odd_value") from None


def stock_items(offers: Sequence[StockOffer]) -> list[ItemRequest]:
    return [_update({"id": one.external_id, **_stock(one.quantity)}) for one in offers]


def price_items(offers: Sequence[PriceOffer]) -> list[ItemRequest]:
    return [_update({"id": one.external_id, **_price(one)}) for one in offers]


def new_item(draft: ListingDraft, link: str) -> ItemRequest:
    data: ItemData = {
        **_content(draft, link),
        **_stock(draft.quantity),
        **_price(draft),
        "id": draft.sku,
        "condition": "new",
    }
    return {"method": "CREATE", "data": data}


def changed_item(draft: ListingDraft, link: str) -> ItemRequest:
    """Stock and price stay as they are."""
    return _update({**_content(draft, link), "id": draft.external_id or draft.sku})


def _update(data: ItemData) -> ItemRequest:
    return {"method": "UPDATE", "data": data}


def _stock(quantity: int) -> ItemData:
    return {
        "availability": "in stock" if quantity > 0 else "out of stock",
        "quantity_to_sell_on_facebook": quantity,
    }


def _price(offer: PriceOffer | ListingDraft) -> ItemData:
    """An empty sale price takes the one before away."""
    price = f"{rounded(offer.price):.2f} {offer.currency}"
    if offer.list_price is None or offer.list_price <= offer.price:
        return {"price": price, "sale_price": ""}
    return {"price": f"{rounded(offer.list_price):.2f} {offer.currency}", "sale_price": price}


def _content(draft: ListingDraft, link: str) -> ItemData:
    words = feed_text.without_markup(draft.description) or draft.title
    data: ItemData = {
        "title": feed_text.cut(draft.title, _LONGEST_TITLE),
        "description": feed_text.cut(words, _LONGEST_TEXT),
        "rich_text_description": draft.description[:_LONGEST_TEXT],
        "link": link,
        "image_link": draft.images[0] if draft.images else "",
        "additional_image_link": list(draft.images[1:_MOST_IMAGES]),
        "brand": draft.brand,
        "item_group_id": draft.group,
        "google_product_category": draft.category_external_id,
    }
    if draft.barcode and feed_text.is_gtin(draft.barcode):
        data["gtin"] = draft.barcode
    elif draft.barcode:
        data["mpn"] = draft.barcode
    return data


def handle(answer: object) -> str | None:
    """None where nothing of a batch was taken."""
    handles = required(mapping(answer, "answer"), "handles")
    if not isinstance(handles, list) or len(handles) > 1:
        raise UnexpectedAnswer("one handle was expected", raw=answer, code="connector.odd_value")
    return text(handles[0]) if handles else None


def refusals(answer: object) -> list[ItemResult]:
    """What is refused at once; warnings refuse nothing."""
    found = rows(optional(mapping(answer, "answer"), "validation_status") or [], "validation_status")
    return [
        _refused(text(required(one, "retailer_id")), one["errors"][0].get("message"))
        for one in found
        if one.get("errors")
    ]


def batch(answer: object) -> BatchAnswer:
    """The refused are named, all of them even where not all causes are told; the others are accepted."""
    found = rows(required(mapping(answer, "answer"), "data"), "data")
    if not found:
        return BatchAnswer(is_final=True, items=())
    status = text(required(found[0], "status"))
    if status not in _FINAL:
        raise UnexpectedAnswer(status, raw=answer, code="connector.unknown_status")
    errors = rows(optional(found[0], "errors") or [], "errors")
    told = {text(one.get("id")): text(one.get("message")) for one in errors}
    for key in optional(found[0], "ids_of_invalid_requests") or []:
        told.setdefault(text(key), "")
    told.pop("", None)
    items = tuple(_refused(key, message) for key, message in told.items())
    is_whole = len(items) >= whole(optional(found[0], "errors_total_count") or 0, "errors_total_count")
    is_fine = status == "finished" and is_whole  # else somebody is refused and we do not know who
    return BatchAnswer(_FINAL[status], items, unnamed=ItemState.ACCEPTED if is_fine else None)


def _refused(key: str, message: object) -> ItemResult:
    return ItemResult(key, ItemState.REJECTED, REJECTED, text(message) or "rejected")


READERS: dict[str, Callable[[Any], Sequence[Any]]] = {
    "products": lambda raw: listings(recorded_rows(raw, "data")),
    "batch_status": lambda raw: [batch(raw)],
}
