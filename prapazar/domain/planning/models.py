"""Tables of calendar entries, tasks, and the secret addresses of calendars."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from prapazar.foundation.rows import TenantRow, document, moment, stamped


class CalendarEntry(TenantRow, table=True):
    """Something planned: once, or by a rule from its first time on."""

    __tablename__ = "calendar_entry"
    __table_args__ = (
        Index("ix_calendar_entry_once", "merchant_id", "starts_at", postgresql_where=text("rule = ''")),
        Index("ix_calendar_entry_series", "merchant_id", "starts_at", postgresql_where=text("rule <> ''")),
        CheckConstraint("ends_at >= starts_at", name="ends_after_start"),
    )

    kind: str
    """See enums.EntryKind."""
    title: str
    note: str = ""
    starts_at: datetime = stamped()
    ends_at: datetime = stamped()
    """Exclusive; of whole days midnight in Istanbul after the last."""
    is_all_day: bool = Field(
        default=False, nullable=False, sa_column_kwargs={"server_default": text("false")}
    )
    rule: str = ""
    """RFC 5545, such as `FREQ=WEEKLY;INTERVAL=2`; "" happens once. Counted on Istanbul's clock."""
    repeats_until: datetime | None = moment()
    """No repetition begins after it; None goes on."""
    skips: list[str] = document("[]")
    """Days of the series on which it does not happen, or happens as an entry of its own."""
    series_id: UUID | None = None
    """Of the series it was taken out of."""
    remind_minutes: int | None = None
    """Before it begins; None tells nobody."""
    lines: list[dict[str, Any]] = document("[]")
    """Of a planned price or stock update: `sku` and `value`, a decimal in words."""
    status: str = ""
    """See enums.PlanStatus."""
    outcome: dict[str, Any] = document()
    """Of a plan carried out: `changed`, and `refused` with SKU and code."""
    link_kind: str = ""
    link_id: UUID | None = None
    user_id: UUID | None = None
    created_at: datetime = stamped()
    updated_at: datetime = stamped()


class Task(TenantRow, table=True):
    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_due", "merchant_id", "due_at", "id"),
        Index("ix_task_board", "merchant_id", "status", "place", "id"),
        Index("ix_task_link", "link_id", postgresql_where=text("link_id IS NOT NULL")),
    )

    title: str
    note: str = ""
    status: str = "todo"
    """See enums.TaskStatus."""
    place: int = Field(default=0, nullable=False, sa_column_kwargs={"server_default": text("0")})
    """On the board, smallest on top."""
    assignee_id: UUID | None = None
    due_at: datetime | None = moment()
    is_all_day: bool = Field(default=True, nullable=False, sa_column_kwargs={"server_default": text("true")})
    """Due some time on its day."""
    remind_minutes: int | None = None
    checklist: list[dict[str, Any]] = document("[]")
    """`text` and `done`."""
    link_kind: str = ""
    link_id: UUID | None = None
    user_id: UUID | None = None
    """Who wrote it."""
    created_at: datetime = stamped()
    updated_at: datetime = stamped()
    done_at: datetime | None = moment()


class CalendarAddress(TenantRow, table=True):
    """Where another calendar program reads a person's calendar."""

    __tablename__ = "calendar_address"
    __table_args__ = (
        Index("uq_calendar_address_key", "key", unique=True),
        Index("uq_calendar_address_person", "merchant_id", "user_id", unique=True),
    )

    user_id: UUID = Field(foreign_key="app_user.id", ondelete="CASCADE")
    key: str
    """The unguessable last part of the address."""
    created_at: datetime = stamped()
    read_at: datetime | None = moment()
