"""What follows from a mapping: parked orders come in, carriers are called by our names, attributes are learned."""

from sqlalchemy import text

from prapazar.domain.mappings import queries
from prapazar.domain.mappings.actions import Choice
from prapazar.domain.mappings.enums import MappingKind
from prapazar.flows import mappings, order_refetch
from prapazar.foundation import db
from tests.factories.market import KEYS, Market, Shop, attempt


def _map(market: Market, shop: Shop, kind: MappingKind, key: str, target: str) -> None:
    with db.transaction(market.scope) as session:
        choice = Choice("", key, target)
        mappings.map_keys(session, market.scope, shop.connection_id, kind, [choice])


def test_order_parked_for_an_unknown_status_comes_in_once_somebody_maps_it(market: Market) -> None:
    shop = market.web
    number = shop.sell((KEYS[0], 2))
    market.trouble(shop, "unknown_status")
    shop.import_orders()
    with db.transaction(market.scope) as session:
        [word] = queries.keys(session, shop.connection_id, MappingKind.STATUS)
    before = (market.repairs(), market.packages())

    _map(market, shop, MappingKind.STATUS, word.key, "picking")
    waiting = market.rows("SELECT count(*) FROM outbox WHERE topic = 'orders.refetch'")[0][0]
    order_refetch.refetch(shop.connection_id)

    assert before == ([("unreadable", "connector.unknown_status")], [])
    assert (word.count, waiting) == (1, 1)
    assert (market.packages(), market.repairs()) == ([(number, "picking")], [])


def test_word_that_is_explained_parks_nothing_any_more_and_others_still_do(market: Market) -> None:
    shop, other = market.seller, market.web
    number = shop.sell((KEYS[0], 1))
    other.sell((KEYS[0], 1))
    for one in (shop, other):
        market.trouble(one, "unknown_status", path=one.stage.orders_path)
    shop.import_orders()
    with db.transaction(market.scope) as session:
        [word] = queries.keys(session, shop.connection_id, MappingKind.STATUS)
    _map(market, shop, MappingKind.STATUS, word.key, "delivered")
    order_refetch.refetch(shop.connection_id)

    attempt(other.import_orders)

    assert market.packages() == [(number, "delivered")]
    assert market.repairs() == [("unreadable", "connector.unknown_status")]


def test_carrier_is_called_by_our_name_from_then_on_and_by_theirs_when_they_are_told(market: Market) -> None:
    shop = market.seller
    number = shop.sell((KEYS[0], 1))
    shop.import_orders()
    theirs = market.value("SELECT carrier FROM shipment_package WHERE external_id = :id", id=number)
    market.rows(
        "UPDATE shipment_package SET carrier = 'Uçan Kargo A.Ş.' WHERE external_id = :id RETURNING id",
        id=number,
    )
    _map(market, shop, MappingKind.CARRIER, "Uçan Kargo A.Ş.", "Uçan Kargo")
    if theirs:
        market.rows("UPDATE mapping SET key = :theirs RETURNING id", theirs=theirs)

    later = shop.sell((KEYS[0], 1))
    shop.import_orders()

    with db.transaction(market.scope) as session:
        told = queries.carrier_for(session, shop.connection_id, "Uçan Kargo")
        unknown = queries.carrier_for(session, shop.connection_id, "Başka Kargo")
    seen = market.value("SELECT carrier FROM shipment_package WHERE external_id = :id", id=later)
    assert (seen, told, unknown) == (
        ("Uçan Kargo" if theirs else None),
        theirs or "Uçan Kargo A.Ş.",
        "Başka Kargo",
    )


def test_mapped_category_is_asked_what_it_wants_to_know(market: Market) -> None:
    shop = market.seller
    with db.transaction(market.scope) as session:
        mappings.ask_categories(session, market.scope, shop.connection_id)
    mappings.learn(shop.connection_id)
    with db.transaction(market.scope) as session:
        category = queries.keys(session, shop.connection_id, MappingKind.CATEGORY)[0].key
    _map(market, shop, MappingKind.CATEGORY, category, shop.stage.category())

    learned = mappings.learn(shop.connection_id)

    with db.transaction(market.scope) as session:
        asked = queries.asked_by(session, shop.connection_id)[shop.stage.category()]
        left = session.execute(
            text("SELECT count(*) FROM outbox WHERE topic = 'channels.learn'")
        ).scalar_one()
    expected = shop.stage.attribute()
    [found] = [one for one in asked if one.external_id == expected.external_id]
    assert (learned, left) == (1, 0)
    assert (found.name, found.is_required, found.choices) == (
        expected.name,
        True,
        tuple((value.external_id, value.name) for value in expected.values),
    )
