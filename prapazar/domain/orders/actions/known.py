"""Known: packages of a channel that are in our books, locked for an import."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders.enums import OrderStatus


@dataclass(frozen=True, slots=True)
class Known:
    id: UUID
    external_id: str
    order_id: UUID
    status: OrderStatus
    payload_hash: bytes
    modified_at: datetime


def lock_known(session: Session, connection_id: UUID, external_ids: Sequence[str]) -> dict[str, Known]:
    found = session.execute(
        text(
            "SELECT id, external_id, order_id, status, payload_hash, modified_at FROM shipment_package"
            " WHERE connection_id = :connection AND external_id = ANY(CAST(:ids AS text[])) ORDER BY id FOR UPDATE"
        ),
        {"connection": connection_id, "ids": list(external_ids)},
    )
    rows = [Known(*row) for row in found]
    return {row.external_id: replace(row, status=OrderStatus(row.status)) for row in rows}
