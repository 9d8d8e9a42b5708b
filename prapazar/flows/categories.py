"""Changes of the category tree, with all who know a category by its id or its path following."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.catalog.actions import categories as actions
from prapazar.domain.catalog.actions.categories import Relocated
from prapazar.foundation.scope import Scope

# What the kept one has been mapped to stands; what only the gone one had comes along.
_MAPPED_BOTH = (
    "DELETE FROM mapping m USING unnest(CAST(:gone AS text[]), CAST(:twins AS text[])) AS n(gone, twin)"
    " WHERE m.merchant_id = :merchant AND m.kind = 'category' AND m.key = n.gone AND EXISTS (SELECT 1 FROM mapping k"
    "  WHERE k.connection_id = m.connection_id AND k.kind = m.kind AND k.place = m.place AND k.key = n.twin)"
)
_MAPPED = (
    "UPDATE mapping m SET key = n.twin FROM unnest(CAST(:gone AS text[]), CAST(:twins AS text[])) AS n(gone, twin)"
    " WHERE m.merchant_id = :merchant AND m.kind = 'category' AND m.key = n.gone"
)
_RULES = (
    "UPDATE routing_rule r SET categories = (SELECT coalesce(jsonb_agg(DISTINCT coalesce(n.twin, c.id)), '[]')"
    "  FROM jsonb_array_elements_text(r.categories) AS c(id)"
    "  LEFT JOIN unnest(CAST(:gone AS text[]), CAST(:twins AS text[])) AS n(gone, twin) ON n.gone = c.id)"
    " WHERE r.merchant_id = :merchant AND r.categories ?| CAST(:gone AS text[])"
)
_SEGMENT = "UPDATE segment SET conditions = CAST(replace(CAST(conditions AS text), :gone, :twin) AS jsonb)"
_FEEDS = (
    "UPDATE feed f SET categories = (SELECT coalesce(jsonb_object_agg(coalesce(n.new, c.key), c.value), '{}')"
    "  FROM jsonb_each(f.categories) AS c(key, value)"
    "  LEFT JOIN unnest(CAST(:old AS text[]), CAST(:new AS text[])) AS n(old, new) ON n.old = c.key),"
    "  is_asked = true WHERE f.merchant_id = :merchant AND f.categories ?| CAST(:old AS text[])"
)


def rename(session: Session, scope: Scope, category_id: UUID, name: str) -> None:
    """Raises CategoryMissing, ValueMissing, ValueInvalid."""
    _follow(session, scope, actions.rename_category(session, scope, category_id, name))


def move(session: Session, scope: Scope, category_id: UUID, parent_id: UUID | None) -> None:
    """Raises CategoryMissing, ValueInvalid."""
    _follow(session, scope, actions.move_category(session, scope, category_id, parent_id))


def merge(session: Session, scope: Scope, gone_id: UUID, kept_id: UUID) -> None:
    """Raises CategoryMissing, ValueInvalid."""
    _follow(session, scope, actions.merge_category(session, scope, gone_id, kept_id))
    audit.append(session, scope, "categories.merged", kept_id, {"gone": str(gone_id)})


def _follow(session: Session, scope: Scope, done: Relocated) -> None:
    paths = {
        "merchant": scope.merchant_id,
        "old": list(done.paths),
        "new": list(done.paths.values()),
    }
    if done.paths:
        session.execute(text(_FEEDS), paths)
    if not done.gone:
        return
    ids = {
        "merchant": scope.merchant_id,
        "gone": [str(one) for one in done.gone],
        "twins": [str(one) for one in done.gone.values()],
    }
    for statement in (_MAPPED_BOTH, _MAPPED, _RULES):
        session.execute(text(statement), ids)
    # An id is written the same wherever it stands, and is part of no other word.
    session.execute(
        text(f"{_SEGMENT} WHERE merchant_id = :merchant AND strpos(CAST(conditions AS text), :gone) > 0"),
        [
            {"merchant": scope.merchant_id, "gone": str(gone), "twin": str(twin)}
            for gone, twin in done.gone.items()
        ],
    )
