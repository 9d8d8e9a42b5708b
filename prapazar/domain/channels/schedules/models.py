"""Tables of schedules: the jobs of a connection and their runs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from prapazar.foundation.rows import TenantRow, document, moment, stamped


class SyncJob(TenantRow, table=True):
    """How often a connection does one kind of work, and how the last run went."""

    __tablename__ = "sync_job"
    __table_args__ = (
        Index("uq_sync_job", "connection_id", "kind", unique=True),
        Index("ix_sync_job_due", "next_run_at"),
    )

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    kind: str
    """See enums.JobKind: `orders`, `order_count`, `products`, `batches`, `queue`, `feed`."""
    interval_seconds: int
    is_enabled: bool = True
    cursor: dict[str, Any] = document()
    next_run_at: datetime = stamped()
    asked_at: datetime | None = moment()
    """Somebody wants it to run now, even while it is paused; None once it was started."""
    paused_at: datetime | None = moment()
    paused_by: UUID | None = None
    last_started_at: datetime | None = moment()
    last_finished_at: datetime | None = moment()
    last_status: str | None = None
    last_error: str | None = None
    last_count: int = 0


class JobRun(TenantRow, table=True):
    """One finished run of a job; what upkeep leaves of the last two weeks."""

    __tablename__ = "job_run"
    __table_args__ = (
        Index("ix_job_run_job", "connection_id", "kind", "started_at"),
        Index("ix_job_run_finished", "finished_at"),
        Index("ix_job_run_failed", "merchant_id", "finished_at", postgresql_where=text("error IS NOT NULL")),
    )

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    kind: str
    started_at: datetime = stamped()
    finished_at: datetime = stamped()
    count: int = 0
    error: str | None = None
