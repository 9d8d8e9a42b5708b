"""Documents taken back: thrown away while they are nobody's, cancelled at the provider after."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.invoicing import rules
from prapazar.domain.invoicing.actions import numbering
from prapazar.domain.invoicing.actions.rows import LONGEST, locked, note, settle
from prapazar.domain.invoicing.enums import InvoiceStatus
from prapazar.domain.invoicing.errors import InvoiceRefused
from prapazar.foundation import live, outbox
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope


def discard(session: Session, scope: Scope, invoice_id: UUID, reason: str = "") -> None:
    """A draft goes; what has a number stays as cancelled, and its number is explained by the reason."""
    scope.require("invoices.delete")
    row = locked(session, scope, invoice_id)
    if not rules.can_discard(row.status):
        raise InvoiceRefused("invoicing.not_discardable")
    if row.number is not None:
        numbering.void(session, scope, invoice_id, reason)
        row.status, row.updated_at = InvoiceStatus.CANCELLED.value, now()
        session.flush()
        settle(session, scope, row.order_id)
        return
    session.execute(text("DELETE FROM invoice_event WHERE invoice_id = :id"), {"id": invoice_id})
    session.execute(
        text("UPDATE invoice_run_row SET invoice_id = NULL WHERE invoice_id = :id"), {"id": invoice_id}
    )
    session.delete(row)
    session.flush()
    settle(session, scope, row.order_id)
    live.tell(session, scope.merchant_id, "invoices.changed")


def ask_cancel(session: Session, scope: Scope, invoice_id: UUID, reason: str) -> None:
    """Of an e-Arşiv, at its provider. Raises InvoiceRefused: an e-Fatura is taken back by a return."""
    scope.require("invoices.delete")
    row = locked(session, scope, invoice_id)
    if not reason.strip():
        raise InvoiceRefused("invoicing.reason_needed")
    if not rules.can_cancel(row.kind, row.document_kind, row.status) or row.connection_id is None:
        raise InvoiceRefused("invoicing.not_cancellable")
    payload = {"invoice_id": str(row.id), "reason": reason.strip()[:300]}
    outbox.append(
        session, scope.merchant_id, Topic.CANCEL_DOCUMENTS.value, row.connection_id, row.id, payload
    )
    note(session, scope, row.id, "cancel_asked", reason=reason.strip()[:300])


def record_not_cancelled(session: Session, scope: Scope, invoice_id: UUID, code: str, detail: str) -> None:
    """It stays what it is, with the provider's reason."""
    row = locked(session, scope, invoice_id)
    row.code, row.detail, row.updated_at = code, detail[:LONGEST], now()
    session.flush()
    note(session, scope, row.id, "not_cancelled", code=code, detail=detail[:LONGEST])
