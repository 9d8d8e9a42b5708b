"""Reads of shipments: packages to ship, rules and tariffs, what a carrier is told, what it is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.shipping import regions
from prapazar.domain.shipping.regions import Zone
from prapazar.domain.shipping.rules import USUAL_DAYS, Load, Rule, Step, Tariff
from prapazar.foundation.search import fold


@dataclass(frozen=True, slots=True)
class Unshipped:
    """A package and what its carrier is chosen by."""

    id: UUID
    order_id: UUID
    channel_id: UUID | None
    status: str
    carrier: str | None
    tracking_number: str | None
    """Given by the channel, where that has chosen the carrier and pays."""
    province: str
    district: str
    recipient: str
    total: Decimal
    currency: str
    desi: Decimal
    has_shipment: bool
    is_ours: bool
    """We have shipped it: the number it has is of our own carrier."""
    is_merged: bool
    """It lies in another package's parcel and leaves with that."""
    is_being_split: bool = False
    """Its channel was asked to break it up."""
    country: str = "TR"
    cargo_by: str | None = None
    """See orders.enums.CargoBy; None where its channel does not say."""


_UNSHIPPED = text(
    "SELECT p.id, p.order_id, p.connection_id, p.status, p.carrier, p.tracking_number, o.city, o.district,"
    "  coalesce(o.shipping_address ->> 'country', 'TR') AS country, p.cargo_by,"
    "  p.merged_into_id IS NOT NULL AS is_merged,"
    "  coalesce(nullif(o.shipping_address ->> 'name', ''), o.buyer_name) AS recipient, o.currency,"
    "  coalesce(l.total, 0) AS total, coalesce(l.desi, 0) AS desi, EXISTS (SELECT 1 FROM shipment s"
    "   WHERE s.package_id = p.id AND s.direction = 'out' AND s.status NOT IN ('cancelled', 'refused'))"
    "  AS has_shipment,"
    "  EXISTS (SELECT 1 FROM package_split a WHERE a.package_id = p.id AND a.state IN ('asked', 'told')) AS is_asked,"
    "  EXISTS (SELECT 1 FROM shipment s WHERE s.package_id = p.id AND s.direction = 'out' AND s.payer <> 'channel'"
    "   AND s.status NOT IN ('cancelled', 'refused')) AS is_ours"
    " FROM shipment_package p JOIN purchase_order o ON o.id = p.order_id LEFT JOIN LATERAL"
    "  (SELECT sum(l.total) AS total, sum((l.quantity - l.cancelled_quantity) * coalesce(v.desi, 1)) AS desi"
    "   FROM order_line l LEFT JOIN variant v ON v.id = l.variant_id"
    "   WHERE l.package_id = p.id OR l.package_id IN (SELECT x.id FROM shipment_package x"
    "    WHERE x.merged_into_id = p.id)) l ON true"
    " WHERE p.id = ANY(CAST(:ids AS uuid[])) ORDER BY p.id FOR UPDATE OF p"
)
"""A package's desi and worth are those of all that lies in its parcel."""


def unshipped(session: Session, package_ids: Sequence[UUID]) -> list[Unshipped]:
    """Locked in the order of their ids; an article without a desi counts as one."""
    return [
        Unshipped(
            id=row.id,
            order_id=row.order_id,
            channel_id=row.connection_id,
            status=row.status,
            carrier=row.carrier,
            tracking_number=row.tracking_number,
            province=row.city,
            district=row.district,
            recipient=row.recipient,
            total=row.total,
            currency=row.currency,
            desi=row.desi,
            has_shipment=row.has_shipment,
            is_being_split=row.is_asked,
            is_ours=row.is_ours,
            is_merged=row.is_merged,
            country=row.country,
            cargo_by=row.cargo_by,
        )
        for row in session.execute(_UNSHIPPED, {"ids": list(package_ids)})
    ]


