"""A document's row: locked, filled from its document, and its timeline."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.invoicing import content
from prapazar.domain.invoicing.documents import totals
from prapazar.domain.invoicing.documents.records import DespatchDocument, InvoiceDocument
from prapazar.domain.invoicing.errors import InvoiceMissing
from prapazar.domain.invoicing.models import Invoice, InvoiceEvent
from prapazar.foundation import live, outbox
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

LONGEST = 500
BESIDE = ("returned", "alias", "order_lines")
"""What is kept with a document and is not of it: units that come back by line, the recipient's letter box, and what
of the order stands on it."""


def locked(session: Session, scope: Scope, invoice_id: UUID) -> Invoice:
    row = session.get(Invoice, invoice_id, with_for_update=True, populate_existing=True)
    if row is None or row.merchant_id != scope.merchant_id:
        raise InvoiceMissing(invoice_id)
    return row


def fill(row: Invoice, document: InvoiceDocument | DespatchDocument) -> None:
    """What lists and sums are asked for stands beside the document."""
    beside = {name: row.content[name] for name in BESIDE if name in row.content}
    row.content = {**content.plain(document), **beside}
    row.profile, row.type, row.uuid = str(document.profile), str(document.type), document.ettn
    row.buyer_name, row.buyer_tax_number = document.buyer.title, document.buyer.tax_id
    row.issued_at, row.updated_at = document.issued_at, now()
    if isinstance(document, InvoiceDocument):
        sums = totals.of(document)
        row.currency, row.rate = document.currency, document.rate or row.rate
        row.net, row.vat, row.withheld, row.payable = sums.net, sums.vat, sums.withheld, sums.payable


def settle(session: Session, scope: Scope, *order_ids: UUID | None) -> None:
    """What was paid for an order before, or lay on an invoice that is gone, has to be laid upon what stands now."""
    paid = session.execute(
        text("SELECT id FROM purchase_order WHERE id = ANY(CAST(:ids AS uuid[])) AND paid > 0"),
        {"ids": [one for one in order_ids if one is not None]},
    )
    for order_id in paid.scalars().all():
        payload = {"order_id": str(order_id)}
        outbox.append(session, scope.merchant_id, Topic.SETTLE_PAYMENTS.value, order_id, order_id, payload)


def note(
    session: Session,
    scope: Scope,
    invoice_id: UUID,
    kind: str,
    **values: Any,  # noqa: ANN401 - plain values of the sentence
) -> None:
    """A line of the timeline; `invoicing.event_<kind>` is its sentence."""
    session.add(
        InvoiceEvent(
            merchant_id=scope.merchant_id,
            invoice_id=invoice_id,
            kind=kind,
            values=values,
            user_id=scope.user_id,
        )
    )
    session.flush()
    live.tell(session, scope.merchant_id, "invoices.changed")


_NOTES = text(
    "INSERT INTO invoice_event (merchant_id, invoice_id, kind, values, user_id, at)"
    " SELECT :merchant, u.invoice_id, u.kind, d.values, :user, :at"
    " FROM unnest(CAST(:invoices AS uuid[]), CAST(:kinds AS text[])) WITH ORDINALITY AS u(invoice_id, kind, i)"
    " JOIN jsonb_array_elements(:values) WITH ORDINALITY AS d(values, i) USING (i) ORDER BY i"
).bindparams(bindparam("values", type_=JSONB))


def note_many(session: Session, scope: Scope, events: Sequence[tuple[UUID, str, dict[str, Any]]]) -> None:
    """Lines of many timelines: document, kind, values."""
    if not events:
        return
    session.execute(
        _NOTES,
        {
            "merchant": scope.merchant_id,
            "user": scope.user_id,
            "at": now(),
            "invoices": [invoice_id for invoice_id, _, _ in events],
            "kinds": [kind for _, kind, _ in events],
            "values": [values for _, _, values in events],
        },
    )
    live.tell(session, scope.merchant_id, "invoices.changed")
