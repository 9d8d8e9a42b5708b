"""Bulk edit: one statement changes what a selection finds, however many products that are."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.catalog import rules
from prapazar.domain.catalog.actions import names, write
from prapazar.domain.catalog.enums import ProductStatus
from prapazar.domain.catalog.queries.filters import Selection, selected
from prapazar.foundation import live
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class BulkChange:
    """None leaves a value as it is; an empty brand or category takes it away."""

    brand: str | None = None
    category: str | None = None
    vat_rate: Decimal | None = None
    status: ProductStatus | None = None


_TYPES = {"brand_id": "uuid", "category_id": "uuid", "vat_rate": "numeric", "status": "text"}


def bulk_edit(session: Session, scope: Scope, selection: Selection, change: BulkChange) -> int:
    """Returns how many products changed."""
    scope.require("products.delete" if change.status is ProductStatus.ARCHIVED else "products.write")
    new = _new_values(session, scope, change)
    if not new:
        return 0
    conditions, values = selected(selection)
    columns = ", ".join(new)
    fresh = ", ".join(f"CAST(:new_{column} AS {_TYPES[column]})" for column in new)
    before = ", ".join(f"p.{column}" for column in new)
    changed = session.execute(
        text(
            f"WITH chosen AS MATERIALIZED (SELECT p.id FROM product p WHERE {conditions}"
            f"   AND ROW({before}) IS DISTINCT FROM ROW({fresh}) ORDER BY p.id FOR NO KEY UPDATE)"
            f" UPDATE product SET ({columns}) = ROW({fresh}), updated_at = now() FROM chosen"
            " WHERE product.id = chosen.id RETURNING product.id"
        ),
        {**values, **{f"new_{column}": value for column, value in new.items()}},
    )
    ids = list(changed.scalars())
    if change.brand is not None:
        write.refresh_search(session, ids)
    if ids:
        live.tell(session, scope.merchant_id, "products.changed", products=len(ids))
    return len(ids)


def _new_values(session: Session, scope: Scope, change: BulkChange) -> dict[str, Any]:
    new: dict[str, Any] = {}
    if change.brand is not None:
        new["brand_id"] = names.ensure_brands(session, scope, [change.brand]).get(change.brand)
    if change.category is not None:
        new["category_id"] = names.ensure_categories(session, scope, [change.category]).get(change.category)
    if change.vat_rate is not None:
        rules.check_vat(change.vat_rate)
        new["vat_rate"] = change.vat_rate
    if change.status is not None:
        new["status"] = change.status.value
    return new
