"""The built-in sandbox for people: its keys open every channel, and its levers reach one store only."""

from itertools import count

import pytest

from prapazar.connector_kit import registry
from prapazar.connector_kit.errors import AuthFailed
from prapazar.flows import channels, connections, pretend
from prapazar.flows.pretend import SandboxAway
from prapazar.foundation import db
from tests.factories.market import KEYS, Market
from tests.factories.stages.pazarama import PazaramaStage
from tests.factories.stages.shopify import ShopifyStage
from tests.factories.stages.stage import Stage

_numbers = count(1)

_BY_PAGE = {"etsy"}
"""Access is granted on their page; what is typed before is checked."""
_IN_SANDBOX = [slug for slug in registry.slugs() if "sandbox" in registry.manifest(slug).hosts]


def test_keys_of_the_sandbox_open_every_channel(market: Market) -> None:
    refused = {}
    for slug in _IN_SANDBOX:
        manifest = registry.manifest(slug)
        account = pretend.accounts(market.scope, slug)[0]
        filled = {field.name: field.default or "" for field in manifest.auth.fields} | account.values
        leaving = manifest.consent.filled if slug in _BY_PAGE and manifest.consent else ()
        wrong = channels.faults(slug, filled, leaving=leaving)
        if wrong or slug in _BY_PAGE:
            refused.update({slug: wrong} if wrong else {})
            continue
        channels.test_credentials(slug, "sandbox", filled)

    assert refused == {}


def test_a_fault_strikes_the_store_until_it_is_switched_off(market: Market) -> None:
    seller = market.seller.connection_id

    pretend.switch_on(market.scope, seller, "401")
    on = pretend.faults(market.scope, seller)
    with pytest.raises(AuthFailed), connections.opened(seller, by_hand=True) as channel:
        channel.connector.test_credentials()
    pretend.switch_off(market.scope, seller, on[0].id)

    assert [one.kind for one in on] == ["401"]
    assert pretend.faults(market.scope, seller) == []


@pytest.mark.parametrize("kind", [ShopifyStage, PazaramaStage])
def test_an_unknown_status_strikes_whatever_the_channel_calls_it(market: Market, kind: type[Stage]) -> None:
    shop = market.join(kind(market.server, f"durum{next(_numbers)}"))
    shop.sell((KEYS[0], 1))

    pretend.switch_on(market.scope, shop.connection_id, "unknown_status")
    shop.import_orders()

    assert market.repairs() == [("unreadable", "connector.unknown_status")]


def test_a_buyer_buys_at_the_stores_own_account(market: Market) -> None:
    number = pretend.buy(market.scope, market.seller.connection_id)

    assert number


def test_nothing_is_pulled_for_a_live_store(market: Market) -> None:
    with db.transaction(market.scope) as session:
        session.connection().exec_driver_sql("UPDATE connection SET environment = 'live'")

    with pytest.raises(SandboxAway):
        pretend.switch_on(market.scope, market.seller.connection_id, "500")
