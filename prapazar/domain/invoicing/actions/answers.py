"""What a provider said of a document: taken, refused, and what became of it."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.invoicing import rules
from prapazar.domain.invoicing.actions.rows import LONGEST, locked, note, settle
from prapazar.domain.invoicing.actions.share import plan
from prapazar.domain.invoicing.documents.faults import Fault, told
from prapazar.domain.invoicing.enums import InvoiceKind, InvoiceStatus
from prapazar.domain.invoicing.errors import InvoiceRefused
from prapazar.domain.invoicing.models import Invoice
from prapazar.domain.orders.actions import timeline
from prapazar.foundation import outbox
from prapazar.foundation.clock import now
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

_ADDRESS = re.compile(r"[^@\s,;<>]{1,64}@[^@\s,;<>]{1,200}\.[^@\s,;<>]{2,20}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A provider's word, read as one of ours."""

    status: InvoiceStatus
    provider_status: str
    gib_code: str = ""
    text: str = ""
    at: datetime | None = None
    is_reported: bool | None = None
    url: str | None = None


_PACKED = text(
    "SELECT p.id, p.connection_id, p.carrier, p.tracking_number, o.is_test FROM shipment_package p"
    " JOIN purchase_order o ON o.id = p.order_id WHERE p.order_id = :order"
    " AND (CAST(:package AS uuid) IS NULL OR p.id = :package) AND p.status = 'packed' AND p.connection_id IS NOT NULL"
)
_PACKAGE = text(
    "UPDATE shipment_package SET invoice_number = :number WHERE order_id = :order"
    " AND (CAST(:package AS uuid) IS NULL OR id = :package) AND status NOT IN ('cancelled', 'unpacked')"
)


def record_asked(session: Session, scope: Scope, invoice_id: UUID) -> Invoice:
    """A provider is being asked: from now on only it can say whether it has the document."""
    row = locked(session, scope, invoice_id)
    row.status, row.attempts, row.asked_at = InvoiceStatus.SENDING.value, row.attempts + 1, now()
    session.flush()
    return row


def record_delay(session: Session, scope: Scope, invoice_id: UUID, code: str, detail: str) -> None:
    """It will be tried again by itself; until then its cause stands with it."""
    row = locked(session, scope, invoice_id)
    is_new = row.code != code
    row.code, row.detail, row.asked_at = code, detail[:LONGEST], now()
    session.flush()
    if is_new:
        note(session, scope, row.id, "delayed", code=code, detail=detail[:LONGEST])


def record_unasked(session: Session, scope: Scope, invoice_id: UUID) -> None:
    """The provider refused us at its door and has seen nothing."""
    row = locked(session, scope, invoice_id)
    if row.status == InvoiceStatus.SENDING:
        row.status = InvoiceStatus.WAITING.value
    session.flush()


def record_sent(session: Session, scope: Scope, invoice_id: UUID, external_id: str) -> None:
    """The provider has it: the order, the channel and the buyer are told."""
    row = locked(session, scope, invoice_id)
    row.external_id, row.code, row.detail, row.asked_at = external_id, None, "", now()
    if row.status in {
        InvoiceStatus.WAITING,
        InvoiceStatus.SENDING,
        InvoiceStatus.ISSUING,
        InvoiceStatus.FAILED,
    }:
        row.status = InvoiceStatus.SENT.value
    row.updated_at = now()
    session.flush()
    note(session, scope, row.id, "sent", provider=str(row.connection_id))
    if row.order_id is None:
        return
    timeline.write(session, scope, [(row.order_id, "invoice_sent", {"number": row.number})])
    if row.kind == InvoiceKind.SALE:
        _tell_number(session, scope, row)
        plan(session, scope, row)
    if row.connection_id is not None:
        outbox.append(
            session,
            scope.merchant_id,
            Topic.TELL_DOCUMENTS.value,
            row.connection_id,
            row.id,
            {"invoice_id": str(row.id)},
        )


