"""Planned price and stock updates whose time has come: carried out once, for the person who planned them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.messaging import personal
from prapazar.domain.messaging.personal import Note
from prapazar.domain.planning import queries, rules, scopes
from prapazar.domain.planning.enums import EntryKind, PlanStatus
from prapazar.domain.planning.queries import EntryRow
from prapazar.domain.planning.rules import PlanLine
from prapazar.domain.pricing import actions as pricing
from prapazar.domain.pricing.actions import PriceLine
from prapazar.domain.stock import actions as stock
from prapazar.domain.stock.actions import StockCount
from prapazar.foundation import live, outbox, routes
from prapazar.foundation.outbox import Claim
from prapazar.foundation.scope import Scope

KEPT = 50
"""Refused lines that are kept with their cause."""
_FINISH = text(
    "UPDATE calendar_entry SET status = :status, outcome = :outcome, updated_at = now() WHERE id = :id"
).bindparams(bindparam("outcome", type_=JSONB))
Refused = list[dict[str, str]]


def carry_out(session: Session, scope: Scope, claim: Claim) -> None:
    """A plan that was moved, removed or carried out already has nothing more to do here."""
    row = queries.of_ids(session, scope, [claim.coalesce_key]).get(claim.coalesce_key)
    said = datetime.fromisoformat(str(claim.payload["starts_at"]))
    if row is not None and row.status == PlanStatus.WAITING and row.starts_at == said:
        _carry_out(session, scope, row)
    outbox.finish(session, [claim.id])


def _carry_out(session: Session, scope: Scope, row: EntryRow) -> None:
    status, outcome = _result(session, scope, row)
    session.execute(_FINISH, {"status": status.value, "outcome": outcome, "id": row.id})
    live.tell(session, scope.merchant_id, "calendar.changed")
    if row.user_id is not None:
        link = routes.with_query(routes.CALENDAR, entry=str(row.id))
        note = Note(row.user_id, f"calendar.plan_{status}", {"title": row.title}, link)
        personal.notify(session, scope, [note])


def _result(session: Session, scope: Scope, row: EntryRow) -> tuple[PlanStatus, dict[str, Any]]:
    """Whoever may no longer set prices has planned nothing."""
    person = scopes.of_person(session, scope.merchant_id, row.user_id) if row.user_id else None
    is_price = row.kind == EntryKind.PRICE
    if person is None or not person.can("prices.write" if is_price else "stock.write"):
        return PlanStatus.FAILED, {"changed": 0, "refused": [], "code": "not_permitted"}
    lines = rules.read_lines(row.lines)
    changed, refused = (_prices if is_price else _stock)(session, person, row.title, lines)
    status = PlanStatus.PARTLY if refused else PlanStatus.DONE
    if len(refused) == len(lines):
        status = PlanStatus.FAILED
    return status, {"changed": changed, "refused": refused[:KEPT], "refused_count": len(refused)}


def _prices(session: Session, scope: Scope, title: str, lines: Sequence[PlanLine]) -> tuple[int, Refused]:
    outcome = pricing.set_prices(
        session, scope, [PriceLine(one.sku, one.value) for one in lines], reason=title
    )
    return outcome.changed, [{"sku": str(one.key), "code": str(one.code)} for one in outcome.refused]


_VARIANTS = text(
    "SELECT v.sku, v.id FROM variant v WHERE v.merchant_id = :merchant AND v.sku = ANY(CAST(:skus AS text[]))"
    " AND NOT EXISTS (SELECT 1 FROM bundle_component b WHERE b.bundle_id = v.id)"
)


def _stock(session: Session, scope: Scope, title: str, lines: Sequence[PlanLine]) -> tuple[int, Refused]:
    """What is made of others has no stock of its own to set."""
    rows = session.execute(_VARIANTS, {"merchant": scope.merchant_id, "skus": [one.sku for one in lines]})
    known: dict[str, UUID] = {row.sku: row.id for row in rows}
    counts = [StockCount(known[one.sku], int(one.value)) for one in lines if one.sku in known]
    changed = stock.set_on_hand(session, scope, counts, note=title)
    return changed, [{"sku": one.sku, "code": "unknown_variant"} for one in lines if one.sku not in known]
