"""Tables of connections, their schedules, their traffic and the provider events they sent."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Index, LargeBinary, Numeric
from sqlmodel import Field

from prapazar.foundation.rows import TenantRow, document, moment, stamped


class Connection(TenantRow, table=True):
    """One merchant's account at one channel."""

    __tablename__ = "connection"
    __table_args__ = (Index("ix_connection_merchant", "merchant_id", "connector"),)

    connector: str
    """The connector's slug, such as `trendyol`."""
    name: str
    environment: str = "live"
    """`live`, `stage` or `sandbox`: which of the manifest's hosts is called."""
    status: str = "active"
    """See enums.ConnectionStatus."""
    settings: dict[str, Any] = document()
    """What the manifest's form asks for and is not secret, such as seller_id or shop_url."""
    credentials: bytes = Field(sa_type=LargeBinary, nullable=False)
    """Sealed by foundation.secrets with the connection's id as context."""
    webhook_key: str = Field(unique=True)
    """The unguessable last part of our webhook address."""
    webhook_secret: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Sealed; what the provider signs or authenticates its deliveries with."""
    webhook_external_id: str | None = None
    stock_buffer: int = 0
    """Units kept back from this channel."""
    stock_cap: int | None = None
    """Never show more than this."""
    stock_percent: int = 100
    created_at: datetime = stamped()
    last_ok_at: datetime | None = moment()
    last_order_at: datetime | None = moment()
    last_error_at: datetime | None = moment()
    last_error: str | None = None
    """Error code of the latest failure while it lasts; None once it recovered."""


class SyncJob(TenantRow, table=True):
    """How often a connection does one kind of work, and how the last run went."""

    __tablename__ = "sync_job"
    __table_args__ = (
        Index("uq_sync_job", "connection_id", "kind", unique=True),
        Index("ix_sync_job_due", "next_run_at"),
    )

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    kind: str
    """See enums.JobKind: `orders`, `order_count`, `products`, `batches`."""
    interval_seconds: int
    is_enabled: bool = True
    cursor: dict[str, Any] = document()
    next_run_at: datetime = stamped()
    last_started_at: datetime | None = moment()
    last_finished_at: datetime | None = moment()
    last_status: str | None = None
    last_error: str | None = None
    last_count: int = 0


class TrafficEntry(TenantRow, table=True):
    """One request to a provider and its answer, redacted, kept for seven days."""

    __tablename__ = "traffic_entry"
    __table_args__ = (Index("ix_traffic_entry_connection", "connection_id", "at"),)

    connection_id: UUID
    at: datetime = stamped()
    operation: str
    method: str
    url: str
    status: int | None = None
    duration_ms: Decimal = Field(sa_type=Numeric(10, 1), nullable=False)
    error: str | None = None
    request: str = ""
    answer: str = ""


class ChannelCategory(TenantRow, table=True):
    """A channel's category as last fetched for a connection."""

    __tablename__ = "channel_category"
    __table_args__ = (Index("uq_channel_category", "connection_id", "external_id", unique=True),)

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    external_id: str
    parent_external_id: str | None = None
    name: str
    is_leaf: bool = True
    fetched_at: datetime = stamped()
    asked_at: datetime | None = moment()
    """When its attributes were fetched, be it that it asks for none."""


class ChannelAttribute(TenantRow, table=True):
    """What a channel's category asks of a product, as last fetched for a connection."""

    __tablename__ = "channel_attribute"
    __table_args__ = (
        Index("uq_channel_attribute", "connection_id", "category_external_id", "external_id", unique=True),
    )

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    category_external_id: str
    external_id: str
    place: int = 0
    """In the order the channel names them."""
    name: str
    is_required: bool = False
    allows_custom: bool = False
    is_variant: bool = False
    choices: list[dict[str, str]] = document("[]")
    """{id, name} of the values it offers; empty where it lists none."""
    fetched_at: datetime = stamped()
