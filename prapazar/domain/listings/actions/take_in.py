"""Take in: what a channel has, a page at a time, in one statement; unchanged rows are left alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.channels import fanout
from prapazar.domain.channels.enums import Topic
from prapazar.domain.listings.records import IncomingListing
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class TakenIn:
    created: tuple[UUID, ...]
    updated: tuple[UUID, ...]
    unchanged: int


_SEEN = (
    "external_parent_id",
    "sku",
    "barcode",
    "title",
    "url",
    "image",
    "raw",
    "seen_price",
    "seen_quantity",
)
# A listing that we paused stays paused, whatever the channel says of it.
_STATUS = "CASE WHEN listing.status = 'paused' THEN 'paused' ELSE excluded.status END"
_TAKE = text(
    "WITH before AS (SELECT external_id, status FROM listing WHERE connection_id = :connection"
    "  AND external_id = ANY(CAST(:external AS text[]))),"
    f" taken AS (INSERT INTO listing (id, merchant_id, connection_id, external_id, {', '.join(_SEEN)}, status,"
    "   match, rejections)"
    f"  SELECT r.id, :merchant, :connection, r.external_id, {', '.join(f'r.{name}' for name in _SEEN)}, r.status,"
    "   'unmatched', 0 FROM jsonb_to_recordset(:rows) AS r(id uuid, external_id text, external_parent_id text,"
    "   sku text, barcode text, title text, url text, image text, raw jsonb, seen_price numeric,"
    "   seen_quantity int, status text) ORDER BY r.external_id"
    "  ON CONFLICT (connection_id, external_id) DO UPDATE SET"
    f"   {', '.join(f'{name} = excluded.{name}' for name in _SEEN)}, status = {_STATUS}, seen_at = now()"
    f"  WHERE ({', '.join(f'listing.{name}' for name in _SEEN)}, listing.status)"
    f"   IS DISTINCT FROM ({', '.join(f'excluded.{name}' for name in _SEEN)}, {_STATUS})"
    "  RETURNING id, external_id, variant_id, match, status)"
    " SELECT t.id, b.external_id IS NULL AS is_new, CASE WHEN t.match = 'matched' AND t.status = 'active'"
    "  AND b.status <> 'active' THEN t.variant_id END AS back FROM taken t LEFT JOIN before b USING (external_id)"
).bindparams(bindparam("rows", type_=JSONB))
_GONE = text(
    "UPDATE listing l SET status = 'inactive' WHERE l.connection_id = :connection AND l.status = 'active'"
    " AND NOT EXISTS (SELECT 1 FROM unnest(CAST(:seen AS text[])) s(external_id)"
    "  WHERE s.external_id = l.external_id) RETURNING l.id"
)


def take_in(
    session: Session, scope: Scope, connection_id: UUID, listings: Sequence[IncomingListing]
) -> TakenIn:
    """One that is back on sale is told its stock again: it heard nothing while it was away."""
    by_id = {listing.external_id: listing for listing in listings}
    if not by_id:
        return TakenIn((), (), 0)
    found = session.execute(
        _TAKE,
        {
            "merchant": scope.merchant_id,
            "connection": connection_id,
            "external": list(by_id),
            "rows": [_row(listing) for listing in by_id.values()],
        },
    ).all()
    back = [row.back for row in found if row.back]
    if back:
        fanout.append_to(session, Topic.PUSH_STOCK, connection_id, back)
    return TakenIn(
        tuple(row.id for row in found if row.is_new),
        tuple(row.id for row in found if not row.is_new),
        len(by_id) - len(found),
    )


def mark_gone(session: Session, connection_id: UUID, seen: Iterable[str]) -> int:
    """Listings the channel no longer has, after every page was read. Nothing seen at all marks nothing."""
    kept = list(seen)
    if not kept:
        return 0
    return len(session.execute(_GONE, {"connection": connection_id, "seen": kept}).all())


def _row(listing: IncomingListing) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "external_id": listing.external_id,
        "external_parent_id": listing.external_parent_id,
        "sku": listing.sku or None,
        "barcode": listing.barcode or None,
        "title": listing.title,
        "url": listing.url,
        "image": listing.image,
        "raw": listing.raw,
        "seen_price": None if listing.price is None else str(listing.price),
        "seen_quantity": listing.quantity,
        "status": listing.status.value,
    }
