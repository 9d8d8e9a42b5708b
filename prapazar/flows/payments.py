"""Payments between providers and our books: pages opened, answers taken in, money laid anew."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from prapazar.connector_kit.contract import TakesPayments
from prapazar.connector_kit.errors import (
    AuthFailed,
    ConnectorError,
    RateLimited,
    Rejected,
    Unavailable,
    UnexpectedAnswer,
)
from prapazar.connector_kit.payments import PaymentRecord, PaymentState
from prapazar.connector_kit.records import WebhookDelivery
from prapazar.domain.channels.enums import Topic
from prapazar.domain.messaging import actions as messaging
from prapazar.domain.payments import actions, queries_work
from prapazar.domain.payments.actions import Seen
from prapazar.domain.payments.enums import AttemptStatus, SeenState
from prapazar.domain.payments.errors import PaymentMissing
from prapazar.domain.payments.rules import Outcome
from prapazar.flows import handing_back, payment_requests
from prapazar.flows.connections import Channel, ConnectionIdle, opened
from prapazar.foundation import db, inbox, outbox, routes
from prapazar.foundation.clock import now
from prapazar.foundation.outbox import Claim
from prapazar.foundation.scope import Scope, system_scope

LEASE = timedelta(minutes=2)
AT_ONCE = 20
DELIVERIES = 100
_STATES = {
    PaymentState.OPEN: SeenState.OPEN,
    PaymentState.FAILED: SeenState.FAILED,
    PaymentState.CANCELLED: SeenState.FAILED,
    PaymentState.PAID: SeenState.TAKEN,
    PaymentState.REFUNDED: SeenState.TAKEN,
    PaymentState.PARTLY_REFUNDED: SeenState.TAKEN,
}
_NOTIFIED: dict[str, str] = {Outcome.PAID: "success", Outcome.SURPLUS: "warning", Outcome.ODD: "warning"}
FOUND = "found_refund"
_LEVELS = {**_NOTIFIED, FOUND: "warning"}
UNKNOWN = "payments.unknown_reference"
log = structlog.get_logger(__name__)


def open_pages(connection_id: UUID) -> int:
    """Open the provider's page for buyers who wait for it. Returns how many were answered, refusals too."""
    return work(connection_id, Topic.OPEN_PAYMENTS, _open)


def look(connection_id: UUID) -> int:
    """Ask what became of payments whose buyer came back."""
    return work(connection_id, Topic.LOOK_AT_PAYMENTS, _look)


