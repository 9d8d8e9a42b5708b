"""Saving a product as its page shows it: facts and variants, then prices and floors, all or nothing."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.catalog import actions, queries, rules
from prapazar.domain.catalog.drafts import ProductDraft, VariantDraft
from prapazar.domain.catalog.errors import CatalogRefused
from prapazar.domain.catalog.queries import VariantRow
from prapazar.domain.pricing.actions import FloorLine, PriceLine, set_floors, set_prices, tell_prices
from prapazar.domain.pricing.errors import RefusedPrice
from prapazar.foundation.scope import Scope


class VariantRefused(CatalogRefused):
    """Which of the variants, counted from 0, cannot be saved, and why."""

    def __init__(self, place: int, code: str, field: str, value: str = "") -> None:
        super().__init__(code, field, value)
        self.place = place


def save(session: Session, scope: Scope, product_id: UUID, draft: ProductDraft) -> None:
    """Raises CatalogRefused, VariantRefused; the caller's transaction then keeps nothing of it."""
    before = {variant.id: variant for variant in queries.product(session, scope, product_id).variants}
    _check(draft.variants)
    _check_right(scope, draft.variants, before)
    actions.update_product(session, scope, product_id, draft)
    actions.update_variants(session, scope, product_id, draft.variants)
    changed = [
        (place, variant, before[variant.id])
        for place, variant in enumerate(draft.variants)
        if variant.id in before and _prices(variant) != _prices(before[variant.id])
    ]
    places = {variant.id: place for place, variant, _ in changed}
    # A lower floor goes before the price that needs it, a higher one after the price that allows it.
    lowered = [FloorLine(was.id, v.floor_price) for _, v, was in changed if _is_lower(v, was)]
    raised = [
        FloorLine(was.id, v.floor_price)
        for _, v, was in changed
        if v.floor_price != was.floor_price and not _is_lower(v, was)
    ]
    lines = [
        PriceLine(was.id, v.sale_price, v.list_price)
        for _, v, was in changed
        if v.sale_price is not None and (v.sale_price, v.list_price) != (was.sale_price, was.list_price)
    ]
    _raise_first(set_floors(session, scope, lowered) if lowered else (), places, "floor_price")
    _raise_first(set_prices(session, scope, lines).refused if lines else (), places, "sale_price")
    _raise_first(set_floors(session, scope, raised) if raised else (), places, "floor_price")
    recosted = [v.id for v in draft.variants if v.id and v.id in before and v.cost != before[v.id].cost]
    if recosted and scope.can("prices.write"):
        tell_prices(session, scope, recosted)


def create(session: Session, scope: Scope, draft: ProductDraft) -> UUID:
    _check(draft.variants)
    if any(variant.sale_price is not None for variant in draft.variants):
        scope.require("prices.write")
    return actions.create_product(session, scope, draft)


def _check(variants: Sequence[VariantDraft]) -> None:
    """Names the variant, which the catalogue's own check does not."""
    for place, variant in enumerate(variants):
        try:
            rules.check_draft(ProductDraft(name="-", variants=(variant,)))
            rules.check_prices(variant)
        except CatalogRefused as refused:
            raise VariantRefused(place, refused.code, refused.field, refused.value) from None


def _check_right(scope: Scope, variants: Sequence[VariantDraft], before: dict[UUID, VariantRow]) -> None:
    """Prices of variants old and new belong to those who may set prices."""
    for variant in variants:
        was = before.get(variant.id) if variant.id else None
        if _prices(variant) != (_prices(was) if was else (None, None, None)):
            scope.require("prices.write")
        if was and was.sale_price is not None and variant.sale_price is None:
            place = list(variants).index(variant)
            raise VariantRefused(place, "missing", "sale_price")


def _prices(variant: VariantDraft | VariantRow) -> tuple[object, object, object]:
    return variant.sale_price, variant.list_price, variant.floor_price


def _is_lower(variant: VariantDraft, was: VariantRow) -> bool:
    if was.floor_price is None:
        return False
    return variant.floor_price is None or variant.floor_price < was.floor_price


def _raise_first(refused: Sequence[RefusedPrice], places: dict[UUID | None, int], field: str) -> None:
    for one in refused:
        if isinstance(one.key, UUID):
            raise VariantRefused(places[one.key], one.code.value, field, str(one.sale_price))
