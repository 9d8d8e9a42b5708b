"""Invoices handed to the channels that show them to buyers: by their address, or as the paper itself."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.connector_kit.contract import SharesInvoices
from prapazar.connector_kit.einvoices import SharedInvoice
from prapazar.connector_kit.errors import ConnectorError, Rejected
from prapazar.domain.channels.enums import Topic
from prapazar.domain.invoicing import actions, content, rules, sending
from prapazar.domain.invoicing.documents import paper
from prapazar.domain.invoicing.enums import InvoiceStatus
from prapazar.domain.invoicing.sending import ToShare
from prapazar.flows import handing_back
from prapazar.flows.connections import Channel, ConnectionIdle, opened
from prapazar.foundation import db, outbox, routes
from prapazar.foundation.clock import now
from prapazar.foundation.outbox import Claim
from prapazar.foundation.settings import settings

LEASE = timedelta(minutes=2)
AT_ONCE = 25
LATER = timedelta(minutes=15)
ADDRESS_WITHIN = timedelta(hours=6)
"""A provider tells it with the document's status; nobody waits longer."""
LINK_NEEDED = "connector.invoice_link_needed"
_NOT_YET = "not_packed"
_OVER = frozenset({InvoiceStatus.DRAFT, InvoiceStatus.FAILED, *rules.GONE})


class _Later(Exception):
    """There is something to be waited for; `code` says what."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def share(connection_id: UUID) -> int:
    """Tell the channel of the invoices that wait for it. Returns how many were settled, refusals too."""
    with db.exclusive(f"{Topic.SHARE_INVOICES}:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        try:
            with opened(connection_id) as channel:
                with db.transaction(channel.scope) as session:
                    topic = Topic.SHARE_INVOICES.value
                    claims = outbox.claim(session, topic, channel.id, AT_ONCE, LEASE)
                return handing_back.one_by_one(channel, claims, lambda claim: _share(channel, claim))
        except ConnectionIdle:
            handing_back.put_off(connection_id, Topic.SHARE_INVOICES)
            raise


def _share(channel: Channel, claim: Claim) -> None:
    with db.transaction(channel.scope) as session:
        told = sending.to_share(session, UUID(claim.payload["share_id"]))
    if told is None or told.status == "done" or told.invoice_status in _OVER or not told.line_external_ids:
        db.retried(channel.scope, lambda session: outbox.finish(session, [claim.id]))
        return
    try:
        _tell(channel, claim, told)
    except _Later as later:
        _wait(channel, claim, told, later)
    except ConnectorError as error:
        code, detail = error.code, error.detail
        db.retried(
            channel.scope,
            lambda session: actions.record_share_waits(session, channel.scope, told.id, code, detail),
        )
        raise


def _tell(channel: Channel, claim: Claim, told: ToShare) -> None:
    connector = channel.connector
    if not isinstance(connector, SharesInvoices):
        _settle(channel, claim, lambda session: actions.record_unable(session, told.id))
        return
    link = _link(channel, told, takes_files=connector.takes_invoice_files)
    invoice = SharedInvoice(
        number=told.number,
        issued_at=told.issued_at,
        order_number=told.order_number,
        line_external_ids=told.line_external_ids,
        link=link,
        pdf=paper.draw(content.read(told.content)),
        may_be_there=told.status == "asked",
    )
    db.retried(channel.scope, lambda session: actions.record_share_asked(session, told.id))
    try:
        connector.share_invoice(told.package_external_id, invoice)
    except Rejected as refused:
        code, detail = refused.code, refused.detail
        if code.endswith(_NOT_YET):
            raise _Later(code, detail) from refused
        _settle(
            channel,
            claim,
            lambda session: actions.record_not_shared(session, channel.scope, told.id, code, detail),
        )
        return
    _settle(channel, claim, lambda session: actions.record_shared(session, channel.scope, told.id, link))


def _link(channel: Channel, told: ToShare, *, takes_files: bool) -> str | None:
    """The provider's address; else the paper itself, or our own address where others can open it."""
    if told.url or takes_files:
        return told.url
    if told.paper_key and (settings().public_url or channel.account.environment == "sandbox"):
        return f"{settings().address}{routes.paper(told.paper_key)}"
    if now() - told.created_at < ADDRESS_WITHIN:
        raise _Later("invoicing.link_awaited")
    return None


def _wait(channel: Channel, claim: Claim, told: ToShare, later: _Later) -> None:
    def record(session: Session) -> None:
        outbox.give_back(session, [claim.id], later.code, now() + LATER, counts=False)
        actions.record_share_waits(session, channel.scope, told.id, later.code, later.detail)

    db.retried(channel.scope, record)


def _settle(channel: Channel, claim: Claim, work: Callable[[Session], None]) -> None:
    def record(session: Session) -> None:
        outbox.finish(session, [claim.id])
        work(session)

    db.retried(channel.scope, record)
