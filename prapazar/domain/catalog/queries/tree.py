"""The merchant's own category tree, with how many products lie where."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.foundation.scope import Scope

MOST = 5_000


@dataclass(frozen=True, slots=True)
class CategoryRow:
    id: UUID
    parent_id: UUID | None
    name: str
    path: str
    products: int
    """In it alone."""
    below: int
    """In it and below it."""

    @property
    def depth(self) -> int:
        return self.path.count(" > ")


_TREE = text(
    "WITH held AS (SELECT category_id, count(*) AS products FROM product"
    "  WHERE merchant_id = :merchant AND status <> 'archived' AND category_id IS NOT NULL GROUP BY category_id),"
    " shown AS (SELECT c.*, coalesce(h.products, 0) AS products FROM category c"
    "  LEFT JOIN held h ON h.category_id = c.id WHERE c.merchant_id = :merchant ORDER BY c.path LIMIT :most)"
    " SELECT c.id, c.parent_id, c.name, c.path, c.products, c.products + coalesce((SELECT sum(b.products)"
    "  FROM shown b WHERE b.products > 0 AND starts_with(b.path, c.path || ' > ')), 0) AS below"
    " FROM shown c ORDER BY c.path"
)


def category_tree(session: Session, scope: Scope) -> list[CategoryRow]:
    """By path, so that a parent stands above its children."""
    scope.require("products.read")
    found = session.execute(_TREE, {"merchant": scope.merchant_id, "most": MOST})
    return [
        CategoryRow(one.id, one.parent_id, one.name, one.path, one.products, int(one.below)) for one in found
    ]


def without_category(session: Session, scope: Scope) -> int:
    scope.require("products.read")
    found: int = session.execute(
        text(
            "SELECT count(*) FROM product WHERE merchant_id = :merchant AND status <> 'archived'"
            " AND category_id IS NULL"
        ),
        {"merchant": scope.merchant_id},
    ).scalar_one()
    return found
