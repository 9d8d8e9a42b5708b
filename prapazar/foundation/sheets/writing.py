"""Write a spreadsheet that opens rightly in a Turkish Excel and can be read back in."""

import codecs
import csv
import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # the package brings no types

from prapazar.foundation.clock import ISTANBUL

Cell = str | int | Decimal | datetime | date | None
"""A moment is written by Istanbul's clock, as the books are kept."""

_ROWS_PER_CHUNK = 2_000
_AMOUNT = "#,##0.00##"
_LOOKS: dict[str, dict[str, Any]] = {
    "bold": {"bold": True, "bottom": 1, "bg_color": "#f1f5f9"},
    "moment": {"num_format": "dd.mm.yyyy hh:mm", "align": "left"},
    "day": {"num_format": "dd.mm.yyyy", "align": "left"},
    "amount": {"num_format": _AMOUNT},
    "total": {"bold": True, "top": 1},
    "total_amount": {"bold": True, "top": 1, "num_format": _AMOUNT},
}
_DANGEROUS = ("=", "+", "-", "@")
_MOST_CELL = 32_767
_WIDEST, _NARROWEST = 48, 10
_MOMENT, _DAY = 16, 10
"""Letters of a date. Excel shows only # where it has less room."""
_FILTER_BUTTON = 3
_NOT_IN_A_TAB = str.maketrans("", "", "[]:*?/\\")
_LONGEST_TAB = 31


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


def write_xlsx(
    path: Path,
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    totals: Collection[int] = (),
    total_label: str = "",
    currency: int | None = None,
    title: str = "",
) -> None:
    """Row by row onto the disk; text stays text, whatever it begins with.

    `totals`: columns that are added up in a last row. `currency`: the column that says in what; where it says
    more than one, amounts are not added up. `title`: of the tab.
    """
    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    with book:  # closed also when the rows come to an early end
        sheet = book.add_worksheet(title.translate(_NOT_IN_A_TAB)[:_LONGEST_TAB] or None)
        forms = {name: book.add_format(look) for name, look in _LOOKS.items()}
        widths = [len(heading) + _FILTER_BUTTON for heading in headings]
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, forms["bold"])
        sheet.freeze_panes(1, 0)
        sums: dict[int, Decimal] = dict.fromkeys(totals, Decimal(0))
        currencies: set[Cell] = set()
        last = 0
        for last, row in enumerate(rows, start=1):
            if currency is not None:
                currencies.add(row[currency])
            for column, cell in enumerate(row):
                _write(sheet, last, column, cell, forms)
                widths[column] = max(widths[column], _letters(cell))
                if column in sums and isinstance(cell, int | Decimal):
                    sums[column] += cell
        if sums and last:
            sheet.write_string(last + 1, 0, total_label, forms["total"])
            of_several = len(currencies) > 1
            for column, total in sums.items():
                form = "total_amount" if _is_amount(total) else "total"
                if form == "total" or not of_several:
                    sheet.write_number(last + 1, column, total, forms[form])
                    widths[column] = max(widths[column], _letters(total))
        _make_room(sheet, widths)
        if last:
            sheet.autofilter(0, 0, last, max(0, len(headings) - 1))


def _write(sheet: Any, line: int, column: int, cell: Cell, forms: dict[str, Any]) -> None:  # noqa: ANN401 - xlsxwriter brings no types
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        sheet.write_string(line, column, cell[:_MOST_CELL])
    elif isinstance(cell, datetime):
        sheet.write_datetime(line, column, cell.astimezone(ISTANBUL).replace(tzinfo=None), forms["moment"])
    elif isinstance(cell, date):
        sheet.write_datetime(line, column, cell, forms["day"])
    elif isinstance(cell, Decimal):
        sheet.write_number(line, column, cell, forms["amount"])
    else:
        sheet.write_number(line, column, cell)


def _is_amount(total: Decimal) -> bool:
    return total != total.to_integral_value() or total.as_tuple().exponent != 0


def _make_room(sheet: Any, widths: Sequence[int]) -> None:  # noqa: ANN401 - xlsxwriter brings no types
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(_WIDEST, max(_NARROWEST, width + 1)))


def _letters(cell: Cell) -> int:
    """How many a column has to have room for."""
    if isinstance(cell, datetime):
        return _MOMENT
    if isinstance(cell, date):
        return _DAY
    if isinstance(cell, Decimal):
        return len(f"{cell:,.2f}")
    return len(str(cell)) if cell is not None else 0


def _plain(cell: Cell, decimal: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return format(cell, "f").replace(".", decimal)
    if isinstance(cell, datetime):
        return cell.astimezone(ISTANBUL).strftime("%d.%m.%Y %H:%M")
    if isinstance(cell, date):
        return cell.strftime("%d.%m.%Y")
    if isinstance(cell, str) and cell.startswith(_DANGEROUS):
        return f"'{cell}"
    return str(cell)
