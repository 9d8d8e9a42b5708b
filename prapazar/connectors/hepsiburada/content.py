"""Content between Hepsiburada's shapes and our records: what a category asks for, and products on their way there."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from prapazar.connector_kit.content import (
    AttributeChoice,
    AttributeRecord,
    AttributeValueRecord,
    ListingDraft,
)
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parsing import mapping, optional, required, rows, text
from prapazar.connector_kit.records import BatchAnswer, ItemResult, ItemState
from prapazar.connectors.hepsiburada.schemas import NewProduct, Raw

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
