"""The alarm for parcels that should have been with their buyers."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_MARK = text(
    "WITH marked AS (UPDATE shipment SET is_late = true, updated_at = now() WHERE NOT is_late AND expected_at < now()"
    " AND status IN ('created', 'picked_up', 'in_transit', 'out_for_delivery', 'failed_attempt')"
    " AND direction = 'out' RETURNING merchant_id, carrier, reference)"
    " SELECT merchant_id, carrier, count(*) AS count, min(reference) AS reference FROM marked"
    " GROUP BY merchant_id, carrier ORDER BY merchant_id, carrier"
)


@dataclass(frozen=True, slots=True)
class NewlyLate:
    merchant_id: UUID
    carrier: str
    count: int
    reference: str
    """One of them."""


def mark_late(session: Session) -> list[NewlyLate]:
    """Of all merchants at once, told once for each parcel."""
    return [NewlyLate(*row) for row in session.execute(_MARK)]
