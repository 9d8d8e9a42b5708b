"""Lists on paper: as their spreadsheets, with what does not fit cut."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from prapazar.flows import papers
from prapazar.flows.list_sheets import ListSheet
from prapazar.flows.papers import Column, Paper
from prapazar.foundation import formats
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Locale
from prapazar.foundation.sheets import Cell
from prapazar.foundation.texts import say

MOST_ROWS = 5_000
"""Some hundred and fifty pages; whoever hands in more rows cuts them here."""
MOST_COLUMNS = 14
"""Of what is wider, the first; a spreadsheet holds the rest."""


def pdf(sheet: ListSheet, title: str, locale: Locale, owner: str) -> bytes:
    rows = [list(row)[:MOST_COLUMNS] for row in sheet.rows]
    headings = list(sheet.headings)[:MOST_COLUMNS]
    numbers = {
        place
        for place in range(len(headings))
        if any(isinstance(row[place], int | Decimal) for row in rows[:200])
    }
    is_cut = len(rows) >= MOST_ROWS
    total = [] if is_cut else _total(sheet, rows, len(headings), locale)
    count = say(
        locale, "exports.first_rows" if is_cut else "exports.rows", count=formats.number(len(rows), locale)
    )
    return papers.draw(
        Paper(
            title=title,
            about=[count],
            columns=[Column(said, place in numbers) for place, said in enumerate(headings)],
            rows=[[_said(cell, locale) for cell in row] for row in rows],
            total=total,
            page_of=say(locale, "exports.page_of"),
            owner=owner,
            made=f"PraPazar · {now().astimezone(ISTANBUL):%d.%m.%Y %H:%M}",
        )
    )


def _total(sheet: ListSheet, rows: Sequence[Sequence[Cell]], wide: int, locale: Locale) -> list[str]:
    """As beneath the spreadsheet: amounts of several currencies are not added up."""
    added = [place for place in sheet.totals if 0 < place < wide]
    if not added or not rows:
        return []
    of_several = (
        sheet.currency is not None
        and sheet.currency < wide
        and len({row[sheet.currency] for row in rows}) > 1
    )
    said = [say(locale, "exports.total"), *[""] * (wide - 1)]
    for place in added:
        found = [cell for row in rows if isinstance(cell := row[place], int | Decimal)]
        if not (of_several and any(isinstance(cell, Decimal) for cell in found)):
            total = sum(found)
            is_amount = any(isinstance(cell, Decimal) for cell in found)
            said[place] = (
                formats.number(total, locale, places=2) if is_amount else formats.number(total, locale)
            )
    return said


def _said(cell: Cell, locale: Locale) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell.astimezone(ISTANBUL):%d.%m.%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, Decimal):
        return formats.number(cell, locale, places=2)
    if isinstance(cell, int):
        return formats.number(cell, locale)
    return cell
