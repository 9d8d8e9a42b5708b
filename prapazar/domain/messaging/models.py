"""Table of notifications: what people are told, with their read state."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text

from prapazar.foundation.rows import TenantRow, document, moment, stamped


class Notification(TenantRow, table=True):
    """Grouped by cause: the same `group_key` while unread counts up instead of repeating."""

    __tablename__ = "notification"
    __table_args__ = (
        Index("ix_notification_user", "merchant_id", "user_id", "updated_at"),
        Index(
            "uq_notification_group",
            "user_id",
            "merchant_id",
            "group_key",
            unique=True,
            postgresql_where=text("read_at IS NULL"),
        ),
    )

    user_id: UUID
    level: str
    """`info`, `success`, `warning`, `error`."""
    kind: str
    """Text code, such as `orders.new`; the sentence is in foundation.texts."""
    group_key: str
    values: dict[str, Any] = document()
    link: str = ""
    count: int = 1
    created_at: datetime = stamped()
    updated_at: datetime = stamped()
    read_at: datetime | None = moment()
