"""What we write opens in a Turkish Excel, runs nothing, and reads back as it was."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from openpyxl import load_workbook

from prapazar.foundation.sheets import Cell, csv_chunks, open_sheet, write_xlsx

ROWS: list[list[Cell]] = [
    ["=1+1", "İğne; iplik", Decimal("1234.50"), 7],
    ["-A", 'tırnak "', None, 0],
    ["00123", "iki\nsatır", Decimal("0.05"), None],
]


def test_csv_has_mark_semicolons_commas_and_guards() -> None:
    written = b"".join(csv_chunks(["Stok kodu", "Ad", "Fiyat", "Adet"], ROWS))

    assert written.decode() == (
        "\ufeffStok kodu;Ad;Fiyat;Adet\r\n"
        '\'=1+1;"İğne; iplik";1234,50;7\r\n'
        '\'-A;"tırnak """;;0\r\n'
        '00123;"iki\nsatır";0,05;\r\n'
    )


def test_csv_leaves_in_big_chunks() -> None:
    chunks = list(csv_chunks(["a"], (["x"] for _ in range(4_500))))

    assert [chunk.count(b"x") for chunk in chunks] == [2_000, 2_000, 500]


def test_both_forms_read_back_alike(tmp_path: Path) -> None:
    headings = ["Stok kodu", "Ad", "Fiyat", "Adet"]
    (tmp_path / "a.csv").write_bytes(b"".join(csv_chunks(headings, ROWS)))
    write_xlsx(tmp_path / "a.xlsx", headings, ROWS)

    from_csv = [cells for _, cells in open_sheet(tmp_path / "a.csv").rows()]
    from_xlsx = [cells for _, cells in open_sheet(tmp_path / "a.xlsx").rows()]

    assert from_csv == [
        ["=1+1", "İğne; iplik", "1234,50", "7"],
        ["-A", 'tırnak "', "", "0"],
        ["00123", "iki\nsatır", "0,05", ""],
    ]
    assert from_xlsx == [
        ["=1+1", "İğne; iplik", "1234,5", "7"],
        ["-A", 'tırnak "', "", "0"],
        ["00123", "iki\nsatır", "0,05", ""],
    ]


def test_xlsx_shows_every_date_and_amount_whole(tmp_path: Path) -> None:
    row: list[Cell] = [datetime(2026, 11, 21, 11, 5, tzinfo=UTC), Decimal("1204567.50"), "Ad", "x" * 90]

    write_xlsx(tmp_path / "a.xlsx", ["An", "T", "Ad", "Not"], [row], totals=(1,), title="Siparişler: [1/2]")

    sheet = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    amounts = [(cell.value, cell.number_format) for cell in sheet["B"][1:]]
    widths = {name: round(one.width) for name, one in sheet.column_dimensions.items()}
    assert (sheet.title, widths) == ("Siparişler 12", {"A": 18, "B": 14, "C": 11, "D": 49})
    assert amounts == [(1204567.5, "#,##0.00##")] * 2
