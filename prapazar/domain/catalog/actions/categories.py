"""Categories: made, renamed, moved under another, put together, removed; what lies below goes along."""

from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.catalog import rules
from prapazar.domain.catalog.actions.names import ensure_categories
from prapazar.domain.catalog.errors import CategoryMissing, ValueInvalid, ValueMissing
from prapazar.foundation import live
from prapazar.foundation.scope import Scope

LONGEST_NAME, DEEPEST = 80, 8


@dataclass(frozen=True, slots=True)
class Relocated:
    """What others who know a category by its id or its path have to follow."""

    gone: dict[UUID, UUID] = field(default_factory=dict)
    """A category that was put together with another, and that other."""
    paths: dict[str, str] = field(default_factory=dict)
    """Old path to new one."""


_LOCK = text(
    "SELECT id, name, path, parent_id FROM category WHERE merchant_id = :merchant ORDER BY id FOR UPDATE"
)
# The path of each below is its old one with another beginning; who stands there already is its twin.
_PLAN = text(
    "SELECT s.id, s.path AS old, n.path AS new, t.id AS twin FROM category s"
    " CROSS JOIN LATERAL (SELECT CAST(:new AS text) || substr(s.path, length(:path) + 1) AS path) n"
    " LEFT JOIN category t ON t.merchant_id = s.merchant_id AND t.path = n.path"
    " WHERE s.merchant_id = :merchant AND (s.path = :path OR starts_with(s.path, :path || ' > ')) ORDER BY s.path"
)
_PRODUCTS = text(
    "UPDATE product p SET category_id = n.twin, updated_at = now()"
    " FROM unnest(CAST(:gone AS uuid[]), CAST(:twins AS uuid[])) AS n(gone, twin)"
    " WHERE p.merchant_id = :merchant AND p.category_id = n.gone"
)
_CHILDREN = text(
    "UPDATE category c SET parent_id = n.twin"
    " FROM unnest(CAST(:gone AS uuid[]), CAST(:twins AS uuid[])) AS n(gone, twin) WHERE c.parent_id = n.gone"
)
_DELETE = text("DELETE FROM category WHERE merchant_id = :merchant AND id = ANY(CAST(:gone AS uuid[]))")
_PATHS = text(
    "UPDATE category c SET path = n.path, name = n.name"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:paths AS text[]), CAST(:names AS text[])) AS n(id, path, name)"
    " WHERE c.id = n.id"
)


def add_category(session: Session, scope: Scope, name: str, parent_id: UUID | None = None) -> UUID:
    """Raises CategoryMissing, ValueMissing, ValueInvalid."""
    scope.require("products.write")
    known = _locked(session, scope)
    path = _path(_clean(name), _parent(known, parent_id))
    if any(one.path == path for one in known.values()):
        raise ValueInvalid("category_taken", "name", path)
    made = ensure_categories(session, scope, [path])[path]
    live.tell(session, scope.merchant_id, "categories.changed")
    return made


def rename_category(session: Session, scope: Scope, category_id: UUID, name: str) -> Relocated:
    """Raises CategoryMissing, ValueMissing, ValueInvalid where its parent has one of this name."""
    scope.require("products.write")
    known = _locked(session, scope)
    row = _one(known, category_id)
    return _relocate(
        session, scope, known, row, _path(_clean(name), _parent(known, row.parent_id)), row.parent_id
    )


def move_category(session: Session, scope: Scope, category_id: UUID, parent_id: UUID | None) -> Relocated:
    """None: to the top. Raises CategoryMissing, ValueInvalid below itself or beside one of its name."""
    scope.require("products.write")
    known = _locked(session, scope)
    row, parent = _one(known, category_id), _parent(known, parent_id)
    if parent is not None and _is_within(parent.path, row.path):
        raise ValueInvalid("category_within", "parent")
    return _relocate(session, scope, known, row, _path(row.name, parent), parent_id)


