"""Rows of a product file: an article's values in the merchant's layout, or what keeps it out of the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from prapazar.connector_kit.files import FileForm, FileProfile, ProductField, heading
from prapazar.foundation.money import rounded
from prapazar.foundation.sheets import Cell

_WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class FileOffer:
    """What a channel may be told of an article right now."""

    sku: str
    texts: Mapping[ProductField, str]
    vat_rate: Decimal | None
    desi: Decimal | None
    price: Decimal | None
    """With VAT; None where no price may leave, and `price_fault` says why."""
    list_price: Decimal | None
    quantity: int | None
    """None while nobody has counted."""
    price_fault: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why an article stays out: the column that lacks, and a code."""

    column: str
    code: str


def row_of(offer: FileOffer, profile: FileProfile, form: FileForm) -> list[Cell] | list[LeftOut]:
    values = _values(offer, form)
    faults = [
        LeftOut(heading(profile, form, field), _cause(offer, field))
        for field in profile.needs
        if values[field] in (None, "")
    ]
    if form.format == "csv" and not faults:
        faults = [
            LeftOut(heading(profile, form, field), "not_in_encoding")
            for field, value in values.items()
            if isinstance(value, str) and not _fits(value, form.codec)
        ]
    return faults or [values[field] for field in ProductField]


def _values(offer: FileOffer, form: FileForm) -> dict[ProductField, Cell]:
    values: dict[ProductField, Cell] = {field: offer.texts.get(field, "") for field in ProductField}
    price = offer.price
    if price is not None and form.price == "list":
        price = offer.list_price or price
    values[ProductField.SKU] = offer.sku
    values[ProductField.VAT_RATE] = offer.vat_rate
    values[ProductField.PRICE] = _as_asked(price, offer.vat_rate, form)
    values[ProductField.LIST_PRICE] = _as_asked(offer.list_price, offer.vat_rate, form)
    values[ProductField.QUANTITY] = offer.quantity
    values[ProductField.DESI] = offer.desi
    return values


def _as_asked(price: Decimal | None, vat_rate: Decimal | None, form: FileForm) -> Decimal | None:
    """Ours are with VAT; without a rate a price without VAT cannot be told."""
    if price is None or form.has_vat:
        return price
    return None if vat_rate is None else rounded(price / (1 + vat_rate / _WHOLE))


def _cause(offer: FileOffer, field: ProductField) -> str:
    if field is ProductField.PRICE and offer.price_fault:
        return offer.price_fault
    if field is ProductField.QUANTITY:
        return "not_counted"
    return "missing"


def _fits(value: str, codec: str) -> bool:
    try:
        value.encode(codec)
    except UnicodeEncodeError:
        return False
    return True
