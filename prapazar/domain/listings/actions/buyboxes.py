"""Buy boxes: which listings to ask about next, what their channel answered, and the day's share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.listings.queries_buyboxes import ON_SALE
from prapazar.foundation import live
from prapazar.foundation.clock import ISTANBUL
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class SeenBox:
    external_id: str
    rank: int | None
    best_price: Decimal | None
    own_price: Decimal | None
    has_rivals: bool


_DUE = text(
    "SELECT l.external_id FROM listing l LEFT JOIN buy_box b ON b.listing_id = l.id"
    f" WHERE l.connection_id = :connection AND {ON_SALE}"
    " AND (b.asked_at IS NULL OR b.asked_at < :before) ORDER BY b.asked_at NULLS FIRST, l.id LIMIT :limit"
)
_ASKED = text(
    "INSERT INTO buy_box (id, merchant_id, connection_id, listing_id, has_rivals, asked_at, since)"
    " SELECT gen_random_uuid(), l.merchant_id, l.connection_id, l.id, false, :at, :at FROM listing l"
    " WHERE l.connection_id = :connection AND l.external_id = ANY(CAST(:asked AS text[])) ORDER BY l.id"
    " ON CONFLICT (listing_id) DO UPDATE SET asked_at = excluded.asked_at"
)
_TAKE = text(
    "UPDATE buy_box b SET checked_at = :at, rank = s.rank, has_rivals = s.rivals, best_price = s.best,"
    " own_price = coalesce(s.own, l.told_price, l.seen_price),"
    " since = CASE WHEN (b.rank = 1) IS NOT DISTINCT FROM (s.rank = 1) THEN b.since ELSE :at END"
    " FROM listing l JOIN unnest(CAST(:ids AS text[]), CAST(:ranks AS int[]), CAST(:rivals AS boolean[]),"
    "  CAST(:owns AS numeric[]), CAST(:bests AS numeric[])) AS s(id, rank, rivals, own, best) ON s.id = l.external_id"
    " WHERE l.connection_id = :connection AND b.listing_id = l.id"
)
_DAY = text(
    "INSERT INTO buy_box_day (id, merchant_id, connection_id, day, listings, held)"
    " SELECT gen_random_uuid(), b.merchant_id, b.connection_id, CAST(:day AS date), count(*),"
    "  count(*) FILTER (WHERE b.rank = 1) FROM buy_box b JOIN listing l ON l.id = b.listing_id"
    f" WHERE b.connection_id = :connection AND b.rank IS NOT NULL AND {ON_SALE}"
    " GROUP BY b.merchant_id, b.connection_id"
    " ON CONFLICT (connection_id, day) DO UPDATE SET listings = excluded.listings, held = excluded.held"
)


def due(session: Session, connection_id: UUID, before: datetime, limit: int) -> list[str]:
    """Listings on sale that nobody asked about since `before`, by their channel's ids; the longest ago first."""
    found = session.execute(_DUE, {"connection": connection_id, "before": before, "limit": limit})
    return [str(one) for one in found.scalars()]


def take(
    session: Session, connection_id: UUID, asked: Sequence[str], seen: Sequence[SeenBox], at: datetime
) -> None:
    """What was answered of the listings that were asked about; of the others what is known stays."""
    boxes = list({one.external_id: one for one in seen}.values())
    session.execute(_ASKED, {"connection": connection_id, "asked": list(asked), "at": at})
    session.execute(
        _TAKE,
        {
            "connection": connection_id,
            "ids": [one.external_id for one in boxes],
            "ranks": [one.rank for one in boxes],
            "rivals": [one.has_rivals for one in boxes],
            "owns": [one.own_price for one in boxes],
            "bests": [one.best_price for one in boxes],
            "at": at,
        },
    )


def sum_day(session: Session, scope: Scope, connection_id: UUID, at: datetime) -> None:
    """The day's share, written over by each reading of the day."""
    session.execute(_DAY, {"connection": connection_id, "day": at.astimezone(ISTANBUL).date()})
    live.tell(session, scope.merchant_id, "buyboxes.changed", connection=str(connection_id))
