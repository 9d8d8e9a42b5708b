"""One shipment with its parcels and movements; handovers; rules, terms and tariffs as their screens show them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders.senders import OWN
from prapazar.domain.shipping.errors import HandoverMissing, ShipmentMissing
from prapazar.domain.shipping.queries_list import ShipmentFilter, ShipmentRow, page
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class ParcelRow:
    id: UUID
    place: int
    barcode: str
    desi: Decimal
    weight: Decimal
    scanned_at: datetime | None


@dataclass(frozen=True, slots=True)
class MovementRow:
    at: datetime
    status: str | None
    provider_status: str
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class ShipmentDetail:
    shipment: ShipmentRow
    package_id: UUID
    provider_status: str
    external_id: str | None
    weight: Decimal
    billed_desi: Decimal | None
    label_id: UUID | None
    received_by: str
    shipped_at: datetime | None
    asked_at: datetime | None
    attempts: int
    handover_number: str | None
    parcels: tuple[ParcelRow, ...]
    movements: tuple[MovementRow, ...]
    """Newest first."""


def detail(session: Session, scope: Scope, shipment_id: UUID) -> ShipmentDetail:
    """Raises ShipmentMissing."""
    found = page(session, scope, ShipmentFilter(ids=(shipment_id,)), limit=1)
    if not found:
        raise ShipmentMissing(shipment_id)
    row = session.execute(
        text(
            "SELECT s.package_id, s.provider_status, s.external_id, s.weight, s.billed_desi, s.label_id,"
            " s.received_by, s.shipped_at, s.asked_at, s.attempts, h.number AS handover_number FROM shipment s"
            " LEFT JOIN handover h ON h.id = s.handover_id WHERE s.id = :id"
        ),
        {"id": shipment_id},
    ).one()
    parcels = session.execute(
        text(
            "SELECT id, place, barcode, desi, weight, scanned_at FROM shipment_parcel WHERE shipment_id = :id"
            " ORDER BY place"
        ),
        {"id": shipment_id},
    )
    movements = session.execute(
        text(
            "SELECT at, status, provider_status, text, place FROM shipment_event WHERE shipment_id = :id"
            " ORDER BY at DESC, id DESC LIMIT 200"
        ),
        {"id": shipment_id},
    )
    return ShipmentDetail(
        shipment=found[0],
        parcels=tuple(ParcelRow(*one) for one in parcels),
        movements=tuple(MovementRow(*one) for one in movements),
        **row._asdict(),
    )


@dataclass(frozen=True, slots=True)
class HandoverRow:
    id: UUID
    number: str
    carrier: str
    carrier_name: str
    shipment_count: int
    parcel_count: int
    waiting: int
    """Shipments of this carrier that are ready and on no list."""
    created_at: datetime
    closed_at: datetime | None
    person: str | None


_HANDOVER = (
    "SELECT h.id, h.number, h.carrier, coalesce(c.name, h.carrier) AS carrier_name, h.shipment_count,"
    " h.parcel_count, (SELECT count(*) FROM shipment s WHERE s.merchant_id = h.merchant_id"
    "  AND s.carrier = h.carrier AND s.status = 'created' AND s.handover_id IS NULL"
    f"  AND NOT EXISTS (SELECT FROM shipment_package p WHERE p.id = s.package_id AND NOT {OWN})) AS waiting,"
    " h.created_at, h.closed_at, u.name AS person FROM handover h LEFT JOIN connection c ON c.id = h.connection_id"
    " LEFT JOIN app_user u ON u.id = h.user_id WHERE h.merchant_id = :merchant"
)


def handovers(session: Session, scope: Scope, most: int = 30) -> list[HandoverRow]:
    """Open ones first, then the newest."""
    scope.require("fulfillment.read")
    found = session.execute(
        text(f"{_HANDOVER} ORDER BY h.closed_at IS NOT NULL, h.created_at DESC, h.id LIMIT :most"),
        {"merchant": scope.merchant_id, "most": most},
    )
    return [HandoverRow(*row) for row in found]


def handover(session: Session, scope: Scope, handover_id: UUID) -> HandoverRow:
    """Raises HandoverMissing."""
    scope.require("fulfillment.read")
    row = session.execute(
        text(f"{_HANDOVER} AND h.id = :id"), {"merchant": scope.merchant_id, "id": handover_id}
    ).first()
    if row is None:
        raise HandoverMissing(handover_id)
    return HandoverRow(*row)


@dataclass(frozen=True, slots=True)
class HandedRow:
    """A shipment on a handover's list."""

    shipment_id: UUID
    reference: str
    barcodes: tuple[str, ...]
    order_number: str
    recipient: str
    city: str
    parcels: int
    scanned: int
    desi: Decimal
    cash_on_delivery: Decimal | None
    currency: str


