"""Lists on paper: as their spreadsheets, with what does not fit cut."""

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

MOST_COLUMNS = 14
"""Of what is wider, the first; a spreadsheet holds the rest."""


def pdf(sheet: ListSheet, title: str, locale: Locale) -> bytes:
    rows = [list(row)[:MOST_COLUMNS] for row in sheet.rows]
    headings = list(sheet.headings)[:MOST_COLUMNS]
    numbers = {
        place
        for place in range(len(headings))
        if any(isinstance(row[place], int | Decimal) for row in rows[:200])
    }
    count = say(locale, "exports.rows", count=formats.number(len(rows), locale))
    return papers.draw(
        Paper(
            title=title,
            about=[count],
            columns=[Column(said, place in numbers) for place, said in enumerate(headings)],
            rows=[[_said(cell, locale) for cell in row] for row in rows],
            page_of=say(locale, "exports.page_of"),
            made=f"PraPazar · {now().astimezone(ISTANBUL):%d.%m.%Y %H:%M}",
        )
    )


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
