"""Reads a paged list to its end and makes sure that nothing was lost between two pages."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parsing import dump_json

Row = dict[str, Any]
WALKS = 3


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]
    total: int
    """How many rows the provider says there are in all."""
    next: str | None = None
    """Where the next page begins, for providers that hand out tokens; None: count pages on."""


def paged(
    read: Callable[[int, str | None], Page], key: Callable[[Row], Hashable], *, first: int = 0
) -> Iterator[list[Row]]:
    """Every row once, page by page; `read` gets the page's number and the token of the page before.

    A row that leaves the list while we read pulls another one onto the page before, where it is missed.
    So the different rows are counted against the provider's total, and the pages are walked again when
    some are missing or the total shrank on the way. Raises UnexpectedAnswer when it does not settle.
    """
    seen: set[Hashable] = set()
    total = 0
    for _ in range(WALKS):
        total, shrank = 0, False
        for page in _walk(read, first):
            shrank = shrank or page.total < total
            total = page.total
            fresh = {known: row for row in page.rows if (known := _known_as(row, key)) not in seen}
            seen.update(fresh)
            if fresh:
                yield list(fresh.values())
        if len(seen) >= total and not shrank:
            return
    detail = f"{len(seen)} of {total} rows after reading all pages {WALKS} times"
    raise UnexpectedAnswer(detail, code="connector.pages_do_not_add_up")


def _known_as(row: Row, key: Callable[[Row], Hashable]) -> Hashable:
    """One that lacks what it should be known by is known by all it says: whoever reads it parks it alone."""
    try:
        known = key(row)
    except UnexpectedAnswer:
        known = None
    return dump_json(row) if known in (None, "") else known


def _walk(read: Callable[[int, str | None], Page], first: int) -> Iterator[Page]:
    number, token, count = first, None, 0
    while True:
        page = read(number, token)
        yield page
        count += len(page.rows)
        if not page.rows or count >= page.total:
            return
        number, token = number + 1, page.next