def rules(session: Session) -> list[Rule]:
    found = session.execute(text("SELECT * FROM carrier_rule WHERE is_active ORDER BY place, id"))
    return [
        Rule(
            id=row.id,
            connection_id=row.connection_id,
            payer=row.payer,
            channels=frozenset(UUID(one) for one in row.channels),
            provinces=frozenset(fold(one) for one in row.provinces),
            zones=frozenset(row.zones),
            least_desi=row.least_desi,
            most_desi=row.most_desi,
            least_total=row.least_total,
            most_total=row.most_total,
            cash_on_delivery=row.cash_on_delivery,
        )
        for row in found
    ]


@dataclass(frozen=True, slots=True)
class Atlas:
    """From where parcels leave, and the merchant's own zones: enough to say in which zones an address lies."""

    sender: str
    own: tuple[Zone, ...]

    def load(self, package: "Unshipped", *, cash: bool = False) -> Load:
        return self.at(
            package.province, package.district, package.channel_id, package.desi, package.total, cash=cash
        )

    def at(
        self,
        province: str,
        district: str,
        channel_id: UUID | None,
        desi: Decimal,
        total: Decimal,
        *,
        cash: bool,
    ) -> Load:
        return Load(
            channel_id,
            province,
            desi,
            total,
            cash,
            regions.zones_of(self.sender, province, district, self.own),
            regions.distance(self.sender, province),
        )


def atlas(session: Session) -> Atlas:
    sender = session.execute(
        text("SELECT coalesce(address ->> 'city', '') FROM warehouse WHERE is_default LIMIT 1")
    ).scalar()
    rows = session.execute(text("SELECT id, places FROM shipping_zone ORDER BY name"))
    own = tuple(Zone(str(row.id), frozenset(map(regions.place_key, row.places))) for row in rows)
    return Atlas(str(sender or ""), own)


_OF_ORDER = text(
    "SELECT p.id FROM shipment_package p JOIN purchase_order o ON o.id = p.order_id"
    " WHERE o.merchant_id = :merchant AND o.number = :number ORDER BY p.id LIMIT 20"
)


def packages_of_number(session: Session, merchant_id: UUID, number: str) -> list[UUID]:
    """Of the order a person knows by this number."""
    return list(session.execute(_OF_ORDER, {"merchant": merchant_id, "number": number}).scalars())


_TARIFFS = text(
    "SELECT t.connection_id, t.since, t.zone, t.up_to_desi, t.amount, t.per_further_desi, t.currency"
    " FROM carrier_tariff t JOIN (SELECT connection_id, max(since) AS since FROM carrier_tariff"
    "  WHERE since <= current_date GROUP BY connection_id) newest USING (connection_id, since)"
    " ORDER BY t.connection_id, t.zone, t.up_to_desi"
)


def tariffs(session: Session) -> dict[UUID, Tariff]:
    """Of each carrier's account the one that holds today."""
    found: dict[UUID, Tariff] = {}
    zones: dict[UUID, dict[str, list[Step]]] = {}
    for row in session.execute(_TARIFFS):
        steps = zones.setdefault(row.connection_id, {}).setdefault(row.zone, [])
        steps.append(Step(row.up_to_desi, row.amount, row.per_further_desi))
        found[row.connection_id] = Tariff(row.since, row.currency, zones[row.connection_id])
    return found


@dataclass(frozen=True, slots=True)
class CarrierAccount:
    id: UUID
    connector: str
    name: str
    is_called: bool = True
    """False for a carrier without an interface: nobody is told, and people say where its parcels are."""
    delivery_days: int = USUAL_DAYS
    tracking_url: str = ""


_CARRIERS = text(
    "SELECT c.id, c.connector, c.name, coalesce(t.delivery_days, :days) AS days, coalesce(t.tracking_url, '') AS url"
    " FROM connection c LEFT JOIN carrier_terms t ON t.connection_id = c.id"
    " WHERE c.connector = ANY(CAST(:slugs AS text[])) AND c.status = 'active' ORDER BY c.created_at, c.id"
)


def carriers(session: Session, slugs: Sequence[str], by_hand: Sequence[str] = ()) -> list[CarrierAccount]:
    """The accounts that may be used now, oldest first.

    `slugs` are the connectors of carriers that are called, `by_hand` of those that nobody can call.
    """
    found = session.execute(_CARRIERS, {"slugs": [*slugs, *by_hand], "days": USUAL_DAYS})
    return [
        CarrierAccount(row.id, row.connector, row.name, row.connector not in by_hand, row.days, row.url)
        for row in found
    ]


