"""Tables of requests of people about their own data, and of how long things are kept."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, LargeBinary, text
from sqlmodel import Field

from prapazar.foundation.rows import TenantRow, document, moment, stamped


class PrivacyRequest(TenantRow, table=True):
    """A person asked to see, or to be forgotten. What is kept of a finished one names nobody."""

    __tablename__ = "privacy_request"
    __table_args__ = (
        Index("ix_privacy_request_asked", "merchant_id", "asked_at", "id"),
        Index("uq_privacy_request_number", "merchant_id", "number", unique=True),
        Index(
            "uq_privacy_request_open",
            "merchant_id",
            "customer_id",
            "kind",
            unique=True,
            postgresql_where=text("status IN ('asked', 'running')"),
        ),
    )

    kind: str
    """See enums.RequestKind."""
    status: str = "asked"
    customer_id: UUID
    """The one it was shown as; no foreign key, since that row goes."""
    way: str
    """See enums.AskedBy."""
    identity: str
    """See enums.Identity."""
    note: str = ""
    asked_at: datetime = stamped()
    asked_by: UUID | None = None
    due_at: datetime = stamped()
    """The law gives thirty days."""
    approved_at: datetime | None = moment()
    approved_by: UUID | None = None
    refused_at: datetime | None = moment()
    started_at: datetime | None = moment()
    finished_at: datetime | None = moment()
    step: int = 0
    """Of the plan; a worker that died is followed by one that begins here."""
    cursor: str = ""
    """The last row of this step that was worked on."""
    counts: dict[str, Any] = document()
    """By place: how many rows were removed or emptied."""
    chain: bytes | None = Field(default=None, sa_type=LargeBinary)
    """A hash over the hashes of all rows as they were before."""
    known: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Sealed: what the person is recognised by while the work lasts."""
    number: str | None = None
    """Of the receipt."""
    receipt: dict[str, Any] = document()
    signature: str = ""
    content: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Sealed: the file of an export, until it is fetched or its days are over."""
    content_at: datetime | None = moment()


class PrivacyOrder(TenantRow, table=True):
    """An order of the person a request is about, while the work lasts."""

    __tablename__ = "privacy_order"
    __table_args__ = (Index("uq_privacy_order", "request_id", "order_id", unique=True),)

    request_id: UUID = Field(foreign_key="privacy_request.id", ondelete="CASCADE")
    order_id: UUID


class RetentionRule(TenantRow, table=True):
    """For how many days a merchant keeps something; none: see enums.DAYS."""

    __tablename__ = "retention_rule"
    __table_args__ = (Index("uq_retention_rule", "merchant_id", "kind", unique=True),)

    kind: str
    days: int
    updated_at: datetime = stamped()
    user_id: UUID | None = None
