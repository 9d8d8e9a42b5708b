"""Another carrier of the channel's: asked for, chosen and told once, whatever is refused, lost or late."""

from uuid import UUID

import pytest

from prapazar.domain.channels.enums import Topic
from prapazar.domain.shipping import actions as shipping
from prapazar.domain.shipping import queries_exchange
from prapazar.domain.shipping.actions import exchange
from prapazar.domain.shipping.errors import ChangeRefused
from prapazar.flows import cargo_changes
from prapazar.foundation import db
from tests.factories.market import KEYS, Market, Shop, attempt
from tests.factories.stages.hepsiburada import HepsiburadaStage

KEY, OTHER, _ = KEYS


def _sold(market: Market, shop: Shop) -> tuple[UUID, UUID, str]:
    """Package, order, number."""
    market.count(KEY, 50)
    market.count(OTHER, 50)
    number = shop.sell((KEY, 1), (OTHER, 1))
    shop.import_orders()
    [[package_id, order_id]] = market.rows(
        "SELECT id, order_id FROM shipment_package WHERE external_id = :number", number=number
    )
    return package_id, order_id, number


def _look(market: Market, package_id: UUID) -> None:
    with db.transaction(market.scope) as session:
        cargo_changes.look(session, market.scope, package_id)


def _choose(market: Market, package_id: UUID, carrier: str) -> None:
    with db.transaction(market.scope) as session:
        exchange.choose(session, market.scope, package_id, carrier)


def _stands(market: Market, order_id: UUID) -> tuple[str, str, str]:
    """State, the carrier that was chosen, and why it is refused or late."""
    with db.transaction(market.scope) as session:
        [row] = queries_exchange.of_order(session, market.scope, order_id)
    return row.state, row.chosen, row.code


def _carry(shop: Shop) -> object:
    return attempt(lambda: cargo_changes.carry_out(shop.connection_id))


def _carrier(market: Market, package_id: UUID) -> str:
    [[carrier]] = market.rows("SELECT carrier FROM shipment_package WHERE id = :id", id=package_id)
    return str(carrier)


def _told(market: Market, order_id: UUID) -> list[str]:
    found = market.rows(
        "SELECT kind FROM order_event WHERE order_id = :id AND kind LIKE 'carrier%' ORDER BY id", id=order_id
    )
    return [kind for (kind,) in found]


def test_channel_is_asked_what_it_offers_and_told_what_was_chosen(market: Market) -> None:
    shop = market.join(HepsiburadaStage(market.server, "kargocu"))
    package_id, order_id, _ = _sold(market, shop)
    seen = [_carrier(market, package_id)]
    _look(market, package_id)
    seen.append(_stands(market, order_id)[0])
    done = [_carry(shop)]
    with db.transaction(market.scope) as session:
        [row] = queries_exchange.of_order(session, market.scope, order_id)
    with pytest.raises(ChangeRefused) as unknown:
        _choose(market, package_id, "YOK")
    _choose(market, package_id, "ARAS")
    with pytest.raises(ChangeRefused) as again:
        _look(market, package_id)
    done.append(_carry(shop))
    seen.append(_carrier(market, package_id))

    assert (row.state, [one["id"] for one in row.offers]) == ("offered", ["YK", "ARAS", "SRT"])
    assert (unknown.value.code, again.value.code) == ("cargo_change.not_offered", "cargo_change.under_way")
    assert (done, seen) == ([1, 1], ["HepsiJet", "looking", "Aras Kargo"])
    assert _stands(market, order_id) == ("done", "Aras Kargo", "")
    assert (_told(market, order_id), market.waiting(shop, Topic.CHANGE_CARRIER)) == (
        ["carrier_asked", "carrier_changed"],
        [],
    )


def test_refusal_stays_with_its_words_and_another_choice_is_heard(market: Market) -> None:
    """Trendyol changes the carrier of a package once in five minutes."""
    shop = market.seller
    package_id, order_id, _ = _sold(market, shop)
    for carrier in ("ARASMP", "SURATMP"):
        _look(market, package_id)
        _carry(shop)
        _choose(market, package_id, carrier)
        _carry(shop)

    refused = _stands(market, order_id)
    number = market.rows("SELECT tracking_number FROM shipment_package WHERE id = :id", id=package_id)[0][0]
    with db.transaction(market.scope) as session:
        left = exchange.leave(session, market.scope, package_id)
        after = queries_exchange.of_order(session, market.scope, order_id)

    assert refused == ("refused", "Sürat Kargo", "trendyol.rejected")
    assert (_carrier(market, package_id), str(number)[:3]) == ("Aras Kargo Marketplace", "726")
    assert (left, after) == (True, [])
    assert _told(market, order_id) == [
        "carrier_asked",
        "carrier_changed",
        "carrier_asked",
        "carrier_refused",
    ]


def test_answer_that_is_lost_is_looked_up_and_a_channel_that_is_silent_says_so(market: Market) -> None:
    """The second telling is refused for coming too soon; the package shows that the first was heard."""
    shop = market.seller
    package_id, order_id, number = _sold(market, shop)
    _look(market, package_id)
    _carry(shop)
    _choose(market, package_id, "SURATMP")
    shop.stage.fault("lost_answer", path="*/cargo-providers", times=1)

    met, waiting = _carry(shop), _stands(market, order_id)
    market.clear_faults()
    again = _carry(shop)

    assert (met, waiting) == ("connector.unavailable", ("asked", "Sürat Kargo", "connector.unavailable"))
    assert (again, _stands(market, order_id)) == (1, ("done", "Sürat Kargo", ""))
    assert _carrier(market, package_id) == "Sürat Kargo Marketplace"
    asked = market.server.pull("GET", f"/requests?account={shop.stage.account}")
    assert sum(one["path"].endswith(f"{number}/cargo-providers") for one in asked) == 2


def test_package_with_a_shipment_or_of_a_channel_that_offers_nothing_is_not_asked_about(
    market: Market,
) -> None:
    seller, web = _sold(market, market.seller)[0], _sold(market, market.web)[0]
    with db.transaction(market.scope) as session:
        opened = shipping.open_shipments(session, market.scope, [seller], [])
    codes = []
    for package_id in (seller, web):
        with pytest.raises(ChangeRefused) as refused:
            _look(market, package_id)
        codes.append(refused.value.code)

    assert (len(opened.shipments), codes) == (1, ["cargo_change.has_shipment", "cargo_change.not_there"])
