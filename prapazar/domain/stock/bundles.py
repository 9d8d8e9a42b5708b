"""Bundles: a demand for one is a demand for its components."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.stock.demands import Demand


def expand(session: Session, demands: Sequence[Demand]) -> list[Demand]:
    """Component demands in place of bundle demands; others as they are."""
    if not demands:
        return []
    found = session.execute(
        text(
            "SELECT bundle_id, component_id, quantity FROM bundle_component"
            " WHERE bundle_id = ANY(CAST(:variants AS uuid[])) ORDER BY bundle_id, component_id"
        ),
        {"variants": list({demand.variant_id for demand in demands})},
    )
    parts: dict[UUID, list[tuple[UUID, int]]] = {}
    for bundle_id, component_id, quantity in found:
        parts.setdefault(bundle_id, []).append((component_id, quantity))
    return [
        replace(demand, variant_id=component_id, quantity=demand.quantity * quantity, per_unit=quantity)
        for demand in demands
        for component_id, quantity in parts.get(demand.variant_id, [(demand.variant_id, 1)])
    ]
