"""What we write opens in a Turkish Excel, runs nothing, and reads back as it was."""

from decimal import Decimal
from pathlib import Path

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
