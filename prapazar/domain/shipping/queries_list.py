"""The list of shipments: worklists, filters, pages, and the packages that have none yet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders.senders import OWN
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import prefix_query

TO_CREATE: Final = "to_create"
VIEWS: Final = (
    "all",
    TO_CREATE,
    "refused",
    "ready",
    "on_the_way",
    "late",
    "delivered",
    "returned",
    "differs",
    "disputed",
)
"""`to_create` lists packages without a shipment that leave our own shelves; all others list shipments."""
PERIODS: Final = {"today": 0, "7": 7, "30": 30}
MOST = 10_000
"""Counted exactly up to here."""
_IN_VIEW: Final[dict[str, str]] = {
    "all": "true",
    "refused": "(s.status = 'refused' OR s.status = 'waiting' AND s.code IS NOT NULL)",
    "ready": "s.direction = 'out' AND s.status IN ('waiting', 'created')",
    "on_the_way": "s.direction = 'out'"
    " AND s.status IN ('picked_up', 'in_transit', 'out_for_delivery', 'failed_attempt')",
    "late": "s.is_late AND s.status NOT IN ('delivered', 'returned', 'cancelled', 'lost')",
    "delivered": "s.direction = 'out' AND s.status = 'delivered'",
    "returned": "(s.status IN ('returning', 'returned', 'lost') OR s.direction = 'back' AND s.status <> 'cancelled')",
    "disputed": "s.disputed_at IS NOT NULL",
    "differs": "s.billed_amount IS NOT NULL AND s.expected_amount IS NOT NULL"
    " AND abs(s.billed_amount - s.expected_amount) > 0.01",
}
_FROM = (
    " FROM shipment s JOIN purchase_order o ON o.id = s.order_id"
    " LEFT JOIN connection c ON c.id = s.connection_id LEFT JOIN connection shop ON shop.id = o.connection_id"
)
_ROW = (
    "SELECT s.id, s.direction, s.order_id, o.number AS order_number, s.status, s.is_late, s.carrier, s.connection_id,"
    " CASE WHEN s.payer = 'channel' THEN s.carrier ELSE coalesce(c.name, s.carrier) END AS carrier_name,"
    " s.payer, s.reference, s.tracking_number, s.tracking_url, s.recipient, s.city, s.desi, s.parcel_count,"
    " s.currency, s.expected_amount, s.billed_amount, s.cash_on_delivery, s.code, s.detail, s.printed_at,"
    " s.created_at, s.expected_at, s.delivered_at, s.handover_id, shop.connector AS channel_connector,"
    " shop.name AS channel"
)
_PACKAGES = (
    " FROM shipment_package p JOIN purchase_order o ON o.id = p.order_id"
    " LEFT JOIN connection shop ON shop.id = o.connection_id"
)
_UNSHIPPED = (
    "o.status IN ('new', 'picking', 'packed') AND p.status IN ('new', 'picking', 'packed') AND NOT EXISTS"
    " (SELECT 1 FROM shipment s WHERE s.package_id = p.id AND s.direction = 'out'"
    "  AND s.status NOT IN ('cancelled', 'refused'))"
)
_PACKAGE_ROW = (
    "SELECT p.id, o.id AS order_id, o.number AS order_number, p.status, coalesce(p.carrier, '') AS carrier_name,"
    " p.tracking_number, coalesce(nullif(o.shipping_address ->> 'name', ''), o.buyer_name) AS recipient, o.city,"
    " o.currency, o.ordered_at AS created_at, o.ship_by_at AS expected_at, shop.connector AS channel_connector,"
    " shop.name AS channel, coalesce((SELECT sum((l.quantity - l.cancelled_quantity) * coalesce(v.desi, 1))"
    "  FROM order_line l LEFT JOIN variant v ON v.id = l.variant_id WHERE l.package_id = p.id), 0) AS desi"
)


@dataclass(frozen=True, slots=True)
class ShipmentFilter:
    view: str = "all"
    search: str = ""
    carrier: str = ""
    """The connector's slug, or what a channel calls its carrier."""
    channel_id: UUID | None = None
    since: datetime | None = None
    ids: tuple[UUID, ...] = ()
    order_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    id: UUID
    """Of the package, where there is no shipment yet."""
    direction: str
    order_id: UUID
    order_number: str
    status: str
    is_late: bool
    carrier: str
    carrier_name: str
    connection_id: UUID | None
    payer: str
    reference: str
    tracking_number: str | None
    tracking_url: str | None
    recipient: str
    city: str
    desi: Decimal
    parcel_count: int
    currency: str
    expected_amount: Decimal | None
    billed_amount: Decimal | None
    cash_on_delivery: Decimal | None
    code: str | None
    detail: str
    printed_at: datetime | None
    created_at: datetime
    expected_at: datetime | None
    delivered_at: datetime | None
    handover_id: UUID | None
    channel_connector: str | None
    channel: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ends."""

    at: datetime
    id: UUID


def asked(
    *,
    view: str = "all",
    search: str = "",
    carrier: str = "",
    channel_id: UUID | None = None,
    period: str = "",
    ids: Sequence[UUID] = (),
) -> ShipmentFilter:
    """An unknown view means all, an unknown period any time."""
    since = None
    if period in PERIODS:
        midnight = now().astimezone(ISTANBUL).replace(hour=0, minute=0, second=0, microsecond=0)
        since = midnight - timedelta(days=PERIODS[period])
    return ShipmentFilter(view if view in VIEWS else "all", search, carrier, channel_id, since, tuple(ids))


def page(
    session: Session, scope: Scope, wanted: ShipmentFilter, *, after: Place | None = None, limit: int = 50
) -> list[ShipmentRow]:
    """Newest first; of the packages without a shipment those that must leave first."""
    scope.require("fulfillment.read")
    where, values = _where(scope, wanted)
    values["limit"] = limit
    if wanted.view == TO_CREATE:
        moment = "coalesce(o.ship_by_at, o.ordered_at)"
        if after is not None:
            where += f" AND ({moment}, p.id) > (:at, :after)"
        sql = f"{_PACKAGE_ROW}, {moment} AS sorted{_PACKAGES} WHERE {where} ORDER BY {moment}, p.id LIMIT :limit"
    else:
        if after is not None:
            where += " AND (s.created_at, s.id) < (:at, :after)"
        sql = f"{_ROW}{_FROM} WHERE {where} ORDER BY s.created_at DESC, s.id DESC LIMIT :limit"
    if after is not None:
        values |= {"at": after.at, "after": after.id}
    found = session.execute(text(sql), values)
    return [_package(row) if wanted.view == TO_CREATE else ShipmentRow(**row._asdict()) for row in found]


def place(row: ShipmentRow, view: str) -> Place:
    moment = (row.expected_at or row.created_at) if view == TO_CREATE else row.created_at
    return Place(moment, row.id)


def count(session: Session, scope: Scope, wanted: ShipmentFilter) -> int:
    """Not above MOST + 1."""
    scope.require("fulfillment.read")
    where, values = _where(scope, wanted)
    source = _PACKAGES if wanted.view == TO_CREATE else _FROM
    found: int = session.execute(
        text(f"SELECT count(*) FROM (SELECT 1{source} WHERE {where} LIMIT {MOST + 1}) n"),
        values,
    ).scalar_one()
    return found


def matching(session: Session, scope: Scope, wanted: ShipmentFilter, most: int) -> list[UUID]:
    """Ids of all that are meant, in the order of the list."""
    scope.require("fulfillment.read")
    where, values = _where(scope, wanted)
    if wanted.view == TO_CREATE:
        sql = f"SELECT p.id{_PACKAGES} WHERE {where} ORDER BY coalesce(o.ship_by_at, o.ordered_at), p.id"
    else:
        sql = f"SELECT s.id{_FROM} WHERE {where} ORDER BY s.created_at DESC, s.id DESC"
    return list(session.execute(text(f"{sql} LIMIT {int(most)}"), values).scalars())


def waiting(session: Session, scope: Scope) -> dict[str, int]:
    """How many wait in each view where somebody must act."""
    names = (TO_CREATE, "refused", "ready", "late", "differs")
    return {name: count(session, scope, ShipmentFilter(name)) for name in names}


def carriers_used(session: Session, scope: Scope) -> list[tuple[str, str]]:
    """Slug or name of each carrier that has a shipment or an account, and what people call it."""
    found = session.execute(
        text(
            "SELECT DISTINCT ON (s.carrier) s.carrier, coalesce(CASE WHEN s.payer <> 'channel' THEN c.name END,"
            " s.carrier) AS name FROM shipment s LEFT JOIN connection c ON c.id = s.connection_id"
            " WHERE s.merchant_id = :merchant AND s.created_at > now() - interval '90 days' ORDER BY s.carrier, name"
        ),
        {"merchant": scope.merchant_id},
    )
    return [(row.carrier, row.name) for row in found if row.carrier]


def packages_of(session: Session, scope: Scope, order_ids: Sequence[UUID]) -> list[UUID]:
    """Of these orders those that may get a shipment."""
    scope.require("fulfillment.read")
    return matching(session, scope, replace(ShipmentFilter(TO_CREATE), order_ids=tuple(order_ids)), MOST)


def _where(scope: Scope, wanted: ShipmentFilter) -> tuple[str, dict[str, Any]]:
    is_package = wanted.view == TO_CREATE
    own = "p" if is_package else "s"
    parts = [f"{own}.merchant_id = :merchant", _UNSHIPPED if is_package else _IN_VIEW[wanted.view]]
    values: dict[str, Any] = {"merchant": scope.merchant_id}
    if is_package and not wanted.ids and not wanted.order_ids:
        # Whoever names a package, or its order, means that one, whoever sends it.
        parts.append(OWN)
    if wanted.ids:
        parts.append(f"{own}.id = ANY(CAST(:ids AS uuid[]))")
        values["ids"] = list(wanted.ids)
    if wanted.order_ids:
        parts.append(f"{own}.order_id = ANY(CAST(:orders AS uuid[]))")
        values["orders"] = list(wanted.order_ids)
    if wanted.carrier:
        parts.append("p.carrier = :carrier" if is_package else "s.carrier = :carrier")
        values["carrier"] = wanted.carrier
    if wanted.channel_id:
        parts.append("o.connection_id = :channel")
        values["channel"] = wanted.channel_id
    if wanted.since:
        parts.append("o.ordered_at >= :since" if is_package else "s.created_at >= :since")
        values["since"] = wanted.since
    query = prefix_query(wanted.search)
    if query:
        values |= {"query": query, "typed": wanted.search.strip()}
        numbers = (
            "p.tracking_number = :typed"
            if is_package
            else "s.reference = upper(:typed) OR s.tracking_number = :typed"
            " OR EXISTS (SELECT 1 FROM shipment_parcel b WHERE b.shipment_id = s.id AND b.barcode = :typed)"
        )
        parts.append(f"(o.search @@ to_tsquery('simple', :query) OR {numbers})")
    return " AND ".join(parts), values


def _package(row: Any) -> ShipmentRow:  # noqa: ANN401 - a row of the packages' select
    return ShipmentRow(
        id=row.id,
        direction="out",
        order_id=row.order_id,
        order_number=row.order_number,
        status="none",
        is_late=bool(row.expected_at and row.expected_at < now()),
        carrier="",
        carrier_name=row.carrier_name,
        connection_id=None,
        payer="",
        reference="",
        tracking_number=row.tracking_number,
        tracking_url=None,
        recipient=row.recipient,
        city=row.city,
        desi=row.desi,
        parcel_count=1,
        currency=row.currency,
        expected_amount=None,
        billed_amount=None,
        cash_on_delivery=None,
        code=None,
        detail="",
        printed_at=None,
        created_at=row.created_at,
        expected_at=row.expected_at,
        delivered_at=None,
        handover_id=None,
        channel_connector=row.channel_connector,
        channel=row.channel,
    )


def ready(session: Session, scope: Scope) -> list[tuple[str, int]]:
    """Carriers whose driver has something to fetch, and how many shipments; the most first."""
    scope.require("fulfillment.read")
    found = session.execute(
        text(
            "SELECT carrier, count(*) AS count FROM shipment WHERE merchant_id = :merchant AND status = 'created'"
            " AND direction = 'out' AND carrier <> '' GROUP BY carrier ORDER BY count DESC, carrier"
        ),
        {"merchant": scope.merchant_id},
    )
    return [(row.carrier, row[1]) for row in found]
