"""Buy boxes as a spreadsheet, what the filters find or what was chosen."""

from collections.abc import Iterator

from prapazar.domain.listings import queries_buyboxes as queries
from prapazar.domain.listings.queries_buyboxes import BoxFilter, BoxRow
from prapazar.flows.list_sheets import ListSheet
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.sheets import Cell
from prapazar.foundation.texts import say

_FETCHED = 200
_COLUMNS = (
    *("col_listing", "col_sku", "col_barcode", "col_store", "col_state", "rank", "own", "best", "above"),
    *("col_currency", "since", "checked"),
)
_NAMES = tuple(name.removeprefix("col_") for name in _COLUMNS)


def sheet(scope: Scope, wanted: BoxFilter) -> ListSheet:
    scope.require("channels.read")
    headings = [say(scope.locale, f"buyboxes.{name}") for name in _COLUMNS]
    return ListSheet(headings, (_cells(row, scope) for row in _rows(scope, wanted)), names=_NAMES)


def _rows(scope: Scope, wanted: BoxFilter) -> Iterator[BoxRow]:
    """A transaction for each page, so that none stays open as long as somebody reads."""
    after = ""
    while True:
        with db.transaction(scope) as session:
            rows = queries.page(session, scope, wanted, after=after, limit=_FETCHED)
        yield from rows
        if len(rows) < _FETCHED:
            return
        after = queries.cursor(rows[-1])


def _cells(row: BoxRow, scope: Scope) -> list[Cell]:
    return [
        row.title,
        row.sku,
        row.barcode,
        row.channel,
        say(scope.locale, f"buyboxes.view_{row.state}"),
        row.rank,
        row.own_price,
        row.best_price,
        row.above,
        row.currency,
        row.since,
        row.checked_at,
    ]
