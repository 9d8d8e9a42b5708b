"""Shelf: where an article lies in a warehouse; pickers walk by it."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.stock import queries
from prapazar.foundation import live
from prapazar.foundation.scope import Scope

MOST_LETTERS = 40
_SET = text(
    "UPDATE stock SET shelf = :shelf WHERE variant_id = :variant AND warehouse_id = :house AND shelf <> :shelf"
)


def set_shelves(session: Session, scope: Scope, variant_id: UUID, shelves: Mapping[UUID, str]) -> None:
    """By warehouse; empty means where the article itself says."""
    scope.require("stock.write")
    for warehouse_id, shelf in sorted(shelves.items()):
        queries.lock(session, warehouse_id, [variant_id])
        values = {"shelf": shelf.strip()[:MOST_LETTERS], "variant": variant_id, "house": warehouse_id}
        session.execute(_SET, values)
    live.tell(session, scope.merchant_id, "stock.changed", variants=1)
