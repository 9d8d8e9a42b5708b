"""Demands: units an order line asks for, and those of them that were not there."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Demand:
    order_id: UUID
    order_line_id: UUID
    variant_id: UUID
    quantity: int
    connection_id: UUID | None = None
    per_unit: int = 1
    """Units of this variant in one unit of the order line; a bundle's component may have several."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Units of a demand that were not there."""

    demand: Demand
    quantity: int
