"""Reads of prices: the history of a variant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class PriceChangeRow:
    id: int
    variant_id: UUID
    at: datetime
    sale_price_before: Decimal | None
    sale_price: Decimal
    list_price: Decimal | None
    reason: str
    person: str | None


def price_changes(session: Session, scope: Scope, variant_id: UUID, limit: int = 50) -> list[PriceChangeRow]:
    """Newest first."""
    return price_changes_of(session, scope, [variant_id], limit=limit)


def price_changes_of(
    session: Session, scope: Scope, variant_ids: Sequence[UUID], limit: int = 50
) -> list[PriceChangeRow]:
    """Of several variants, newest first."""
    scope.require("prices.read")
    found = session.execute(
        text(
            "SELECT h.id, h.variant_id, h.at, h.sale_price_before, h.sale_price, h.list_price, h.reason, u.name"
            " FROM price_change h LEFT JOIN app_user u ON u.id = h.user_id WHERE h.merchant_id = :merchant"
            " AND h.variant_id = ANY(CAST(:variants AS uuid[])) ORDER BY h.id DESC LIMIT :limit"
        ),
        {"merchant": scope.merchant_id, "variants": list(variant_ids), "limit": limit},
    )
    return [PriceChangeRow(*row) for row in found]
