"""The desk of a supplier: the house does for it what its own sight of the books does not reach.

Somebody of a supplier reads through a database role that knows no buyer and no price. Shipping a package means
something for stock, the whole order and its channel, so it is carried out as the house, for packages that are
checked under their lock to be that supplier's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.dropship import actions, goods, queries
from prapazar.domain.dropship.errors import SupplyRefused
from prapazar.domain.dropship.goods import Told, ToldRow
from prapazar.domain.dropship.queries import GoodsLine, PackageRow
from prapazar.domain.dropship.rules import RefuseReason
from prapazar.domain.messaging import actions as messaging
from prapazar.domain.orders.actions import MoveResult
from prapazar.flows import shipment_desk, shipment_labels
from prapazar.flows.shipment_labels import Print, PrintOut
from prapazar.foundation import db, routes
from prapazar.foundation.money import parse_amount
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import fold
from prapazar.foundation.sheets import open_sheet
from prapazar.foundation.sheets.reading import FORMULA

MOST_LABELS = 50
MOST_ROWS = 20_000
MOST_UNITS = 10_000_000
HIDDEN = "•••"
_SKU = ("stok kodu", "sku", "urun kodu", "kod", "code", "stock code")
_UNITS = ("adet", "stok", "miktar", "stok adedi", "quantity", "stock", "on hand", "on_hand", "units")


def _house(scope: Scope, *permissions: str) -> Scope:
    """The same person, who may now do this and sees everything: nothing read with it is shown as it is."""
    return replace(scope, supplier_id=None, stores=None, permissions=frozenset(permissions))


def _check_seen(scope: Scope, package_ids: Sequence[UUID]) -> None:
    """The house sees all stores: what the person themself is not shown, they do not touch through it."""
    with db.transaction(scope) as session:
        if not set(package_ids) <= queries.seen(session, scope, package_ids):
            raise SupplyRefused("supplies.not_yours")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A package with what lies in it, and where it goes as long as it has to be shipped."""

    row: PackageRow
    lines: Sequence[GoodsLine]
    recipient: str
    """Name and address, line by line; "" once it is shipped."""
    has_label: bool = False


def parcel(scope: Scope, package_id: UUID) -> Parcel | None:
    """None: not there, or another supplier's."""
    with db.transaction(scope) as session:
        row = queries.package(session, scope, package_id)
        if row is None:
            return None
        held = queries.lines(session, scope, package_id)
    house = _house(scope, "orders.read", "fulfillment.read")
    with db.transaction(house) as session:
        found = queries.recipients(session, house, [package_id], scope.supplier_id)
        label = queries.printable(session, house, [package_id], scope.supplier_id)
    said = found.get(package_id, "")
    is_masked = scope.hides("buyer.name") or scope.hides("buyer.address")
    return Parcel(row, held, HIDDEN if said and is_masked else said, bool(label) and not _hides_label(scope))


def labelled(scope: Scope, package_ids: Sequence[UUID]) -> set[UUID]:
    """Those of them whose label this person may print."""
    if _hides_label(scope) or not scope.can("supplies.write"):
        return set()
    house = _house(scope, "fulfillment.read")
    with db.transaction(scope) as session:
        seen = queries.seen(session, scope, package_ids)
    with db.transaction(house) as session:
        return set(queries.printable(session, house, sorted(seen), scope.supplier_id))


def _hides_label(scope: Scope) -> bool:
    return any(scope.hides(one) for one in ("buyer.name", "buyer.address", "buyer.phone"))


def labels(scope: Scope, package_ids: Sequence[UUID], kind: Print) -> PrintOut:
    """Of packages that still have to be sent, in one file: as the merchant's desk opened them, or the channel's own.

    Raises SupplyRefused.
    """
    scope.require("supplies.write")
    asked = list(dict.fromkeys(package_ids))
    if len(asked) > MOST_LABELS:
        raise SupplyRefused("supplies.too_many_labels")
    _check_seen(scope, asked)
    house = _house(scope, "fulfillment.read", "fulfillment.write")

    def work(session: Session) -> list[UUID]:
        found = queries.printable(session, house, asked, scope.supplier_id)
        fresh = shipment_desk.open_now(session, house, [one for one in asked if found.get(one, one) is None])
        shipments = {**found, **fresh.shipments}
        return [shipment for one in asked if (shipment := shipments.get(one)) is not None]

    shipments = [] if _hides_label(scope) else db.retried(house, work)
    out = shipment_labels.printed(house, shipments, kind) if shipments else None
    if out is None:
        raise SupplyRefused("supplies.no_label")
    return out


