"""Company: articles told beside one that a channel, remembering the same request, would not hear alone."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_MOST = 50
_TIMES_TOLD = text(
    "SELECT count(*) FROM publication mine JOIN publication p ON p.listing_id = mine.listing_id AND p.kind = mine.kind"
    "  AND (p.quantity, p.price, p.list_price) IS NOT DISTINCT FROM (mine.quantity, mine.price, mine.list_price)"
    "  AND p.sent_at > now() - interval '20 minutes' WHERE mine.id = ANY(CAST(:ids AS uuid[]))"
)
_OTHERS = text(
    "SELECT variant_id FROM listing WHERE connection_id = :connection AND match = 'matched' AND status = 'active'"
    "  AND variant_id IS NOT NULL AND NOT variant_id = ANY(CAST(:variants AS uuid[])) ORDER BY external_id LIMIT :most"
)


def company_for(
    session: Session, connection_id: UUID, variant_ids: Sequence[UUID], publication_ids: Sequence[UUID]
) -> list[UUID]:
    """Variants whose current offers make the request a new one: others each time the same value was told lately.

    Empty where the channel lists nothing else.
    """
    others = list(
        session.execute(
            _OTHERS, {"connection": connection_id, "variants": list(variant_ids), "most": _MOST}
        ).scalars()
    )
    told: int = session.execute(_TIMES_TOLD, {"ids": list(publication_ids)}).scalar_one()
    return chosen(others, told // 2)  # each round leaves two: told alone, told in company


def chosen(others: Sequence[UUID], turn: int) -> list[UUID]:
    """Another group at every turn: one by one, then by two, until all groups of neighbours have been."""
    if not others:
        return []
    size, start = divmod(turn, len(others))
    size = min(size + 1, len(others))
    return [*others, *others][start : start + size]
