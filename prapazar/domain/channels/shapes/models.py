"""Tables of shapes: what the answers of an operation look like, and how that changed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from prapazar.foundation.rows import TenantRow, document, moment, stamped


class PayloadShape(TenantRow, table=True):
    """The shape of an operation's answers as learned and accepted: paths and types, never a value."""

    __tablename__ = "payload_shape"
    __table_args__ = (Index("uq_payload_shape", "connection_id", "operation", unique=True),)

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    operation: str
    paths: dict[str, Any] = document()
    """Path to [types, seen in so many answers, is optional]; see shapes.rules."""
    known: list[Any] = document("[]")
    """Fingerprints that bring nothing new: of these nothing is compared any more."""
    updated_at: datetime = stamped()


class PayloadDrift(TenantRow, table=True):
    """A change of shape that nobody has accepted yet, or did, or that went away again."""

    __tablename__ = "payload_drift"
    __table_args__ = (
        Index(
            "uq_payload_drift_open",
            "connection_id",
            "operation",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_payload_drift_merchant", "merchant_id", "first_at"),
    )

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    operation: str
    changes: list[Any] = document("[]")
    """Each {path, kind, before, now}; see shapes.rules."""
    first_at: datetime = stamped()
    last_at: datetime = stamped()
    answers: int = 1
    first_entry_id: UUID | None = None
    """The entry of the traffic log that showed it first."""
    closed_at: datetime | None = moment()
    closed_by: UUID | None = None
    """None where the answers became as they were."""
