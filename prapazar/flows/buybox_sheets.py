"""Buy boxes as a spreadsheet, what the filters find or what was chosen."""

from sqlalchemy.orm import Session

from prapazar.domain.listings import queries_buyboxes as queries
from prapazar.domain.listings.queries_buyboxes import BoxFilter, BoxRow
from prapazar.flows.list_sheets import ListSheet, paged
from prapazar.foundation.scope import Scope
from prapazar.foundation.sheets import Cell
from prapazar.foundation.texts import say

_COLUMNS = (
    *("col_listing", "col_sku", "col_barcode", "col_store", "col_state", "rank", "own", "best", "above"),
    *("col_currency", "since", "checked"),
)
_NAMES = tuple(name.removeprefix("col_") for name in _COLUMNS)


def sheet(scope: Scope, wanted: BoxFilter) -> ListSheet:
    scope.require("channels.read")

    def read(session: Session, after: str | None, limit: int) -> list[BoxRow]:
        return queries.page(session, scope, wanted, after=after or "", limit=limit)

    rows = (_cells(row, scope) for row in paged(scope, read, queries.cursor))
    headings = [say(scope.locale, f"buyboxes.{name}") for name in _COLUMNS]
    return ListSheet(headings, rows, names=_NAMES)


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
