"""Codes, barcodes, category paths and what a draft must fulfil."""

from decimal import Decimal

import pytest

from prapazar.domain.catalog import rules
from prapazar.domain.catalog.drafts import ProductDraft, VariantDraft
from prapazar.domain.catalog.errors import CatalogRefused


@pytest.mark.parametrize("barcode", ["8690526012345", "96385074", "4006381333931"])
def test_is_gtin_follows_the_check_digit(barcode: str) -> None:
    body = barcode[:-1]
    fitting = next(str(digit) for digit in range(10) if rules.is_gtin(f"{body}{digit}"))

    verdicts = [rules.is_gtin(f"{body}{digit}") for digit in range(10)]

    assert verdicts == [str(digit) == fitting for digit in range(10)]


def test_is_gtin_knows_published_examples() -> None:
    verdicts = [
        rules.is_gtin(code) for code in ("4006381333931", "96385074", "4006381333932", "TY-1", "٤٠٠٦٣٨١٣")
    ]

    assert verdicts == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("code", "refusal"), [("  ", "missing"), ("8,69E+12", "digits_lost"), ("a\x00b", "code_invalid")]
)
def test_clean_code_refuses(code: str, refusal: str) -> None:
    with pytest.raises(CatalogRefused) as refused:
        rules.clean_code(code, "barcode")

    assert (refused.value.code, refused.value.field) == (refusal, "barcode")


def test_category_path_is_tidied() -> None:
    assert rules.category_path(" Gıda>  Süt  Ürünleri > ") == "Gıda > Süt Ürünleri"


@pytest.mark.parametrize(
    ("variant", "refusal"),
    [
        (VariantDraft("A", sale_price=Decimal(0)), ("not_positive", "sale_price")),
        (VariantDraft("A", sale_price=Decimal(-1)), ("not_positive", "sale_price")),
        (VariantDraft("A", sale_price=Decimal(5), cost=Decimal(6)), ("below_floor", "sale_price")),
        (VariantDraft("A", sale_price=Decimal(5), floor_price=Decimal(6)), ("below_floor", "sale_price")),
        (VariantDraft("A", sale_price=Decimal(5), list_price=Decimal(4)), ("list_below_sale", "list_price")),
        (VariantDraft("A", barcode="8,69E+12"), ("digits_lost", "barcode")),
    ],
)
def test_check_draft_refuses_a_variant(variant: VariantDraft, refusal: tuple[str, str]) -> None:
    with pytest.raises(CatalogRefused) as refused:
        rules.check_draft(ProductDraft(name="Çay", variants=(variant,)))

    assert (refused.value.code, refused.value.field) == refusal


def test_check_draft_refuses_the_same_sku_twice() -> None:
    draft = ProductDraft(name="Çay", variants=(VariantDraft("A"), VariantDraft("A")))

    with pytest.raises(CatalogRefused) as refused:
        rules.check_draft(draft)

    assert (refused.value.code, refused.value.value) == ("twice", "A")
