"""Which products a person means: the filter of the list, as plain values and as SQL."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from prapazar.domain.catalog.enums import ProductStatus
from prapazar.foundation.search import prefix_query


class StockState(StrEnum):
    IN_STOCK = "in_stock"
    LOW = "low"
    """Some variant has units, but no more than LOW_UNITS."""
    OUT = "out"
    """No variant has a unit to sell."""
    SHORT = "short"
    """Sold beyond what was there."""


class Presence(StrEnum):
    ANYWHERE = "anywhere"
    NOWHERE = "nowhere"


class Problem(StrEnum):
    LISTING = "listing"
    """A channel refused the last stock or price."""
    NO_PRICE = "no_price"
    NO_FLOOR = "no_floor"
    """Has a price that no channel is told, because nothing says how low it may go."""
    NO_BARCODE = "no_barcode"
    NO_IMAGE = "no_image"
    NO_CATEGORY = "no_category"


LOW_UNITS = 5
_FREE = "s.on_hand - s.reserved - s.safety_stock"
_STOCK = "EXISTS (SELECT 1 FROM variant v JOIN stock s ON s.variant_id = v.id WHERE v.product_id = p.id AND"
_STOCK_STATES = {
    StockState.IN_STOCK: f"{_STOCK} {_FREE} > 0)",
    StockState.LOW: f"{_STOCK} {_FREE} BETWEEN 1 AND {LOW_UNITS})",
    StockState.OUT: f"NOT {_STOCK} {_FREE} > 0)",
    StockState.SHORT: "p.id IN (SELECT v.product_id FROM shortage h JOIN variant v ON v.id = h.variant_id"
    " WHERE h.resolved_at IS NULL)",
}
_LISTED = (
    "EXISTS (SELECT 1 FROM variant v JOIN listing l ON l.variant_id = v.id AND l.match = 'matched'"
    " WHERE v.product_id = p.id"
)
_VARIANT = "EXISTS (SELECT 1 FROM variant v WHERE v.product_id = p.id AND"
_PROBLEMS = {
    Problem.LISTING: "p.id IN (SELECT v.product_id FROM listing l JOIN variant v ON v.id = l.variant_id"
    " WHERE l.problem IS NOT NULL)",
    Problem.NO_PRICE: f"{_VARIANT} v.sale_price IS NULL)",
    Problem.NO_FLOOR: f"{_VARIANT} v.sale_price IS NOT NULL AND v.floor_price IS NULL AND coalesce(v.cost, 0) = 0)",
    Problem.NO_BARCODE: f"{_VARIANT} v.barcode IS NULL)",
    Problem.NO_IMAGE: "p.images = '[]'::jsonb",
    Problem.NO_CATEGORY: "p.category_id IS NULL",
}


@dataclass(frozen=True, slots=True)
class ProductFilter:
    """Every part narrows; an empty filter means all products that are not archived."""

    text: str = ""
    statuses: tuple[ProductStatus, ...] = (ProductStatus.ACTIVE, ProductStatus.DRAFT)
    brand_ids: tuple[UUID, ...] = ()
    category: str = ""
    """A category's path; everything below it counts too."""
    stock: StockState | None = None
    presence: Presence | None = None
    connection_id: UUID | None = None
    problem: Problem | None = None
    price_from: Decimal | None = None
    price_to: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """What a bulk action is done to: these products, or all that a filter finds."""

    ids: tuple[UUID, ...] = ()
    filter: ProductFilter | None = None


VIEWS: dict[str, ProductFilter] = {
    "all": ProductFilter(),
    "active": ProductFilter(statuses=(ProductStatus.ACTIVE,)),
    "draft": ProductFilter(statuses=(ProductStatus.DRAFT,)),
    "problem": ProductFilter(problem=Problem.LISTING),
    "no_floor": ProductFilter(problem=Problem.NO_FLOOR),
    "nowhere": ProductFilter(presence=Presence.NOWHERE),
    "archived": ProductFilter(statuses=(ProductStatus.ARCHIVED,)),
}
"""What people look for every day, by name."""


def where(wanted: ProductFilter, *, is_rare: bool = False) -> tuple[str, dict[str, Any]]:
    """Conditions on `product p`, and their parameters.

    Row-level security hides the statistics of prices and stock from the planner; see product_list for
    how a page is found all the same. `is_rare` asks for all prices in the range first, then for their
    products: quicker where few are.
    """
    parts, values = ["p.status = ANY(CAST(:statuses AS text[]))"], dict[str, Any]()
    values["statuses"] = [status.value for status in wanted.statuses]
    if wanted.text.strip():
        values["query"] = prefix_query(wanted.text)
        parts.append("p.search @@ to_tsquery('simple', :query)" if values["query"] else "false")
    if wanted.brand_ids:
        parts.append("p.brand_id = ANY(CAST(:brands AS uuid[]))")
        values["brands"] = list(wanted.brand_ids)
    if wanted.category:
        parts.append(
            "p.category_id IN (SELECT id FROM category WHERE path = :category"
            " OR starts_with(path, :category || ' > '))"
        )
        values["category"] = wanted.category
    if wanted.stock:
        parts.append(_STOCK_STATES[wanted.stock])
    if wanted.connection_id:
        parts.append(f"{_LISTED} AND l.connection_id = :connection)")
        values["connection"] = wanted.connection_id
    if wanted.presence:
        parts.append(f"{'' if wanted.presence is Presence.ANYWHERE else 'NOT '}{_LISTED})")
    if wanted.problem:
        parts.append(_PROBLEMS[wanted.problem])
    parts += _price_range(wanted, values, is_rare=is_rare)
    return " AND ".join(parts), values


def _price_range(wanted: ProductFilter, values: dict[str, Any], *, is_rare: bool) -> list[str]:
    bounds = []
    if wanted.price_from is not None:
        bounds.append("v.sale_price >= :price_from")
        values["price_from"] = wanted.price_from
    if wanted.price_to is not None:
        bounds.append("v.sale_price <= :price_to")
        values["price_to"] = wanted.price_to
    if bounds and is_rare:
        return [f"p.id IN (SELECT v.product_id FROM variant v WHERE {' AND '.join(bounds)} OFFSET 0)"]
    return [f"{_VARIANT} {' AND '.join(bounds)})"] if bounds else []


def is_deep(wanted: ProductFilter) -> bool:
    """Whether a row must be looked up in another table to know if it is meant, with nothing that finds it."""
    is_found = wanted.text.strip() or wanted.brand_ids
    asks_elsewhere = (
        wanted.stock
        or wanted.presence
        or wanted.connection_id
        or wanted.problem in {Problem.NO_FLOOR, Problem.NO_PRICE, Problem.NO_BARCODE}
        or wanted.price_from is not None
        or wanted.price_to is not None
    )
    return bool(asks_elsewhere and not is_found)


def selected(selection: Selection) -> tuple[str, dict[str, Any]]:
    """Conditions on `product p` for a bulk action; a selection of nothing selects nothing."""
    if selection.filter is not None:
        return where(selection.filter)
    return "p.id = ANY(CAST(:selected AS uuid[]))", {"selected": list(selection.ids)}
