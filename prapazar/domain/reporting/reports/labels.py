"""Names of what reports are broken down by: stores, brands, categories, warehouses, people."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.foundation.scope import Scope

_NAMES = {
    "channel": "SELECT id, name FROM connection",
    "brand": "SELECT id, name FROM brand",
    "category": "SELECT id, path FROM category",
    "warehouse": "SELECT id, name FROM warehouse",
    "person": "SELECT id, name FROM app_user",
}
_OPEN = {
    "channel": (
        "SELECT CAST(id AS text), name FROM connection WHERE merchant_id = :merchant AND id IN"
        " (SELECT connection_id FROM sales_day WHERE merchant_id = :merchant) ORDER BY name"
    ),
    "brand": "SELECT CAST(id AS text), name FROM brand WHERE merchant_id = :merchant ORDER BY folded LIMIT :most",
    "category": "SELECT CAST(id AS text), path FROM category WHERE merchant_id = :merchant ORDER BY path LIMIT :most",
    "warehouse": "SELECT CAST(id AS text), name FROM warehouse WHERE merchant_id = :merchant ORDER BY name",
    "province": (
        "SELECT DISTINCT province, province FROM sales_day WHERE merchant_id = :merchant AND province <> ''"
        " AND day > current_date - 400 ORDER BY 1 LIMIT :most"
    ),
    "carrier": "SELECT DISTINCT carrier, carrier FROM parcel_day WHERE merchant_id = :merchant ORDER BY 1 LIMIT :most",
}
MOST_CHOICES = 300


def named(session: Session, scope: Scope, dimension: str, keys: Sequence[str]) -> dict[str, str]:
    """By key; one whose key is its name, or that has none, is left out."""
    ids = []
    for key in keys:
        try:
            ids.append(UUID(key))
        except ValueError:
            continue
    if dimension not in _NAMES or not ids:
        return {}
    merchant = "" if dimension == "person" else " AND merchant_id = :merchant"
    found = session.execute(
        text(f"{_NAMES[dimension]} WHERE id = ANY(CAST(:ids AS uuid[])){merchant}"),
        {"ids": ids, "merchant": scope.merchant_id},
    )
    return {str(row[0]): row[1] for row in found}


def choices(session: Session, scope: Scope, dimension: str) -> list[tuple[str, str]]:
    """(key, name) of what a report can be narrowed to."""
    found = session.execute(text(_OPEN[dimension]), {"merchant": scope.merchant_id, "most": MOST_CHOICES})
    return [(row[0], row[1]) for row in found]