def merge_category(session: Session, scope: Scope, gone_id: UUID, kept_id: UUID) -> Relocated:
    """Products and what lies below go over; of two below with one name, one is left.

    Raises CategoryMissing, ValueInvalid where one lies within the other.
    """
    scope.require("products.delete")
    known = _locked(session, scope)
    gone, kept = _one(known, gone_id), _one(known, kept_id)
    if _is_within(kept.path, gone.path) or _is_within(gone.path, kept.path):
        raise ValueInvalid("category_within", "parent")
    _check_depth(known, gone.path, kept.path)
    return _carry_out(session, scope, gone.path, kept.path)


def delete_category(session: Session, scope: Scope, category_id: UUID) -> None:
    """Raises CategoryMissing, ValueInvalid while something lies in it."""
    scope.require("products.delete")
    row = _one(_locked(session, scope), category_id)
    used = session.execute(
        text(
            "SELECT EXISTS (SELECT 1 FROM product WHERE merchant_id = :merchant AND category_id = :id)"
            " OR EXISTS (SELECT 1 FROM category WHERE merchant_id = :merchant AND parent_id = :id)"
        ),
        {"merchant": scope.merchant_id, "id": row.id},
    ).scalar_one()
    if used:
        raise ValueInvalid("category_used", "name")
    session.execute(_DELETE, {"merchant": scope.merchant_id, "gone": [row.id]})
    live.tell(session, scope.merchant_id, "categories.changed")


class _Category(NamedTuple):
    id: UUID
    name: str
    path: str
    parent_id: UUID | None


Known = dict[UUID, _Category]


def _relocate(
    session: Session,
    scope: Scope,
    known: Known,
    row: _Category,
    path: str,
    parent_id: UUID | None,
) -> Relocated:
    if path == row.path:
        return Relocated()
    if any(one.path == path for one in known.values()):
        raise ValueInvalid("category_taken", "name", path)
    _check_depth(known, row.path, path)
    session.execute(
        text("UPDATE category SET parent_id = :parent WHERE id = :id"), {"parent": parent_id, "id": row.id}
    )
    return _carry_out(session, scope, row.path, path)


def _carry_out(session: Session, scope: Scope, old: str, new: str) -> Relocated:
    plan = session.execute(_PLAN, {"merchant": scope.merchant_id, "path": old, "new": new}).all()
    merged = {one.id: one.twin for one in plan if one.twin is not None}
    kept = [one for one in plan if one.twin is None]
    if merged:
        ends = {"merchant": scope.merchant_id, "gone": list(merged), "twins": list(merged.values())}
        for statement in (_PRODUCTS, _CHILDREN, _DELETE):
            session.execute(statement, ends)
    session.execute(
        _PATHS,
        {
            "ids": [one.id for one in kept],
            "paths": [one.new for one in kept],
            "names": [rules.category_names(one.new)[-1] for one in kept],
        },
    )
    live.tell(session, scope.merchant_id, "categories.changed")
    return Relocated(merged, {one.old: one.new for one in plan})


def _locked(session: Session, scope: Scope) -> Known:
    """The whole tree: two who move parts of it at once would tear it."""
    found = session.execute(_LOCK, {"merchant": scope.merchant_id})
    return {row.id: _Category(*row) for row in found}


def _one(known: Known, category_id: UUID) -> _Category:
    if category_id not in known:
        raise CategoryMissing(category_id)
    return known[category_id]


def _parent(known: Known, parent_id: UUID | None) -> _Category | None:
    return None if parent_id is None else _one(known, parent_id)


def _path(name: str, parent: _Category | None) -> str:
    return name if parent is None else f"{parent.path} > {name}"


def _is_within(path: str, above: str) -> bool:
    return path == above or path.startswith(f"{above} > ")


def _check_depth(known: Known, old: str, new: str) -> None:
    below = max(
        (one.path.count(" > ") - old.count(" > ") for one in known.values() if _is_within(one.path, old)),
        default=0,
    )
    if new.count(" > ") + below >= DEEPEST:
        raise ValueInvalid("category_deep", "parent")


def _clean(name: str) -> str:
    clean = " ".join(name.split())[:LONGEST_NAME]
    if not clean:
        raise ValueMissing("name")
    if ">" in clean:
        raise ValueInvalid("category_sign", "name", clean)
    return clean
