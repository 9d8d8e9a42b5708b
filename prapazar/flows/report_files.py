"""A report as a file: CSV and XLSX with real numbers, PDF with its chart."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # the package brings no types

from prapazar.flows import papers, report_charts, report_tables
from prapazar.flows.papers import Column, Paper
from prapazar.flows.report_tables import Line, Table
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Locale
from prapazar.foundation.sheets import Cell, csv_chunks
from prapazar.foundation.texts import say

_FORMS = {"money": "#,##0.00", "count": "#,##0", "percent": "0.0%", "hours": "#,##0.0", "days": "#,##0"}
_MOST_WIDTH, _LEAST_WIDTH = 46, 12
_PAPER_COLUMNS = 13


def csv(table: Table) -> bytes:
    headings = [table.first, *(one.label for one in table.columns)]
    rows: list[list[Cell]] = [[line.label, *line.cells] for line in (*table.rows, table.total)]
    return b"".join(csv_chunks(headings, rows))


def xlsx(table: Table, locale: Locale) -> bytes:
    """Title and notes above, the head frozen, sums beneath; days are days and amounts are numbers."""
    target = BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    with book:
        sheet = book.add_worksheet(table.title[:31].translate(str.maketrans("", "", "[]:*?/\\")))
        forms = _Forms(book)
        sheet.write_string(0, 0, table.title, forms.get("title"))
        said = [*table.about, *table.notes]
        for place, told in enumerate(said, start=1):
            sheet.write_string(place, 0, told, forms.get("soft"))
        head = len(said) + 2
        _headings(sheet, head, table, forms)
        for place, line in enumerate(table.rows, start=head + 1):
            _line(sheet, place, line, table, forms)
        _line(sheet, head + 1 + len(table.rows), table.total, table, forms, is_total=True)
        sheet.freeze_panes(head + 1, 1)
        if table.rows:
            sheet.autofilter(head, 0, head + len(table.rows), len(table.columns))
        sheet.set_landscape()
        sheet.repeat_rows(head)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{say(locale, 'exports.made_by')}&R&P / &N")
    return target.getvalue()


def pdf(table: Table, locale: Locale, owner: str) -> bytes:
    columns = table.columns[:_PAPER_COLUMNS]
    left_out = len(table.columns) - len(columns)
    notes = [*table.about, *table.notes]
    if left_out:
        notes.append(say(locale, "reports.columns_left_out", count=str(left_out)))

    def cells(line: Line) -> list[str]:
        return [line.label, *report_tables.lines_of(table, locale, [line])[0][:_PAPER_COLUMNS]]

    paper = Paper(
        title=table.title,
        about=notes,
        columns=[
            Column(table.first),
            *(Column(one.label, one.role != "text") for one in columns),
        ],
        rows=[cells(line) for line in table.rows],
        total=cells(table.total),
        figures=[(one.label, one.value, one.change or one.note, one.goes_well) for one in table.figures],
        page_of=say(locale, "exports.page_of"),
        owner=owner,
        made=f"PraPazar · {now().astimezone(ISTANBUL):%d.%m.%Y %H:%M}",
    )
    return papers.draw(paper, None if table.is_empty else report_charts.drawn(table, locale))


class _Forms:
    """Of cells, each made once."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - xlsxwriter brings no types
        self._book = book
        self._known: dict[tuple[str, bool], Any] = {}

    def get(self, name: str, *, is_total: bool = False) -> Any:  # noqa: ANN401 - as above
        key = (name, is_total)
        if key not in self._known:
            self._known[key] = self._book.add_format(_look(name, is_total=is_total))
        return self._known[key]


def _look(name: str, *, is_total: bool) -> dict[str, object]:
    look: dict[str, object] = {"bold": True, "top": 1} if is_total else {}
    if name == "title":
        return {"bold": True, "font_size": 14}
    if name == "soft":
        return {"font_color": "#475569"}
    if name == "head":
        return {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#f1f5f9"}
    if name == "day":
        look["num_format"] = "dd.mm.yyyy"
        look["align"] = "left"
    return {**look, **({"num_format": _FORMS[name]} if name in _FORMS else {})}


def _headings(sheet: Any, row: int, table: Table, forms: _Forms) -> None:  # noqa: ANN401 - xlsxwriter brings no types
    said = [table.first, *(one.label for one in table.columns)]
    longest = max((len(line.label) for line in table.rows), default=0)
    for place, heading in enumerate(said):
        width = max(longest, len(heading)) if place == 0 else len(heading)
        sheet.set_column(place, place, min(_MOST_WIDTH, max(_LEAST_WIDTH, width + 2)))
        sheet.write_string(row, place, heading, forms.get("head"))


def _line(
    sheet: Any,  # noqa: ANN401 - xlsxwriter brings no types
    place: int,
    line: Line,
    table: Table,
    forms: _Forms,
    *,
    is_total: bool = False,
) -> None:
    day = _day(line.key)
    if day is not None and not is_total:
        sheet.write_datetime(place, 0, day, forms.get("day"))
    else:
        sheet.write_string(place, 0, line.label, forms.get("text", is_total=is_total))
    for column, (about, cell) in enumerate(_pairs(table, line), start=1):
        form = forms.get(about, is_total=is_total)
        if isinstance(cell, Decimal):
            sheet.write_number(place, column, cell, form)
        elif isinstance(cell, str):
            sheet.write_string(place, column, cell, form)
        else:
            sheet.write_blank(place, column, None, form)


def _pairs(table: Table, line: Line) -> Sequence[tuple[str, Decimal | str | None]]:
    return [(column.unit, cell) for column, cell in zip(table.columns, line.cells, strict=True)]


def _day(key: str) -> date | None:
    try:
        return date.fromisoformat(key)
    except ValueError:
        return None
