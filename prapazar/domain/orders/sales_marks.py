"""Marks the days on which orders were bought as changed, for the sums that reports are made of."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_MARK = text(
    "INSERT INTO sales_mark (merchant_id, day, connection_id)"
    " SELECT DISTINCT merchant_id, CAST(ordered_at AT TIME ZONE 'Europe/Istanbul' AS date),"
    "  coalesce(connection_id, '00000000-0000-0000-0000-000000000000')"
    " FROM purchase_order WHERE id = ANY(CAST(:ids AS uuid[]))"
)


def mark(session: Session, order_ids: Collection[UUID]) -> None:
    """In the transaction that changes them: a worker adds their days up again after it."""
    if order_ids:
        session.execute(_MARK, {"ids": sorted(order_ids)})
