"""Bundles: which variants a bundle is made of; its offers follow them."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.catalog.errors import ValueInvalid
from prapazar.domain.channels import fanout
from prapazar.domain.channels.enums import Topic
from prapazar.foundation import live
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

MOST_COMPONENTS = 50
MOST_UNITS = 1000


class Component(NamedTuple):
    variant_id: UUID
    quantity: int


# Both ends of every new edge are locked in key order, so two edits that would close a circle meet here.
_LOCK = text(
    "SELECT id, product_id FROM variant WHERE id = ANY(CAST(:variants AS uuid[])) ORDER BY id FOR NO KEY UPDATE"
)
_BUNDLES = text(
    "SELECT v.sku FROM variant v WHERE v.id = ANY(CAST(:variants AS uuid[]))"
    " AND EXISTS (SELECT 1 FROM bundle_component b WHERE b.bundle_id = v.id) ORDER BY v.sku LIMIT 1"
)
_PART_OF = text(
    "SELECT v.sku FROM bundle_component b JOIN variant v ON v.id = b.bundle_id"
    " WHERE b.component_id = :bundle ORDER BY v.sku LIMIT 1"
)
_OWN_UNITS = text(
    "SELECT coalesce(sum(on_hand + reserved), 0) + (SELECT count(*) FROM shortage"
    " WHERE variant_id = :bundle AND resolved_at IS NULL) FROM stock WHERE variant_id = :bundle"
)
_PRESENT = text("SELECT component_id, quantity FROM bundle_component WHERE bundle_id = :bundle ORDER BY 1")
_REPLACE = text(
    "WITH gone AS (DELETE FROM bundle_component WHERE bundle_id = :bundle"
    "  AND NOT component_id = ANY(CAST(:components AS uuid[])))"
    " INSERT INTO bundle_component (id, merchant_id, bundle_id, component_id, quantity)"
    " SELECT w.id, :merchant, :bundle, w.component_id, w.quantity FROM unnest(CAST(:ids AS uuid[]),"
    "  CAST(:components AS uuid[]), CAST(:quantities AS int[])) AS w(id, component_id, quantity)"
    " ON CONFLICT (bundle_id, component_id) DO UPDATE SET quantity = excluded.quantity"
    "  WHERE bundle_component.quantity <> excluded.quantity"
)


def set_components(session: Session, scope: Scope, variant_id: UUID, components: Sequence[Component]) -> bool:
    """What the variant is made of from now on; nothing makes it an ordinary one again. Returns whether it changed.

    Orders taken before keep what they hold. Raises ValueInvalid; then nothing is written.
    """
    scope.require("products.write")
    wanted = {one.variant_id: one.quantity for one in components}
    _check(variant_id, components, wanted)
    locked: dict[UUID, UUID] = dict(
        session.execute(_LOCK, {"variants": [variant_id, *wanted]}).tuples().all()
    )
    if variant_id not in locked or any(one not in locked for one in wanted):
        raise ValueInvalid("unknown_variant", "components")
    before: dict[UUID, int] = dict(session.execute(_PRESENT, {"bundle": variant_id}).tuples().all())
    if before == wanted:
        return False
    _check_places(session, variant_id, wanted, is_new=not before)
    session.execute(
        _REPLACE,
        {
            "merchant": scope.merchant_id,
            "bundle": variant_id,
            "ids": [new_id() for _ in wanted],
            "components": list(wanted),
            "quantities": list(wanted.values()),
        },
    )
    fanout.append(session, Topic.PUSH_STOCK, [variant_id])
    named = {str(component): quantity for component, quantity in wanted.items()}
    audit.append(session, scope, "products.bundle", variant_id, {"components": named})
    live.tell(session, scope.merchant_id, "products.changed", product=str(locked[variant_id]))
    return True


def _check(variant_id: UUID, components: Sequence[Component], wanted: dict[UUID, int]) -> None:
    if len(wanted) < len(components):
        raise ValueInvalid("twice", "components")
    if variant_id in wanted:
        raise ValueInvalid("bundle_of_itself", "components")
    if len(wanted) > MOST_COMPONENTS:
        raise ValueInvalid("bundle_too_many", "components")
    for component, quantity in wanted.items():
        if not 1 <= quantity <= MOST_UNITS:
            raise ValueInvalid("bundle_quantity", str(component), str(quantity))


def _check_places(session: Session, variant_id: UUID, wanted: dict[UUID, int], *, is_new: bool) -> None:
    """The ledger opens a bundle once: its components are ordinary variants, so there can be no circle either."""
    inner = session.execute(_BUNDLES, {"variants": list(wanted)}).scalar()
    if inner is not None:
        raise ValueInvalid("bundle_in_bundle", "components", inner)
    if not is_new:
        return
    outer = session.execute(_PART_OF, {"bundle": variant_id}).scalar()
    if outer is not None:
        raise ValueInvalid("bundle_is_part", "components", outer)
    if session.execute(_OWN_UNITS, {"bundle": variant_id}).scalar_one():
        raise ValueInvalid("bundle_has_stock", "components")
