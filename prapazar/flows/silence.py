"""The silence alarm: a channel that usually sells at such hours and does not is told once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.channels.health import actions, queries, rules
from prapazar.domain.channels.health.queries import QuietRow, StandingRow
from prapazar.domain.messaging import actions as messaging
from prapazar.foundation import db, live, routes
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope, system_scope

_DAY = timedelta(days=1)


def watch() -> int:
    """Ends what is over and tells what is new. Returns how many were told.

    Only channels whose last order is older than their rule allows are counted: the busy ones cost one look at
    an index.
    """
    with db.system_transaction() as session:
        over, quiet = queries.told_and_over(session), queries.quiet(session)
    for merchant_id, connection_id in over:
        with db.transaction(system_scope(merchant_id)) as session:
            actions.end_silence(session, [connection_id])
            live.tell(session, merchant_id, "health.changed")
    told = 0
    for row in quiet:
        if row.is_told and (row.merchant_id, row.connection_id) not in over:
            continue
        with db.transaction(system_scope(row.merchant_id)) as session:
            told += _tell(session, row)
    return told


def _tell(session: Session, row: QuietRow) -> bool:
    scope, until = system_scope(row.merchant_id), now()
    expected = usually(session, scope, row.connection_id, row.last_order_at, until)
    if not rules.is_silent(row.rule, expected, row.last_order_at, until):
        return False
    is_new = actions.mark_silent(
        session,
        scope,
        row.connection_id,
        row.last_order_at,
        orders=row.rule.missing_orders,
        minutes=row.rule.shortest // timedelta(minutes=1),
    )
    if is_new:
        live.tell(session, row.merchant_id, "health.changed")
        messaging.notify(
            session,
            scope,
            "channels.silent",
            permission="channels.read",
            level="error",
            group_key=f"channels.silent:{row.connection_id}",
            store=row.connection_id,
            values={"channel": row.name, "orders": int(expected)},
            link=routes.CHANNEL_HEALTH,
        )
    return is_new


def usually(session: Session, scope: Scope, connection_id: UUID, since: datetime, until: datetime) -> Decimal:
    """Orders that usually come to this connection between two moments."""
    past = queries.past_orders(session, scope, connection_id, since)
    if past.first_at is None:
        return Decimal(0)
    days = Decimal((since - past.first_at) // timedelta(hours=1)) / (_DAY // timedelta(hours=1))
    return rules.expected_orders(rules.usual_week(past.counts, days), since, until)


def expectations(session: Session, scope: Scope, rows: Sequence[StandingRow]) -> dict[UUID, Decimal]:
    """Of those alone whose last order is older than an hour: of the others nothing is missing."""
    until = now()
    return {
        row.id: usually(session, scope, row.id, row.last_order_at, until)
        for row in rows
        if row.last_order_at and until - row.last_order_at > rules.HOUR
    }
