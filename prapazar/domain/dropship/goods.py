"""A supplier's articles and their stock: what it has, and what it told last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.catalog.enums import ImportKind
from prapazar.domain.stock import actions as stock
from prapazar.domain.stock.actions import StockCount
from prapazar.foundation import live
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

MOST_ERRORS = 1_000


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a supplier has of its articles."""

    articles: int
    units: int
    gone: int
    """Told of, and none is left to sell."""
    untold: int
    """Of which it has never told how many there are."""


@dataclass(frozen=True, slots=True)
class GoodsRow:
    variant_id: UUID
    name: str
    sku: str
    supplier: str
    on_hand: int | None
    """None: never told."""
    reserved: int
    told_at: datetime | None
    folded_name: str


class After(NamedTuple):
    """Where the page before ended."""

    name: str
    variant_id: UUID


_FROM = (
    " FROM product p JOIN warehouse w ON w.id = p.supplier_id JOIN variant v ON v.product_id = p.id AND v.is_active"
    " LEFT JOIN stock s ON s.variant_id = v.id AND s.warehouse_id = p.supplier_id"
    " WHERE p.merchant_id = :merchant AND p.status <> 'archived'"
)


def shelf(session: Session, scope: Scope) -> Shelf:
    scope.require("supplies.read")
    row = session.execute(
        text(
            "SELECT count(*), coalesce(sum(s.on_hand) FILTER (WHERE s.counted_at IS NOT NULL), 0),"
            " count(*) FILTER (WHERE s.counted_at IS NOT NULL AND s.on_hand <= s.reserved),"
            f" count(*) FILTER (WHERE s.counted_at IS NULL){_FROM}"
        ),
        {"merchant": scope.merchant_id},
    ).one()
    return Shelf(*(int(one) for one in row))


def cursor(row: GoodsRow) -> str:
    """For the page behind this row."""
    return f"{row.variant_id}|{row.folded_name}"


def goods(session: Session, scope: Scope, *, cursor: str = "", limit: int = 50) -> list[GoodsRow]:
    """By name; `cursor` as `cursor` gives it. Raises ValueError for another."""
    scope.require("supplies.read")
    variant, _, name = cursor.partition("|")
    after = After(name, UUID(variant)) if cursor else None
    behind = " AND (p.folded_name, v.id) > (CAST(:name AS text), CAST(:id AS uuid))" if after else ""
    found = session.execute(
        text(
            "SELECT v.id, trim(p.name || ' ' || v.name), v.sku, w.name,"
            " CASE WHEN s.counted_at IS NOT NULL THEN s.on_hand END, coalesce(s.reserved, 0),"
            " CASE WHEN s.counted_at IS NOT NULL THEN s.updated_at END, p.folded_name"
            f"{_FROM}{behind} ORDER BY p.folded_name, v.id LIMIT :limit"
        ),
        {
            "merchant": scope.merchant_id,
            "limit": min(limit, 200),
            **({"name": after.name, "id": after.variant_id} if after else {}),
        },
    )
    return [GoodsRow(*row) for row in found]


