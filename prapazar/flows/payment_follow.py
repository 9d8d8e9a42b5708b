"""Payments asked about by ourselves: those nobody told us of, and money given back in the provider's own panel."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.connector_kit.contract import TakesPayments
from prapazar.connector_kit.errors import ConnectorError, Rejected, UnexpectedAnswer
from prapazar.connector_kit.payments import PaymentState
from prapazar.domain.channels import actions as channels
from prapazar.domain.channels.enums import JobKind
from prapazar.domain.payments import actions, queries_work
from prapazar.flows import payments
from prapazar.flows.connections import Channel, opened
from prapazar.foundation import db
from prapazar.foundation.clock import now

ASKED_AGAIN = timedelta(minutes=5)
AT_ONCE, CHECKED_AT_ONCE = 100, 50


def follow(connection_id: UUID) -> int:
    """Returns how many had news: a callback that was lost, a closed page, a refund nobody asked for here."""
    with db.exclusive(f"payments.follow:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        with opened(connection_id) as channel:
            return _follow(channel)


def _follow(channel: Channel) -> int:
    with db.transaction(channel.scope) as session:
        channels.start_job(session, channel.id, JobKind.PAYMENTS)
        due = queries_work.due(session, channel.id, now() - ASKED_AGAIN, AT_ONCE)
        taken = queries_work.to_check(session, channel.id, now(), CHECKED_AT_ONCE)
    news, code = 0, None
    try:
        news, odd = _each(channel, due, payments.ask)
        found, odder = _each(channel, taken, check)
        news += found
        if odd or odder:
            raise odd or odder  # type: ignore[misc]  # one of them is an error
    except ConnectorError as error:
        code = error.code
        raise
    finally:
        with db.transaction(channel.scope) as session:
            actions.close_late(session, channel.scope, channel.id)
            channels.finish_job(session, channel.scope, channel.id, JobKind.PAYMENTS, count=news, error=code)
    return news


def _each(
    channel: Channel, attempts: Sequence[UUID], look: Callable[[Channel, UUID], bool]
) -> tuple[int, ConnectorError | None]:
    """How many had news, and the first that could not be read: it does not hold the others up."""
    news, first = 0, None
    for attempt_id in attempts:
        try:
            news += look(channel, attempt_id)
        except (Rejected, UnexpectedAnswer) as error:
            first = first or error
            db.retried(channel.scope, lambda session: actions.record_asked(session, attempt_id))  # noqa: B023 - called at once
    return news, first


def check(channel: Channel, attempt_id: UUID) -> bool:
    """Whether money of a payment went back that nobody asked for here; it is booked then."""
    with db.transaction(channel.scope) as session:
        told = queries_work.attempt(session, attempt_id)
    connector = channel.connector
    if told is None or not isinstance(connector, TakesPayments):
        return False
    seen = connector.fetch_payment(told.reference, told.external_id)
    if seen is None:
        db.retried(channel.scope, lambda session: actions.record_asked(session, attempt_id))
        return False
    is_cancelled = seen.state is PaymentState.CANCELLED

    def write(session: Session) -> bool:
        booked = actions.record_found(
            session, channel.scope, attempt_id, seen.refunded, is_cancelled=is_cancelled
        )
        if booked is not None:
            amount = f"{booked.amount} {booked.currency}"
            payments.notify(session, channel.scope, payments.FOUND, booked.payment_id, booked.payment, amount)
        return booked is not None

    return db.retried(channel.scope, write)
