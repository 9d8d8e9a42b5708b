"""Tables of connections: accounts, traffic and recordings, what is done by hand, and what a channel asks to know."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Index, LargeBinary, Numeric, text
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
    is_test: bool = Field(default=False, nullable=False, sa_column_kwargs={"server_default": text("false")})
    """Its orders are marked, hold no stock, and are neither counted nor invoiced."""
    sends_stock: bool = Field(default=True, nullable=False, sa_column_kwargs={"server_default": text("true")})
    """Whether it is told how many units there are; a test store is not, until somebody wants it."""
    twin_id: UUID | None = Field(default=None, foreign_key="connection.id", ondelete="SET NULL")
    """Of a test store: the live one it stands in for."""
    recording_days: int = Field(default=0, nullable=False, sa_column_kwargs={"server_default": text("0")})
    """How long whole answers are kept for replay; 0 keeps none."""
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
    webhook_at: datetime | None = moment()
    """When it was registered at the channel."""
    webhook_error: str | None = None
    """Why the channel would not register it, the last time it was asked."""
    stock_buffer: int = 0
    """Units kept back from this channel."""
    stock_cap: int | None = None
    """Never show more than this."""
    stock_percent: int = 100
    created_at: datetime = stamped()
    last_ok_at: datetime | None = moment()
    last_order_at: datetime | None = moment()
    last_stock_at: datetime | None = moment()
    """When the channel last accepted a stock we told."""
    last_price_at: datetime | None = moment()
    last_error_at: datetime | None = moment()
    last_error: str | None = None
    """Error code of the latest failure while it lasts; None once it recovered."""


class TrafficEntry(TenantRow, table=True):
    """One request to a provider and its answer, redacted, kept for seven days."""

    __tablename__ = "traffic_entry"
    __table_args__ = (
        Index("ix_traffic_entry_connection", "connection_id", "at"),
        Index("ix_traffic_entry_failed", "merchant_id", "at", postgresql_where=text("error IS NOT NULL")),
    )

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
    take_id: UUID | None = None
    """The recording that holds it whole, where there is one."""


class Take(TenantRow, table=True):
    """One reading call of the contract with every answer it needed, sealed: what a replay plays."""

    __tablename__ = "take"
    __table_args__ = (Index("ix_take_connection", "connection_id", "at", "id"),)

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    at: datetime = stamped()
    operation: str
    """A name of connector_kit.operations."""
    content: bytes = Field(sa_type=LargeBinary, nullable=False)
    """Compressed, then sealed with the connection's id as context."""
    size: int = 0
    """Bytes of `content`."""
    records: int = 0
    parked: int = 0
    error: str | None = None
    ids: list[str] = document("[]")
    """External ids of what it brought, to be searched by; no personal data."""


class BenchRun(TenantRow, table=True):
    """Something an integrator asked for by hand: an operation, the test scenarios, a comparison."""

    __tablename__ = "bench_run"
    __table_args__ = (Index("ix_bench_run_connection", "connection_id", "created_at"),)

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    user_id: UUID | None = None
    kind: str
    """See enums.BenchKind."""
    operation: str = ""
    status: str = "waiting"
    """See enums.RunStatus."""
    error: str | None = None
    content: bytes = Field(sa_type=LargeBinary, nullable=False)
    """What was asked and what came, compressed and sealed like a take."""
    created_at: datetime = stamped()
    started_at: datetime | None = moment()
    finished_at: datetime | None = moment()


class SyncRun(TenantRow, table=True):
    """A "sync now" over several stores; its parts do the work."""

    __tablename__ = "sync_run"
    __table_args__ = (Index("ix_sync_run_merchant", "merchant_id", "created_at"),)

    user_id: UUID | None = None
    created_at: datetime = stamped()
    is_cancel_asked: bool = False


class SyncPart(TenantRow, table=True):
    """One kind of work for one store within a sync run."""

    __tablename__ = "sync_part"
    __table_args__ = (
        Index("ix_sync_part_run", "run_id"),
        Index(
            "uq_sync_part_open",
            "connection_id",
            "kind",
            unique=True,
            postgresql_where=text("status IN ('waiting', 'running')"),
        ),
    )

    run_id: UUID = Field(foreign_key="sync_run.id", ondelete="CASCADE")
    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    kind: str
    """See enums.SyncKind."""
    status: str = "waiting"
    total: int | None = None
    """Unknown until counted; orders and listings are not counted beforehand."""
    done: int = 0
    fed: int = 0
    """Stock and price: how many were handed to the outbox."""
    cursor: UUID | None = None
    """Stock and price: the last variant handed over."""
    error: str | None = None
    started_at: datetime | None = moment()
    finished_at: datetime | None = moment()


class ConnectionGrant(TenantRow, table=True):
    """Somebody went to a provider's page to grant access; kept for the way back, which is taken once."""

    __tablename__ = "connection_grant"

    user_id: UUID | None = None
    login_hash: bytes = Field(sa_type=LargeBinary, nullable=False)
    """Of the log-in that asked: the way back from another one is refused."""
    state_hash: bytes = Field(sa_type=LargeBinary, nullable=False, unique=True)
    connector: str
    environment: str
    name: str
    connection_id: UUID | None = Field(default=None, foreign_key="connection.id", ondelete="CASCADE")
    """The store whose access is granted anew; None for a new one."""
    content: bytes = Field(sa_type=LargeBinary, nullable=False)
    """Sealed with the grant's id as context: the form, the verifier, and what came back. Empty when all is done."""
    asked_at: datetime = stamped()
    answered_at: datetime | None = moment()
    finished_at: datetime | None = moment()
    error: str | None = None
    connected_id: UUID | None = None
    """The store that came of it."""


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
