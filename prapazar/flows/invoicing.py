"""E-documents: numbered and sent by the first provider that takes them, followed to their last word, taken back."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from prapazar.connector_kit.contract import (
    CancelsDocuments,
    SendsDocuments,
    ShowsDocuments,
)
from prapazar.connector_kit.einvoices import DocumentStatus, OutgoingDocument
from prapazar.connector_kit.errors import (
    AuthFailed,
    ConnectorError,
    Rejected,
    Unavailable,
    UnexpectedAnswer,
)
from prapazar.domain.channels.enums import Topic
from prapazar.domain.files import actions as files
from prapazar.domain.files.enums import FileKind, Subject
from prapazar.domain.invoicing import actions, sending
from prapazar.domain.invoicing.actions import Status
from prapazar.domain.invoicing.enums import InvoiceKind, InvoiceStatus
from prapazar.domain.invoicing.errors import DocumentFaulty, InvoiceMissing, InvoiceRefused
from prapazar.domain.invoicing.sending import ToSend
from prapazar.flows import documents, handing_back, invoicing_runs
from prapazar.flows.connections import Channel, ConnectionIdle, opened, scope_of
from prapazar.foundation import db, outbox
from prapazar.foundation.clock import now
from prapazar.foundation.outbox import Claim
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say

LEASE = timedelta(minutes=2)
AT_ONCE = 50
ASKED_AGAIN = timedelta(minutes=5)
TRIES = 3
"""Before the next provider is asked, where the one before does not answer and surely has nothing."""
_OF_DOCUMENT = ("duplicate", "invalid_document", "recipient_unknown", "recipient_is_taxpayer")
"""Refusals that another provider would say as well."""
_TO_SEND = frozenset({InvoiceStatus.ISSUING, InvoiceStatus.WAITING, InvoiceStatus.SENDING})
log = structlog.get_logger(__name__)


def send(connection_id: UUID) -> int:
    """Number and send what waits for this provider. Returns how many were settled, refusals too."""
    try:
        return _work(connection_id, Topic.SEND_DOCUMENTS, _try)
    except (ConnectionIdle, AuthFailed) as idle:
        code = idle.code if isinstance(idle, AuthFailed) else "connector.auth_failed"
        _leave(connection_id, code)
        raise


def cancel(connection_id: UUID) -> int:
    """Ask a provider to take e-Arşiv invoices back."""
    return _work(connection_id, Topic.CANCEL_DOCUMENTS, _cancel)


def follow(connection_id: UUID) -> int:
    """Ask what became of documents, and begin what is invoiced by itself. Returns how many changed."""
    invoicing_runs.start_due(connection_id)
    with db.exclusive(f"invoices.follow:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        with opened(connection_id) as channel:
            return _follow(channel)


def _work(connection_id: UUID, topic: Topic, work: Callable[[Channel, Claim], None]) -> int:
    with db.exclusive(f"{topic}:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        try:
            with opened(connection_id) as channel:
                with db.transaction(channel.scope) as session:
                    claims = outbox.claim(session, topic.value, channel.id, AT_ONCE, LEASE)
                return handing_back.one_by_one(channel, claims, lambda claim: work(channel, claim))
        except ConnectionIdle:
            handing_back.put_off(connection_id, topic)
            raise


def _leave(connection_id: UUID, code: str) -> None:
    """What a provider that cannot be used now was never asked goes to the next one."""
    scope = scope_of(connection_id)
    with db.transaction(scope) as session:
        waiting = sending.unasked(session, connection_id)
    for invoice_id in waiting:
        db.retried(scope, lambda session: actions.move_on(session, scope, invoice_id, code))  # noqa: B023 - called at once


# sending


def _try(channel: Channel, claim: Claim) -> None:
    """What has to wait says why."""
    try:
        _send(channel, claim)
    except ConnectorError as error:
        _note_delay(channel, documents.key(claim.payload), error)
        raise


def _note_delay(channel: Channel, invoice_id: UUID, error: ConnectorError) -> None:
    code, detail = error.code, error.detail
    with suppress(InvoiceMissing):
        db.retried(
            channel.scope,
            lambda session: actions.record_delay(session, channel.scope, invoice_id, code, detail),
        )


def _send(channel: Channel, claim: Claim) -> None:
    told = _read(channel.scope, documents.key(claim.payload))
    if told is None or told.status not in _TO_SEND or told.connection_id != channel.id:
        _finish(channel, claim)
        return
    connector = channel.connector
    if not isinstance(connector, SendsDocuments):
        _fail(channel, claim, told, "invoicing.not_a_provider", "")
        return
    if told.status is not InvoiceStatus.SENDING:
        try:
            told = _numbered(channel, told)
        except DocumentFaulty as faulty:
            _fail(channel, claim, told, documents.FAULTY, faulty.faults[0].said, faulty)
            return
        except InvoiceRefused as refused:
            _fail(channel, claim, told, refused.code, refused.detail)
            return
    document = documents.outgoing(told)
    if told.status is InvoiceStatus.SENDING:
        found = connector.fetch_document_status(document, told.external_id)
        if found is not None:
            _taken(channel, claim, told, documents.external(told), found)
            return
        if told.attempts >= TRIES and _moved_on(channel, claim, told, "connector.unavailable"):
            return
    _hand_over(channel, claim, told, document, connector)


def _numbered(channel: Channel, told: ToSend) -> ToSend:
    """Its recipient is looked up right before: who joined e-Fatura yesterday gets no e-Arşiv today."""
    if told.status is InvoiceStatus.WAITING and told.number is not None:
        return told
    scope = channel.scope
    alias = documents.look_up(channel.connector, told.buyer_tax_number)

    def write(session: Session) -> None:
        kind = "earchive" if alias is None else "einvoice"
        if told.number and told.kind != InvoiceKind.DESPATCH and told.document_kind != kind:
            actions.renumber(session, scope, told.id, say("tr", "invoicing.kind_changed"))
        actions.number(session, scope, told.id, alias=alias)

    db.retried(scope, write)
    numbered = _read(scope, told.id)
    return numbered or told


def _hand_over(
    channel: Channel, claim: Claim, told: ToSend, document: OutgoingDocument, connector: SendsDocuments
) -> None:
    db.retried(channel.scope, lambda session: actions.record_asked(session, channel.scope, told.id))
    try:
        sent = connector.send_document(document)
    except Rejected as refused:
        _refused(channel, claim, told, document, connector, refused)
        return
    except Unavailable as lost:
        if lost.maybe_done:
            # The next try looks it up before anything else: a document is never sent on a guess.
            found = connector.fetch_document_status(document, None)
            if found is not None:
                _taken(channel, claim, told, documents.external(told), found)
                return
        elif told.attempts + 1 >= TRIES and _moved_on(channel, claim, told, lost.code):
            return
        raise
    except AuthFailed as refused_us:
        if _moved_on(channel, claim, told, refused_us.code):
            raise
        _unasked(channel, told)
        raise
    _taken(channel, claim, told, sent.external_id, None)


def _refused(
    channel: Channel,
    claim: Claim,
    told: ToSend,
    document: OutgoingDocument,
    connector: SendsDocuments,
    refused: Rejected,
) -> None:
    """Whatever was said: one that the provider has is sent, and nobody else is asked."""
    found = connector.fetch_document_status(document, None)
    if found is not None and documents.seen(found).status is not InvoiceStatus.FAILED:
        _taken(channel, claim, told, documents.external(told), found)
        return
    is_of_document = refused.code.endswith(_OF_DOCUMENT)
    if not is_of_document and _moved_on(channel, claim, told, refused.code):
        return
    _fail(channel, claim, told, refused.code, refused.detail)


def _taken(
    channel: Channel, claim: Claim, told: ToSend, external_id: str, found: DocumentStatus | None
) -> None:
    def record(session: Session) -> None:
        outbox.finish(session, [claim.id])
        actions.record_sent(session, channel.scope, told.id, external_id)
        if found is not None:
            actions.record_status(session, channel.scope, told.id, documents.seen(found))

    db.retried(channel.scope, record)


def _moved_on(channel: Channel, claim: Claim, told: ToSend, code: str) -> bool:
    """True where another provider is to be asked now."""

    def record(session: Session) -> bool:
        moved = actions.move_on(session, channel.scope, told.id, code)
        if moved:
            outbox.finish(session, [claim.id])
        return moved

    return db.retried(channel.scope, record)


def _unasked(channel: Channel, told: ToSend) -> None:
    """Refused at the door: the provider saw nothing, and need not be asked whether it did."""

    def record(session: Session) -> None:
        actions.record_unasked(session, channel.scope, told.id)

    db.retried(channel.scope, record)


def _fail(
    channel: Channel, claim: Claim, told: ToSend, code: str, detail: str, faulty: DocumentFaulty | None = None
) -> None:
    def record(session: Session) -> None:
        outbox.finish(session, [claim.id])
        found = faulty.faults if faulty else ()
        actions.record_failure(session, channel.scope, told.id, code, detail, found)

    db.retried(channel.scope, record)


# afterwards


def _follow(channel: Channel) -> int:
    if not isinstance(channel.connector, SendsDocuments):
        return 0
    changed = 0
    with db.transaction(channel.scope) as session:
        asked = sending.followed(session, channel.id, now() - ASKED_AGAIN, AT_ONCE)
        waiting = sending.read(session, channel.scope, asked)
    first: ConnectorError | None = None
    for told in waiting:
        document = documents.outgoing(told)
        try:
            found = channel.connector.fetch_document_status(document, told.external_id)
        except (Rejected, UnexpectedAnswer) as error:
            first = first or error
            _note_delay(channel, told.id, error)
            continue
        changed += _followed(channel, told, found)
    if first is not None:
        raise first
    return changed


def _followed(channel: Channel, told: ToSend, found: DocumentStatus | None) -> bool:
    """One the provider has lost is to be sent again, under its number."""
    seen = (
        Status(status=InvoiceStatus.FAILED, provider_status="", text="")
        if found is None
        else documents.seen(found)
    )
    changed = db.retried(
        channel.scope, lambda session: actions.record_status(session, channel.scope, told.id, seen)
    )
    if changed and seen.status in {InvoiceStatus.DELIVERED, InvoiceStatus.ACCEPTED}:
        _keep_paper(channel, told)
    return changed


def _keep_paper(channel: Channel, told: ToSend) -> None:
    """The provider's own PDF, beside the XML; where it shows none, ours is drawn whenever somebody looks."""
    if not isinstance(channel.connector, ShowsDocuments):
        return
    try:
        pdf = channel.connector.fetch_document_pdf(documents.outgoing(told), documents.external(told))
    except ConnectorError as error:
        log.info("provider shows no paper", connection=str(channel.id), code=error.code)
        return
    with db.transaction(channel.scope) as session:
        files.keep(
            session,
            channel.scope,
            Subject.INVOICE,
            told.id,
            FileKind.INVOICE,
            f"{told.number}.pdf",
            pdf,
        )


