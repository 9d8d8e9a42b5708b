"""Content between Pazarama's shapes and our records: listings, categories, attributes, and products to be listed."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from prapazar.connector_kit.content import (
    AttributeChoice,
    AttributeRecord,
    AttributeValueRecord,
    ListingDraft,
)
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import (
    optional,
    required,
    rows,
    text,
    whole,
)
from prapazar.connector_kit.records import (
    BatchAnswer,
    CategoryRecord,
    ItemResult,
    ItemState,
    ListingRecord,
)
from prapazar.connectors.pazarama.mapper import money, vat_rate
from prapazar.connectors.pazarama.schemas import (
    AttributeAnswer,
    NewProduct,
    Raw,
)
from prapazar.foundation.money import rounded
from prapazar.foundation.search import fold

_RUNS, _DONE, _FAILED = 1, 2, 3


def listings(raws: Iterable[Raw], *, is_active: bool) -> list[Parsed[ListingRecord]]:
    return [
        parked(lambda r: _listing(r, is_active=is_active), raw, lambda r: text(r.get("code"))) for raw in raws
    ]


def _listing(raw: Raw, *, is_active: bool) -> ListingRecord:
    code, title = text(required(raw, "code")), text(required(raw, "name", "displayName"))
    sale_price = money(required(raw, "salePrice"), "salePrice")
    list_price = optional(raw, "listPrice")
    return ListingRecord(
        external_id=code,
        external_parent_id=text(optional(raw, "groupCode")) or None,
        sku=text(optional(raw, "stockCode")) or None,
        barcode=code,
        title=title,
        parent_title=title,
        options=_options(raw),
        price=sale_price,
        list_price=sale_price if list_price is None else money(list_price, "listPrice"),
        quantity=whole(required(raw, "stockCount"), "stockCount"),
        is_active=is_active,
        brand=text(optional(raw, "brandName")) or None,
        category=text(optional(raw, "categoryName")) or None,
        vat_rate=vat_rate(raw) if optional(raw, "vatRate") is not None else None,
        description=text(optional(raw, "description")),
        images=_images(raw),
    )


def _options(raw: Raw) -> dict[str, str]:
    return {
        text(row.get("attributeName")): text(row.get("attributeValue"))
        for row in rows(optional(raw, "attributes") or [], "attributes")
        if optional(row, "attributeValue") is not None
    }


def _images(raw: Raw) -> tuple[str, ...]:
    found = rows(optional(raw, "images") or [], "images")
    return tuple(
        text(required(one, "imageUrl", "imageurl"))
        for one in sorted(found, key=lambda one: whole(optional(one, "sortOrder") or 0, "sortOrder"))
    )


def categories(raw: object) -> Iterator[CategoryRecord]:
    """A flat list; what is nobody's parent, or says so, is a leaf."""
    found = rows(raw, "categories")
    parents = {text(optional(row, "parentId")) for row in found}
    for row in found:
        number = text(required(row, "id"))
        told = optional(row, "leaf", "isLeaf")
        yield CategoryRecord(
            number,
            text(optional(row, "parentId")) or None,
            text(required(row, "name", "displayName")),
            is_leaf=number not in parents if told is None else bool(told),
        )


def attributes(raw: Raw) -> list[AttributeRecord]:
    return [
        AttributeRecord(
            external_id=text(required(row, "id")),
            name=text(required(row, "name", "displayName")),
            is_required=bool(required(row, "isRequired")),
            allows_custom=False,
            is_variant=bool(optional(row, "isVariantable")),
            values=tuple(
                AttributeValueRecord(text(required(one, "id")), text(required(one, "value", "name")))
                for one in rows(optional(row, "attributeValues") or [], "attributeValues")
            ),
        )
        for row in rows(required(raw, "attributes"), "attributes")
    ]


def brand(raw: object, name: str) -> str:
    """The GUID of the brand that is called so, in whatever letters."""
    wanted = fold(name)
    for row in rows(raw, "brands"):
        if fold(text(optional(row, "name"))) == wanted:
            return text(required(row, "id"))
    raise Rejected(name, code="pazarama.brand_unknown", field="brand")


def new_product(draft: ListingDraft, brand_id: str) -> NewProduct:
    if not draft.barcode:
        raise Rejected(draft.sku, code="pazarama.barcode_needed", field="barcode")
    if draft.currency != "TRY":
        raise Rejected(f"{draft.sku} in {draft.currency}", code="pazarama.currency", field="currency")
    sale = rounded(draft.price)
    return {
        "Name": draft.title,
        "DisplayName": draft.title,
        "Description": draft.description,
        "BrandId": brand_id,
        "Desi": max(1, math.ceil(draft.desi or 1)),
        "Code": draft.barcode,
        "GroupCode": draft.group,
        "StockCount": draft.quantity,
        "StockCode": draft.sku,
        "VatRate": int(draft.vat_rate),
        "ListPrice": max(rounded(draft.list_price or sale), sale),
        "SalePrice": sale,
        "CategoryId": draft.category_external_id,
        "CurrencyType": "TRY",
        "images": [{"imageUrl": url} for url in draft.images],
        "attributes": [_answer(one) for one in draft.attributes],
        "deliveries": [],
    }


def _answer(choice: AttributeChoice) -> AttributeAnswer:
    if not choice.value_external_id:
        raise Rejected(choice.text or "", code="pazarama.value_needed", field="attributes")
    return {"attributeId": choice.external_id, "attributeValueId": choice.value_external_id}


def listing_batch(raw: Raw) -> BatchAnswer:
    """Of a creation: 1 runs, 2 is done, 3 failed as a whole and says nothing about those it does not name."""
    state = whole(required(raw, "status"), "status")
    if state not in {_RUNS, _DONE, _FAILED}:
        raise UnexpectedAnswer(str(state), raw=raw, code="connector.unknown_status")
    failed = rows(optional(raw, "failedProducts") or [], "failedProducts")
    taken = rows(optional(raw, "batchResult") or [], "batchResult")
    items = [
        ItemResult(
            text(required(row, "productCode", "code")),
            ItemState.REJECTED,
            "pazarama.item_refused",
            text(optional(row, "errorReason", "reason")) or None,
        )
        for row in failed
    ]
    if state == _DONE:
        items += [ItemResult(text(required(row, "productCode", "code")), ItemState.ACCEPTED) for row in taken]
    is_unnamed_fine = state == _DONE and not taken
    return BatchAnswer(state != _RUNS, tuple(items), ItemState.ACCEPTED if is_unnamed_fine else None)


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "products": lambda raw: listings(rows(raw["data"]["sellerProducts"], "sellerProducts"), is_active=True),
    "categories": lambda raw: list(categories(raw["data"])),
    "attributes": lambda raw: attributes(raw["data"]),
}
"""How a recorded answer is replayed, by operation."""
