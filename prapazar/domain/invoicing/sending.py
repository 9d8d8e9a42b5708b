"""Reads for what calls a provider: the document as it is sent, and what is to be asked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.files import actions as files
from prapazar.domain.invoicing.enums import InvoiceStatus
from prapazar.foundation.scope import Scope

ANSWERED_WITHIN = timedelta(days=10)
"""A commercial invoice can be refused for eight days; nobody asks longer."""
REPORTED_WITHIN = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class ToSend:
    id: UUID
    kind: str
    document_kind: str
    status: InvoiceStatus
    number: str | None
    uuid: UUID
    connection_id: UUID | None
    external_id: str | None
    attempts: int
    issued_at: datetime
    asked_at: datetime | None
    buyer_name: str
    buyer_tax_number: str
    content: dict[str, Any]
    xml: bytes
    buyer_email: str | None
    order_number: str
    told_buyer_at: datetime | None
    url: str | None
    paper_key: str | None

    @property
    def alias(self) -> str | None:
        found: str | None = self.content.get("alias")
        return found


_READ = text(
    "SELECT i.*, o.buyer_email, coalesce(o.number, '') AS order_number FROM invoice i"
    " LEFT JOIN purchase_order o ON o.id = i.order_id WHERE i.id = ANY(CAST(:ids AS uuid[])) ORDER BY i.id"
)


def read(session: Session, scope: Scope, invoice_ids: Sequence[UUID]) -> list[ToSend]:
    return [
        ToSend(
            id=row.id,
            kind=row.kind,
            document_kind=row.document_kind,
            status=InvoiceStatus(row.status),
            number=row.number,
            uuid=row.uuid,
            connection_id=row.connection_id,
            external_id=row.external_id,
            attempts=row.attempts,
            issued_at=row.issued_at,
            asked_at=row.asked_at,
            buyer_name=row.buyer_name,
            buyer_tax_number=row.buyer_tax_number,
            content=row.content,
            xml=files.read(session, scope, row.xml_id)[1] if row.xml_id else b"",
            buyer_email=row.buyer_email,
            order_number=row.order_number,
            told_buyer_at=row.told_buyer_at,
            url=row.url,
            paper_key=row.paper_key,
        )
        for row in session.execute(_READ, {"ids": list(invoice_ids)})
    ]


_FOLLOWED = text(
    "SELECT id FROM invoice WHERE connection_id = :connection AND (asked_at IS NULL OR asked_at < :before) AND ("
    "  status IN ('sent', 'waiting_answer') AND issued_at > now() - :answered"
    "  OR status = 'delivered' AND document_kind = 'earchive' AND is_reported IS FALSE"
    "   AND issued_at > now() - :reported)"
    " ORDER BY asked_at NULLS FIRST, id LIMIT :most"
)


def followed(session: Session, connection_id: UUID, before: datetime, most: int) -> list[UUID]:
    """Documents of which something is still to be heard, not asked for since `before`."""
    asked = {
        "connection": connection_id,
        "before": before,
        "most": most,
        "answered": ANSWERED_WITHIN,
        "reported": REPORTED_WITHIN,
    }
    return list(session.execute(_FOLLOWED, asked).scalars())


_UNASKED = text(
    "SELECT id FROM invoice WHERE connection_id = :connection AND status IN ('issuing', 'waiting')"
    " ORDER BY id LIMIT 500"
)


def unasked(session: Session, connection_id: UUID) -> list[UUID]:
    """What a provider that cannot be used now has surely never seen."""
    return list(session.execute(_UNASKED, {"connection": connection_id}).scalars())


_DUE = text(
    "SELECT o.id FROM purchase_order o WHERE o.merchant_id = :merchant AND o.status = ANY(CAST(:statuses AS text[]))"
    " AND o.ordered_at > CAST(:since AS timestamptz) - interval '30 days' AND o.updated_at >= :since AND NOT o.is_test"
    " AND NOT EXISTS (SELECT 1 FROM invoice i WHERE i.order_id = o.id AND i.kind = 'sale')"
    " AND NOT EXISTS (SELECT 1 FROM invoice_run_row r WHERE r.order_id = o.id)"
    " ORDER BY o.ordered_at LIMIT :most"
)
_REACHED = {"packed": ["packed", "shipped", "delivered"], "shipped": ["shipped", "delivered"]}


def due(session: Session, scope: Scope, automatic: str, since: datetime, most: int) -> list[UUID]:
    """Orders that are to be invoiced by themselves and were not tried yet."""
    asked = {"merchant": scope.merchant_id, "statuses": _REACHED[automatic], "since": since, "most": most}
    return list(session.execute(_DUE, asked).scalars())


@dataclass(frozen=True, slots=True)
class ToShare:
    """An invoice as one channel is told of it."""

    id: UUID
    status: str
    created_at: datetime
    invoice_id: UUID
    invoice_status: InvoiceStatus
    number: str
    issued_at: datetime
    content: dict[str, Any]
    url: str | None
    paper_key: str | None
    package_external_id: str
    order_number: str
    line_external_ids: tuple[str, ...]


_SHARE = text(
    "SELECT s.id, s.status, s.created_at, s.invoice_id, i.status AS invoice_status, i.number, i.issued_at, i.content,"
    "  i.url, i.paper_key, p.external_id AS package_external_id, o.number AS order_number,"
    "  ARRAY(SELECT DISTINCT l.external_id FROM order_line l JOIN shipment_package b ON b.id = l.package_id"
    "   WHERE coalesce(b.split_from_id, b.id) = p.id AND (i.content -> 'order_lines' IS NULL OR EXISTS (SELECT 1"
    "    FROM jsonb_array_elements(i.content -> 'order_lines') e WHERE CAST(e ->> 0 AS uuid) = l.id))"
    "   ORDER BY l.external_id) AS lines"
    " FROM invoice_share s JOIN invoice i ON i.id = s.invoice_id JOIN shipment_package p ON p.id = s.package_id"
    " JOIN purchase_order o ON o.id = p.order_id WHERE s.id = :id"
)


def to_share(session: Session, share_id: UUID) -> ToShare | None:
    row = session.execute(_SHARE, {"id": share_id}).one_or_none()
    if row is None or row.number is None:
        return None
    facts = row._asdict()
    lines, status = tuple(facts.pop("lines")), InvoiceStatus(facts.pop("invoice_status"))
    return ToShare(**facts, invoice_status=status, line_external_ids=lines)


_BY_KEY = text("SELECT merchant_id, id FROM invoice WHERE paper_key = :key AND number IS NOT NULL")


def by_paper_key(session: Session, key: str) -> tuple[UUID, UUID] | None:
    """Merchant and document; asked by whoever has nothing but the address."""
    row = session.execute(_BY_KEY, {"key": key}).one_or_none()
    return (row.merchant_id, row.id) if row else None
