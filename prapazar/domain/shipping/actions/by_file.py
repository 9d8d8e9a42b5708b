"""Where parcels are, as a carrier without an interface writes it into a spreadsheet: good rows taken, others told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.shipping.actions.tracking import Movement, Seen, record_tracking
from prapazar.domain.shipping.enums import ON_THE_WAY, ShipmentStatus
from prapazar.foundation.scope import Scope

_OPEN = text(
    "SELECT reference, tracking_number, status, received_by FROM shipment WHERE connection_id = :connection"
    " AND (reference = ANY(CAST(:keys AS text[])) OR tracking_number = ANY(CAST(:keys AS text[])))"
    " ORDER BY id FOR UPDATE"
)


@dataclass(frozen=True, slots=True)
class ToldRow:
    row: int
    """As the spreadsheet numbers it."""
    key: str
    """Our reference, or the carrier's number where it is known already."""
    at: datetime
    status: ShipmentStatus | None = None
    """None: the row brings a number, a cost or a name alone."""
    word: str = ""
    tracking_number: str | None = None
    received_by: str = ""
    place: str = ""
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    taken: int
    refused: dict[int, str]
    """By row: a code of foundation.texts.movements."""


def record_rows(session: Session, scope: Scope, connection_id: UUID, told: Sequence[ToldRow]) -> Recorded:
    """Oldest movement first. Nothing is moved that has arrived, nor what belongs to another carrier."""
    scope.require("fulfillment.write")
    found = session.execute(_OPEN, {"connection": connection_id, "keys": [one.key for one in told]}).all()
    known = {key: row for row in found for key in (row.tracking_number, row.reference) if key}
    standing = {row.reference: ShipmentStatus(row.status) for row in found}
    seen: list[Seen] = []
    refused: dict[int, str] = {}
    for one in sorted(told, key=lambda row: row.at):
        row = known.get(one.key)
        if row is None:
            refused[one.row] = "movements.unknown"
        elif standing[row.reference] not in ON_THE_WAY:
            refused[one.row] = "movements.closed"
        else:
            standing[row.reference] = one.status or standing[row.reference]
            seen.append(_seen(one, row, standing[row.reference]))
    record_tracking(session, scope, connection_id, seen)
    return Recorded(len(seen), refused)


def _seen(one: ToldRow, row: Any, status: ShipmentStatus) -> Seen:  # noqa: ANN401 - a row of the query above
    return Seen(
        reference=row.reference,
        status=status,
        provider_status=one.word,
        movements=[Movement(one.at, status, one.word, "", one.place)] if one.status else [],
        tracking_number=one.tracking_number,
        delivered_at=one.at if one.status is ShipmentStatus.DELIVERED else None,
        received_by=(one.received_by or row.received_by)[:100],
        billed_amount=one.amount,
    )
