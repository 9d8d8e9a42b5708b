"""Manual orders: sold on the phone or at the counter, entered by a person."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.customers import actions as customers
from prapazar.domain.orders.actions import lines as order_lines
from prapazar.domain.orders.actions import summary, timeline
from prapazar.domain.orders.actions.lines import NewLine
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.orders.errors import OrderInvalid
from prapazar.domain.orders.models import Order, ShipmentPackage
from prapazar.domain.orders.records import IncomingLine
from prapazar.domain.stock import actions as stock
from prapazar.foundation import live
from prapazar.foundation.clock import now
from prapazar.foundation.ids import new_id
from prapazar.foundation.money import rounded
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import words

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class ManualLine:
    variant_id: UUID
    quantity: int
    unit_price: Decimal


@dataclass(frozen=True, slots=True)
class ManualOrder:
    buyer_name: str
    lines: Sequence[ManualLine]
    buyer_email: str | None = None
    buyer_phone: str | None = None
    city: str = ""
    district: str = ""
    address: str = ""
    note: str = ""
    idempotency_key: str | None = None
    """The same key again returns the first order."""


def create_manual(session: Session, scope: Scope, order: ManualOrder) -> UUID:
    """Holds stock like any order; what is not there becomes a shortage. Raises OrderInvalid."""
    scope.require("orders.write")
    _check(order)
    if order.idempotency_key:
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:key))"), {"key": order.idempotency_key})
        earlier: UUID | None = session.execute(
            text(
                "SELECT order_id FROM shipment_package WHERE connection_id IS NULL AND provider_status = :key"
            ),
            {"key": order.idempotency_key},
        ).scalar()
        if earlier:
            return earlier
    articles = _articles(session, order)
    number = f"M-{_next_number(session, scope):06d}"
    made, package = _rows(scope, order, number)
    session.add(made)
    session.flush()
    session.add(package)
    session.flush()
    new_lines = [
        NewLine(new_id(), made.id, package.id, number, _line(index, line, articles), line.variant_id)
        for index, line in enumerate(order.lines, start=1)
    ]
    order_lines.write(session, scope, new_lines)
    missing = stock.reserve(session, scope, order_lines.demands_of(new_lines, None))
    _index(session, made.id, number, order, articles)
    summary.refresh(session, {made.id})
    customers.mark_orders(session, scope, scope.merchant_id, [(made.id, made.ordered_at, None)])
    events: list[timeline.Event] = [(made.id, "created", {})]
    events += [(made.id, "short", {"quantity": m.quantity}) for m in missing]
    timeline.write(session, scope, events)
    live.tell(session, scope.merchant_id, "orders.imported", created=1, updated=0, number=number)
    return made.id


def _check(order: ManualOrder) -> None:
    if not order.buyer_name.strip():
        raise OrderInvalid("buyer_name", "errors.required")
    if not 0 < len(order.lines) <= MOST_LINES:
        raise OrderInvalid("lines", "orders.lines_count")
    if any(line.quantity <= 0 for line in order.lines):
        raise OrderInvalid("quantity", "errors.positive")
    if any(line.unit_price < 0 for line in order.lines):
        raise OrderInvalid("unit_price", "errors.negative")


def _articles(session: Session, order: ManualOrder) -> dict[UUID, tuple[str, str | None, str, Decimal]]:
    """SKU, barcode, title and VAT rate per variant."""
    found = session.execute(
        text(
            "SELECT v.id, v.sku, v.barcode, trim(p.name || ' ' || v.name) AS title, p.vat_rate FROM variant v"
            " JOIN product p ON p.id = v.product_id WHERE v.id = ANY(CAST(:ids AS uuid[]))"
        ),
        {"ids": [line.variant_id for line in order.lines]},
    )
    articles = {row.id: (row.sku, row.barcode, row.title, row.vat_rate) for row in found}
    if any(line.variant_id not in articles for line in order.lines):
        raise OrderInvalid("lines", "orders.variant_unknown")
    return articles


def _line(
    index: int, line: ManualLine, articles: dict[UUID, tuple[str, str | None, str, Decimal]]
) -> IncomingLine:
    sku, barcode, title, vat_rate = articles[line.variant_id]
    return IncomingLine(
        external_id=str(index),
        listing_external_id=None,
        sku=sku,
        barcode=barcode,
        title=title,
        quantity=line.quantity,
        cancelled_quantity=0,
        unit_price=line.unit_price,
        discount=Decimal(0),
        total=rounded(line.unit_price * line.quantity),
        vat_rate=vat_rate,
        commission_rate=None,
    )


def _next_number(session: Session, scope: Scope) -> int:
    number: int = session.execute(
        text(
            "INSERT INTO number_series (id, merchant_id, kind, last) VALUES (:id, :merchant, 'manual_order', 1)"
            " ON CONFLICT (merchant_id, kind) DO UPDATE SET last = number_series.last + 1 RETURNING last"
        ),
        {"id": new_id(), "merchant": scope.merchant_id},
    ).scalar_one()
    return number


def _rows(scope: Scope, order: ManualOrder, number: str) -> tuple[Order, ShipmentPackage]:
    address = {
        "name": order.buyer_name,
        "line": order.address,
        "district": order.district,
        "city": order.city,
    }
    made = Order(
        merchant_id=scope.merchant_id,
        external_id=number,
        number=number,
        status=OrderStatus.NEW.value,
        buyer_name=order.buyer_name.strip(),
        buyer_email=order.buyer_email,
        buyer_phone=order.buyer_phone,
        city=order.city,
        district=order.district,
        shipping_address=address,
        billing_address=address,
        note=order.note,
        ordered_at=now(),
    )
    package = ShipmentPackage(
        merchant_id=scope.merchant_id,
        order_id=made.id,
        external_id=number,
        status=OrderStatus.NEW.value,
        provider_status=order.idempotency_key or "",
        payload_hash=hashlib.sha256(number.encode()).digest(),
        modified_at=now(),
    )
    return made, package


def _index(
    session: Session,
    order_id: UUID,
    number: str,
    order: ManualOrder,
    articles: dict[UUID, tuple[str, str | None, str, Decimal]],
) -> None:
    parts = [
        number,
        order.buyer_name,
        order.city,
        *(part for a in articles.values() for part in a[:2] if part),
    ]
    session.execute(
        text("UPDATE purchase_order SET search = to_tsvector('simple', :words) WHERE id = :id"),
        {"id": order_id, "words": " ".join(words(" ".join(parts)))},
    )
