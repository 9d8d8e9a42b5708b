"""Insert: packages never seen before, with their orders, lines, reservations and timeline."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.customers import actions as customers
from prapazar.domain.orders import rules, sales_marks
from prapazar.domain.orders.actions import companions, forgotten, summary, timeline
from prapazar.domain.orders.actions import lines as order_lines
from prapazar.domain.orders.actions.lines import NewLine
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.orders.records import ImportResult, IncomingPackage
from prapazar.domain.stock import actions as stock
from prapazar.domain.stock.demands import Missing
from prapazar.foundation.ids import new_ids
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import words


@dataclass(frozen=True, slots=True)
class _Placed:
    """A package that got its row, and its order's."""

    package: IncomingPackage
    id: UUID
    order_id: UUID
    order_is_new: bool


_INSERT_ORDERS = text(
    "INSERT INTO purchase_order (id, merchant_id, connection_id, external_id, number, status, has_problem, is_test,"
    " ordered_at, ship_by_at, currency, total, discount, shipping, line_count, unit_count, buyer_name, buyer_email,"
    " buyer_phone, city, district, shipping_address, billing_address, note, search)"
    " SELECT u.id, :merchant, :connection, u.external_id, u.number, u.status, false,"
    "  coalesce((SELECT c.is_test FROM connection c WHERE c.id = :connection), false), u.ordered_at, u.ship_by_at,"
    "  u.currency, u.total, u.discount, u.shipping, u.lines, u.units,"
    "  u.buyer_name, u.buyer_email, u.buyer_phone, u.city, u.district,"
    "  d.value -> 0, d.value -> 1, u.note, to_tsvector('simple', u.words)"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:externals AS text[]), CAST(:numbers AS text[]),"
    "  CAST(:statuses AS text[]), CAST(:ordered AS timestamptz[]), CAST(:ship_by AS timestamptz[]),"
    "  CAST(:currencies AS text[]), CAST(:buyers AS text[]), CAST(:emails AS text[]), CAST(:phones AS text[]),"
    "  CAST(:cities AS text[]), CAST(:districts AS text[]), CAST(:notes AS text[]), CAST(:words AS text[]),"
    "  CAST(:totals AS numeric[]), CAST(:discounts AS numeric[]), CAST(:shippings AS numeric[]),"
    "  CAST(:lines AS int[]), CAST(:units AS int[]))"
    "  WITH ORDINALITY AS u(id, external_id, number, status, ordered_at, ship_by_at, currency, buyer_name,"
    "  buyer_email, buyer_phone, city, district, note, words, total, discount, shipping, lines, units, i)"
    " JOIN jsonb_array_elements(:addresses) WITH ORDINALITY AS d(value, i) USING (i)"
    " ON CONFLICT (connection_id, external_id) DO NOTHING RETURNING external_id, id"
).bindparams(bindparam("addresses", type_=JSONB))

_INSERT_PACKAGES = text(
    "INSERT INTO shipment_package (id, merchant_id, order_id, connection_id, external_id, status, provider_status,"
    " modified_at, payload_hash, carrier, tracking_number, tracking_url, invoice_number, shipped_at, cargo_by)"
    " SELECT u.id, :merchant, u.order_id, :connection, u.external_id, u.status, u.provider_status, u.modified_at,"
    "  u.payload_hash, u.carrier, u.tracking_number, u.tracking_url, u.invoice_number, u.shipped_at, u.cargo_by"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:orders AS uuid[]), CAST(:externals AS text[]),"
    "  CAST(:statuses AS text[]), CAST(:provider_statuses AS text[]), CAST(:modified AS timestamptz[]),"
    "  CAST(:hashes AS bytea[]), CAST(:carriers AS text[]), CAST(:tracking AS text[]),"
    "  CAST(:tracking_urls AS text[]), CAST(:invoices AS text[]), CAST(:shipped AS timestamptz[]),"
    "  CAST(:cargo AS text[]))"
    "  AS u(id, order_id, external_id, status, provider_status, modified_at, payload_hash, carrier,"
    "  tracking_number, tracking_url, invoice_number, shipped_at, cargo_by)"
    " ON CONFLICT (connection_id, external_id) DO NOTHING RETURNING id"
)


def insert_packages(
    session: Session, scope: Scope, connection_id: UUID, packages: Sequence[IncomingPackage]
) -> ImportResult:
    if not packages:
        return ImportResult()
    packages, nobodys = forgotten.without_buyers(session, scope, connection_id, packages)
    placed = _place(session, scope, connection_id, packages)
    _ask_whose(session, scope, connection_id, placed)
    forgotten.mark(session, [p.order_id for p in placed if p.package.order_external_id in nobodys])
    new_lines = _lines(session, scope, connection_id, placed)
    order_lines.write(session, scope, new_lines)
    sold = _sold(session, connection_id, placed, new_lines)
    unmapped = order_lines.park_unmapped(session, scope, connection_id, sold)
    _release_origins(session, scope, connection_id, [p.package for p in placed])
    short = _move_stock(session, scope, connection_id, placed, sold)
    summary.refresh(session, _unsettled(packages, placed, new_lines, short))
    timeline.write(session, scope, [_imported(p) for p in placed])
    return ImportResult(
        created=len(placed),
        unmapped=unmapped,
        short=len(short),
        numbers=tuple(
            p.package.order_number for p in placed if p.order_is_new and rules.is_holding(p.package.status)
        ),
    )


