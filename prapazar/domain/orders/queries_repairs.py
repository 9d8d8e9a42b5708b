"""Reads of the repair queue."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class RepairRow:
    id: UUID
    kind: str
    code: str
    values: dict[str, Any]
    external_id: str
    connection_id: UUID | None
    connector: str | None
    channel: str | None
    order_id: UUID | None
    order_number: str | None
    amount: Decimal | None
    attempts: int
    created_at: datetime
    alike: int
    """Open repairs with the same cause about the same article, this one included."""


def open_repairs(
    session: Session, scope: Scope, *, kind: str = "", limit: int = 100, offset: int = 0
) -> list[RepairRow]:
    """Newest first."""
    scope.require("repairs.read")
    found = session.execute(
        text(
            "SELECT r.id, r.kind, r.code, r.values, r.external_id, r.connection_id, c.connector, c.name, r.order_id,"
            " o.number, r.amount, r.attempts, r.created_at,"
            " count(*) OVER (PARTITION BY r.connection_id, r.kind, r.code, r.values - 'nameless') AS alike"
            " FROM repair r LEFT JOIN connection c ON c.id = r.connection_id"
            " LEFT JOIN purchase_order o ON o.id = r.order_id"
            " WHERE r.merchant_id = :merchant AND r.resolved_at IS NULL AND (:kind = '' OR r.kind = :kind)"
            " ORDER BY r.created_at DESC, r.id LIMIT :limit OFFSET :offset"
        ),
        {"merchant": scope.merchant_id, "kind": kind, "limit": limit, "offset": offset},
    )
    return [RepairRow(*row) for row in found]


def open_count(session: Session, scope: Scope) -> int:
    scope.require("repairs.read")
    found: int = session.execute(
        text("SELECT count(*) FROM repair WHERE merchant_id = :merchant AND resolved_at IS NULL"),
        {"merchant": scope.merchant_id},
    ).scalar_one()
    return found


def open_kinds(session: Session, scope: Scope) -> dict[str, int]:
    """How many wait, by what is wrong."""
    scope.require("repairs.read")
    found = session.execute(
        text(
            "SELECT kind, count(*) AS waiting FROM repair WHERE merchant_id = :merchant AND resolved_at IS NULL"
            " GROUP BY kind"
        ),
        {"merchant": scope.merchant_id},
    )
    return {row.kind: row.waiting for row in found}
