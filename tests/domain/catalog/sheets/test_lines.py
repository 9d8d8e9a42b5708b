"""One row read: typed values, or every cell that cannot be taken."""

from decimal import Decimal

import pytest

from prapazar.domain.catalog.actions.runs import RowError
from prapazar.domain.catalog.enums import ProductStatus, SheetField
from prapazar.domain.catalog.sheets import columns
from prapazar.domain.catalog.sheets.lines import SheetLine, read_line
from prapazar.foundation.sheets.reading import FORMULA

COLUMNS = columns.columns(columns.headings("tr"), columns.guess(columns.headings("tr")))
PLACE = {column.field: column.place for column in COLUMNS}


def row(**said: str) -> list[str]:
    cells = [""] * len(COLUMNS)
    for name, value in said.items():
        cells[PLACE[SheetField(name)]] = value
    return cells


def test_row_is_read_with_its_types_and_blank_cells_left_out() -> None:
    cells = row(
        sku=" A-1 ",
        name="Çay  500",
        vat_rate="%10",
        sale_price="₺1.234,50",
        cost="0",
        on_hand="12,0",
        images="https://a.example/1.jpg | https://a.example/2.jpg,https://a.example/3.jpg",
        status="TASLAK",
        category="Gıda>Çay",
    )

    assert read_line(7, cells, COLUMNS) == SheetLine(
        7,
        {
            SheetField.SKU: "A-1",
            SheetField.NAME: "Çay 500",
            SheetField.CATEGORY: "Gıda > Çay",
            SheetField.VAT_RATE: Decimal(10),
            SheetField.COST: Decimal(0),
            SheetField.SALE_PRICE: Decimal("1234.50"),
            SheetField.ON_HAND: 12,
            SheetField.IMAGES: (
                "https://a.example/1.jpg",
                "https://a.example/2.jpg",
                "https://a.example/3.jpg",
            ),
            SheetField.STATUS: ProductStatus.DRAFT,
        },
    )


@pytest.mark.parametrize(
    ("said", "column", "code"),
    [
        ({"sale_price": "abc"}, "Satış fiyatı", "not_a_number"),
        ({"sale_price": "0"}, "Satış fiyatı", "not_positive"),
        ({"sale_price": "-5"}, "Satış fiyatı", "not_positive"),
        ({"cost": "99999999999999"}, "Maliyet", "too_large"),
        ({"vat_rate": "0,2"}, "KDV oranı", "vat_fraction"),
        ({"vat_rate": "120"}, "KDV oranı", "vat_invalid"),
        ({"on_hand": "1,5"}, "Stok", "not_whole"),
        ({"on_hand": "-1"}, "Stok", "not_positive"),
        ({"barcode": "8,69E+12"}, "Barkod", "digits_lost"),
        ({"images": "www.a.example/1.jpg"}, "Görseller", "image_invalid"),
        ({"status": "belki"}, "Durum", "status_unknown"),
    ],
)
def test_cell_that_cannot_be_taken_is_named(said: dict[str, str], column: str, code: str) -> None:
    assert read_line(3, row(sku="A", **said), COLUMNS) == [RowError(3, column, code, *said.values())]


def test_every_wrong_cell_of_a_row_is_named() -> None:
    cells = row(sku="A", sale_price="x", on_hand=FORMULA)

    assert read_line(3, cells, COLUMNS) == [
        RowError(3, "Satış fiyatı", "not_a_number", "x"),
        RowError(3, "Stok", "formula"),
    ]


def test_row_without_sku_and_barcode_has_no_key() -> None:
    assert read_line(3, row(name="Çay"), COLUMNS) == [RowError(3, "", "no_key")]
