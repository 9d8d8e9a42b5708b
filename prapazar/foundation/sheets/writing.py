"""Write a spreadsheet that opens rightly in a Turkish Excel and can be read back in."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]  # the package brings no types

Cell = str | int | Decimal | None

_ROWS_PER_CHUNK = 2_000
_DANGEROUS = ("=", "+", "-", "@")
_MOST_CELL = 32_767


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How a CSV file is written; as it stands, so that a Turkish Excel opens it rightly."""

    delimiter: str = ";"
    encoding: str = "utf-8-sig"
    """With its mark, without which Excel takes UTF-8 for the Windows page."""
    decimal: str = ","


TURKISH_EXCEL = CsvForm()


def csv_chunks(
    headings: Sequence[str], rows: Iterable[Sequence[Cell]], form: CsvForm = TURKISH_EXCEL
) -> Iterator[bytes]:
    """Big chunks, since each costs the server a turn. What the encoding lacks raises UnicodeEncodeError."""
    buffer = io.StringIO(newline="")
    encoder = codecs.getincrementalencoder(form.encoding)()
    writer = csv.writer(buffer, delimiter=form.delimiter)
    writer.writerow(headings)
    for number, row in enumerate(rows, start=1):
        writer.writerow([_plain(cell, form.decimal) for cell in row])
        if number % _ROWS_PER_CHUNK == 0:
            yield encoder.encode(buffer.getvalue())
            buffer.seek(0)
            buffer.truncate()
    yield encoder.encode(buffer.getvalue(), final=True)


def write_xlsx(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Row by row onto the disk; text stays text, whatever it begins with."""
    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    with book:  # closed also when the rows come to an early end
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, bold)
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if cell is None or cell == "":
                    continue
                if isinstance(cell, str):
                    sheet.write_string(line, column, cell[:_MOST_CELL])
                else:
                    sheet.write_number(line, column, cell)


def _plain(cell: Cell, decimal: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return format(cell, "f").replace(".", decimal)
    if isinstance(cell, str) and cell.startswith(_DANGEROUS):
        return f"'{cell}"
    return str(cell)