def work(
    connection_id: UUID,
    topic: Topic,
    do: Callable[[Channel, Claim], None],
    *,
    in_order_of: str | None = None,
) -> int:
    """Claims of one topic and account, by one worker at a time."""
    with db.exclusive(f"{topic}:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        try:
            with opened(connection_id) as channel:
                with db.transaction(channel.scope) as session:
                    claims = outbox.claim(
                        session, topic.value, channel.id, AT_ONCE, LEASE, in_order_of=in_order_of
                    )
                return handing_back.one_by_one(
                    channel,
                    claims,
                    lambda claim: do(channel, claim),
                    order=lambda claim: claim.payload["attempt_id"],
                )
        except ConnectionIdle:
            handing_back.put_off(connection_id, topic)
            raise


def finish(channel: Channel, claim: Claim) -> None:
    db.retried(channel.scope, lambda session: outbox.finish(session, [claim.id]))


def _open(channel: Channel, claim: Claim) -> None:
    """Who waits for a page is told at once that it does not come: the next press of the button is the next try."""
    attempt_id = UUID(claim.payload["attempt_id"])
    connector = channel.connector
    if not db.retried(channel.scope, lambda session: actions.numbered(session, channel.scope, attempt_id)):
        finish(channel, claim)
        return
    try:
        if not isinstance(connector, TakesPayments):
            raise Rejected("takes no payments", code="payments.not_a_provider")
        with db.transaction(channel.scope) as session:
            request = payment_requests.of_try(session, attempt_id)
        page = connector.open_payment(request)
    except RateLimited:
        raise
    except ConnectorError as error:
        code, detail = error.code, error.detail

        def refuse(session: Session) -> None:
            outbox.finish(session, [claim.id])
            actions.record_refused(session, channel.scope, attempt_id, code, detail)

        db.retried(channel.scope, refuse)
        if not isinstance(error, Rejected):
            raise
        return

    def record(session: Session) -> None:
        outbox.finish(session, [claim.id])
        actions.record_opened(
            session,
            channel.scope,
            attempt_id,
            external_id=page.external_id,
            url=page.url,
            in_frame=page.in_frame,
            expires_at=page.expires_at,
        )

    db.retried(channel.scope, record)


def _look(channel: Channel, claim: Claim) -> None:
    ask(channel, UUID(claim.payload["attempt_id"]))
    finish(channel, claim)


def ask(channel: Channel, attempt_id: UUID) -> bool:
    """True where there was news."""
    with db.transaction(channel.scope) as session:
        told = queries_work.attempt(session, attempt_id)
    connector = channel.connector
    if told is None or not isinstance(connector, TakesPayments):
        return False
    if told.status not in {AttemptStatus.OPEN, AttemptStatus.FAILED}:
        return False
    found = connector.fetch_payment(told.reference, told.external_id)
    if found is None:
        db.retried(channel.scope, lambda session: actions.record_asked(session, attempt_id))
        return False
    return record(channel, found, told.reference)


def record(channel: Channel, found: PaymentRecord, reference: str = "") -> bool:
    """A provider's word into our books, once. Raises PaymentMissing where it is about none of ours."""

    def write(session: Session) -> bool:
        seen = _seen(session, channel, found, reference)
        answered = actions.record_answer(session, channel.scope, channel.id, seen)
        if answered.outcome in _NOTIFIED:
            amount = f"{seen.amount} {seen.currency}"
            notify(
                session, channel.scope, answered.outcome.value, answered.payment_id, answered.payment, amount
            )
        return answered.outcome is not Outcome.NOTHING

    return db.retried(channel.scope, write)


def notify(session: Session, scope: Scope, kind: str, payment_id: UUID, reference: str, amount: str) -> None:
    messaging.notify(
        session,
        scope,
        f"payments.{kind}",
        permission="payments.read",
        level=_LEVELS.get(kind, "error"),
        group_key=f"payments.{kind}:{payment_id}",
        store=queries_work.store_of(session, payment_id),
        values={"reference": reference, "amount": amount},
        link=routes.payment(payment_id),
    )


def _seen(session: Session, channel: Channel, found: PaymentRecord, reference: str) -> Seen:
    known = found.reference or reference
    return Seen(
        reference=known or queries_work.reference_of(session, channel.id, found.external_id) or "",
        state=_STATES[found.state],
        external_id=found.external_id,
        provider_status=found.provider_status,
        amount=found.amount,
        currency=found.currency,
        at=found.at,
        refunded=found.refunded,
        fee=found.fee,
        installments=found.installments,
        card=found.card,
        failure=found.failure,
        items=dict(found.item_ids),
    )


def take_in(connection_id: UUID) -> int:
    """Callbacks that wait in the inbox, which were kept as they came. Returns how many were read."""
    with db.exclusive(f"{Topic.TAKE_PAYMENTS}:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        with opened(connection_id, even_if_idle=True) as channel:
            return _take_in(channel)


def _take_in(channel: Channel) -> int:
    with db.transaction(channel.scope) as session:
        claims = outbox.claim(session, Topic.TAKE_PAYMENTS.value, channel.id, DELIVERIES, LEASE)
        rows = inbox.waiting(session, channel.id, DELIVERIES)
    ids = [claim.id for claim in claims]
    for row in rows:
        try:
            _take(channel, row)
        except (RateLimited, Unavailable) as error:
            handing_back.hand_back(channel, claims, error, counts=False)
            raise
    again = now() if len(rows) == DELIVERIES else None

    def done(session: Session) -> None:
        if again is None:
            outbox.finish(session, ids)
        else:
            outbox.give_back(session, ids, "", again, counts=False)

    db.retried(channel.scope, done)
    return len(rows)


def _take(channel: Channel, row: inbox.Delivery) -> None:
    connector, error, about = channel.connector, None, ""
    try:
        if isinstance(connector, TakesPayments):
            found = connector.read_payment(WebhookDelivery(row.headers, row.body))
            about = found.reference or found.external_id
            record(channel, found)
    except PaymentMissing:
        error = UNKNOWN
        log.warning("a callback about no payment of ours", connection=str(channel.id))
    except (AuthFailed, Rejected, UnexpectedAnswer) as refused:
        error = refused.code
        log.warning("a callback that says nothing", connection=str(channel.id), code=error)
    with db.transaction(channel.scope) as session:
        inbox.finish(session, [row.id], [error], [[about] if about else []])


def settle(order_id: UUID) -> None:
    """Lay an order's payments upon the invoices that stand now."""
    with db.system_transaction() as session:
        merchant = queries_work.merchant_of_order(session, order_id)
    if merchant is None:
        return
    scope = system_scope(merchant)

    def do(session: Session) -> None:
        claims = outbox.claim(session, Topic.SETTLE_PAYMENTS.value, order_id, 10, LEASE)
        actions.settle_order(session, scope, order_id)
        outbox.finish(session, [claim.id for claim in claims])

    db.retried(scope, do)
