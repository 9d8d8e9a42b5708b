"""Goods that come back: counted at the door, looked at, put on the shelf or thrown away."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.aftersales.actions import timeline
from prapazar.domain.aftersales.actions.take_claims import count
from prapazar.domain.aftersales.errors import ClaimMissing, ClaimRefused, CodeUnknown
from prapazar.domain.stock import actions as stock
from prapazar.foundation.scope import Scope

_CLAIM = text(
    "SELECT id, order_id, order_external_id FROM claim WHERE id = :id AND merchant_id = :merchant FOR UPDATE"
)
_OPEN = text(
    "UPDATE claim_line l SET received = received + n.units FROM unnest(CAST(:ids AS uuid[]), CAST(:units AS int[]))"
    " AS n(id, units) WHERE l.id = n.id AND l.claim_id = :claim AND n.units > 0 AND l.received + n.units <= l.quantity"
    " RETURNING l.id, l.title, n.units"
)
_BY_CODE = text(
    "SELECT l.id FROM claim_line l LEFT JOIN variant v ON v.id = l.variant_id WHERE l.claim_id = :claim"
    " AND l.received < l.quantity AND :code IN (l.barcode, l.sku, v.barcode, v.sku) ORDER BY l.id LIMIT 1"
)
_LINE = text(
    "SELECT id, variant_id, title, received - inspected AS waiting, reason FROM claim_line"
    " WHERE id = :id AND claim_id = :claim FOR UPDATE"
)
_INSPECTED = text(
    "UPDATE claim_line SET inspected = inspected + :units, restocked = restocked + :good,"
    " verdict = coalesce(nullif(CAST(:verdict AS text), ''), verdict) WHERE id = :id"
)
_LONGEST = 300


def receive(session: Session, scope: Scope, claim_id: UUID, units: Mapping[UUID, int]) -> int:
    """Units by line that have come. Raises ClaimRefused where one line would get more than were sold."""
    scope.require("claims.write")
    _locked(session, scope, claim_id)
    wanted = {line: number for line, number in units.items() if number > 0}
    found = session.execute(
        _OPEN, {"claim": claim_id, "ids": list(wanted), "units": list(wanted.values())}
    ).all()
    if not wanted or len(found) < len(wanted):
        raise ClaimRefused("claims.too_many")
    count(session, [claim_id])
    total: int = sum(row.units for row in found)
    titles = ", ".join(dict.fromkeys(row.title for row in found))
    timeline.write(session, scope, [(claim_id, "received", {"units": total, "title": titles[:200]})])
    return total


def receive_code(session: Session, scope: Scope, claim_id: UUID, code: str) -> UUID:
    """One unit, by what the scanner reads. Returns its line. Raises CodeUnknown."""
    scope.require("claims.write")
    _locked(session, scope, claim_id)
    scanned = code.strip()
    line: UUID | None = session.execute(_BY_CODE, {"claim": claim_id, "code": scanned}).scalar()
    if not scanned or line is None:
        raise CodeUnknown(scanned)
    receive(session, scope, claim_id, {line: 1})
    return line


def inspect(
    session: Session, scope: Scope, claim_id: UUID, line_id: UUID, *, good: int, scrap: int, verdict: str = ""
) -> None:
    """`good` units go back to stock with a movement of the order, `scrap` ones do not."""
    scope.require("claims.write")
    claim = _locked(session, scope, claim_id)
    line = session.execute(_LINE, {"id": line_id, "claim": claim_id}).one_or_none()
    if line is None:
        raise ClaimMissing(line_id)
    if good < 0 or scrap < 0 or not 0 < good + scrap <= line.waiting:
        raise ClaimRefused("claims.not_so_many")
    if good and line.variant_id is None:
        raise ClaimRefused("claims.article_unknown")
    said = verdict.strip()[:_LONGEST]
    if good:
        note = " · ".join(part for part in (claim.order_external_id, line.reason, said) if part)
        stock.take_back(session, scope, line.variant_id, good, order_id=claim.order_id, note=note[:_LONGEST])
    session.execute(_INSPECTED, {"units": good + scrap, "good": good, "verdict": said, "id": line_id})
    count(session, [claim_id])
    told = {"good": good, "scrap": scrap, "title": line.title, "verdict": said}
    timeline.write(session, scope, [(claim_id, "inspected", told)])


def close(session: Session, scope: Scope, claim_id: UUID, *, is_closed: bool = True) -> None:
    """No more goods are waited for, or again."""
    scope.require("claims.write")
    _locked(session, scope, claim_id)
    session.execute(
        text(
            "UPDATE claim SET is_closed = :closed, updated_at = now() WHERE id = :id AND is_closed <> :closed"
        ),
        {"closed": is_closed, "id": claim_id},
    )
    timeline.write(session, scope, [(claim_id, "closed" if is_closed else "reopened", {})])


def _locked(session: Session, scope: Scope, claim_id: UUID) -> Any:  # noqa: ANN401 - a row of SQLAlchemy
    row = session.execute(_CLAIM, {"id": claim_id, "merchant": scope.merchant_id}).one_or_none()
    if row is None:
        raise ClaimMissing(claim_id)
    return row
