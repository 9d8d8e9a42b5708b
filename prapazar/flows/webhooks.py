"""Webhooks: check who sent a delivery, keep it raw, wake a worker; nothing else happens while a provider waits."""

from collections.abc import Mapping

from prapazar.connector_kit.contract import AnswersChallenges, AnswersHandshakes, ChecksDeliveries
from prapazar.connector_kit.errors import AuthFailed, UnexpectedAnswer
from prapazar.connector_kit.records import WebhookDelivery
from prapazar.domain.channels import queries
from prapazar.domain.channels.enums import Topic
from prapazar.domain.channels.errors import ConnectionMissing
from prapazar.flows import deliveries
from prapazar.flows.connections import build
from prapazar.foundation import db, inbox, live, outbox
from prapazar.foundation.scope import system_scope


class WebhookRefused(Exception):
    """The signature or log-in of a delivery does not fit, or no such connection exists."""


class WebhookUnreadable(Exception):
    """Neither an event nor a ping we know; the provider tries again, the poll brings what it was about."""


def receive(connector: str | None, webhook_key: str, headers: dict[str, str], body: bytes) -> bool:
    """True when the delivery was new to us. Header names in lower case. Raises WebhookRefused, WebhookUnreadable.

    `connector` is the slug the address named, None where it named none.
    """
    try:
        with db.system_transaction() as session:
            account = queries.account_of_webhook(session, connector, webhook_key)
    except ConnectionMissing:
        deliveries.note_stray()
        raise WebhookRefused from None
    receiver = build(account, [])
    delivery = WebhookDelivery(headers, body)
    if not isinstance(receiver, ChecksDeliveries):
        deliveries.note_refused(account, delivery, "deliveries.not_expected", "")
        raise WebhookRefused
    try:
        event = receiver.verify(delivery, account.webhook_secret)
    except AuthFailed as error:
        deliveries.note_refused(account, delivery, "deliveries.bad_signature", error.detail)
        raise WebhookRefused from None
    except UnexpectedAnswer as error:
        deliveries.note_refused(account, delivery, error.code, error.detail)
        raise WebhookUnreadable(error.code) from None
    if event.kind == "ping":
        return False
    with db.transaction(system_scope(account.merchant_id)) as session:
        fresh = inbox.receive(
            session,
            account.merchant_id,
            account.id,
            event.event_key,
            event.kind,
            deliveries.kept_headers(headers),
            body,
        )
        live.tell(session, account.merchant_id, "deliveries.changed")
        if fresh:
            topic = Topic.TAKE_REPORTS if event.kind == "messages" else Topic.TAKE_IN
            outbox.append(session, account.merchant_id, topic.value, account.id, account.id, {})
    return fresh is not None


def challenge(connector: str | None, webhook_key: str, code: str) -> dict[str, str]:
    """What an address answers a provider that wants to know first whose it is. Raises WebhookRefused."""
    try:
        with db.system_transaction() as session:
            account = queries.account_of_webhook(session, connector, webhook_key)
    except ConnectionMissing:
        raise WebhookRefused from None
    receiver = build(account, [])
    if not isinstance(receiver, AnswersChallenges):
        raise WebhookRefused
    address = deliveries.webhook_address(account.environment, account.webhook_key)
    return receiver.answer_challenge(code, address, account.webhook_secret)


def handshake(connector: str | None, webhook_key: str, query: Mapping[str, str]) -> str:
    """As `challenge`, for those that put it into several parameters and want plain text. Raises WebhookRefused."""
    try:
        with db.system_transaction() as session:
            account = queries.account_of_webhook(session, connector, webhook_key)
    except ConnectionMissing:
        raise WebhookRefused from None
    receiver = build(account, [])
    if not isinstance(receiver, AnswersHandshakes):
        raise WebhookRefused
    try:
        return receiver.answer_handshake(query, account.webhook_secret)
    except AuthFailed:
        raise WebhookRefused from None
