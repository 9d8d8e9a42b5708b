"""Reads of changed shapes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.shapes.rules import Change
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class DriftRow:
    id: UUID
    connection_id: UUID
    connector: str
    name: str
    operation: str
    changes: tuple[Change, ...]
    first_at: datetime
    last_at: datetime
    answers: int
    first_entry_id: UUID | None
    closed_at: datetime | None
    closed_by: str | None
    """Who accepted it; None where the answers became as they were."""


def drifts(
    session: Session, scope: Scope, connection_id: UUID | None = None, limit: int = 50
) -> list[DriftRow]:
    """Open ones first, then those of the last week that are settled."""
    scope.require("channels.read")
    found = session.execute(
        text(
            "SELECT d.id, d.connection_id, c.connector, c.name, d.operation, d.changes, d.first_at, d.last_at,"
            " d.answers, d.first_entry_id, d.closed_at, u.name AS person FROM payload_drift d"
            " JOIN connection c ON c.id = d.connection_id LEFT JOIN app_user u ON u.id = d.closed_by"
            " WHERE d.merchant_id = :merchant AND (CAST(:id AS uuid) IS NULL OR d.connection_id = :id)"
            " AND (d.closed_at IS NULL OR d.closed_at > now() - interval '7 days')"
            " ORDER BY d.closed_at IS NOT NULL, d.first_at DESC LIMIT :limit"
        ),
        {"merchant": scope.merchant_id, "id": connection_id, "limit": limit},
    )
    return [
        DriftRow(*[*row[:5], tuple(Change(**change) for change in row.changes), *row[6:]]) for row in found
    ]