class ToldRow(NamedTuple):
    """One row of a stock sheet."""

    row: int
    sku: str
    units: int


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a stock sheet."""

    rows: int
    changed: int
    errors: Sequence[Mapping[str, Any]]
    """{row, column, code, value}, the first thousand."""
    failed: int


_OWN = text(
    "SELECT v.sku, v.id FROM variant v JOIN product p ON p.id = v.product_id"
    " WHERE p.merchant_id = :merchant AND p.supplier_id = :supplier AND v.sku = ANY(CAST(:skus AS text[]))"
)
_KEEP = text(
    "INSERT INTO import_run (id, merchant_id, kind, source, status, total, done, created, updated, unchanged, failed,"
    " mapping, errors, user_id, finished_at, is_cancel_asked)"
    " VALUES (:id, :merchant, :kind, :source, 'done', :total, :total, 0,"
    " :updated, :unchanged, :failed, :mapping, :errors, :user, now(), false)"
).bindparams(bindparam("mapping", type_=JSONB), bindparam("errors", type_=JSONB))


def tell(
    session: Session,
    scope: Scope,
    supplier_id: UUID,
    rows: Sequence[ToldRow],
    errors: Sequence[Mapping[str, Any]] = (),
    *,
    source: str,
) -> Told:
    """Its articles have so many units there from now on; what is not its own is told as a fault. As the house."""
    scope.require("stock.write")
    asked = {"merchant": scope.merchant_id, "supplier": supplier_id, "skus": [row.sku for row in rows]}
    own = {row.sku: row.id for row in session.execute(_OWN, asked)}
    counts = [StockCount(own[row.sku], row.units) for row in rows if row.sku in own]
    strangers = [
        {"row": row.row, "column": "sku", "code": "sku_unknown", "value": row.sku}
        for row in rows
        if row.sku not in own
    ]
    changed = stock.set_on_hand(session, scope, counts, note=source[:120], warehouse_id=supplier_id)
    wrong = sorted([*errors, *strangers], key=lambda one: int(one["row"]))
    told = Told(len(rows) + len(errors), changed, wrong[:MOST_ERRORS], len(wrong))
    session.execute(
        _KEEP,
        {
            "id": new_id(),
            "merchant": scope.merchant_id,
            "kind": ImportKind.SUPPLIER_STOCK.value,
            "source": source[:120],
            "total": told.rows,
            "updated": changed,
            "unchanged": told.rows - changed - told.failed,
            "failed": told.failed,
            "mapping": {"supplier": str(supplier_id)},
            "errors": told.errors,
            "user": scope.user_id,
        },
    )
    live.tell(session, scope.merchant_id, "stock.changed")
    return told


def last_faults(session: Session, scope: Scope, supplier_id: UUID) -> tuple[Sequence[Mapping[str, Any]], int]:
    """Of what this supplier told last: the rows that were not taken, the first thousand, and how many there were."""
    scope.require("supplies.read")
    row = session.execute(
        text(
            "SELECT errors, failed FROM import_run WHERE merchant_id = :merchant AND kind = :kind"
            " AND mapping ->> 'supplier' = :supplier ORDER BY created_at DESC LIMIT 1"
        ),
        {
            "merchant": scope.merchant_id,
            "kind": ImportKind.SUPPLIER_STOCK.value,
            "supplier": str(supplier_id),
        },
    ).one_or_none()
    return (row.errors, row.failed) if row else ((), 0)


@dataclass(frozen=True, slots=True)
class FeedRow:
    """The last a supplier told of its stock."""

    supplier_id: UUID
    name: str
    source: str
    told_at: datetime | None
    """None: never."""
    rows: int
    failed: int


def feeds(session: Session, scope: Scope) -> list[FeedRow]:
    """Of each supplier that has articles, who told longest ago first."""
    scope.require("supplies.read")
    found = session.execute(
        text(
            "SELECT w.id, w.name, coalesce(r.source, ''), r.finished_at, coalesce(r.total, 0), coalesce(r.failed, 0)"
            " FROM warehouse w LEFT JOIN LATERAL (SELECT source, finished_at, total, failed FROM import_run"
            "  WHERE merchant_id = :merchant AND kind = :kind AND mapping ->> 'supplier' = CAST(w.id AS text)"
            "  ORDER BY created_at DESC LIMIT 1) r ON true"
            " WHERE w.merchant_id = :merchant AND w.is_supplier"
            " AND EXISTS (SELECT 1 FROM product p WHERE p.supplier_id = w.id)"
            " ORDER BY r.finished_at NULLS FIRST, w.name"
        ),
        {"merchant": scope.merchant_id, "kind": ImportKind.SUPPLIER_STOCK.value},
    )
    return [FeedRow(*row) for row in found]
