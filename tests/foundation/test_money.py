"""Amounts: read as people in Türkiye and elsewhere write them, rounded as invoices are."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prapazar.foundation.money import parse_amount, rounded

_AMOUNTS = st.decimals(min_value=Decimal("-99999999.99"), max_value=Decimal("99999999.99"), places=2)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("1.005", "1.01"),
        ("1.004", "1.00"),
        ("-1.005", "-1.01"),
        ("2.675", "2.68"),
        ("0", "0.00"),
        ("99.999", "100.00"),
    ],
)
def test_rounded_goes_to_the_kurus_halves_away_from_zero(amount: str, expected: str) -> None:
    assert str(rounded(Decimal(amount))) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1234.5", "1234.5"),
        ("₺1.234,50", "1234.50"),
        ("1.234,50 TL", "1234.50"),
        (" 12 345,6 ", "12345.6"),
        ("1\u00a0234,50", "1234.50"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("1,234,567.8", "1234567.8"),
        ("0,99", "0.99"),
        ("-5,00", "-5.00"),
        ("7", "7"),
    ],
)
def test_parse_amount_reads_both_ways_of_writing(written: str, expected: str) -> None:
    assert parse_amount(written) == Decimal(expected)


@pytest.mark.parametrize("written", ["", "yok", "1,2,3.4.5", "NaN", "Infinity", "12a", "--3"])
def test_parse_amount_refuses_what_is_no_amount(written: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        parse_amount(written)


@given(_AMOUNTS)
def test_parse_amount_reads_back_what_a_turkish_sheet_shows(amount: Decimal) -> None:
    shown = f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))

    assert parse_amount(shown) == amount


@given(_AMOUNTS)
def test_parse_amount_reads_back_what_an_english_sheet_shows(amount: Decimal) -> None:
    assert parse_amount(f"{amount:,.2f}") == amount
