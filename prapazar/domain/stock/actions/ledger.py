"""The one place that writes balances and movements: a batch of steps under locks already taken."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.stock.enums import MovementKind
from prapazar.domain.stock.queries import Balance
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class Step:
    """One change of one balance, as the movement will tell it."""

    variant_id: UUID
    kind: MovementKind
    on_hand_change: int = 0
    reserved_change: int = 0
    order_id: UUID | None = None
    connection_id: UUID | None = None
    note: str = ""


_WRITE_BALANCES = text(
    "UPDATE stock s SET on_hand = n.on_hand, reserved = n.reserved, updated_at = now(),"
    " counted_at = CASE WHEN s.on_hand <> n.on_hand THEN coalesce(s.counted_at, now()) ELSE s.counted_at END"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:on_hand AS int[]), CAST(:reserved AS int[]))"
    "  AS n(id, on_hand, reserved) WHERE s.id = n.id"
)
_WRITE_MOVEMENTS = text(
    "INSERT INTO movement (merchant_id, variant_id, warehouse_id, kind, on_hand_change, reserved_change,"
    " on_hand_after, reserved_after, order_id, connection_id, user_id, note)"
    " SELECT :merchant, variant_id, :warehouse, kind, on_hand_change, reserved_change, on_hand_after,"
    "  reserved_after, order_id, connection_id, :user, note"
    " FROM unnest(CAST(:variants AS uuid[]), CAST(:kinds AS text[]),"
    "  CAST(:on_hand_changes AS int[]), CAST(:reserved_changes AS int[]), CAST(:on_hand_afters AS int[]),"
    "  CAST(:reserved_afters AS int[]), CAST(:orders AS uuid[]), CAST(:connections AS uuid[]),"
    "  CAST(:notes AS text[]))"
    "  AS m(variant_id, kind, on_hand_change, reserved_change, on_hand_after, reserved_after, order_id,"
    "  connection_id, note)"
)


def write(
    session: Session, scope: Scope, warehouse_id: UUID, balances: dict[UUID, Balance], steps: Iterable[Step]
) -> None:
    """Apply the steps in order to the locked balances, then write balances and movements in two statements."""
    movements: list[tuple[object, ...]] = []
    touched: dict[UUID, Balance] = {}
    for step in steps:
        balance = balances[step.variant_id]
        balance.on_hand += step.on_hand_change
        balance.reserved += step.reserved_change
        touched[balance.id] = balance
        movements.append(
            (
                step.variant_id,
                step.kind.value,
                step.on_hand_change,
                step.reserved_change,
                balance.on_hand,
                balance.reserved,
                step.order_id,
                step.connection_id,
                step.note,
            )
        )
    if not movements:
        return
    _write_balances(session, list(touched.values()))
    columns: Sequence[list[object]] = [list(column) for column in zip(*movements, strict=True)]
    names = (
        "variants",
        "kinds",
        "on_hand_changes",
        "reserved_changes",
        "on_hand_afters",
        "reserved_afters",
        "orders",
        "connections",
        "notes",
    )
    session.execute(
        _WRITE_MOVEMENTS,
        {
            "merchant": scope.merchant_id,
            "warehouse": warehouse_id,
            "user": scope.user_id,
            **dict(zip(names, columns, strict=True)),
        },
    )


def _write_balances(session: Session, balances: list[Balance]) -> None:
    session.execute(
        _WRITE_BALANCES,
        {
            "ids": [b.id for b in balances],
            "on_hand": [b.on_hand for b in balances],
            "reserved": [b.reserved for b in balances],
        },
    )