def _tell_number(session: Session, scope: Scope, row: Invoice) -> None:
    """The number goes with the package's steps to come; what is packed already is told once more."""
    named = {"number": row.number, "order": row.order_id, "package": row.package_id}
    session.execute(_PACKAGE, named)
    for one in session.execute(_PACKED, named).all():
        payload = {
            "package_id": str(one.id),
            "user_id": "",
            "status": "packed",
            "carrier": one.carrier,
            "tracking_number": one.tracking_number,
            "reason": "",
        }
        outbox.append(
            session, scope.merchant_id, Topic.REPORT_STATUS.value, one.connection_id, new_id(), payload
        )
        note(session, scope, row.id, "told_channel")


def record_failure(
    session: Session, scope: Scope, invoice_id: UUID, code: str, detail: str, faults: tuple[Fault, ...] = ()
) -> None:
    """Refused before it was anybody's; without a number it is a draft again."""
    row = locked(session, scope, invoice_id)
    row.status = (InvoiceStatus.FAILED if row.number else InvoiceStatus.DRAFT).value
    row.code, row.detail, row.updated_at = code, detail[:LONGEST], now()
    session.flush()
    note(session, scope, row.id, "failed", code=code, detail=detail[:LONGEST], faults=told(faults))
    if row.order_id is not None:
        timeline.write(session, scope, [(row.order_id, "invoice_failed", {"detail": detail[:300]})])


def record_status(session: Session, scope: Scope, invoice_id: UUID, seen: Status) -> bool:
    """True where it changed. What is cancelled or refused stays so."""
    row = locked(session, scope, invoice_id)
    row.asked_at = now()
    row.provider_status, row.gib_code = seen.provider_status, seen.gib_code
    row.url = seen.url or row.url
    row.is_reported = row.is_reported if seen.is_reported is None else seen.is_reported
    if row.status == seen.status and row.status not in rules.GONE:
        row.code, row.detail = None, ""
    session.flush()
    if row.status == seen.status or row.status in rules.GONE:
        return False
    row.status, row.updated_at = seen.status.value, now()
    if seen.status in rules.GONE:
        settle(session, scope, row.order_id)
    if seen.status in {InvoiceStatus.FAILED, InvoiceStatus.REJECTED}:
        row.code = f"invoicing.{seen.status.value}"
        row.detail = (seen.text or seen.provider_status)[:LONGEST]
    else:
        row.code, row.detail = None, ""
    session.flush()
    note(
        session,
        scope,
        row.id,
        "status",
        status=seen.status.value,
        gib=seen.gib_code,
        text=seen.text[:LONGEST],
    )
    if row.order_id is not None and seen.status in {
        InvoiceStatus.REJECTED,
        InvoiceStatus.CANCELLED,
        InvoiceStatus.FAILED,
    }:
        timeline.write(
            session,
            scope,
            [
                (
                    row.order_id,
                    f"invoice_{seen.status.value}",
                    {"number": row.number, "detail": row.detail[:300]},
                )
            ],
        )
    return True


def record_told(session: Session, scope: Scope, invoice_id: UUID) -> None:
    """The buyer has the document by mail."""
    row = locked(session, scope, invoice_id)
    row.told_buyer_at = now()
    session.flush()
    note(session, scope, row.id, "told_buyer")


def ask_to_mail(session: Session, scope: Scope, invoice_id: UUID, address: str) -> None:
    """Once more, or to another address. Raises InvoiceRefused."""
    scope.require("invoices.write")
    row = locked(session, scope, invoice_id)
    if row.number is None or row.connection_id is None or row.kind == InvoiceKind.DESPATCH:
        raise InvoiceRefused("invoicing.share_too_early")
    if not _ADDRESS.fullmatch(address.strip()):
        raise InvoiceRefused("invoicing.address_wrong", address)
    payload = {"invoice_id": str(row.id), "to": address.strip()}
    topic = Topic.TELL_DOCUMENTS.value
    outbox.append(session, scope.merchant_id, topic, row.connection_id, row.id, payload)


def record_not_told(session: Session, scope: Scope, invoice_id: UUID, detail: str) -> None:
    """The mail server did not take the letter; it is tried again."""
    note(session, scope, invoice_id, "not_told_buyer", code="mails.not_sent", detail=detail[:LONGEST])
