"""What bundles are made of, how many can be made of it and why, and what one costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class ComponentRow:
    variant_id: UUID
    product_id: UUID
    name: str
    sku: str
    image: str | None
    quantity: int
    free: int | None
    """Units that may be sold, over all warehouses; None while nobody counted them."""
    cost: Decimal | None
    currency: str

    @property
    def makes(self) -> int | None:
        """How many bundles this component is enough for."""
        return None if self.free is None else self.free // self.quantity


@dataclass(frozen=True, slots=True)
class BundleView:
    variant_id: UUID
    components: tuple[ComponentRow, ...]

    @property
    def available(self) -> int | None:
        """As many as the scarcest component allows; None while one was never counted, and then nothing is told."""
        made = [one.makes for one in self.components]
        counted = [one for one in made if one is not None]
        return min(counted) if counted and len(counted) == len(made) else None

    @property
    def scarcest(self) -> ComponentRow | None:
        if self.available is None:
            return next((one for one in self.components if one.free is None), None)
        return next(one for one in self.components if one.makes == self.available)

    @property
    def cost(self) -> Decimal | None:
        """None while the cost of a component is not known, or they are not in one currency."""
        known = [one.cost * one.quantity for one in self.components if one.cost is not None]
        if len(known) < len(self.components) or len({one.currency for one in self.components}) != 1:
            return None
        return sum(known, Decimal(0))


_COMPONENTS = text(
    "SELECT b.bundle_id, c.id, c.product_id, trim(p.name || ' ' || c.name) AS name, c.sku, p.images ->> 0,"
    " b.quantity, (SELECT CAST(sum(greatest(0, s.on_hand - s.reserved - s.safety_stock)) AS int) FROM stock s"
    "  WHERE s.variant_id = c.id AND s.counted_at IS NOT NULL), c.cost, c.currency"
    " FROM bundle_component b JOIN variant c ON c.id = b.component_id JOIN product p ON p.id = c.product_id"
    " WHERE b.bundle_id = ANY(CAST(:variants AS uuid[])) ORDER BY b.bundle_id, p.folded_name, c.sku"
)


def bundles(session: Session, scope: Scope, variant_ids: Sequence[UUID]) -> dict[UUID, BundleView]:
    """Those of the variants that are bundles."""
    scope.require("products.read")
    parts: dict[UUID, list[ComponentRow]] = {}
    for bundle_id, *row in session.execute(_COMPONENTS, {"variants": list(variant_ids)}):
        parts.setdefault(bundle_id, []).append(ComponentRow(*row))
    return {bundle_id: BundleView(bundle_id, tuple(rows)) for bundle_id, rows in parts.items()}
