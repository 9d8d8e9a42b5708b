"""One order with all that belongs to it: packages, lines, what happened."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders.errors import OrderMissing
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class LineRow:
    id: UUID
    package_id: UUID
    variant_id: UUID | None
    product_id: UUID | None
    sku: str | None
    barcode: str | None
    title: str
    image: str | None
    shelf: str | None
    quantity: int
    cancelled_quantity: int
    unit_price: Decimal
    discount: Decimal
    total: Decimal
    vat_rate: Decimal | None
    held: int
    short: int
    repair_id: UUID | None


@dataclass(frozen=True, slots=True)
class PackageRow:
    id: UUID
    external_id: str
    status: str
    provider_status: str
    carrier: str | None
    tracking_number: str | None
    tracking_url: str | None
    invoice_number: str | None
    shipped_at: datetime | None
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class EventRow:
    id: int
    at: datetime
    kind: str
    values: dict[str, Any]
    person: str | None


@dataclass(frozen=True, slots=True)
class OrderDetail:
    id: UUID
    number: str
    external_id: str
    connection_id: UUID | None
    connector: str | None
    channel: str | None
    status: str
    has_problem: bool
    ordered_at: datetime
    ship_by_at: datetime | None
    currency: str
    total: Decimal
    discount: Decimal
    shipping: Decimal
    buyer_name: str
    buyer_email: str | None
    buyer_phone: str | None
    city: str
    district: str
    shipping_address: dict[str, Any]
    billing_address: dict[str, Any]
    note: str
    tags: list[str]
    is_test: bool
    paid: Decimal = Decimal(0)
    """By payments kept here."""
    packages: tuple[PackageRow, ...] = ()
    lines: tuple[LineRow, ...] = ()
    events: tuple[EventRow, ...] = ()


def detail(session: Session, scope: Scope, order_id: UUID) -> OrderDetail:
    """Raises OrderMissing, for another merchant's order too."""
    scope.require("orders.read")
    row = session.execute(
        text(
            "SELECT o.id, o.number, o.external_id, o.connection_id, c.connector, c.name, o.status, o.has_problem,"
            " o.ordered_at, o.ship_by_at, o.currency, o.total, o.discount, o.shipping, o.buyer_name, o.buyer_email,"
            " o.buyer_phone, o.city, o.district, o.shipping_address, o.billing_address, o.note, o.tags,"
            " o.is_test, o.paid"
            " FROM purchase_order o LEFT JOIN connection c ON c.id = o.connection_id WHERE o.id = :id"
        ),
        {"id": order_id},
    ).one_or_none()
    if row is None:
        raise OrderMissing
    return replace(
        OrderDetail(*row),
        packages=_packages(session, order_id),
        lines=_lines(session, order_id),
        events=_events(session, order_id),
    )


def _packages(session: Session, order_id: UUID) -> tuple[PackageRow, ...]:
    found = session.execute(
        text(
            "SELECT id, external_id, status, provider_status, carrier, tracking_number, tracking_url, invoice_number,"
            " shipped_at, delivered_at FROM shipment_package WHERE order_id = :id ORDER BY id"
        ),
        {"id": order_id},
    )
    return tuple(PackageRow(*row) for row in found)


def _lines(session: Session, order_id: UUID) -> tuple[LineRow, ...]:
    found = session.execute(
        text(
            "SELECT l.id, l.package_id, l.variant_id, v.product_id, l.sku, l.barcode, l.title, p.images ->> 0,"
            " v.shelf, l.quantity, l.cancelled_quantity, l.unit_price, l.discount, l.total, l.vat_rate,"
            " coalesce((SELECT min(r.quantity / r.per_unit) FROM reservation r WHERE r.order_line_id = l.id), 0),"
            " coalesce((SELECT max(h.quantity) FROM shortage h WHERE h.order_line_id = l.id"
            "  AND h.resolved_at IS NULL), 0),"
            " (SELECT x.id FROM repair x WHERE x.order_line_id = l.id AND x.resolved_at IS NULL LIMIT 1)"
            " FROM order_line l LEFT JOIN variant v ON v.id = l.variant_id"
            " LEFT JOIN product p ON p.id = v.product_id WHERE l.order_id = :id ORDER BY l.id"
        ),
        {"id": order_id},
    )
    return tuple(LineRow(*row) for row in found)


def _events(session: Session, order_id: UUID) -> tuple[EventRow, ...]:
    found = session.execute(
        text(
            "SELECT e.id, e.at, e.kind, e.values, u.name FROM order_event e LEFT JOIN app_user u ON u.id = e.user_id"
            " WHERE e.order_id = :id ORDER BY e.id DESC LIMIT 200"
        ),
        {"id": order_id},
    )
    return tuple(EventRow(*row) for row in found)
