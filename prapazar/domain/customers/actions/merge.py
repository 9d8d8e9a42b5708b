"""Merge and unmerge: nothing is moved, so what was put together comes apart exactly as it was."""

from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.customers.actions.refresh import refresh
from prapazar.domain.customers.errors import CustomerMissing, CustomerRefused
from prapazar.foundation import live
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

_LOCK = text(
    "SELECT id, merged_into_id FROM customer WHERE merchant_id = :merchant AND id = ANY(CAST(:ids AS uuid[]))"
    " ORDER BY id FOR UPDATE"
)
_MOVE = text(
    "UPDATE customer SET merged_into_id = :kept WHERE merchant_id = :merchant AND merged_into_id = :gone RETURNING id"
)
_WRITE = text(
    "INSERT INTO customer_merge (id, merchant_id, kept_id, gone_id, moved, user_id)"
    " VALUES (:id, :merchant, :kept, :gone, :moved, :user)"
).bindparams(bindparam("moved", type_=JSONB))
_DECIDE = text(
    "UPDATE customer_suggestion s SET state = 'merged', decided_at = now(), decided_by = :user"
    " FROM customer l, customer h WHERE s.merchant_id = :merchant AND s.state = 'open' AND l.id = s.low_id"
    " AND h.id = s.high_id AND coalesce(l.merged_into_id, l.id) = :kept AND coalesce(h.merged_into_id, h.id) = :kept"
)


def merge(session: Session, scope: Scope, kept_id: UUID, gone_id: UUID) -> UUID:
    """From now on all that is `gone_id`'s is shown with `kept_id`. Returns the merge.

    Raises CustomerMissing, CustomerRefused.
    """
    scope.require("customers.write")
    if kept_id == gone_id:
        raise CustomerRefused("customers.same")
    _lock_both(session, scope, kept_id, gone_id)
    values = {"merchant": scope.merchant_id, "kept": kept_id, "gone": gone_id, "user": scope.user_id}
    moved = session.execute(_MOVE, values).scalars().all()
    session.execute(
        text("UPDATE customer SET merged_into_id = :kept, updated_at = now() WHERE id = :gone"), values
    )
    merge_id = new_id()
    session.execute(_WRITE, {**values, "id": merge_id, "moved": [str(one) for one in moved]})
    session.execute(_DECIDE, values)
    refresh(session, scope, {kept_id})
    audit.append(session, scope, "customers.merged", kept_id, {"gone": str(gone_id)})
    live.tell(session, scope.merchant_id, "customers.changed")
    return merge_id


def unmerge(session: Session, scope: Scope, merge_id: UUID) -> UUID:
    """Takes the merge apart; orders that came since go with whom their keys name. Returns who stands alone again.

    Raises CustomerMissing, also for one that is undone already; CustomerRefused while a later one holds it.
    """
    scope.require("customers.write")
    row = session.execute(
        text(
            "SELECT kept_id, gone_id, moved FROM customer_merge"
            " WHERE id = :id AND merchant_id = :merchant AND undone_at IS NULL FOR UPDATE"
        ),
        {"id": merge_id, "merchant": scope.merchant_id},
    ).one_or_none()
    if row is None:
        raise CustomerMissing(merge_id)
    locked = session.execute(
        _LOCK, {"merchant": scope.merchant_id, "ids": sorted((row.kept_id, row.gone_id))}
    ).all()
    if {one.id: one.merged_into_id for one in locked} != {row.kept_id: None, row.gone_id: row.kept_id}:
        raise CustomerRefused("customers.merged_further")
    session.execute(
        text(
            "UPDATE customer SET merged_into_id = nullif(:gone, id), updated_at = now()"
            " WHERE merged_into_id = :kept AND (id = :gone OR id = ANY(CAST(:moved AS uuid[])))"
        ),
        {"kept": row.kept_id, "gone": row.gone_id, "moved": list(row.moved)},
    )
    session.execute(
        text("UPDATE customer_merge SET undone_at = now(), undone_by = :user WHERE id = :id"),
        {"id": merge_id, "user": scope.user_id},
    )
    refresh(session, scope, {row.kept_id, row.gone_id})
    audit.append(session, scope, "customers.unmerged", row.kept_id, {"gone": str(row.gone_id)})
    live.tell(session, scope.merchant_id, "customers.changed")
    gone: UUID = row.gone_id
    return gone


def dismiss(session: Session, scope: Scope, suggestion_id: UUID) -> None:
    """They are two; it is not suggested again."""
    scope.require("customers.write")
    done = session.execute(
        text(
            "UPDATE customer_suggestion SET state = 'dismissed', decided_at = now(), decided_by = :user"
            " WHERE id = :id AND merchant_id = :merchant AND state = 'open' RETURNING id"
        ),
        {"id": suggestion_id, "merchant": scope.merchant_id, "user": scope.user_id},
    ).first()
    if done is None:
        raise CustomerMissing(suggestion_id)
    live.tell(session, scope.merchant_id, "customers.changed")


def _lock_both(session: Session, scope: Scope, kept_id: UUID, gone_id: UUID) -> None:
    found = session.execute(_LOCK, {"merchant": scope.merchant_id, "ids": sorted((kept_id, gone_id))}).all()
    if len(found) < 2:  # noqa: PLR2004 - the two
        raise CustomerMissing(kept_id)
    if any(row.merged_into_id for row in found):
        raise CustomerRefused("customers.merged_already")
