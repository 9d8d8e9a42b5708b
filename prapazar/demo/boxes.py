"""The demo's buy boxes: read from the pretend channels, with the month before and targets of its own."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from prapazar.domain.reporting.performance import Measure
from prapazar.domain.reporting.targets import set_targets
from prapazar.flows import buyboxes
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

_STORES = ("trendyol", "hepsiburada")
_TARGETS = {Measure.LATE: Decimal("0.03"), Measure.BUYBOX: Decimal("0.75")}
# No channel tells of days gone by: they swing around what was read today.
_BEFORE = text(
    "INSERT INTO buy_box_day (id, merchant_id, connection_id, day, listings, held)"
    " SELECT gen_random_uuid(), b.merchant_id, b.connection_id, b.day - n, b.listings,"
    "  greatest(0, least(b.listings, round(b.held * (1 + 0.12 * sin(n / 3.0) + 0.04 * sin(n * 1.7)))))"
    " FROM buy_box_day b CROSS JOIN generate_series(1, 29) AS n"
    " WHERE b.merchant_id = :merchant ON CONFLICT (connection_id, day) DO NOTHING"
)


def fill(scope: Scope, shops: Mapping[str, UUID]) -> int:
    """Of how many listings the channels told; the others are asked about by the scheduler, a minute later."""
    told = sum(buyboxes.read(shops[slug]) for slug in _STORES)
    with db.transaction(scope) as session:
        session.execute(_BEFORE, {"merchant": scope.merchant_id})
        set_targets(session, scope, shops["trendyol"], _TARGETS)
    return told
