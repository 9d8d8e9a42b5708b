"""Files as people send them: separators, encodings, formulas, broken and oversized ones."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from prapazar.foundation.sheets import SheetUnreadable, open_sheet, reading
from prapazar.foundation.sheets.reading import FORMULA


def kept(folder: Path, content: bytes, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        "SKU;Ürün adı\nA;Çiğ köfte, acılı\n".encode(),
        "\ufeffSKU;Ürün adı\r\nA;Çiğ köfte, acılı\r\n".encode(),
        'SKU,Ürün adı\nA,"Çiğ köfte, acılı"\n'.encode("cp1254"),
        "SKU\tÜrün adı\nA\tÇiğ köfte, acılı\n".encode(),
        "SKU\tÜrün adı\nA\tÇiğ köfte, acılı\n".encode("utf-16"),
    ],
)
def test_csv_of_any_program_reads_alike(tmp_path: Path, content: bytes) -> None:
    sheet = open_sheet(kept(tmp_path, content))

    assert (sheet.headings, list(sheet.rows())) == (("SKU", "Ürün adı"), [(2, ["A", "Çiğ köfte, acılı"])])


def test_rows_are_padded_cut_and_numbered_past_blank_ones(tmp_path: Path) -> None:
    sheet = open_sheet(kept(tmp_path, b"a;b\n1\n\n;\n1;2;3\n'=x;'y\n"))

    assert list(sheet.rows()) == [(2, ["1", ""]), (5, ["1", "2"]), (6, ["=x", "'y"])]
    assert sheet.count() == 3


def test_xlsx_keeps_digits_decimals_and_refuses_formulas(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["SKU", "Barkod", "Fiyat", "Oran", "Formül", "Boş"])  # type: ignore[union-attr]
    book.active.append(["A", 8690000000500, 1.234, 20.0, "=1+1", None])  # type: ignore[union-attr]
    path = tmp_path / "a.xlsx"
    book.save(path)

    sheet = open_sheet(path)

    assert list(sheet.rows()) == [(2, ["A", "8690000000500", "1,234", "20", FORMULA, ""])]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"PK\x03\x04 not a zip", "not_a_sheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
        (b"\x00\x01\x02\x03", "not_a_sheet"),
        (b";".join(b"h" for _ in range(201)), "too_many_columns"),
    ],
)
def test_what_is_no_sheet_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(SheetUnreadable) as refused:
        open_sheet(kept(tmp_path, content))

    assert refused.value.code == code


def test_xlsx_that_unpacks_too_far_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_UNPACKED", 1_000_000)
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)

    with pytest.raises(SheetUnreadable) as refused:
        open_sheet(path)

    assert (refused.value.code, path.stat().st_size < 10_000) == ("file_too_large", True)


def test_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")

    with pytest.raises(SheetUnreadable) as refused:
        open_sheet(path)

    assert refused.value.code == "not_a_sheet"
