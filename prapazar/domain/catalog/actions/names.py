"""Brands and categories by name: those that do not exist yet are made, a batch at a time."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.catalog import rules
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import fold

_MAKE_BRANDS = text(
    "INSERT INTO brand (id, merchant_id, name, folded)"
    " SELECT id, :merchant, name, folded"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:names AS text[]), CAST(:folded AS text[])) AS n(id, name, folded)"
    " ORDER BY folded ON CONFLICT (merchant_id, folded) DO NOTHING"
)
_FIND_BRANDS = text("SELECT folded, id FROM brand WHERE merchant_id = :merchant AND folded = ANY(:folded)")

# One level at a time, so that every parent has its id before its children look for it.
_MAKE_CATEGORIES = text(
    "INSERT INTO category (id, merchant_id, parent_id, name, path)"
    " SELECT n.id, :merchant, parent.id, n.name, n.path"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:names AS text[]), CAST(:paths AS text[]),"
    "  CAST(:parents AS text[])) AS n(id, name, path, parent)"
    " LEFT JOIN category parent ON parent.merchant_id = :merchant AND parent.path = n.parent"
    " ORDER BY n.path ON CONFLICT (merchant_id, path) DO NOTHING"
)
_FIND_CATEGORIES = text("SELECT path, id FROM category WHERE merchant_id = :merchant AND path = ANY(:paths)")


def ensure_brands(session: Session, scope: Scope, names: Iterable[str]) -> dict[str, UUID]:
    """Ids by the names given; two spellings that fold alike are one brand."""
    shown = {name: " ".join(name.split()) for name in names if name.strip()}
    by_folded = {fold(clean): clean for clean in shown.values()}
    if not by_folded:
        return {}
    keys: dict[str, object] = {"merchant": scope.merchant_id, "folded": list(by_folded)}
    found = _brands(session, keys)
    missing = [folded for folded in by_folded if folded not in found]
    if missing:
        values = {
            "merchant": scope.merchant_id,
            "ids": [new_id() for _ in missing],
            "names": [by_folded[folded] for folded in missing],
            "folded": missing,
        }
        session.execute(_MAKE_BRANDS, values)
        found = _brands(session, keys)
    return {name: found[fold(clean)] for name, clean in shown.items()}


def ensure_categories(session: Session, scope: Scope, paths: Iterable[str]) -> dict[str, UUID]:
    """Ids by the paths given; a category's parents are made before it."""
    names = {path: rules.category_names(path) for path in paths}
    wanted = {path: " > ".join(parts) for path, parts in names.items() if parts}
    if not wanted:
        return {}
    found = _categories(session, scope, set(wanted.values()))
    missing = {tuple(names[path]) for path, clean in wanted.items() if clean not in found}
    for depth in range(1, max(map(len, missing), default=0) + 1):
        level = sorted({parts[:depth] for parts in missing if len(parts) >= depth})
        session.execute(
            _MAKE_CATEGORIES,
            {
                "merchant": scope.merchant_id,
                "ids": [new_id() for _ in level],
                "names": [parts[-1] for parts in level],
                "paths": [" > ".join(parts) for parts in level],
                "parents": [" > ".join(parts[:-1]) or None for parts in level],
            },
        )
    if missing:
        found = _categories(session, scope, set(wanted.values()))
    return {path: found[clean] for path, clean in wanted.items()}


def known_suppliers(session: Session, scope: Scope, names: Iterable[str]) -> dict[str, UUID]:
    """Ids by the names given; one that is no supplier is left out: suppliers are set up where orders are routed."""
    wanted = {name: fold(" ".join(name.split())) for name in names if name.strip()}
    if not wanted:
        return {}
    found = session.execute(
        text("SELECT name, id FROM warehouse WHERE merchant_id = :merchant AND is_supplier"),
        {"merchant": scope.merchant_id},
    )
    ids = {fold(row.name): row.id for row in found}
    return {name: ids[folded] for name, folded in wanted.items() if folded in ids}


def _brands(session: Session, keys: dict[str, object]) -> dict[str, UUID]:
    return {row.folded: row.id for row in session.execute(_FIND_BRANDS, keys)}


def _categories(session: Session, scope: Scope, paths: set[str]) -> dict[str, UUID]:
    found = session.execute(_FIND_CATEGORIES, {"merchant": scope.merchant_id, "paths": list(paths)})
    return {row.path: row.id for row in found}
