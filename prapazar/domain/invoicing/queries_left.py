"""What is left: of an order to be invoiced, and of an invoice to be given back."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.invoicing import content, sales
from prapazar.domain.invoicing.errors import InvoiceMissing, InvoiceRefused
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class LeftLine:
    id: UUID
    title: str
    sku: str
    package: str
    ordered: int
    invoiced: int
    left: int


@dataclass(frozen=True, slots=True)
class ReturnableLine:
    place: int
    """Of the line on the invoice, from 0."""
    title: str
    sku: str
    sold: Decimal
    left: Decimal
    order_line_id: UUID | None


_NAMES = text("SELECT id, external_id FROM shipment_package WHERE order_id = :id")
_EARLIER = text(
    "SELECT content -> 'returned' AS returned FROM invoice WHERE original_id = :id AND kind = 'return'"
    " AND status NOT IN ('cancelled', 'rejected')"
)


def of_order(session: Session, scope: Scope, order_id: UUID) -> list[LeftLine]:
    scope.require("invoices.read")
    try:
        sold = sales.sale(session, order_id, locks=False).sold
    except InvoiceMissing:
        return []
    names = {row.id: row.external_id for row in session.execute(_NAMES, {"id": order_id})}
    return [
        LeftLine(
            one.id,
            one.title,
            one.sku or one.barcode,
            names.get(one.package_id, ""),
            one.alive,
            one.before,
            one.left,
        )
        for one in sold.lines
        if one.alive
    ]


def earlier(session: Session, invoice_id: UUID) -> dict[int, Decimal]:
    """Units that came back before, by the line's place."""
    found: dict[int, Decimal] = {}
    for returned in session.execute(_EARLIER, {"id": invoice_id}).scalars():
        for place, back in (returned or {}).items():
            found[int(place)] = found.get(int(place), Decimal(0)) + Decimal(back)
    return found


def returnable(
    session: Session, scope: Scope, invoice_id: UUID, kept: Mapping[str, Any]
) -> list[ReturnableLine]:
    """`kept` is the invoice's content. Raises InvoiceRefused for what is no invoice."""
    scope.require("invoices.read")
    if "shipped_at" in kept:
        raise InvoiceRefused("invoicing.not_returnable")
    before = earlier(session, invoice_id)
    order_lines = kept.get("order_lines") or []
    return [
        ReturnableLine(
            place,
            line.name,
            line.sku,
            line.quantity,
            line.quantity - before.get(place, Decimal(0)),
            UUID(order_lines[place][0]) if place < len(order_lines) else None,
        )
        for place, line in enumerate(content.invoice(dict(kept)).lines)
    ]
