"""A bundle that is dissolved is told as none."""

from uuid import UUID

from prapazar.domain.catalog.actions.bundles import Component
from prapazar.domain.listings import offers
from prapazar.domain.stock.actions import StockCount, set_on_hand
from prapazar.flows import catalog_bundles
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog as make


def offered(scope: Scope, connection: UUID, variant: UUID) -> list[int]:
    with db.transaction(scope) as session:
        return [one.quantity for one in offers.stock_offers(session, connection, [variant])]


def test_channels_are_offered_what_the_components_allow_and_none_once_it_is_dissolved(scope: Scope) -> None:
    with db.transaction(scope) as session:
        box, tea = make.variant(session, scope, "BOX"), make.variant(session, scope, "TEA")
        connection = make.connection(session, scope)
        make.listing(session, scope, connection, box, "BOX")
        set_on_hand(session, scope, [StockCount(tea, 7)])

    before = offered(scope, connection, box)
    with db.transaction(scope) as session:
        catalog_bundles.save(session, scope, box, [Component(tea, 2)])
    as_bundle = offered(scope, connection, box)
    with db.transaction(scope) as session:
        catalog_bundles.save(session, scope, box, [])
    dissolved = offered(scope, connection, box)

    assert (before, as_bundle, dissolved) == ([], [3], [0])
