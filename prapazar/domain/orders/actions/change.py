"""Change: packages we know, told again with news: status, quantities, tracking."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.customers import actions as customers
from prapazar.domain.orders import rules
from prapazar.domain.orders.actions import companions, summary, timeline
from prapazar.domain.orders.actions import lines as order_lines
from prapazar.domain.orders.actions.known import Known
from prapazar.domain.orders.actions.lines import NewLine
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.orders.records import ImportResult, IncomingLine, IncomingPackage
from prapazar.domain.stock import actions as stock
from prapazar.domain.stock.actions import Demand
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class _OldLine:
    id: UUID
    package_id: UUID
    external_id: str
    variant_id: UUID | None
    wanted: int
    moved: int
    """Units we put into another package, of which the channel does not know."""


@dataclass(slots=True)
class _StockNews:
    """What the changes ask of stock, gathered over the batch."""

    release: dict[UUID, int]
    ship: list[UUID]
    reserve: list[Demand]


_UPDATE = text(
    "UPDATE shipment_package p SET status = n.status, provider_status = n.provider_status,"
    " modified_at = n.modified_at, payload_hash = n.payload_hash, carrier = coalesce(n.carrier, p.carrier),"
    " cargo_by = coalesce(n.cargo, p.cargo_by),"
    " tracking_number = coalesce(n.tracking, p.tracking_number),"
    " tracking_url = coalesce(n.tracking_url, p.tracking_url),"
    " invoice_number = coalesce(n.invoice, p.invoice_number),"
    " shipped_at = CASE WHEN n.is_gone THEN coalesce(p.shipped_at, n.modified_at) ELSE p.shipped_at END,"
    " delivered_at = CASE WHEN n.status = 'delivered' THEN coalesce(p.delivered_at, n.modified_at)"
    "  ELSE p.delivered_at END"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:statuses AS text[]), CAST(:provider_statuses AS text[]),"
    "  CAST(:modified AS timestamptz[]), CAST(:hashes AS bytea[]), CAST(:carriers AS text[]),"
    "  CAST(:tracking AS text[]), CAST(:tracking_urls AS text[]), CAST(:invoices AS text[]),"
    "  CAST(:gone AS boolean[]), CAST(:cargo AS text[]))"
    "  AS n(id, status, provider_status, modified_at, payload_hash, carrier, tracking, tracking_url, invoice,"
    "  is_gone, cargo)"
    " WHERE p.id = n.id"
)
_UPDATE_LINES = text(
    "UPDATE order_line l SET quantity = greatest(n.quantity - l.moved_quantity, 0),"
    " cancelled_quantity = least(n.cancelled, greatest(n.quantity - l.moved_quantity, 0)),"
    " total = CASE WHEN l.moved_quantity = 0 THEN n.total"
    "  ELSE round(n.total * greatest(n.quantity - l.moved_quantity, 0) / n.quantity, 2) END,"
    " discount = CASE WHEN l.moved_quantity = 0 THEN n.discount"
    "  ELSE round(n.discount * greatest(n.quantity - l.moved_quantity, 0) / n.quantity, 2) END,"
    " unit_price = n.unit_price"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:quantities AS int[]), CAST(:cancelled AS int[]),"
    "  CAST(:totals AS numeric[]), CAST(:discounts AS numeric[]), CAST(:prices AS numeric[]))"
    "  AS n(id, quantity, cancelled, total, discount, unit_price) WHERE l.id = n.id"
)


def change_packages(
    session: Session, scope: Scope, connection_id: UUID, changed: Sequence[tuple[Known, IncomingPackage]]
) -> ImportResult:
    if not changed:
        return ImportResult()
    statuses = {known.id: rules.next_status(known.status, package.status) for known, package in changed}
    old = _old_lines(session, [known.id for known, _ in changed])
    added = _added_lines(session, scope, connection_id, changed, old)
    order_lines.write(session, scope, added)
    unmapped = order_lines.park_unmapped(session, scope, connection_id, added)
    _update_lines(session, changed, old)
    _update_packages(session, changed, statuses)
    news = _stock_news(connection_id, changed, statuses, old, added)
    stock.release(session, scope, news.release)
    missing = stock.reserve(session, scope, news.reserve)
    stock.ship(session, scope, news.ship)
    ended = {OrderStatus.CANCELLED, OrderStatus.UNPACKED}
    gone = [known.id for known, _ in changed if statuses[known.id] in ended]
    companions.free(session, gone)
    companions.end_parts(session, scope, gone, OrderStatus.CANCELLED.value)
    told = {known.order_id for known, _ in changed}
    summary.refresh(session, told)
    customers.mark_waiting(session, scope, connection_id, list(told))
    timeline.write(
        session,
        scope,
        [
            (
                known.order_id,
                "status",
                {"package": known.external_id, "was": known.status.value, "is": status.value},
            )
            for known, _ in changed
            if (status := statuses[known.id]) is not known.status
        ],
    )
    return ImportResult(updated=len(changed), unmapped=unmapped, short=len(missing))


def _old_lines(session: Session, package_ids: list[UUID]) -> dict[tuple[UUID, str], _OldLine]:
    found = session.execute(
        text(
            "SELECT id, package_id, external_id, variant_id, quantity - cancelled_quantity, moved_quantity"
            " FROM order_line"
            " WHERE package_id = ANY(CAST(:ids AS uuid[]))"
        ),
        {"ids": package_ids},
    )
    rows = [_OldLine(*row) for row in found]
    return {(row.package_id, row.external_id): row for row in rows}


def _added_lines(
    session: Session,
    scope: Scope,
    connection_id: UUID,
    changed: Sequence[tuple[Known, IncomingPackage]],
    old: dict[tuple[UUID, str], _OldLine],
) -> list[NewLine]:
    fresh = [
        (known, line)
        for known, package in changed
        for line in package.lines
        if (known.id, line.external_id) not in old
    ]
    if not fresh:
        return []
    variants = order_lines.find_variants(session, scope, connection_id, (line for _, line in fresh))
    return [
        NewLine(
            new_id(), known.order_id, known.id, known.external_id, line, variants[order_lines.keys_of(line)]
        )
        for known, line in fresh
    ]


def _update_lines(
    session: Session,
    changed: Sequence[tuple[Known, IncomingPackage]],
    old: dict[tuple[UUID, str], _OldLine],
) -> None:
    rows: list[tuple[_OldLine, IncomingLine]] = [
        (old[known.id, line.external_id], line)
        for known, package in changed
        for line in package.lines
        if (known.id, line.external_id) in old
    ]
    if not rows:
        return
    session.execute(
        _UPDATE_LINES,
        {
            "ids": [row.id for row, _ in rows],
            "quantities": [line.quantity for _, line in rows],
            "cancelled": [line.cancelled_quantity for _, line in rows],
            "totals": [line.total for _, line in rows],
            "discounts": [line.discount for _, line in rows],
            "prices": [line.unit_price for _, line in rows],
        },
    )


def _update_packages(
    session: Session, changed: Sequence[tuple[Known, IncomingPackage]], statuses: dict[UUID, OrderStatus]
) -> None:
    session.execute(
        _UPDATE,
        {
            "ids": [known.id for known, _ in changed],
            "statuses": [statuses[known.id].value for known, _ in changed],
            "provider_statuses": [package.provider_status for _, package in changed],
            "modified": [package.modified_at for _, package in changed],
            "hashes": [package.payload_hash for _, package in changed],
            "carriers": [package.carrier for _, package in changed],
            "tracking": [package.tracking_number for _, package in changed],
            "tracking_urls": [package.tracking_url for _, package in changed],
            "invoices": [package.invoice_number for _, package in changed],
            "gone": [rules.is_gone(statuses[known.id]) for known, _ in changed],
            "cargo": [package.cargo_by.value if package.cargo_by else None for _, package in changed],
        },
    )


def _stock_news(
    connection_id: UUID,
    changed: Sequence[tuple[Known, IncomingPackage]],
    statuses: dict[UUID, OrderStatus],
    old: dict[tuple[UUID, str], _OldLine],
    added: Sequence[NewLine],
) -> _StockNews:
    news = _StockNews({}, [], [])
    old_by_package: dict[UUID, list[UUID]] = {}
    for old_line in old.values():
        old_by_package.setdefault(old_line.package_id, []).append(old_line.id)
    new_by_package: dict[UUID, list[NewLine]] = {}
    for line in added:
        new_by_package.setdefault(line.package_id, []).append(line)
    for known, package in changed:
        status = statuses[known.id]
        rows = [
            (row, max(line.quantity - line.cancelled_quantity - row.moved, 0))
            for line in package.lines
            if (row := old.get((known.id, line.external_id))) is not None
        ]
        fresh = new_by_package.get(known.id, [])
        if rules.is_holding(status) or (rules.is_gone(status) and not rules.is_gone(known.status)):
            was_holding = rules.is_holding(known.status)
            for row, wanted in rows:
                _balance(news, known.order_id, connection_id, row, wanted, row.wanted if was_holding else 0)
            news.reserve += order_lines.demands_of(fresh, connection_id)
            if rules.is_gone(status):
                news.ship += old_by_package.get(known.id, []) + [line.id for line in fresh]
        elif rules.is_holding(known.status):
            news.release.update(dict.fromkeys(old_by_package.get(known.id, []), stock.EVERYTHING))
    return news


def _balance(
    news: _StockNews, order_id: UUID, connection_id: UUID, row: _OldLine, wanted: int, held: int
) -> None:
    if row.variant_id is None:
        return
    if wanted < held:
        news.release[row.id] = held - wanted
    elif wanted > held:
        news.reserve.append(Demand(order_id, row.id, row.variant_id, wanted - held, connection_id))
