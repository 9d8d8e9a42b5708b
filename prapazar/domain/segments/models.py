"""The table of segments."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from prapazar.foundation.rows import TenantRow, document, moment, stamped


class Segment(TenantRow, table=True):
    __tablename__ = "segment"
    __table_args__ = (Index("uq_segment_name", "merchant_id", "name", unique=True),)

    name: str
    note: str = ""
    conditions: dict[str, Any] = document()
    """As rules.written writes them."""
    size: int | None = Field(default=None)
    """When it was counted last; None: never."""
    counted_at: datetime | None = moment()
    user_id: UUID | None = None
    created_at: datetime = stamped()
    updated_at: datetime = stamped()