def _cancel(channel: Channel, claim: Claim) -> None:
    told = _read(channel.scope, documents.key(claim.payload))
    if told is None or told.status is InvoiceStatus.CANCELLED or told.connection_id != channel.id:
        _finish(channel, claim)
        return
    connector, refusal = channel.connector, None
    document = documents.outgoing(told)
    if not isinstance(connector, CancelsDocuments):
        refusal = Rejected("cancels nothing", code="invoicing.not_cancellable")
    else:
        try:
            connector.cancel_document(document, documents.external(told), claim.payload["reason"])
        except Rejected as refused:
            refusal = None if _is_cancelled(connector, document, told) else refused

    def record(session: Session) -> None:
        outbox.finish(session, [claim.id])
        if refusal is not None:
            actions.record_not_cancelled(session, channel.scope, told.id, refusal.code, refusal.detail)
            return
        actions.record_status(
            session,
            channel.scope,
            told.id,
            Status(status=InvoiceStatus.CANCELLED, provider_status=told.status.value),
        )

    db.retried(channel.scope, record)


def _is_cancelled(connector: object, document: OutgoingDocument, told: ToSend) -> bool:
    """A cancellation of before, whose answer was lost, is refused the second time."""
    if not isinstance(connector, SendsDocuments):
        return False
    found = connector.fetch_document_status(document, told.external_id)
    return found is not None and documents.seen(found).status is InvoiceStatus.CANCELLED


def _read(scope: Scope, invoice_id: UUID) -> ToSend | None:
    with db.transaction(scope) as session:
        found = sending.read(session, scope, [invoice_id])
    return found[0] if found else None


def _finish(channel: Channel, claim: Claim) -> None:
    db.retried(channel.scope, lambda session: outbox.finish(session, [claim.id]))