def _ask_whose(session: Session, scope: Scope, connection_id: UUID, placed: Sequence[_Placed]) -> None:
    new = {
        p.order_id: (p.order_id, p.package.ordered_at, p.package.buyer_external_id)
        for p in placed
        if p.order_is_new
    }
    customers.mark_orders(session, scope, connection_id, list(new.values()))
    sales_marks.mark(session, list(new))
    grown = {p.order_id for p in placed} - set(new)
    customers.mark_waiting(session, scope, connection_id, list(grown))


def _imported(placed: _Placed) -> timeline.Event:
    values = {"package": placed.package.external_id, "status": placed.package.status.value}
    return placed.order_id, "imported", values


def _place(
    session: Session, scope: Scope, connection_id: UUID, packages: Sequence[IncomingPackage]
) -> list[_Placed]:
    fresh = _insert_orders(session, scope, connection_id, packages)
    order_ids = fresh | _order_ids(
        session, connection_id, {p.order_external_id for p in packages} - set(fresh)
    )
    candidates = [
        _Placed(p, id_, order_ids[p.order_external_id], p.order_external_id in fresh)
        for p, id_ in zip(packages, new_ids(len(packages)), strict=True)
    ]
    inserted = session.execute(
        _INSERT_PACKAGES,
        {
            "merchant": scope.merchant_id,
            "connection": connection_id,
            "ids": [c.id for c in candidates],
            "orders": [c.order_id for c in candidates],
            "externals": [p.external_id for p in packages],
            "statuses": [p.status.value for p in packages],
            "provider_statuses": [p.provider_status for p in packages],
            "modified": [p.modified_at for p in packages],
            "hashes": [p.payload_hash for p in packages],
            "carriers": [p.carrier for p in packages],
            "tracking": [p.tracking_number for p in packages],
            "tracking_urls": [p.tracking_url for p in packages],
            "invoices": [p.invoice_number for p in packages],
            "shipped": [p.modified_at if rules.is_gone(p.status) else None for p in packages],
            "cargo": [p.cargo_by.value if p.cargo_by else None for p in packages],
        },
    )
    ids = {row.id for row in inserted}
    return [candidate for candidate in candidates if candidate.id in ids]


def _insert_orders(
    session: Session, scope: Scope, connection_id: UUID, packages: Sequence[IncomingPackage]
) -> dict[str, UUID]:
    """Ids of the orders that were not there, by the channel's number."""
    by_order: dict[str, list[IncomingPackage]] = {}
    for package in packages:
        by_order.setdefault(package.order_external_id, []).append(package)
    groups = [by_order[key] for key in sorted(by_order)]
    orders = [group[0] for group in groups]
    sums = [_sums(group) for group in groups]
    inserted = session.execute(
        _INSERT_ORDERS,
        {
            "merchant": scope.merchant_id,
            "connection": connection_id,
            "ids": new_ids(len(orders)),
            "externals": [p.order_external_id for p in orders],
            "numbers": [p.order_number for p in orders],
            "statuses": [rules.order_status([p.status for p in group]).value for group in groups],
            "ordered": [p.ordered_at for p in orders],
            "ship_by": [p.ship_by_at for p in orders],
            "currencies": [p.currency for p in orders],
            "buyers": [p.buyer_name for p in orders],
            "emails": [p.buyer_email for p in orders],
            "phones": [p.buyer_phone for p in orders],
            "cities": [p.city for p in orders],
            "districts": [p.district for p in orders],
            "notes": [p.note for p in orders],
            "words": [_words(p) for p in orders],
            "addresses": [[p.shipping_address, p.billing_address] for p in orders],
            "totals": [one.total for one in sums],
            "discounts": [one.discount for one in sums],
            "shippings": [one.shipping for one in sums],
            "lines": [one.lines for one in sums],
            "units": [one.units for one in sums],
        },
    )
    return {row.external_id: row.id for row in inserted}


@dataclass(frozen=True, slots=True)
class _Sums:
    total: Decimal
    discount: Decimal
    shipping: Decimal
    lines: int
    units: int


def _sums(packages: Sequence[IncomingPackage]) -> _Sums:
    """What summary.refresh would work out for an order that has these packages and no others."""
    lines = [line for p in packages if p.status is not OrderStatus.UNPACKED for line in p.lines]
    shipping = sum((p.shipping for p in packages), Decimal(0))
    return _Sums(
        total=sum((line.total for line in lines), shipping),
        discount=sum((line.discount for line in lines), Decimal(0)),
        shipping=shipping,
        lines=len(lines),
        units=sum(line.quantity - line.cancelled_quantity for line in lines),
    )


