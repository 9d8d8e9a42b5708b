"""Writes of health: the calls of an hour, and the silence alarm."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.channels.errors import ConnectionInvalid
from prapazar.domain.channels.health.rules import BUCKETS
from prapazar.foundation import live
from prapazar.foundation.scope import Scope

MOST_ORDERS, MOST_MINUTES = 10_000, 7 * 24 * 60

# In the order of the key, so that two workers of a connection never wait for each other crosswise.
_COUNT = text(
    "INSERT INTO traffic_hour AS h (id, merchant_id, connection_id, hour, code, bucket, calls)"
    " SELECT gen_random_uuid(), :merchant, :connection, hour, code, bucket, count(*) FROM ("
    "  SELECT date_trunc('hour', at) AS hour, coalesce(code, '') AS code,"
    "   width_bucket(took, CAST(:buckets AS numeric[])) AS bucket"
    "  FROM unnest(CAST(:ats AS timestamptz[]), CAST(:codes AS text[]), CAST(:took AS numeric[]))"
    "  AS t(at, code, took)) counted GROUP BY hour, code, bucket ORDER BY hour, code, bucket"
    " ON CONFLICT (connection_id, hour, code, bucket) DO UPDATE SET calls = h.calls + excluded.calls"
)


def count_calls(
    session: Session, scope: Scope, connection_id: UUID, calls: Sequence[tuple[str, str | None, Decimal]]
) -> None:
    """(when, error code, milliseconds) of each."""
    if not calls:
        return
    session.execute(
        _COUNT,
        {
            "merchant": scope.merchant_id,
            "connection": connection_id,
            "buckets": list(BUCKETS),
            "ats": [at for at, _, _ in calls],
            "codes": [code for _, code, _ in calls],
            "took": [took for _, _, took in calls],
        },
    )


def set_silence(
    session: Session, scope: Scope, connection_id: UUID, *, is_enabled: bool, orders: int, minutes: int
) -> None:
    """When this connection counts as silent."""
    scope.require("channels.write")
    if not 1 <= orders <= MOST_ORDERS:
        raise ConnectionInvalid("orders", "health.orders_bounds")
    if not 1 <= minutes <= MOST_MINUTES:
        raise ConnectionInvalid("pause", "health.pause_bounds")
    session.execute(
        text(
            "INSERT INTO silence_watch (id, merchant_id, connection_id, is_enabled, missing_orders, shortest_minutes)"
            " VALUES (gen_random_uuid(), :merchant, :connection, :enabled, :orders, :minutes)"
            " ON CONFLICT (connection_id) DO UPDATE SET is_enabled = excluded.is_enabled,"
            " missing_orders = excluded.missing_orders, shortest_minutes = excluded.shortest_minutes"
        ),
        {
            "merchant": scope.merchant_id,
            "connection": connection_id,
            "enabled": is_enabled,
            "orders": orders,
            "minutes": minutes,
        },
    )
    values = {"enabled": is_enabled, "orders": orders, "minutes": minutes}
    audit.append(session, scope, "health.silence", connection_id, values)
    live.tell(session, scope.merchant_id, "health.changed")


def mark_silent(
    session: Session, scope: Scope, connection_id: UUID, last_order_at: datetime, *, orders: int, minutes: int
) -> bool:
    """True when nobody was told of this silence yet. The figures are those of the rule, where none is kept."""
    told = session.execute(
        text(
            "INSERT INTO silence_watch AS w"
            " (id, merchant_id, connection_id, is_enabled, missing_orders, shortest_minutes, silent_since)"
            " VALUES (gen_random_uuid(), :merchant, :connection, true, :orders, :minutes, :at)"
            " ON CONFLICT (connection_id) DO UPDATE SET silent_since = excluded.silent_since"
            " WHERE w.silent_since IS NULL RETURNING id"
        ),
        {
            "merchant": scope.merchant_id,
            "connection": connection_id,
            "at": last_order_at,
            "orders": orders,
            "minutes": minutes,
        },
    ).all()
    return bool(told)


def end_silence(session: Session, connection_ids: Sequence[UUID]) -> None:
    session.execute(
        text(
            "UPDATE silence_watch SET silent_since = NULL WHERE connection_id = ANY(:ids) AND silent_since IS NOT NULL"
        ),
        {"ids": list(connection_ids)},
    )
