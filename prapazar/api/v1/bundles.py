"""Bundles over REST: what a variant is made of, how many of it there are and why."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from prapazar.api.door import scope_with
from prapazar.api.errors import Refused
from prapazar.domain.catalog import queries
from prapazar.domain.catalog.actions.bundles import MOST_COMPONENTS, MOST_UNITS, Component
from prapazar.domain.catalog.errors import CatalogRefused
from prapazar.domain.catalog.queries.bundles import BundleView
from prapazar.flows import catalog_bundles
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/variants", tags=["products"])
Reader = Annotated[Scope, Depends(scope_with("products.read"))]
Writer = Annotated[Scope, Depends(scope_with("products.write"))]


class ComponentIn(BaseModel):
    variant_id: UUID
    quantity: int = Field(ge=1, le=MOST_UNITS)


class ComponentOut(BaseModel):
    variant_id: UUID
    sku: str
    name: str
    quantity: int
    free: int | None
    """None while nobody counted it."""
    makes: int | None


class BundleOut(BaseModel):
    available: int | None
    cost: Decimal | None
    components: list[ComponentOut]


@router.get("/{variant_id}/components")
def components(scope: Reader, variant_id: UUID) -> BundleOut:
    """Empty for a variant that is no bundle."""
    with db.transaction(scope) as session:
        return _out(queries.bundles(session, scope, [variant_id]).get(variant_id))


@router.put("/{variant_id}/components")
def set_components(
    scope: Writer,
    variant_id: UUID,
    sent: Annotated[list[ComponentIn], Field(max_length=MOST_COMPONENTS)],
) -> BundleOut:
    """All of them as they shall be; none makes it an ordinary variant again."""
    wanted = [Component(one.variant_id, one.quantity) for one in sent]
    with db.transaction(scope) as session:
        try:
            catalog_bundles.save(session, scope, variant_id, wanted)
        except CatalogRefused as refused:
            raise Refused(422, f"catalog_problem.{refused.code}", field=refused.field) from None
        return _out(queries.bundles(session, scope, [variant_id]).get(variant_id))


def _out(view: BundleView | None) -> BundleOut:
    if view is None:
        return BundleOut(available=None, cost=None, components=[])
    return BundleOut(
        available=view.available,
        cost=view.cost,
        components=[
            ComponentOut(
                variant_id=one.variant_id,
                sku=one.sku,
                name=one.name,
                quantity=one.quantity,
                free=one.free,
                makes=one.makes,
            )
            for one in view.components
        ],
    )
