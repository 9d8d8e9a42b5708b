"""Callbacks of payment providers: checked at the door, kept raw, answered in their words; a worker reads them."""

import hashlib
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.connector_kit.contract import TakesPayments
from prapazar.connector_kit.errors import AuthFailed, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.records import WebhookDelivery
from prapazar.domain.channels import queries
from prapazar.domain.channels.enums import Topic
from prapazar.domain.channels.errors import ConnectionMissing
from prapazar.domain.channels.queries import Account
from prapazar.domain.payments import actions, queries_work
from prapazar.flows import deliveries
from prapazar.flows.connections import build
from prapazar.flows.webhooks import WebhookRefused, WebhookUnreadable
from prapazar.foundation import db, inbox, live, outbox, throttle
from prapazar.foundation.scope import system_scope

KIND = "payments"
BACK = "payments.back"
LONGEST_BACK = 10_000
BACKS_A_MINUTE = 30


def receive(connector: str, webhook_key: str, headers: dict[str, str], body: bytes) -> str:
    """What the provider wants to hear. Header names in lower case. Raises WebhookRefused, WebhookUnreadable."""
    try:
        with db.system_transaction() as session:
            account = queries.account_of_webhook(session, connector, webhook_key)
    except ConnectionMissing:
        deliveries.note_stray()
        raise WebhookRefused from None
    receiver = build(account, [], asks=False)
    delivery = WebhookDelivery(headers, body)
    if not isinstance(receiver, TakesPayments):
        deliveries.note_refused(account, delivery, "deliveries.not_expected", "")
        raise WebhookRefused
    _check(account, receiver, delivery)
    scope = system_scope(account.merchant_id)
    with db.transaction(scope) as session:
        if _keep(session, account.merchant_id, account.id, delivery, KIND) is not None:
            outbox.append(session, account.merchant_id, Topic.TAKE_PAYMENTS.value, account.id, account.id, {})
        live.tell(session, account.merchant_id, "deliveries.changed")
    return receiver.callback_answer


def _check(account: Account, receiver: TakesPayments, delivery: WebhookDelivery) -> None:
    """Nobody is asked while a provider waits: who only names a payment is believed once a worker has asked."""
    try:
        receiver.read_payment(delivery)
    except AuthFailed as error:
        deliveries.note_refused(account, delivery, "deliveries.bad_signature", error.detail)
        raise WebhookRefused from None
    except Unavailable:
        return
    except (Rejected, UnexpectedAnswer) as error:
        deliveries.note_refused(account, delivery, error.code, error.detail)
        raise WebhookUnreadable(error.code) from None


def come_back(link: str, headers: dict[str, str], body: bytes) -> bool:
    """The buyer's browser comes from the provider's page. What it brings is kept and not believed: a worker asks.

    False where there is no such link.
    """
    with db.system_transaction() as session:
        sheet = queries_work.by_link(session, link)
    if sheet is None:
        return False
    if not throttle.granted(f"pay-back:{sheet.payment_id}", most=BACKS_A_MINUTE, seconds=60):
        return True
    with db.transaction(system_scope(sheet.merchant_id)) as session:
        tried = queries_work.newest_attempt(session, sheet.payment_id)
        connection = queries_work.connection_of(session, sheet.payment_id)
        if tried is not None and connection is not None and 0 < len(body) <= LONGEST_BACK:
            delivery = WebhookDelivery(headers, body)
            kept = _keep(session, sheet.merchant_id, connection, delivery, BACK)
            if kept is not None:
                inbox.finish(session, [kept], [None], [[tried.reference]])
        actions.look(session, system_scope(sheet.merchant_id), sheet.payment_id)
    return True


def _keep(
    session: Session, merchant_id: UUID, connection_id: UUID, delivery: WebhookDelivery, kind: str
) -> UUID | None:
    """Raw, once for each thing said."""
    headers = deliveries.kept_headers(dict(delivery.headers))
    key = hashlib.sha256(kind.encode() + delivery.body).hexdigest()
    return inbox.receive(session, merchant_id, connection_id, key, kind, headers, delivery.body)
