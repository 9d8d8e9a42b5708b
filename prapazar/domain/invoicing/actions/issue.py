"""A document handed to a worker: to be numbered and sent, or told to the next provider."""

from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.invoicing import rules, sales
from prapazar.domain.invoicing.actions import numbering
from prapazar.domain.invoicing.actions.rows import locked, note
from prapazar.domain.invoicing.enums import InvoiceStatus
from prapazar.domain.invoicing.errors import InvoiceRefused
from prapazar.domain.invoicing.models import Invoice
from prapazar.foundation import outbox
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope


def issue(session: Session, scope: Scope, invoice_id: UUID) -> None:
    """A worker looks its recipient up, numbers it where it has no number, and sends it.

    What is on its way already is tried again now. A credit note is numbered here: it is signed, not sent.
    Raises InvoiceRefused, DocumentFaulty.
    """
    scope.require("invoices.write")
    row = locked(session, scope, invoice_id)
    if row.status in rules.ON_ITS_WAY and row.connection_id is not None:
        append(session, scope, row.id, row.connection_id)
        note(session, scope, row.id, "asked")
        return
    if row.status not in rules.ISSUABLE:
        raise InvoiceRefused("invoicing.not_issuable")
    row.status = InvoiceStatus.ISSUING.value
    row.code, row.detail, row.attempts = None, "", 0
    if row.document_kind == "credit_note":
        numbering.number(session, scope, row.id, alias=None)
        row.status = InvoiceStatus.DELIVERED.value
        session.flush()
        return
    send_soon(session, scope, row)
    note(session, scope, row.id, "asked")


def send_soon(session: Session, scope: Scope, row: Invoice) -> None:
    """By the first provider that may be used now, unless one was asked already and may have it."""
    usable = sales.providers(session, sales.seller(session, scope))
    if not usable:
        raise InvoiceRefused("invoicing.no_provider")
    if row.status != InvoiceStatus.SENDING or row.connection_id is None:
        row.connection_id = usable[0]
    row.updated_at = now()
    session.flush()
    append(session, scope, row.id, row.connection_id)


def append(session: Session, scope: Scope, invoice_id: UUID, connection_id: UUID) -> None:
    payload = {"invoice_id": str(invoice_id)}
    outbox.append(session, scope.merchant_id, Topic.SEND_DOCUMENTS.value, connection_id, invoice_id, payload)


def move_on(session: Session, scope: Scope, invoice_id: UUID, code: str) -> bool:
    """To the provider after the one asked, which surely does not have it; False where there is none."""
    row = locked(session, scope, invoice_id)
    usable = sales.providers(session, sales.seller(session, scope))
    order = sales.seller(session, scope).providers
    asked = order.index(row.connection_id) if row.connection_id in order else -1
    later = [one for one in usable if order.index(one) > asked]
    if not later:
        return False
    note(session, scope, row.id, "changed_provider", was=str(row.connection_id), now=str(later[0]), code=code)
    row.connection_id, row.external_id = later[0], None
    row.status = InvoiceStatus.WAITING.value if row.number else InvoiceStatus.ISSUING.value
    row.attempts = 0
    session.flush()
    append(session, scope, row.id, later[0])
    return True
