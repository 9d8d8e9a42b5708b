"""Table of bulk runs; results are those that went wrong, and how many went well."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index

from prapazar.foundation.rows import TenantRow, document, moment, stamped


class OrderRun(TenantRow, table=True):
    __tablename__ = "order_run"
    __table_args__ = (Index("ix_order_run_created", "merchant_id", "created_at", "id"),)

    kind: str
    """See enums.BulkKind."""
    values: dict[str, Any] = document()
    """What the action needs: a tag, a note, a warehouse."""
    status: str = "waiting"
    """`waiting`, `running`, `done`, `cancelled`."""
    order_ids: list[str] = document("[]")
    """Those still to be done, in their order."""
    total: int = 0
    done: int = 0
    failed: int = 0
    results: list[dict[str, str]] = document("[]")
    """{id, number, code, detail} of orders that did not go, the first thousand."""
    made_id: UUID | None = None
    """The picking list it made."""
    user_id: UUID | None = None
    locale: str = "tr"
    is_cancel_asked: bool = False
    created_at: datetime = stamped()
    finished_at: datetime | None = moment()
