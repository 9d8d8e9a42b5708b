"""Tables of deliveries: those that were refused, and those that belong to nobody."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from prapazar.foundation.rows import Row, TenantRow, document, stamped


class WebhookRefusal(TenantRow, table=True):
    """Deliveries to a connection's address that were refused: one row for each cause and hour."""

    __tablename__ = "webhook_refusal"
    __table_args__ = (
        Index("uq_webhook_refusal", "connection_id", "hour", "code", unique=True),
        Index("ix_webhook_refusal_last", "last_at"),
    )

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    hour: datetime = stamped()
    code: str
    detail: str = ""
    headers: dict[str, Any] = document()
    """Of the first of them, without anything secret."""
    body: str = ""
    """Its beginning, redacted."""
    times: int = 1
    first_at: datetime = stamped()
    last_at: datetime = stamped()


class StrayDelivery(Row, table=True):
    """Deliveries to addresses that belong to nobody, counted by the hour: they have no merchant."""

    __tablename__ = "stray_delivery"
    __table_args__ = (Index("uq_stray_delivery", "hour", unique=True),)

    hour: datetime = stamped()
    times: int = 1