def _words(package: IncomingPackage) -> str:
    parts = [package.order_number, package.external_id, package.buyer_name, package.city]
    parts += [text_ for line in package.lines for text_ in (line.sku, line.barcode) if text_]
    return " ".join(words(" ".join(parts)))


def _order_ids(session: Session, connection_id: UUID, external_ids: Collection[str]) -> dict[str, UUID]:
    if not external_ids:
        return {}
    found = session.execute(
        text(
            "SELECT external_id, id FROM purchase_order WHERE connection_id = :connection"
            " AND external_id = ANY(CAST(:ids AS text[]))"
        ),
        {"connection": connection_id, "ids": list(external_ids)},
    )
    return {row.external_id: row.id for row in found}


def _lines(session: Session, scope: Scope, connection_id: UUID, placed: Sequence[_Placed]) -> list[NewLine]:
    variants = order_lines.find_variants(
        session, scope, connection_id, (line for p in placed for line in p.package.lines)
    )
    ids = iter(new_ids(sum(len(p.package.lines) for p in placed)))
    return [
        NewLine(next(ids), p.order_id, p.id, p.package.external_id, line, variants[order_lines.keys_of(line)])
        for p in placed
        for line in p.package.lines
    ]


def _release_origins(
    session: Session, scope: Scope, connection_id: UUID, packages: Sequence[IncomingPackage]
) -> None:
    """A package that names the one it was split from takes over its units before it asks for its own."""
    origins = [origin for package in packages for origin in package.origin_external_ids]
    if not origins:
        return
    found = session.execute(
        text(
            "SELECT l.id FROM order_line l JOIN shipment_package p ON p.id = l.package_id"
            " WHERE p.connection_id = :connection AND p.external_id = ANY(CAST(:origins AS text[]))"
        ),
        {"connection": connection_id, "origins": origins},
    ).scalars()
    stock.release(session, scope, list(found))
    session.execute(
        text(
            "UPDATE shipment_package SET status = 'unpacked' WHERE connection_id = :connection"
            " AND external_id = ANY(CAST(:origins AS text[])) AND status <> 'cancelled'"
        ),
        {"connection": connection_id, "origins": origins},
    )
    ended = session.execute(
        text(
            "SELECT id FROM shipment_package WHERE connection_id = :connection"
            " AND external_id = ANY(CAST(:origins AS text[]))"
        ),
        {"connection": connection_id, "origins": origins},
    ).scalars()
    _end(session, scope, list(ended))


def _end(session: Session, scope: Scope, package_ids: list[UUID]) -> None:
    companions.free(session, package_ids)
    companions.end_parts(session, scope, package_ids, OrderStatus.UNPACKED.value)


def _sold(
    session: Session, connection_id: UUID, placed: Sequence[_Placed], new_lines: Sequence[NewLine]
) -> list[NewLine]:
    """Lines that concern our stock: to be handled, or shipped while we were not looking.

    An order older than the connection that has already shipped is history: the count came after it.
    """
    since = _connected_at(session, connection_id)
    concerned = {
        p.id
        for p in placed
        if rules.is_holding(p.package.status)
        or (rules.is_gone(p.package.status) and p.package.ordered_at >= since)
    }
    return [n for n in new_lines if n.package_id in concerned]


def _move_stock(
    session: Session, scope: Scope, connection_id: UUID, placed: Sequence[_Placed], sold: Sequence[NewLine]
) -> list[Missing]:
    """Hold units for every line sold, and take those that have already left. Returns what is still missing."""
    missing = stock.reserve(session, scope, order_lines.demands_of(sold, connection_id))
    gone_packages = {p.id for p in placed if rules.is_gone(p.package.status)}
    gone = {n.id for n in sold if n.package_id in gone_packages}
    if gone:
        stock.ship(session, scope, list(gone))
    waiting = [m for m in missing if m.demand.order_line_id not in gone]
    timeline.write(session, scope, [(m.demand.order_id, "short", {"quantity": m.quantity}) for m in waiting])
    return waiting


def _unsettled(
    packages: Sequence[IncomingPackage],
    placed: Sequence[_Placed],
    new_lines: Sequence[NewLine],
    short: Sequence[Missing],
) -> set[UUID]:
    """Orders whose summary was not final when they were inserted: known before, split, or with a problem."""
    whole = len(placed) == len(packages)
    unsettled = {
        p.order_id for p in placed if not (p.order_is_new and whole) or p.package.origin_external_ids
    }
    unsettled |= {n.order_id for n in new_lines if n.variant_id is None}
    return unsettled | {m.demand.order_id for m in short}


def _connected_at(session: Session, connection_id: UUID) -> datetime:
    found: datetime = session.execute(
        text("SELECT created_at FROM connection WHERE id = :id"), {"id": connection_id}
    ).scalar_one()
    return found
