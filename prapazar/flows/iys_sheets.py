"""The registry of consents by file: what it does not know yet goes out, what it says comes in."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from prapazar.domain.access import audit
from prapazar.domain.messaging import queries_consents as queries
from prapazar.domain.messaging import registry
from prapazar.domain.messaging.actions import mark_registered, take_registered
from prapazar.domain.messaging.errors import MessageRefused
from prapazar.domain.messaging.queries_consents import Registry, Standing
from prapazar.domain.messaging.registry import COLUMNS, Fault, Registered
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.scope import PermissionDenied, Scope
from prapazar.foundation.search import fold
from prapazar.foundation.sheets import open_sheet

MOST_ROWS = 50_000
_AT_ONCE = 1_000
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "type": ("type", "izin turu", "ileti turu", "tip"),
    "source": ("source", "izin kaynagi", "kaynak"),
    "recipient": ("recipient", "alici", "alici adresi"),
    "status": ("status", "izin durumu", "durum"),
    "consentDate": ("consentdate", "izin tarihi", "tarih"),
    "recipientType": ("recipienttype", "alici tipi", "alici turu"),
}
"""The registry's own names, and how its panel calls them in Turkish."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    taken: int
    faults: Sequence[Fault]


def figures(scope: Scope) -> Registry:
    with db.transaction(scope) as session:
        return queries.registry(session, scope, overdue=registry.overdue_before(now()))


def page(scope: Scope, view: str, *, after: str = "", limit: int = 50) -> list[Standing]:
    """Raises ValueError for a cursor that is none."""
    with db.transaction(scope) as session:
        overdue = registry.overdue_before(now())
        return queries.standings(session, scope, view, overdue=overdue, after=after, limit=limit)


def written(scope: Scope, until: datetime, source: str) -> Iterator[bytes]:
    """What was in the books by `until` and not told; `source` for those of which none is noted.

    Addresses stand in it whole: refused to whom they are masked. Raises PermissionDenied, MessageRefused.
    """
    scope.require("messages.write")
    if scope.hides("buyer.email") or scope.hides("buyer.phone"):
        raise PermissionDenied("messages.write")
    if source not in registry.SOURCES:
        raise MessageRefused("messages.not_a_choice", "source")
    with db.transaction(scope) as session:
        audit.append(session, scope, "messages.iys_export", scope.merchant_id, {"until": until.isoformat()})
    return _lines(scope, until, source)


def _lines(scope: Scope, until: datetime, source: str) -> Iterator[bytes]:
    """Without the guard our other sheets put before a plus: this one is read by the registry, and by nothing else."""
    yield _written([COLUMNS])
    after = ""
    while True:
        with db.transaction(scope) as session:
            rows = queries.standings(
                session, scope, "open", overdue=until, until=until, after=after, limit=_AT_ONCE
            )
        if not rows:
            return
        yield _written([_row(one, source) for one in rows])
        after = queries.standing_cursor(rows[-1])


def _row(one: Standing, source: str) -> tuple[str, ...]:
    return (
        registry.TYPES[one.way],
        one.iys_source or source,
        one.address,
        registry.word_of(one.state),
        registry.clock(one.at),
        one.recipient_kind,
    )


def _written(rows: Sequence[Sequence[str]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode()


def told(scope: Scope, until: datetime) -> int:
    """A person uploaded the file of that moment."""
    with db.transaction(scope) as session:
        marked = mark_registered(session, scope, until)
        audit.append(session, scope, "messages.iys_told", scope.merchant_id, {"count": marked})
    return marked


def take_in(scope: Scope, path: Path) -> TakenIn:
    """Good rows are recorded, the others told. Raises SheetUnreadable."""
    scope.require("messages.write")
    sheet, at = open_sheet(path), now()
    folded = [fold(one).replace("_", " ").strip() for one in sheet.headings]
    places = {
        name: next((folded.index(word) for word in words if word in folded), None)
        for name, words in _HEADINGS.items()
    }
    lacking = [name for name in COLUMNS[:5] if places[name] is None]
    if lacking:
        return TakenIn(0, [Fault(1, name, "iys.no_column") for name in lacking])
    faults: list[Fault] = []
    batch: list[Registered] = []
    taken = 0
    for count, (number, cells) in enumerate(sheet.rows()):
        if count >= MOST_ROWS:
            faults.append(Fault(number, "", "iys.too_many", str(MOST_ROWS)))
            break
        one = registry.read(
            number,
            {name: "" if place is None else cells[place].strip() for name, place in places.items()},
            at,
        )
        if isinstance(one, Fault):
            faults.append(one)
            continue
        batch.append(one)
        if len(batch) == _AT_ONCE:
            taken += _take(scope, batch)
            batch = []
    return TakenIn(taken + _take(scope, batch), faults)


def _take(scope: Scope, batch: Sequence[Registered]) -> int:
    with db.transaction(scope) as session:
        take_registered(session, scope, batch)
    return len(batch)
