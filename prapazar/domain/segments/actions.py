"""Keep, count and remove segments."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.segments import queries, rules
from prapazar.domain.segments.errors import SegmentInvalid, SegmentMissing
from prapazar.domain.segments.models import Segment
from prapazar.domain.segments.rules import Conditions
from prapazar.foundation import live
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

LONGEST_NAME, LONGEST_NOTE = 80, 500


def save(
    session: Session, scope: Scope, segment_id: UUID | None, name: str, wanted: Conditions, note: str = ""
) -> UUID:
    """Counted as it is kept. Raises SegmentInvalid, SegmentMissing."""
    scope.require("campaigns.write")
    clean = " ".join(name.split())[:LONGEST_NAME]
    if not clean:
        raise SegmentInvalid("segments.name_needed", "name")
    same = session.execute(
        text("SELECT id FROM segment WHERE merchant_id = :merchant AND name = :name"),
        {"merchant": scope.merchant_id, "name": clean},
    ).scalar()
    if same is not None and same != segment_id:
        raise SegmentInvalid("segments.name_taken", "name")
    row = (
        Segment(merchant_id=scope.merchant_id, name=clean, user_id=scope.user_id)
        if segment_id is None
        else _locked(session, scope, segment_id)
    )
    row.name, row.note = clean, note.strip()[:LONGEST_NOTE]
    row.conditions, row.updated_at = rules.written(wanted), now()
    row.size, row.counted_at = queries.count(session, scope, wanted), now()
    session.add(row)
    session.flush()
    live.tell(session, scope.merchant_id, "segments.changed")
    return row.id


def count_again(session: Session, scope: Scope, segment_id: UUID) -> int:
    """Exact, and kept. Raises SegmentMissing."""
    scope.require("campaigns.read")
    number = queries.count(session, scope, queries.conditions(session, scope, segment_id))
    session.execute(
        text("UPDATE segment SET size = :size, counted_at = now() WHERE id = :id"),
        {"size": number, "id": segment_id},
    )
    return number


def delete(session: Session, scope: Scope, segment_id: UUID) -> None:
    """Raises SegmentMissing, SegmentInvalid where a campaign is meant for it."""
    scope.require("campaigns.delete")
    _locked(session, scope, segment_id)
    used = session.execute(
        text("SELECT 1 FROM campaign WHERE segment_id = :id LIMIT 1"), {"id": segment_id}
    ).scalar()
    if used is not None:
        raise SegmentInvalid("segments.used")
    session.execute(text("DELETE FROM segment WHERE id = :id"), {"id": segment_id})
    live.tell(session, scope.merchant_id, "segments.changed")


def _locked(session: Session, scope: Scope, segment_id: UUID) -> Segment:
    row = session.get(Segment, segment_id, with_for_update=True)
    if row is None or row.merchant_id != scope.merchant_id:
        raise SegmentMissing(segment_id)
    return row
