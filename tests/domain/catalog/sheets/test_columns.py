"""Headings of our own export and of other programs find their fields."""

import pytest

from prapazar.domain.catalog.enums import SheetField
from prapazar.domain.catalog.sheets import columns
from prapazar.foundation.scope import Locale


@pytest.mark.parametrize("locale", ["tr", "en"])
def test_guess_knows_every_heading_we_write(locale: Locale) -> None:
    mapping = columns.guess(columns.headings(locale))

    assert list(mapping.values()) == [field.value for field in SheetField]


def test_guess_reads_foreign_headings_and_leaves_unknown_ones() -> None:
    found = [
        "BARKOD",
        "Tedarikçi Stok Kodu",
        "KDV Oranı",
        "Görsel 1",
        "Görsel 2",
        "Ürün Stok Adedi",
        "Renk",
        "Barcode",
    ]

    assert columns.guess(found) == {
        "BARKOD": "barcode",
        "Tedarikçi Stok Kodu": "sku",
        "KDV Oranı": "vat_rate",
        "Görsel 1": "images",
        "Görsel 2": "images",
        "Ürün Stok Adedi": "on_hand",
    }


def test_columns_stand_where_the_sheet_has_them() -> None:
    placed = columns.columns(["x", "Kod", "Kod"], {"Kod": "sku"})

    assert placed == [columns.Column(1, "Kod", SheetField.SKU)]


def test_unknown_field_is_refused() -> None:
    with pytest.raises(ValueError, match="password"):
        columns.columns(["x"], {"x": "password"})
