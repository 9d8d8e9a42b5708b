"""How many bundles there are, why, and what one costs."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from prapazar.domain.catalog import queries
from prapazar.domain.stock.actions import StockCount, set_on_hand
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog as make


def stage(scope: Scope, units: dict[str, int | None], costs: dict[str, str], parts: dict[str, int]) -> UUID:
    with db.transaction(scope) as session:
        made = {sku: make.variant(session, scope, sku, name=f"Çay {sku}") for sku in parts}
        for sku, cost in costs.items():
            session.execute(
                text("UPDATE variant SET cost = :cost WHERE id = :id"), {"cost": cost, "id": made[sku]}
            )
        set_on_hand(
            session,
            scope,
            [StockCount(made[sku], count) for sku, count in units.items() if count is not None],
        )
        return make.bundle(session, scope, "BOX", {made[sku]: count for sku, count in parts.items()})


def view(scope: Scope, bundle: UUID) -> queries.BundleView:
    with db.transaction(scope) as session:
        return queries.bundles(session, scope, [bundle])[bundle]


def test_bundle_is_as_many_as_its_scarcest_component_allows(scope: Scope) -> None:
    bundle = stage(scope, {"A": 10, "B": 7}, {"A": "3.50", "B": "10"}, {"A": 2, "B": 3})

    found = view(scope, bundle)

    assert [(one.sku, one.free, one.quantity, one.makes) for one in found.components] == [
        ("A", 10, 2, 5),
        ("B", 7, 3, 2),
    ]
    assert found.scarcest is not None
    assert (found.available, found.scarcest.sku, found.cost) == (2, "B", Decimal("37.00"))


def test_bundle_with_a_component_nobody_counted_or_priced_is_unknown(scope: Scope) -> None:
    bundle = stage(scope, {"A": 10, "B": None}, {"A": "3.50"}, {"A": 2, "B": 3})

    found = view(scope, bundle)

    assert found.scarcest is not None
    assert (found.available, found.scarcest.sku, found.cost) == (None, "B", None)


def test_variant_that_is_no_bundle_is_not_among_them(scope: Scope) -> None:
    with db.transaction(scope) as session:
        plain = make.variant(session, scope, "A")

        assert queries.bundles(session, scope, [plain]) == {}
