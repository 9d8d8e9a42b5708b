"""What PTT AVM sells: products and categories as our records, and our drafts as new products."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from prapazar.connector_kit.content import ListingDraft
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import amount, mapping, optional, required, rows, text, whole
from prapazar.connector_kit.records import CategoryRecord, ItemResult, ItemState, ListingRecord
from prapazar.connectors.pttavm.schemas import NewProduct, Raw
from prapazar.foundation.money import rounded

MOST_STOCK = 9999
VAT_RATES = {0, 1, 10, 20}
_OLD_VAT_RATES = {8, 18}
"""Until July 2023; orders may still say them."""


def vat_rate(value: object, raw: Raw) -> Decimal:
    rate = amount(value, "kdvOrani")
    if rate not in VAT_RATES | _OLD_VAT_RATES:
        raise UnexpectedAnswer(str(rate), raw=raw, code="connector.unknown_tax")
    return rate


def listings(raws: Iterable[Raw]) -> list[Parsed[ListingRecord]]:
    """A product, or each of its variants."""
    found: list[Parsed[ListingRecord]] = []
    for raw in raws:
        variants = raw.get("variantListesi")
        forms = variants if isinstance(variants, list) and variants else [None]
        found += [parked(lambda r, form=form: _listing(r, form), raw, _listing_id) for form in forms]  # type: ignore[misc]
    return found


def _listing_id(raw: Raw) -> str:
    return text(optional(raw, "barkod"))


def _listing(raw: Raw, form: Raw | None) -> ListingRecord:
    title, product_code = text(required(raw, "urunAdi")), text(required(raw, "barkod"))
    values = [text(optional(form or {}, name)) for name in ("variant1Deger", "variant2Deger")]
    options = {f"Seçenek {place}": value for place, value in enumerate(values, 1) if value}
    code = text(required(form, "variantBarkod")) if form else product_code
    price = amount(required(raw, "kdVli"), "kdVli") + _surcharge(form)
    has_discount = amount(optional(raw, "iskonto") or 0, "iskonto") != 0
    return ListingRecord(
        external_id=code,
        external_parent_id=product_code if form else None,
        sku=(code if form else text(optional(raw, "urunKodu"))) or None,
        barcode=code,
        title=" ".join([title, *options.values()]),
        parent_title=title,
        options=options,
        price=None if has_discount else price,
        list_price=price if has_discount else None,
        quantity=whole(required(form or raw, "miktar"), "miktar"),
        is_active=required(raw, "aktif") is True,
        category=text(optional(raw, "yeniKategoriId")) or None,
        vat_rate=vat_rate(required(raw, "kdvOran"), raw),
        description=text(optional(raw, "uzunAciklama")) or text(optional(raw, "aciklama")),
        images=_images(raw),
        desi=_desi(raw),
    )


def _surcharge(form: Raw | None) -> Decimal:
    """The price of a variant comes on top of its product's."""
    return amount(optional(form, "fiyat") or 0, "fiyat") if form else Decimal(0)


def _desi(raw: Raw) -> Decimal | None:
    told = optional(raw, "desi")
    return None if told is None else amount(told, "desi")


def _images(raw: Raw) -> tuple[str, ...]:
    found = rows(optional(raw, "resimListesi") or [], "resimListesi")
    ordered = sorted(found, key=lambda one: whole(optional(one, "sira") or 0, "sira"))
    return tuple(text(required(one, "url")) for one in ordered)


def vat_rates(raw: object) -> dict[str, int]:
    """Barcode to rate, of the products found by their barcodes."""
    return {
        text(required(row, "barkod")): whole(required(row, "kdvOran"), "kdvOran")
        for row in rows(raw, "products")
    }


def categories(raw: object) -> Iterator[CategoryRecord]:
    """A tree; what has no children is a leaf."""
    waiting = rows(required(mapping(raw, "categories"), "category_tree"), "category_tree")
    while waiting:
        row = waiting.pop(0)
        children = rows(optional(row, "children") or [], "children")
        parent = text(optional(row, "parent_id"))
        yield CategoryRecord(
            text(required(row, "id")),
            None if parent in {"", "0"} else parent,
            text(required(row, "name")),
            is_leaf=not children,
        )
        waiting = [*waiting, *children]


def draft_fault(draft: ListingDraft, known: Iterable[str]) -> ItemResult | None:
    """Why a draft is not sent at all: what is there already would be overwritten, stock and variants too."""
    if draft.external_id is not None:
        return refused(draft.external_id, "pttavm.content_fixed", None)
    if code(draft) in known:
        return refused(code(draft), "pttavm.already_listed", None)
    if draft.vat_rate not in VAT_RATES:
        return refused(code(draft), "pttavm.vat_rate", str(draft.vat_rate))
    return None


def code(draft: ListingDraft) -> str:
    """What PTT AVM knows a product by; the merchant's own code where there is no barcode."""
    return draft.barcode or draft.sku


def new_product(draft: ListingDraft) -> NewProduct:
    """Each variant is a product of its own: those within a product take no stock by barcode for sure."""
    if draft.currency != "TRY":
        raise Rejected(f"{draft.sku} in {draft.currency}", code="pttavm.currency", field="currency")
    if not draft.category_external_id.isdecimal():
        raise Rejected(draft.category_external_id, code="pttavm.not_found", field="category")
    price = rounded(draft.price)
    product: NewProduct = {
        "categoryId": int(draft.category_external_id),
        "barcode": code(draft),
        "name": " ".join([draft.title, *draft.options.values()]),
        "productCode": draft.sku,
        "longDescription": draft.description,
        "brand": draft.brand,
        "priceWithVat": price,
        "priceWithoutVat": net(price, draft.vat_rate),
        "vatRate": int(draft.vat_rate),
        "discount": 0,
        "quantity": min(draft.quantity, MOST_STOCK),
        "active": True,
        "images": [{"url": address} for address in draft.images],
    }
    if draft.desi is not None:
        product["desi"] = draft.desi
    return product


def codes(drafts: Sequence[ListingDraft]) -> list[str]:
    """Of the new ones."""
    return [code(draft) for draft in drafts if draft.external_id is None]


def net(price: Decimal, rate: Decimal) -> Decimal:
    return rounded(price * 100 / (100 + rate))


def refused(barcode: str, cause: str, message: str | None) -> ItemResult:
    return ItemResult(barcode, ItemState.REJECTED, cause, message)
