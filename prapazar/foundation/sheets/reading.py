"""Read a spreadsheet a person sent: nothing in it is run, and nothing in it can fill the memory."""

import codecs
import csv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MOST_BYTES = 100 * 1024 * 1024
MOST_UNPACKED = 400 * 1024 * 1024
MOST_PARTS = 1_000
MOST_COLUMNS = 200
FORMULA = "\x00formula"
"""Stands for a cell that holds a formula: its result is not ours to compute, and its cache may be stale."""

_DELIMITERS = ";,\t"
_GUARDED = ("'=", "'+", "'-", "'@")


class SheetUnreadable(Exception):
    """A file that is no spreadsheet we can read; `code` says why."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code, value)
        self.code, self.value = code, value


@dataclass(frozen=True, slots=True)
class Sheet:
    path: Path
    headings: tuple[str, ...]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(row as a spreadsheet program counts it, cells as long as the headings); blank rows are left out."""
        numbered = _records(self.path)
        next(numbered, None)
        width = len(self.headings)
        for number, cells in numbered:
            if any(cells):
                yield number, (cells + [""] * width)[:width]

    def count(self) -> int:
        return sum(1 for _ in self.rows())


def open_sheet(path: Path) -> Sheet:
    """Reads the headings only. Raises SheetUnreadable."""
    if path.stat().st_size > MOST_BYTES:
        raise SheetUnreadable("file_too_large")
    first = next(_records(path), None)
    if first is None or not any(first[1]):
        raise SheetUnreadable("empty")
    headings = first[1]
    while headings and not headings[-1]:
        headings.pop()
    if len(headings) > MOST_COLUMNS:
        raise SheetUnreadable("too_many_columns", str(len(headings)))
    return Sheet(path, tuple(headings))


def _records(path: Path) -> Iterator[tuple[int, list[str]]]:
    with path.open("rb") as file:
        magic = file.read(8)
    if magic.startswith(b"PK\x03\x04"):
        yield from _xlsx(path)
    elif magic.startswith(b"\xd0\xcf\x11\xe0"):
        raise SheetUnreadable("old_excel")
    else:
        yield from _csv(path)


def _csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        heading = file.readline()
        if "\x00" in heading:
            raise SheetUnreadable("not_a_sheet")
        delimiter = max(_DELIMITERS, key=heading.count)
        file.seek(0)
        try:
            for number, cells in enumerate(csv.reader(file, delimiter=delimiter), start=1):
                yield number, [_unguarded(cell.strip()) for cell in cells]
        except (csv.Error, UnicodeDecodeError) as error:
            raise SheetUnreadable("not_a_sheet") from error


def _encoding(path: Path) -> str:
    """UTF-8 with or without its mark, else the Turkish Windows page, which takes any byte."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        if file.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
            return "utf-16"
        file.seek(0)
        try:
            while chunk := file.read(1 << 20):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1254"
    return "utf-8-sig"


def _xlsx(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        _check_unpacked(path)
        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
        try:
            sheet = book.worksheets[0]
            for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
                yield number, [_unguarded(_shown(cell)) for cell in cells]
        finally:
            book.close()
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        ParseError,
        KeyError,
        IndexError,
        ValueError,
        TypeError,
        OSError,
    ) as error:
        raise SheetUnreadable("not_a_sheet") from error


def _check_unpacked(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise SheetUnreadable("file_too_large")


def _shown(cell: Any) -> str:  # noqa: ANN401 - openpyxl's read-only and empty cells share no type
    """Numbers with a decimal comma and all their digits, so that no reader takes a point for thousands."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return FORMULA
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        exact = Decimal(repr(value))
        whole = exact == exact.to_integral_value()
        return format(exact.quantize(Decimal(1)) if whole else exact, "f").replace(".", ",")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()


def _unguarded(cell: str) -> str:
    """Our own export puts `'` before what a spreadsheet program would run as a formula."""
    return cell[1:] if cell.startswith(_GUARDED) else cell