def handed(session: Session, scope: Scope, handover_id: UUID, most: int | None = None) -> list[HandedRow]:
    """The one scanned last stands first."""
    scope.require("fulfillment.read")
    found = session.execute(
        text(
            "SELECT s.id, s.reference, array_agg(p.barcode ORDER BY p.place) AS barcodes, o.number, s.recipient,"
            " s.city, count(*) AS parcels, count(p.scanned_at) AS scanned, s.desi, s.cash_on_delivery, s.currency"
            " FROM shipment s JOIN shipment_parcel p ON p.shipment_id = s.id JOIN purchase_order o ON o.id = s.order_id"
            " WHERE s.handover_id = :id AND s.merchant_id = :merchant GROUP BY s.id, o.number"
            " ORDER BY max(p.scanned_at) DESC NULLS LAST, s.id LIMIT :most"
        ),
        {"id": handover_id, "merchant": scope.merchant_id, "most": most},
    )
    return [HandedRow(row[0], row[1], tuple(row[2]), *row[3:]) for row in found]


def incomplete(session: Session, scope: Scope, handover_id: UUID) -> int:
    """Shipments on the list of which a parcel was not scanned."""
    scope.require("fulfillment.read")
    found: int = session.execute(
        text(
            "SELECT count(DISTINCT s.id) FROM shipment s JOIN shipment_parcel p ON p.shipment_id = s.id"
            " WHERE s.handover_id = :id AND s.merchant_id = :merchant AND p.scanned_at IS NULL"
        ),
        {"id": handover_id, "merchant": scope.merchant_id},
    ).scalar_one()
    return found


@dataclass(frozen=True, slots=True)
class RuleRow:
    id: UUID
    name: str
    is_active: bool
    connection_id: UUID | None
    carrier: str | None
    payer: str
    channels: list[str]
    provinces: list[str]
    zones: list[str]
    least_desi: Decimal | None
    most_desi: Decimal | None
    least_total: Decimal | None
    most_total: Decimal | None
    cash_on_delivery: bool | None


def all_rules(session: Session, scope: Scope) -> list[RuleRow]:
    scope.require("settings.read")
    found = session.execute(
        text(
            "SELECT r.id, r.name, r.is_active, r.connection_id, c.name AS carrier, r.payer, r.channels, r.provinces,"
            " r.zones, r.least_desi, r.most_desi, r.least_total, r.most_total, r.cash_on_delivery FROM carrier_rule r"
            " LEFT JOIN connection c ON c.id = r.connection_id WHERE r.merchant_id = :merchant ORDER BY r.place, r.id"
        ),
        {"merchant": scope.merchant_id},
    )
    return [RuleRow(*row) for row in found]


@dataclass(frozen=True, slots=True)
class RuleName:
    id: UUID
    name: str


def rule_names(session: Session, scope: Scope) -> list[RuleName]:
    """For whoever may see shipments, but not the settings."""
    scope.require("fulfillment.read")
    found = session.execute(
        text("SELECT id, name FROM carrier_rule WHERE merchant_id = :merchant ORDER BY place, id"),
        {"merchant": scope.merchant_id},
    )
    return [RuleName(*row) for row in found]


@dataclass(frozen=True, slots=True)
class ZoneRow:
    id: UUID
    name: str
    places: list[str]


def zones(session: Session, scope: Scope) -> list[ZoneRow]:
    scope.require("settings.read")
    found = session.execute(
        text("SELECT id, name, places FROM shipping_zone WHERE merchant_id = :merchant ORDER BY name, id"),
        {"merchant": scope.merchant_id},
    )
    return [ZoneRow(*row) for row in found]


@dataclass(frozen=True, slots=True)
class TariffStep:
    since: date
    zone: str
    up_to_desi: Decimal
    amount: Decimal
    per_further_desi: Decimal
    currency: str


def tariff(session: Session, scope: Scope, connection_id: UUID) -> list[TariffStep]:
    """The newest table that has begun or is to come, from the lightest on."""
    scope.require("settings.read")
    found = session.execute(
        text(
            "SELECT since, zone, up_to_desi, amount, per_further_desi, currency FROM carrier_tariff"
            " WHERE connection_id = :connection AND since = (SELECT max(since) FROM carrier_tariff"
            "  WHERE connection_id = :connection) ORDER BY zone, up_to_desi"
        ),
        {"connection": connection_id},
    )
    return [TariffStep(*row) for row in found]


@dataclass(frozen=True, slots=True)
class SenderRow:
    """A place that parcels leave from."""

    id: UUID
    name: str
    address: dict[str, Any]
    is_supplier: bool


def senders(session: Session, scope: Scope) -> list[SenderRow]:
    """The default warehouse first, suppliers last."""
    found = session.execute(
        text(
            "SELECT id, name, address, is_supplier FROM warehouse WHERE merchant_id = :merchant"
            " ORDER BY is_default DESC, is_supplier, name, id"
        ),
        {"merchant": scope.merchant_id},
    )
    return [SenderRow(*row) for row in found]


def sender(session: Session, scope: Scope) -> tuple[str, dict[str, Any]]:
    """Name and address of the default warehouse."""
    first = next(iter(senders(session, scope)), None)
    return (first.name, first.address) if first else ("", {})
