"""Content between Hepsiburada's shapes and our records: offers with their cards, categories, and new products."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
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
    amount,
    mapping,
    optional,
    recorded_rows,
    required,
    rows,
    text,
    whole,
)
from prapazar.connector_kit.records import BatchAnswer, CategoryRecord, ItemResult, ItemState, ListingRecord
from prapazar.connectors.hepsiburada.mapper import vat_rate
from prapazar.connectors.hepsiburada.schemas import NewProduct, Raw, folded

MOST_IMAGES = 10
FILLED = {
    "merchantSku", "VaryantGroupID", "Barcode", "UrunAdi", "UrunAciklamasi", "Marka", "kg", "tax_vat_rate",
    "price", "stock", *(f"Image{number}" for number in range(1, MOST_IMAGES + 1)),
}  # fmt: skip
"""Base attributes that a draft answers by itself."""
_TURKISH = set("çğıöşüÇĞİÖŞÜ ")
_GROUPS = (("baseattributes", False), ("attributes", False), ("variantattributes", True))
_REFUSED = {"rejected", "missing_info", "blocked"}
_RESULTS = {
    "approved": ItemState.ACCEPTED,
    "partial_approved": ItemState.ACCEPTED,
    "rejected": ItemState.REJECTED,
    "in_progress": ItemState.PENDING,
}


def listings(raws: Iterable[Raw], cards: Mapping[str, Raw]) -> list[Parsed[ListingRecord]]:
    """Offers with the catalogue's card of each, by hepsiburadaSku."""
    return [
        parked(_listing, {"listing": raw, "card": cards.get(text(raw.get("hepsiburadasku"))) or {}}, _sku)
        for raw in raws
    ]


def _sku(raw: Raw) -> str:
    return text(raw["listing"].get("hepsiburadasku"))


def _listing(joined: Raw) -> ListingRecord:
    raw, card = joined["listing"], joined["card"]
    sku = text(required(raw, "merchantsku"))
    title = text(optional(card, "productname")) or sku
    options = named_values(card, "varianttypeattributes")
    stopped = any(optional(raw, name) for name in ("issuspended", "islocked", "isfrozen"))
    tax = optional(card, "tax")
    return ListingRecord(
        external_id=text(required(raw, "hepsiburadasku")),
        external_parent_id=text(optional(card, "variantgroupid")) or None,
        sku=sku,
        barcode=text(optional(card, "barcode")) or None,
        title=f"{title}, {' / '.join(options.values())}" if options else title,
        parent_title=title,
        options=options,
        price=amount(required(raw, "price"), "price"),
        list_price=None,
        quantity=whole(required(raw, "availablestock"), "availableStock"),
        is_active=bool(required(raw, "issalable")) and not stopped,
        brand=text(optional(card, "brand")) or None,
        category=text(optional(card, "categoryname")) or None,
        vat_rate=vat_rate(tax, raw) if tax not in (None, "") else None,
        description=text(optional(card, "description")),
        images=tuple(text(image) for image in optional(card, "images") or ()),
    )


def named_values(raw: Raw, name: str) -> dict[str, str]:
    return {
        text(row.get("name")): text(row.get("value"))
        for row in rows(optional(raw, name) or [], name)
        if optional(row, "value")
    }


CARD_FIELDS = (
    "productname", "barcode", "variantgroupid", "brand", "categoryname", "tax", "description", "images",
    "varianttypeattributes",
)  # fmt: skip
"""What is kept of a product while its offer is looked up."""


def categories(raws: Iterable[Raw]) -> Iterator[CategoryRecord]:
    """Only leaves are told, with the names on the way to them: their parents are made of those."""
    told: set[str] = set()
    for raw in raws:
        number, parent = text(required(raw, "categoryid")), text(optional(raw, "parentcategoryid"))
        name, way = text(required(raw, "name")), [text(one) for one in optional(raw, "paths") or ()]
        above = way[:-1] if way[-1:] == [name] else way
        if parent in {"", "0"} or not above:
            parent = ""
        elif parent not in told:
            told.add(parent)
            yield CategoryRecord(parent, None, " > ".join(above), is_leaf=False)
        yield CategoryRecord(number, parent or None, name, is_leaf=bool(required(raw, "leaf")))


def attributes(raw: Raw, values: Mapping[str, Sequence[AttributeValueRecord]]) -> list[AttributeRecord]:
    """Of a category, without those a draft answers by itself; the values were asked for one by one."""
    data = mapping(required(raw, "data"), "data")
    return [
        AttributeRecord(
            external_id=text(required(row, "id")),
            name=text(required(row, "name")),
            is_required=bool(required(row, "mandatory")),
            allows_custom=text(required(row, "type")).lower() != "enum",
            is_variant=is_variant,
            allows_several=bool(optional(row, "multivalue")),
            values=tuple(values.get(text(row["id"]), ())),
        )
        for name, is_variant in _GROUPS
        for row in rows(optional(data, name) or [], name)
        if text(required(row, "id")) not in FILLED
    ]


def listed_values(raws: Iterable[Raw]) -> list[AttributeValueRecord]:
    """A product names its values in words, so the words are their ids."""
    found = [text(required(raw, "value", "name")) for raw in raws]
    return [AttributeValueRecord(one, one) for one in found]


