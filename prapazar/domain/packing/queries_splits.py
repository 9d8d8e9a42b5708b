"""Reads of what channels were asked to break up."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class AskedSplit:
    id: UUID
    package_id: UUID
    package: str
    state: str
    """See enums.SplitState."""
    code: str
    detail: str
    asked_at: datetime


_OPEN = text(
    "SELECT s.id, s.package_id, p.external_id, s.state, s.code, s.detail, s.asked_at FROM package_split s"
    " JOIN shipment_package p ON p.id = s.package_id"
    " WHERE p.order_id = :order AND (s.state IN ('asked', 'told')"
    "  OR s.state = 'refused' AND p.status IN ('new', 'picking')) ORDER BY s.id"
)


def open_of(session: Session, order_id: UUID) -> list[AskedSplit]:
    """Not done yet, or refused while it could still be split, of one order."""
    return [AskedSplit(*row) for row in session.execute(_OPEN, {"order": order_id})]


def is_asked(session: Session, package_id: UUID) -> bool:
    """Its channel is about to break it up: whoever packs waits for the parts."""
    found: bool = session.execute(
        text(
            "SELECT EXISTS (SELECT 1 FROM package_split WHERE package_id = :id AND state IN ('asked', 'told'))"
        ),
        {"id": package_id},
    ).scalar_one()
    return found
