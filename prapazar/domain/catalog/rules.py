"""Decisions on plain values: codes, barcodes, category paths, and what a draft must fulfil."""

import re
from decimal import Decimal

from prapazar.domain.catalog.drafts import ProductDraft, VariantDraft
from prapazar.domain.catalog.errors import ValueInvalid, ValueMissing

MOST_PRICE = Decimal("99999999999.99")
_MOST_CODE = 100
_MOST_NAME = 500
_SCIENTIFIC = re.compile(r"\d[.,]?\d*E\+?\d+", re.IGNORECASE)
_GTIN_LENGTHS = frozenset({8, 12, 13, 14})


def clean_code(code: str, field: str) -> str:
    """A SKU or barcode as it is kept: no spaces around, nothing unprintable.

    Refuses `8,69E+12`: a spreadsheet program has thrown digits away, and they cannot be guessed.
    """
    cleaned = code.strip()
    if not cleaned:
        raise ValueMissing(field)
    if _SCIENTIFIC.fullmatch(cleaned):
        raise ValueInvalid("digits_lost", field, cleaned)
    if len(cleaned) > _MOST_CODE or not cleaned.isprintable():
        raise ValueInvalid("code_invalid", field, cleaned[:_MOST_CODE])
    return cleaned


def is_gtin(barcode: str) -> bool:
    """A GTIN-8, -12, -13 or -14 whose check digit fits; channels refuse others in some categories."""
    if len(barcode) not in _GTIN_LENGTHS or not (barcode.isascii() and barcode.isdigit()):
        return False
    digits = [int(digit) for digit in reversed(barcode)]
    weighted = sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return weighted % 10 == 0


def category_names(path: str) -> list[str]:
    """`Gıda> Süt ` -> [`Gıda`, `Süt`]."""
    return [name for part in path.split(">") if (name := " ".join(part.split()))]


def category_path(path: str) -> str:
    return " > ".join(category_names(path))


def clean_name(name: str) -> str:
    cleaned = " ".join(name.split())
    if not cleaned:
        raise ValueMissing("name")
    if len(cleaned) > _MOST_NAME:
        raise ValueInvalid("too_long", "name", cleaned[:_MOST_NAME])
    return cleaned


def check_amount(amount: Decimal | None, field: str, *, zero_allowed: bool = False) -> None:
    if amount is None:
        return
    if amount < 0 or (amount == 0 and not zero_allowed):
        raise ValueInvalid("not_positive", field, str(amount))
    if amount > MOST_PRICE:
        raise ValueInvalid("too_large", field, str(amount))


def check_prices(variant: VariantDraft) -> None:
    """The first prices of a new variant obey what `pricing` holds every later one to."""
    check_amount(variant.sale_price, "sale_price")
    check_amount(variant.list_price, "list_price")
    check_amount(variant.cost, "cost", zero_allowed=True)
    check_amount(variant.floor_price, "floor_price")
    if variant.sale_price is None:
        return
    if variant.list_price is not None and variant.list_price < variant.sale_price:
        raise ValueInvalid("list_below_sale", "list_price", str(variant.list_price))
    floor = variant.floor_price if variant.floor_price is not None else variant.cost or None
    if floor is not None and variant.sale_price < floor:
        raise ValueInvalid("below_floor", "sale_price", str(variant.sale_price))


def check_draft(draft: ProductDraft) -> None:
    """Raises ValueMissing or ValueInvalid for the first thing that cannot be written."""
    clean_name(draft.name)
    check_vat(draft.vat_rate)
    if not draft.variants:
        raise ValueMissing("sku")
    seen: set[str] = set()
    for variant in draft.variants:
        code = clean_code(variant.sku, "sku")
        if variant.barcode:
            clean_code(variant.barcode, "barcode")
        for key in (f"s{code}", f"b{variant.barcode}" if variant.barcode else ""):
            if key and key in seen:
                raise ValueInvalid("twice", "sku" if key[0] == "s" else "barcode", key[1:])
            seen.add(key)
        if variant.id is None:
            check_prices(variant)


def check_vat(rate: Decimal) -> None:
    if not 0 <= rate <= 100:  # noqa: PLR2004 - percent
        raise ValueInvalid("vat_invalid", "vat_rate", str(rate))