def take_on(scope: Scope, package_ids: Sequence[UUID]) -> MoveResult:
    """Raises SupplyRefused."""
    scope.require("supplies.write")
    _check_seen(scope, package_ids)
    house = _house(scope, "orders.write")
    with db.transaction(house) as session:
        return actions.take_on(session, house, package_ids, scope.supplier_id)


def ship(scope: Scope, package_id: UUID, *, carrier: str, tracking_number: str) -> MoveResult:
    """Raises SupplyRefused."""
    scope.require("supplies.write")
    _check_seen(scope, [package_id])
    house = _house(scope, "orders.write")
    with db.transaction(house) as session:
        return actions.ship(
            session, house, package_id, scope.supplier_id, carrier=carrier, tracking_number=tracking_number
        )


def refuse(scope: Scope, package_ids: Sequence[UUID], reason: RefuseReason, note: str = "") -> list[str]:
    """They go where the rules send them instead, or to our own shelves, and the desk hears of it. Order numbers.

    Raises SupplyRefused.
    """
    scope.require("supplies.write")
    _check_seen(scope, package_ids)
    house = _house(scope, "orders.read", "orders.write", "stock.write")

    def work(session: Session) -> list[str]:
        done = actions.refuse(session, house, package_ids, scope.supplier_id, reason=reason, note=note)
        for one in done:
            messaging.notify(
                session,
                house,
                "orders.supply_emptied" if one.emptied else "orders.supply_refused",
                permission="orders.write",
                level="warning",
                group_key=f"orders.supply_refused:{one.package_id}",
                store=one.connection_id,
                values={
                    "supplier": one.supplier,
                    "number": one.number,
                    **({"skus": ", ".join(one.emptied)} if one.emptied else {}),
                },
                link=routes.order(one.order_id),
            )
        return sorted({one.number for one in done})

    return db.retried(house, work)


def tell_stock(
    scope: Scope, supplier_id: UUID, rows: Sequence[ToldRow], faults: Sequence[dict[str, object]], source: str
) -> Told:
    """Whoever belongs to a supplier tells of its articles alone. Raises SupplyRefused."""
    scope.require("supplies.write")
    with db.transaction(scope) as session:
        if supplier_id not in queries.suppliers(session, scope):
            raise SupplyRefused("supplies.supplier_missing")
    house = _house(scope, "stock.write")
    with db.transaction(house) as session:
        return goods.tell(session, house, supplier_id, rows, faults, source=source)


def read_sheet(path: Path) -> tuple[list[ToldRow], list[dict[str, object]]]:
    """SKUs and units, and what cannot be read. Raises SheetUnreadable, SupplyRefused."""
    sheet = open_sheet(path)
    headings = [" ".join(fold(one).split()) for one in sheet.headings]
    sku = next((headings.index(word) for word in _SKU if word in headings), None)
    units = next((headings.index(word) for word in _UNITS if word in headings), None)
    if sku is None or units is None:
        raise SupplyRefused("supplies.columns_missing")
    rows: list[ToldRow] = []
    faults: list[dict[str, object]] = []
    for number, cells in sheet.rows():
        if len(rows) + len(faults) >= MOST_ROWS:
            raise SupplyRefused("supplies.too_many")
        code, value = cells[sku].strip(), cells[units].strip()
        count = _count(value)
        if not code:
            faults.append({"row": number, "column": "sku", "code": "missing", "value": ""})
        elif isinstance(count, str):
            faults.append({"row": number, "column": "units", "code": count, "value": value[:100]})
        else:
            rows.append(ToldRow(number, code, count))
    return rows, faults


def _count(value: str) -> int | str:
    """The number, or the code of what is wrong with it."""
    if value == FORMULA:
        return "formula"
    try:
        units = parse_amount(value)
    except (ValueError, ArithmeticError):
        return "not_a_number"
    if units != units.to_integral_value():
        return "not_whole"
    if units < 0:
        return "not_positive"
    return int(units) if units <= MOST_UNITS else "too_large"
