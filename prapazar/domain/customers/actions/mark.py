"""Mark: orders whose customer a worker is to find out, written in the transaction that brought them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.foundation import outbox
from prapazar.foundation.ids import new_ids
from prapazar.foundation.scope import Scope

_INSERT = text(
    "INSERT INTO customer_order (id, merchant_id, order_id, buyer_id, ordered_at, is_waiting)"
    " SELECT u.id, :merchant, u.order_id, u.buyer_id, u.ordered_at, true"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:orders AS uuid[]), CAST(:buyers AS text[]),"
    "  CAST(:ordered AS timestamptz[])) AS u(id, order_id, buyer_id, ordered_at)"
    " ON CONFLICT (order_id) DO NOTHING"
)


def mark_orders(
    session: Session,
    scope: Scope,
    partition: UUID,
    orders: Sequence[tuple[UUID, datetime, str | None]],
) -> None:
    """(order, when it was bought, the channel's number of its buyer). `partition`: the connection, or the merchant.

    Not the merchant for all: imports of two channels would wait for each other's mark.
    """
    if not orders:
        return
    session.execute(
        _INSERT,
        {
            "merchant": scope.merchant_id,
            "ids": new_ids(len(orders)),
            "orders": [order_id for order_id, _, _ in orders],
            "ordered": [ordered_at for _, ordered_at, _ in orders],
            "buyers": [buyer for _, _, buyer in orders],
        },
    )
    _wake(session, scope, partition)


def mark_waiting(session: Session, scope: Scope, partition: UUID, order_ids: Sequence[UUID]) -> None:
    """Orders that changed: what they add up to is looked at again."""
    if not order_ids:
        return
    session.execute(
        text(
            "UPDATE customer_order SET is_waiting = true"
            " WHERE order_id = ANY(CAST(:ids AS uuid[])) AND NOT is_waiting"
        ),
        {"ids": sorted(order_ids)},
    )
    _wake(session, scope, partition)


def _wake(session: Session, scope: Scope, partition: UUID) -> None:
    outbox.append(session, scope.merchant_id, Topic.GATHER_CUSTOMERS.value, partition, partition, {})