def new_product(draft: ListingDraft, merchant_id: str) -> NewProduct:
    """Raises Rejected for what Hepsiburada could only refuse."""
    if draft.currency != "TRY":
        raise Rejected(f"{draft.sku} in {draft.currency}", code="hepsiburada.currency", field="currency")
    if _TURKISH & set(draft.sku):
        raise Rejected(draft.sku, code="hepsiburada.sku_form", field="sku")
    if not draft.category_external_id.isdecimal():
        raise Rejected(draft.sku, code="hepsiburada.category_missing", field="category")
    given: dict[str, object] = {
        "merchantSku": draft.sku,
        "VaryantGroupID": draft.group,
        "Barcode": draft.barcode or "",
        "UrunAdi": draft.title,
        "UrunAciklamasi": draft.description,
        "Marka": draft.brand,
        "kg": _plain(draft.desi or Decimal(1)),
        "tax_vat_rate": _plain(draft.vat_rate),
        "price": f"{draft.price:.2f}".replace(".", ","),
        "stock": str(draft.quantity),
    }
    given |= {f"Image{number}": image for number, image in enumerate(draft.images[:MOST_IMAGES], 1)}
    given |= {one.external_id: _answer(one) for one in draft.attributes}
    return {"categoryId": int(draft.category_external_id), "merchant": merchant_id, "attributes": given}


def update(draft: ListingDraft, merchant_id: str) -> dict[str, object]:
    """Stock and price are not among what a ticket can change."""
    found: dict[str, object] = {
        "merchantId": merchant_id,
        "hbSku": draft.external_id,
        "productName": draft.title,
        "productDescription": draft.description,
        "kdv": _plain(draft.vat_rate),
    }
    found |= {f"image{number}": image for number, image in enumerate(draft.images[:MOST_IMAGES], 1)}
    if draft.desi is not None:
        found["desi"] = _plain(draft.desi)
    if draft.attributes:
        found["attributes"] = {one.external_id: _answer(one) for one in draft.attributes}
    return found


def _answer(choice: AttributeChoice) -> object:
    given = choice.value_external_id or choice.text or ""
    return int(given) if given.isdecimal() and choice.external_id == "GarantiSuresi" else given


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def import_answer(raws: Iterable[Raw]) -> BatchAnswer:
    """Named by the merchant's SKU, which Hepsiburada writes in capitals."""
    items = tuple(_imported(raw) for raw in raws)
    return BatchAnswer(bool(items) and all(one.state is not ItemState.PENDING for one in items), items)


def _imported(raw: Raw) -> ItemResult:
    word, stage = text(required(raw, "importstatus")).lower(), text(optional(raw, "productstatus")).lower()
    if word not in {"success", "failed", "processing"}:
        raise UnexpectedAnswer(word, raw=raw, code="connector.unknown_status")
    state = ItemState.PENDING if word == "processing" else ItemState.ACCEPTED
    if word == "failed" or stage in _REFUSED:
        state = ItemState.REJECTED
    return _result(text(required(raw, "merchantsku")), state, _reasons(raw))


def _reasons(raw: Raw) -> list[str]:
    said = [text(one) for one in optional(raw, "rejectreasonsmessages") or ()]
    for name in ("validationresults", "importmessages"):
        for row in rows(optional(raw, name) or [], name):
            parts = (text(optional(row, "attributename")), text(optional(row, "message")))
            said.append(": ".join(part for part in parts if part))
    return said


def ticket_answer(raws: Iterable[Raw]) -> BatchAnswer:
    """A product's fields are decided one by one; one refused field is told as the product's refusal."""
    items = tuple(_changed(row) for raw in raws for row in rows(required(raw, "items"), "items"))
    return BatchAnswer(bool(items) and all(one.state is not ItemState.PENDING for one in items), items)


def _changed(raw: Raw) -> ItemResult:
    fields = rows(optional(raw, "updateresults") or [], "updateResults")
    states = {_field_state(row) for row in fields}
    said = [text(optional(raw, "message"))]
    said += [
        f"{text(row.get('fieldname'))}: {text(row['rejectreason'])}"
        for row in fields
        if row.get("rejectreason")
    ]
    if ItemState.REJECTED in states or (not fields and said[0]):
        state = ItemState.REJECTED
    elif ItemState.PENDING in states or not fields:
        state = ItemState.PENDING
    else:
        state = ItemState.ACCEPTED
    return _result(text(required(raw, "hbsku")), state, said)


def _field_state(row: Raw) -> ItemState:
    word = text(required(row, "fieldresult")).lower()
    if word not in _RESULTS:
        raise UnexpectedAnswer(word, raw=row, code="connector.unknown_status")
    return _RESULTS[word]


def _result(external_id: str, state: ItemState, said: Sequence[str]) -> ItemResult:
    if state is not ItemState.REJECTED:
        return ItemResult(external_id, state)
    message = "; ".join(one for one in said if one)
    return ItemResult(external_id, state, "hepsiburada.item_refused", message or None)


def joined(answers: Sequence[BatchAnswer]) -> BatchAnswer:
    """Of new products and changes that were sent as one push."""
    items = tuple(item for answer in answers for item in answer.items)
    return BatchAnswer(all(answer.is_final for answer in answers), items)


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "listings": lambda raw: listings(recorded_rows(folded(raw), "listings"), {}),
    "categories": lambda raw: list(categories(recorded_rows(folded(raw), "data"))),
    "attributes": lambda raw: attributes(folded(raw), {}),
    "import": lambda raw: [import_answer(recorded_rows(folded(raw), "data"))],
    "ticket": lambda raw: [ticket_answer(recorded_rows(folded(raw), "data"))],
}
"""How a recorded answer is replayed, by operation."""
