"""Suggest: two customers who may be one person are put before somebody who knows."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.customers.enums import Reason
from prapazar.foundation.ids import new_ids
from prapazar.foundation.scope import Scope

# With the oldest of those alike: ten who may be one person are nine suggestions, not forty-five.
_ALIKE = text(
    "SELECT DISTINCT n.customer_id, first.customer_id AS other FROM customer_address n"
    " CROSS JOIN LATERAL (SELECT a.customer_id FROM customer_address a WHERE a.merchant_id = :merchant"
    "  AND a.likeness = n.likeness AND a.likeness <> '' ORDER BY a.id LIMIT 1) first"
    " WHERE n.customer_id = ANY(CAST(:ids AS uuid[])) AND n.likeness <> '' AND first.customer_id <> n.customer_id"
)
_INSERT = text(
    "INSERT INTO customer_suggestion (id, merchant_id, low_id, high_id, reason, state)"
    " SELECT u.id, :merchant, u.low, u.high, :reason, 'open' FROM unnest(CAST(:ids AS uuid[]), CAST(:lows AS uuid[]),"
    "  CAST(:highs AS uuid[])) u(id, low, high)"
    " JOIN customer l ON l.id = u.low JOIN customer h ON h.id = u.high"
    " WHERE coalesce(l.merged_into_id, l.id) <> coalesce(h.merged_into_id, h.id)"
    " ON CONFLICT (low_id, high_id) DO NOTHING"
)


def suggest_alike(session: Session, scope: Scope, customer_ids: list[UUID]) -> None:
    if not customer_ids:
        return
    found = session.execute(_ALIKE, {"merchant": scope.merchant_id, "ids": customer_ids})
    pairs = {(min(row.customer_id, row.other), max(row.customer_id, row.other)) for row in found}
    _insert(session, scope, pairs, Reason.LIKENESS)


def suggest_clashes(session: Session, scope: Scope, pairs: Collection[tuple[UUID, UUID]]) -> None:
    _insert(session, scope, pairs, Reason.CLASH)


def _insert(session: Session, scope: Scope, pairs: Collection[tuple[UUID, UUID]], reason: Reason) -> None:
    if pairs:
        ordered = sorted(pairs)
        session.execute(
            _INSERT,
            {
                "merchant": scope.merchant_id,
                "ids": new_ids(len(ordered)),
                "lows": [low for low, _ in ordered],
                "highs": [high for _, high in ordered],
                "reason": reason.value,
            },
        )
