"""An invoice on its way to the channels that show it to the buyer: planned, asked, taken or refused."""

from secrets import token_urlsafe
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.invoicing import rules
from prapazar.domain.invoicing.actions.rows import LONGEST, locked, note
from prapazar.domain.invoicing.enums import InvoiceKind
from prapazar.domain.invoicing.errors import InvoiceRefused
from prapazar.domain.invoicing.models import Invoice, InvoiceShare
from prapazar.foundation import live, outbox
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

FILE = "file"
"""Stands for the address where the channel got the paper itself."""
_PLAN = text(
    "INSERT INTO invoice_share (id, merchant_id, invoice_id, package_id, connection_id, status, detail, link)"
    " SELECT gen_random_uuid(), :merchant, :invoice, p.id, p.connection_id, 'waiting', '', ''"
    " FROM (SELECT DISTINCT coalesce(b.split_from_id, b.id) AS id FROM shipment_package b WHERE b.order_id = :order"
    "   AND (CAST(:package AS uuid) IS NULL OR b.id = :package) AND b.status NOT IN ('cancelled', 'unpacked')) w"
    " JOIN shipment_package p ON p.id = w.id WHERE p.connection_id IS NOT NULL"
    " ON CONFLICT (invoice_id, package_id) DO UPDATE SET code = NULL, detail = ''"
)
_OPEN = text(
    "UPDATE invoice_share SET code = NULL, detail = '', updated_at = now(),"
    "  status = CASE status WHEN 'failed' THEN 'asked' ELSE status END"
    " WHERE invoice_id = :invoice AND status IN ('waiting', 'asked', 'failed') RETURNING id, connection_id"
)
"""One that was refused once may be there all the same."""


def plan(session: Session, scope: Scope, row: Invoice) -> None:
    """For each package of a sale that came from a channel."""
    if row.kind != InvoiceKind.SALE or row.order_id is None:
        return
    row.paper_key = row.paper_key or token_urlsafe(24)
    session.flush()
    named = {
        "merchant": scope.merchant_id,
        "invoice": row.id,
        "order": row.order_id,
        "package": row.package_id,
    }
    session.execute(_PLAN, named)
    _append(session, scope, row.id)


def give_paper_key(session: Session, scope: Scope, invoice_id: UUID) -> str:
    """By which whoever is told of it reads the paper, without a log-in."""
    row = locked(session, scope, invoice_id)
    row.paper_key = row.paper_key or token_urlsafe(24)
    return row.paper_key


def share_again(session: Session, scope: Scope, invoice_id: UUID) -> None:
    """What was refused, or has to wait, is told once more. Raises InvoiceRefused."""
    scope.require("invoices.write")
    row = locked(session, scope, invoice_id)
    if row.status not in rules.WITH_RECIPIENT:
        raise InvoiceRefused("invoicing.share_too_early")
    plan(session, scope, row)


def _append(session: Session, scope: Scope, invoice_id: UUID) -> None:
    for share in session.execute(_OPEN, {"invoice": invoice_id}).all():
        topic, payload = Topic.SHARE_INVOICES.value, {"share_id": str(share.id)}
        outbox.append(session, scope.merchant_id, topic, share.connection_id, share.id, payload)
    live.tell(session, scope.merchant_id, "invoices.changed")


def record_share_asked(session: Session, share_id: UUID) -> None:
    """From now on the channel may have it, whatever it answers."""
    _row(session, share_id).status = "asked"
    session.flush()


def record_share_waits(session: Session, scope: Scope, share_id: UUID, code: str, detail: str) -> None:
    """It is tried again by itself; until then its cause stands with it."""
    row = _row(session, share_id)
    row.code, row.detail, row.updated_at = code, detail[:LONGEST], now()
    session.flush()
    live.tell(session, scope.merchant_id, "invoices.changed")


def record_shared(session: Session, scope: Scope, share_id: UUID, link: str | None) -> None:
    row = _row(session, share_id)
    row.status, row.code, row.detail = "done", None, ""
    row.link, row.done_at, row.updated_at = link or FILE, now(), now()
    invoice = locked(session, scope, row.invoice_id)
    invoice.told_channel_at = now()
    session.flush()
    note(session, scope, row.invoice_id, "shared", link=link or "")


def record_not_shared(session: Session, scope: Scope, share_id: UUID, code: str, detail: str) -> None:
    row = _row(session, share_id)
    row.status, row.code, row.detail, row.updated_at = "failed", code, detail[:LONGEST], now()
    session.flush()
    note(session, scope, row.invoice_id, "not_shared", code=code, detail=detail[:LONGEST])


def record_unable(session: Session, share_id: UUID) -> None:
    """The channel has no place for invoices."""
    row = _row(session, share_id)
    row.status, row.updated_at = "unable", now()
    session.flush()


def _row(session: Session, share_id: UUID) -> InvoiceShare:
    return session.get_one(InvoiceShare, share_id, with_for_update=True)