@dataclass(frozen=True, slots=True)
class ToldShipment:
    """What a carrier has to know of a shipment."""

    id: UUID
    order_id: UUID
    package_id: UUID
    connection_id: UUID
    status: str
    reference: str
    direction: str
    external_id: str | None
    code: str | None
    """Why it waits, or was refused last."""
    attempts: int
    payer: str
    cash_on_delivery: Decimal | None
    currency: str
    order_number: str
    invoice_number: str
    recipient: dict[str, Any]
    recipient_email: str | None
    recipient_phone: str | None
    sender: dict[str, Any]
    parcels: list[dict[str, Any]]
    """`id`, `barcode`, `desi`, `weight`, in their order."""
    goods: list[str]


_TOLD = text(
    "SELECT s.id, s.order_id, s.package_id, s.connection_id, s.status, s.reference, s.direction, s.external_id, s.code,"
    "  s.attempts, s.payer, s.cash_on_delivery, s.currency, o.number AS order_number,"
    "  coalesce(p.invoice_number, '') AS invoice_number,"
    "  o.shipping_address AS recipient, o.buyer_email, o.buyer_phone,"
    # Where it leaves from; no carrier takes a parcel without an address, so where that is not known the default's.
    "  coalesce((SELECT w.address FROM warehouse w WHERE w.id = p.warehouse_id AND s.direction = 'out'"
    "   AND w.address ->> 'line' <> ''),"
    "   (SELECT w.address FROM warehouse w WHERE w.merchant_id = s.merchant_id AND w.is_default), '{}') AS sender,"
    "  (SELECT jsonb_agg(jsonb_build_object('id', c.id, 'barcode', c.barcode, 'desi', c.desi::text,"
    "    'weight', c.weight::text) ORDER BY c.place) FROM shipment_parcel c WHERE c.shipment_id = s.id) AS parcels,"
    "  (SELECT jsonb_agg((l.quantity - l.cancelled_quantity) || ' x ' || l.title ORDER BY l.id) FROM order_line l"
    "    WHERE l.package_id = s.package_id AND l.quantity > l.cancelled_quantity) AS goods"
    " FROM shipment s JOIN purchase_order o ON o.id = s.order_id JOIN shipment_package p ON p.id = s.package_id"
    " WHERE s.id = ANY(CAST(:ids AS uuid[])) ORDER BY s.created_at, s.id"
)


def told(session: Session, shipment_ids: Sequence[UUID]) -> list[ToldShipment]:
    return [
        ToldShipment(
            id=row.id,
            order_id=row.order_id,
            package_id=row.package_id,
            connection_id=row.connection_id,
            status=row.status,
            reference=row.reference,
            direction=row.direction,
            external_id=row.external_id,
            code=row.code,
            attempts=row.attempts,
            payer=row.payer,
            cash_on_delivery=row.cash_on_delivery,
            currency=row.currency,
            order_number=row.order_number,
            invoice_number=row.invoice_number,
            recipient=row.recipient,
            recipient_email=row.buyer_email,
            recipient_phone=row.buyer_phone,
            sender=row.sender,
            parcels=row.parcels or [],
            goods=row.goods or [],
        )
        for row in session.execute(_TOLD, {"ids": list(shipment_ids)})
    ]


_ON_THE_WAY = text(
    "SELECT reference FROM shipment WHERE connection_id = :connection AND payer <> 'channel'"
    " AND status NOT IN ('waiting', 'refused', 'delivered', 'returned', 'cancelled', 'lost')"
    " AND (asked_at IS NULL OR asked_at < :before) ORDER BY asked_at NULLS FIRST LIMIT :most"
)


def on_the_way(session: Session, connection_id: UUID, before: datetime, most: int) -> list[str]:
    """References not asked for since `before`, the longest ago first."""
    found = {"connection": connection_id, "before": before, "most": most}
    return list(session.execute(_ON_THE_WAY, found).scalars())
