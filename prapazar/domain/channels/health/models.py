"""Tables of health: the figures of each hour, and the watch for silence."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from prapazar.foundation.rows import TenantRow, moment, stamped


class TrafficHour(TenantRow, table=True):
    """How many calls of an hour ended how, and about how fast: what the health page adds up."""

    __tablename__ = "traffic_hour"
    __table_args__ = (
        Index(
            "uq_traffic_hour",
            "connection_id",
            "hour",
            "code",
            "bucket",
            unique=True,
        ),
        Index("ix_traffic_hour_merchant", "merchant_id", "hour"),
    )

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    hour: datetime = stamped()
    code: str = ""
    """The error's code; empty for calls that went well."""
    bucket: int
    """Place of the duration among health.rules.BUCKETS."""
    calls: int


class SilenceWatch(TenantRow, table=True):
    """When a connection counts as silent, where somebody chose other figures than ours, and whether it is."""

    __tablename__ = "silence_watch"
    __table_args__ = (Index("uq_silence_watch", "connection_id", unique=True),)

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    is_enabled: bool = True
    missing_orders: int
    """So many orders must usually have come by now."""
    shortest_minutes: int
    """A pause shorter than this is none."""
    silent_since: datetime | None = moment()
    """Its last order, where people were told that none came since."""
