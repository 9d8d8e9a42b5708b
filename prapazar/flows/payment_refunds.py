"""Money given back through its provider: each refund once, whatever dies between its answer and our books."""

from contextlib import suppress
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.connector_kit.contract import CancelsPayments, RefundsPayments, TakesPayments
from prapazar.connector_kit.errors import ConnectorError, Rejected, UnexpectedAnswer
from prapazar.connector_kit.payments import PaymentRecord, PaymentState
from prapazar.domain.aftersales import actions as aftersales
from prapazar.domain.aftersales.errors import ClaimMissing, ClaimRefused
from prapazar.domain.channels.enums import Topic
from prapazar.domain.payments import actions, queries_work
from prapazar.domain.payments.enums import RefundStatus, Way
from prapazar.domain.payments.queries_work import ToRefund
from prapazar.domain.payments.rules import was_refunded, way_back
from prapazar.flows import payments
from prapazar.flows.connections import Channel
from prapazar.foundation import db, outbox
from prapazar.foundation.clock import now
from prapazar.foundation.outbox import Claim


def refund(connection_id: UUID) -> int:
    """Give back what was asked for. Returns how many were answered, refusals too."""
    return payments.work(connection_id, Topic.REFUND_PAYMENTS, _refund, in_order_of="attempt_id")


def _refund(channel: Channel, claim: Claim) -> None:
    """Why it takes so long is written beside it: a buyer who waits for money asks the seller."""
    try:
        _ask(channel, claim)
    except ConnectorError as error:
        refund_id, code = UUID(claim.payload["refund_id"]), error.code
        db.retried(
            channel.scope,
            lambda session: actions.record_refund_waits(session, channel.scope, refund_id, code),
        )
        raise


def _ask(channel: Channel, claim: Claim) -> None:
    with db.transaction(channel.scope) as session:
        told = queries_work.to_refund(session, UUID(claim.payload["refund_id"]))
    if told is None or told.status in {RefundStatus.DONE, RefundStatus.FAILED}:
        payments.finish(channel, claim)
        return
    connector = channel.connector
    if not isinstance(connector, RefundsPayments) or not isinstance(connector, TakesPayments):
        refusal = Rejected("refunds nothing", code="payments.not_refundable")
        _fail(channel, claim, told, refusal)
        return
    found = connector.fetch_payment(told.attempt.reference, told.attempt.external_id)
    if found is None:
        raise UnexpectedAnswer("the provider knows nothing of a payment it took", code="payments.lost")
    if told.status is RefundStatus.ASKED and was_refunded(told.before, told.amount, found.refunded):
        is_cancelled = found.state is PaymentState.CANCELLED and told.amount >= told.whole
        _done(channel, claim, told, Way.CANCEL if is_cancelled else Way.REFUND)
        return
    db.retried(
        channel.scope,
        lambda session: actions.record_refund_asked(session, channel.scope, told.id, found.refunded),
    )
    try:
        way = _give_back(connector, told, _record(told, found))
    except Rejected as refused:
        _fail(channel, claim, told, refused)
        return
    _done(channel, claim, told, way)


def _give_back(connector: RefundsPayments, told: ToRefund, payment: PaymentRecord) -> Way:
    """Cancelled where that is the right call; one that the provider will not cancel any more is refunded."""
    wanted = way_back(
        can_cancel=isinstance(connector, CancelsPayments),
        whole=told.whole,
        amount=told.amount,
        given_back=payment.refunded,
        paid_at=told.attempt.paid_at or told.attempt.created_at,
        at=now(),
    )
    if wanted is Way.CANCEL and isinstance(connector, CancelsPayments):
        with suppress(Rejected):
            connector.cancel_payment(payment)
            return Way.CANCEL
    connector.refund_payment(payment, told.amount, told.reference)
    return Way.REFUND


def _record(told: ToRefund, found: PaymentRecord) -> PaymentRecord:
    """As the provider tells it, with the ids of its items as we kept them."""
    tried = told.attempt
    return PaymentRecord(
        reference=tried.reference,
        external_id=found.external_id or tried.external_id,
        state=PaymentState.PARTLY_REFUNDED if found.refunded else PaymentState.PAID,
        provider_status=found.provider_status,
        amount=found.amount or tried.charged,
        currency=tried.currency,
        at=found.at,
        refunded=found.refunded,
        receipt=found.receipt,
        item_ids=found.item_ids or tuple(tried.items.items()),
    )


def _done(channel: Channel, claim: Claim, told: ToRefund, way: Way) -> None:
    scope = channel.scope

    def record(session: Session) -> None:
        outbox.finish(session, [claim.id])
        counted = actions.record_refunded(session, scope, told.id, way)
        if counted is not None and told.claim_id is not None:
            # Of a claim that was settled another way meanwhile: the buyer has the money all the same.
            with suppress(ClaimMissing, ClaimRefused):
                aftersales.record_refund(session, scope, told.claim_id, told.amount, reference=told.reference)

    db.retried(scope, record)


def _fail(channel: Channel, claim: Claim, told: ToRefund, refused: Rejected) -> None:
    def record(session: Session) -> None:
        outbox.finish(session, [claim.id])
        scope = channel.scope
        payment = actions.record_refund_failed(session, scope, told.id, refused.code, refused.detail)
        if payment is not None:
            amount = f"{told.amount} {payment.currency}"
            payments.notify(session, scope, "refund_failed", payment.id, payment.reference, amount)

    db.retried(channel.scope, record)
