"""Reads of secret calendar addresses: whose one is, and one's own."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.planning.errors import AddressMissing
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class AddressRow:
    key: str
    created_at: datetime
    read_at: datetime | None


def own(session: Session, scope: Scope) -> AddressRow | None:
    scope.require("calendar.read")
    row = session.execute(
        text(
            "SELECT key, created_at, read_at FROM calendar_address WHERE merchant_id = :merchant AND user_id = :user"
        ),
        {"merchant": scope.merchant_id, "user": scope.user_id},
    ).one_or_none()
    return AddressRow(*row) if row else None


def owner(session: Session, key: str) -> tuple[UUID, UUID]:
    """(merchant, person), for the system role; notes that it was read. Raises AddressMissing."""
    row = session.execute(
        text("UPDATE calendar_address SET read_at = now() WHERE key = :key RETURNING merchant_id, user_id"),
        {"key": key},
    ).one_or_none()
    if row is None:
        raise AddressMissing
    return row.merchant_id, row.user_id
