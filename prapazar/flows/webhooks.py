"""Webhooks: check who sent a delivery, keep it raw, wake a worker; nothing else happens while a provider waits."""

from prapazar.connector_kit.contract import AnswersChallenges, ReceivesWebhooks
from prapazar.connector_kit.errors import AuthFailed, UnexpectedAnswer
from prapazar.connector_kit.records import WebhookDelivery
from prapazar.domain.channels import queries
from prapazar.domain.channels.enums import Topic
from prapazar.domain.channels.errors import ConnectionMissing
from prapazar.domain.channels.queries import Account
from prapazar.flows.connections import build
from prapazar.foundation import db, inbox, outbox
from prapazar.foundation.scope import system_scope
from prapazar.foundation.settings import settings as installation


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
        raise WebhookRefused from None
    receiver = build(account, [])
    if not isinstance(receiver, ReceivesWebhooks):
        raise WebhookRefused
    try:
        event = receiver.verify(WebhookDelivery(headers, body), account.webhook_secret)
    except AuthFailed:
        raise WebhookRefused from None
    except UnexpectedAnswer as error:
        raise WebhookUnreadable(error.code) from None
    if event.kind == "ping":
        return False
    with db.transaction(system_scope(account.merchant_id)) as session:
        fresh = inbox.receive(
            session, account.merchant_id, account.id, event.event_key, event.kind, _kept(headers), body
        )
        if fresh:
            outbox.append(session, account.merchant_id, Topic.TAKE_IN.value, account.id, account.id, {})
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
    return receiver.answer_challenge(code, address_of(account), account.webhook_secret)


def address_of(account: Account) -> str:
    """Without the provider's name: Trendyol refuses addresses that contain its own."""
    base = installation().address
    if account.environment == "sandbox":
        base = f"http://127.0.0.1:{installation().port}"
    return f"{base}/webhook/to/{account.webhook_key}"


def _kept(headers: dict[str, str]) -> dict[str, str]:
    """Who is who was checked; the secrets that proved it are not kept."""
    secret = {"authorization", "x-api-key", "cookie"}
    return {name: value for name, value in headers.items() if name not in secret}
