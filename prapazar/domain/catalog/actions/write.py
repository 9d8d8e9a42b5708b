"""The statements that write products and variants: batches in, only what changed rewritten.

A patch is a dict with `id` and the columns it sets; a column left out keeps its value.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.foundation.scope import Scope
from prapazar.foundation.search import fold

Patch = dict[str, Any]

_PRODUCT = {
    "code": "text",
    "name": "text",
    "folded_name": "text",
    "description": "text",
    "brand_id": "uuid",
    "category_id": "uuid",
    "vat_rate": "numeric",
    "images": "jsonb",
    "status": "text",
    "attributes": "jsonb",
    "supplier_id": "uuid",
}
_VARIANT = {
    "product_id": "uuid",
    "sku": "text",
    "barcode": "text",
    "name": "text",
    "options": "jsonb",
    "cost": "numeric",
    "sale_price": "numeric",
    "list_price": "numeric",
    "floor_price": "numeric",
    "currency": "text",
    "desi": "numeric",
    "shelf": "text",
    "is_active": "boolean",
}
_PATCHED_VARIANT = ("sku", "barcode", "name", "options", "cost", "desi", "shelf", "is_active")
"""Prices are missing on purpose: `pricing` changes them, with floor, history and push."""


def _insert(table: str, columns: dict[str, str]) -> Any:  # noqa: ANN401 - a text clause with a bound JSON
    names = ", ".join(columns)
    typed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    return text(
        f"INSERT INTO {table} (id, merchant_id, {names}) SELECT id, :merchant, {names}"
        f" FROM jsonb_to_recordset(:rows) AS r(id uuid, {typed})"
    ).bindparams(bindparam("rows", type_=JSONB))


def _patch(table: str, columns: dict[str, str]) -> Any:  # noqa: ANN401 - as above
    def read(name: str, kind: str) -> str:
        return f"r -> '{name}'" if kind == "jsonb" else f"CAST(r ->> '{name}' AS {kind})"

    new = ", ".join(
        f"CASE WHEN r ? '{name}' THEN {read(name, kind)} ELSE old.{name} END AS {name}"
        for name, kind in columns.items()
    )
    assigned = ", ".join(f"{name} = new.{name}" for name in columns)
    before = ", ".join(f"t.{name}" for name in columns)
    after = ", ".join(f"new.{name}" for name in columns)
    return text(
        f"WITH new AS MATERIALIZED (SELECT old.id, {new} FROM jsonb_array_elements(:rows) r"
        f"  JOIN {table} old ON old.id = CAST(r ->> 'id' AS uuid) ORDER BY old.id FOR NO KEY UPDATE OF old)"
        f" UPDATE {table} t SET {assigned}, updated_at = now() FROM new WHERE t.id = new.id"
        f" AND ({before}) IS DISTINCT FROM ({after}) RETURNING t.id"
    ).bindparams(bindparam("rows", type_=JSONB))


_INSERT_PRODUCTS = _insert("product", _PRODUCT)
_INSERT_VARIANTS = _insert("variant", _VARIANT)
_PATCH_PRODUCTS = _patch("product", _PRODUCT)
_PATCH_VARIANTS = _patch("variant", {name: _VARIANT[name] for name in _PATCHED_VARIANT})

_TURKISH = "'İIıŞşĞğÜüÖöÇçÂâÎîÛû', 'iiissgguuooccaaiiuu'"
_REFRESH_SEARCH = text(
    "UPDATE product p SET search = array_to_tsvector(array_remove(regexp_split_to_array("
    "  concat_ws(' ', p.folded_name, b.folded, lower(p.code),"
    f"   lower(translate(v.codes, {_TURKISH}))), '[^0-9a-z]+'), ''))"
    " FROM product s LEFT JOIN brand b ON b.id = s.brand_id"
    " LEFT JOIN LATERAL (SELECT string_agg(concat_ws(' ', sku, barcode, name), ' ') AS codes FROM variant"
    "  WHERE product_id = s.id) v ON true"
    " WHERE s.id = ANY(CAST(:products AS uuid[])) AND p.id = s.id"
)
_TOUCH = text("UPDATE product SET updated_at = now() WHERE id = ANY(CAST(:products AS uuid[]))")


def insert_products(session: Session, scope: Scope, rows: Sequence[Patch]) -> None:
    if rows:
        session.execute(
            _INSERT_PRODUCTS, {"merchant": scope.merchant_id, "rows": [_product(row) for row in rows]}
        )


def insert_variants(session: Session, scope: Scope, rows: Sequence[Patch]) -> None:
    if rows:
        session.execute(
            _INSERT_VARIANTS, {"merchant": scope.merchant_id, "rows": [_plain(row) for row in rows]}
        )


def patch_products(session: Session, rows: Sequence[Patch]) -> list[UUID]:
    """Returns the ids of those that changed."""
    if not rows:
        return []
    return list(session.execute(_PATCH_PRODUCTS, {"rows": [_product(row) for row in rows]}).scalars())


def patch_variants(session: Session, rows: Sequence[Patch]) -> list[UUID]:
    """Returns the ids of those that changed."""
    if not rows:
        return []
    return list(session.execute(_PATCH_VARIANTS, {"rows": [_plain(row) for row in rows]}).scalars())


def refresh_search(session: Session, product_ids: Sequence[UUID]) -> None:
    """Words are rebuilt after any change of a name, brand, SKU or barcode."""
    if product_ids:
        session.execute(_REFRESH_SEARCH, {"products": list(product_ids)})


def touch(session: Session, product_ids: Sequence[UUID]) -> None:
    """A change of a variant moves its product to the top of the list."""
    if product_ids:
        session.execute(_TOUCH, {"products": list(product_ids)})


def _product(row: Patch) -> Patch:
    return _plain({**row, "folded_name": fold(row["name"])} if "name" in row else row)


def _plain(row: Patch) -> Patch:
    """JSON knows neither ids nor decimals; both travel as text and are cast back."""
    return {key: str(value) if isinstance(value, UUID | Decimal) else value for key, value in row.items()}
