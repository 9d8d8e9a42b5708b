"""Release and ship: what becomes of units that were held for an order line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels import fanout
from prapazar.domain.channels.enums import Topic
from prapazar.domain.stock import queries
from prapazar.domain.stock.actions import ledger, refill
from prapazar.domain.stock.enums import MovementKind
from prapazar.foundation.scope import Scope

EVERYTHING = 1_000_000_000
_Part: TypeAlias = tuple[UUID, UUID]
"""An order line, and the variant it holds: of a bundle's line there are several."""
_Shelves: TypeAlias = dict[UUID, dict[UUID, queries.Balance]]
"""Locked balances by warehouse and variant."""


@dataclass(frozen=True, slots=True)
class _Held:
    id: int
    order_id: UUID
    order_line_id: UUID
    variant_id: UUID
    warehouse_id: UUID
    quantity: int
    per_unit: int


def release(session: Session, scope: Scope, lines: Sequence[UUID] | Mapping[UUID, int]) -> None:
    """Give back what is held for the lines: everything, or at most the units named per line.

    Missing units of a line are forgiven before held ones are given back, and what becomes free goes to
    the oldest open shortages first.
    """
    wanted = dict(lines) if isinstance(lines, Mapping) else dict.fromkeys(lines, EVERYTHING)
    shelves = _lock_shelves(session, wanted)
    forgiven = _forgive_shortages(session, wanted)
    freed = _take(session, scope, shelves, wanted, forgiven, MovementKind.RELEASE)
    if freed:
        refill.refill(session, scope, freed)
        fanout.append(session, Topic.PUSH_STOCK, list(freed))


def ship(session: Session, scope: Scope, lines: Sequence[UUID]) -> None:
    """The units held for the lines leave the warehouse; what was missing is no longer awaited."""
    wanted = dict.fromkeys(lines, EVERYTHING)
    shelves = _lock_shelves(session, wanted)
    _take(session, scope, shelves, wanted, {}, MovementKind.SHIP)
    _forgive_shortages(session, wanted)


def _lock_shelves(session: Session, lines: Iterable[UUID]) -> _Shelves:
    """Balances first, as everywhere: a count locks them before it looks at holds and shortages."""
    found = session.execute(
        text(
            "SELECT warehouse_id, id, variant_id, on_hand, reserved, allows_backorder FROM stock"
            " WHERE (variant_id, warehouse_id) IN"
            "  (SELECT variant_id, warehouse_id FROM reservation WHERE order_line_id = ANY(CAST(:lines AS uuid[]))"
            "   UNION SELECT variant_id, warehouse_id FROM shortage"
            "   WHERE order_line_id = ANY(CAST(:lines AS uuid[])) AND resolved_at IS NULL)"
            " ORDER BY id FOR UPDATE"
        ),
        {"lines": list(lines)},
    )
    shelves: _Shelves = {}
    for warehouse_id, *balance in found:
        shelves.setdefault(warehouse_id, {})[balance[1]] = queries.Balance(*balance)
    return shelves


def _take(
    session: Session,
    scope: Scope,
    shelves: _Shelves,
    wanted: dict[UUID, int],
    forgiven: dict[_Part, int],
    kind: MovementKind,
) -> set[UUID]:
    """Reduce reservations of the lines; returns the variants touched.

    Of a bundle's line every component is reduced by as many units as the line's units hold of it, less
    those of it that were missing and are forgiven already.
    """
    variants: set[UUID] = set()
    for warehouse_id, balances in sorted(shelves.items()):
        # Read under the lock: another transaction may have settled the same line a moment ago.
        taken = [
            (row, units)
            for row in _held(session, list(wanted), warehouse_id)
            if (units := _units(row, wanted[row.order_line_id], forgiven)) > 0
        ]
        ledger.write(session, scope, warehouse_id, balances, _steps(taken, balances, kind))
        _reduce(session, taken)
        variants |= {row.variant_id for row, _ in taken}
    return variants


def _units(row: _Held, of_line: int, forgiven: dict[_Part, int]) -> int:
    return min(row.quantity, of_line * row.per_unit - forgiven.get((row.order_line_id, row.variant_id), 0))


def _steps(
    taken: list[tuple[_Held, int]], balances: dict[UUID, queries.Balance], kind: MovementKind
) -> Iterator[ledger.Step]:
    for row, units in taken:
        # Where a backorder ships, more may leave than the books ever saw arrive; a shelf is never below empty.
        leaves = min(units, balances[row.variant_id].on_hand) if kind is MovementKind.SHIP else 0
        yield ledger.Step(
            row.variant_id, kind, on_hand_change=-leaves, reserved_change=-units, order_id=row.order_id
        )


def _held(session: Session, lines: list[UUID], warehouse_id: UUID) -> list[_Held]:
    found = session.execute(
        text(
            "SELECT id, order_id, order_line_id, variant_id, warehouse_id, quantity, per_unit FROM reservation"
            " WHERE order_line_id = ANY(CAST(:lines AS uuid[])) AND warehouse_id = :warehouse ORDER BY id FOR UPDATE"
        ),
        {"lines": lines, "warehouse": warehouse_id},
    )
    return [_Held(*row) for row in found]


def _reduce(session: Session, taken: list[tuple[_Held, int]]) -> None:
    gone = [row.id for row, units in taken if units == row.quantity]
    less = [(row.id, row.quantity - units) for row, units in taken if units < row.quantity]
    if gone:
        session.execute(text("DELETE FROM reservation WHERE id = ANY(CAST(:ids AS bigint[]))"), {"ids": gone})
    if less:
        session.execute(
            text(
                "UPDATE reservation r SET quantity = n.quantity"
                " FROM unnest(CAST(:ids AS bigint[]), CAST(:quantities AS int[])) AS n(id, quantity) WHERE r.id = n.id"
            ),
            {"ids": [i for i, _ in less], "quantities": [q for _, q in less]},
        )


def _forgive_shortages(session: Session, wanted: dict[UUID, int]) -> dict[_Part, int]:
    """Close or reduce open shortages of the lines; returns the units forgiven of each line's parts."""
    found = session.execute(
        text(
            "SELECT id, variant_id, order_line_id, quantity, per_unit FROM shortage"
            " WHERE order_line_id = ANY(CAST(:lines AS uuid[]))"
            " AND resolved_at IS NULL ORDER BY id FOR UPDATE"
        ),
        {"lines": list(wanted)},
    ).all()
    forgiven: dict[_Part, int] = {}
    for row in found:
        part = (row.order_line_id, row.variant_id)
        units = min(row.quantity, wanted[row.order_line_id] * row.per_unit - forgiven.get(part, 0))
        if units > 0:
            refill.reduce_shortage(session, row.id, row.quantity - units)
            forgiven[part] = forgiven.get(part, 0) + units
    return forgiven
