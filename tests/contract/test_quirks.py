"""What only one provider does, seen in its simulator."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.oauth1 import OAuth1
from prapazar.connector_kit.records import (
    ItemState,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    PriceOffer,
    StockOffer,
)
from prapazar.foundation.clock import now
from tests.factories.stages import Article, Server, Stage, TrendyolStage, WooCommerceStage

_KEY = "8690000000017"


@pytest.fixture
def trendyol(stage: Stage) -> Iterator[TrendyolStage]:
    if not isinstance(stage, TrendyolStage):
        pytest.skip("a quirk of Trendyol's")
    yield stage
    usual = {"order_names": "new", "unknown_package_401": False, "batch_ms": 0}
    stage.server.pull("PATCH", "/trendyol/rules", usual)


@pytest.fixture
def woocommerce(stage: Stage) -> WooCommerceStage:
    if not isinstance(stage, WooCommerceStage):
        pytest.skip("a quirk of WooCommerce's")
    return stage


def _rule(server: Server, **rules: object) -> None:
    server.pull("PATCH", "/trendyol/rules", rules)


@pytest.mark.parametrize("names", ["old", "both"])
def test_older_field_names_mean_the_same(trendyol: TrendyolStage, names: str) -> None:
    trendyol.seed([Article(_KEY)])
    number = trendyol.package_id(trendyol.order((_KEY, 2)))
    [expected] = trendyol.connector().fetch_package(number)

    _rule(trendyol.server, order_names=names)

    assert trendyol.connector().fetch_package(number) == [expected]
    assert isinstance(expected, PackageRecord)


def test_package_that_was_broken_up_names_its_successor(trendyol: TrendyolStage) -> None:
    trendyol.seed([Article(_KEY)])
    old = trendyol.package_id(trendyol.order((_KEY, 3)))
    connector = trendyol.connector()
    [package] = connector.fetch_package(old)

    connector.report_unsupplied(old, {package.lines[0].external_id: 1}, "out_of_stock")

    window = now() - timedelta(minutes=5), now() + timedelta(seconds=2)
    found = {one.external_id: one for page in connector.fetch_packages(*window) for one in page}
    successors = [one for one in found.values() if one.origin_external_ids == (old,)]
    alive = [one for one in successors if one.status is PackageStatus.NEW]
    assert found[old].status in {PackageStatus.UNPACKED, PackageStatus.CANCELLED}
    assert [[line.quantity for line in one.lines] for one in alive] == [[2]]


def test_unknown_package_is_told_from_wrong_credentials(trendyol: TrendyolStage) -> None:
    _rule(trendyol.server, unknown_package_401=True)

    with pytest.raises(Rejected) as raised:
        trendyol.connector().report_status("999999", PackageStatus.PICKING, {"1": 1})

    assert raised.value.code == "trendyol.not_found"


def test_batch_is_not_final_before_its_items_are(trendyol: TrendyolStage) -> None:
    _rule(trendyol.server, batch_ms=600_000)
    trendyol.seed([Article(_KEY)])
    connector = trendyol.connector()
    number = connector.push_stock([StockOffer(_KEY, None, 4)]).batch_external_id

    answer = connector.fetch_batch(number)

    assert (answer.is_final, [item.state for item in answer.items]) == (False, [ItemState.PENDING])


def test_batch_nobody_knows_is_never_final(trendyol: TrendyolStage) -> None:
    answer = trendyol.connector().fetch_batch("no-such-batch")

    assert (answer.is_final, answer.items) == (False, ())


def test_category_tree_is_read_whole(trendyol: TrendyolStage) -> None:
    found = trendyol.connector().fetch_categories()

    numbers = {one.external_id for one in found}
    assert len(numbers) == len(found) > 100
    assert [one for one in found if one.parent_external_id and one.parent_external_id not in numbers] == []


@pytest.fixture
def variable(woocommerce: WooCommerceStage) -> dict[str, Any]:
    """A product with two sizes, made by the shopkeeper over the API."""
    keys = woocommerce.credentials
    api = f"{woocommerce.settings['shop_url']}/wp-json/wc/v3"
    sizes = {"name": "Beden", "variation": True, "visible": True, "options": ["M", "L"]}
    with httpx.Client(auth=OAuth1(keys["consumer_key"], keys["consumer_secret"]), trust_env=False) as shop:
        parent = shop.post(
            f"{api}/products", json={"name": "Tişört", "type": "variable", "attributes": [sizes]}
        )
        for size in ("M", "L"):
            variation = {
                "sku": f"TS-{size}",
                "regular_price": "99.90",
                "manage_stock": True,
                "stock_quantity": 3,
                "attributes": [{"name": "Beden", "option": size}],
            }
            shop.post(f"{api}/products/{parent.json()['id']}/variations", json=variation).raise_for_status()
    made: dict[str, Any] = parent.json()
    return made


def test_variations_are_listings_that_can_be_pushed(
    woocommerce: WooCommerceStage, variable: dict[str, Any]
) -> None:
    woocommerce.seed([Article(_KEY)])
    connector = woocommerce.connector()

    found = {
        one.sku: one for page in connector.fetch_listings() for one in page if isinstance(one, ListingRecord)
    }
    ids = {sku: (one.external_id, one.external_parent_id) for sku, one in found.items()}
    stock = connector.push_stock([StockOffer(*ids[sku], quantity=8) for sku in ("TS-M", _KEY, "TS-L")])
    price = connector.push_price([PriceOffer(*ids["TS-M"], Decimal("89.90"), Decimal("99.90"), "TRY")])

    assert set(found) == {_KEY, "TS-L", "TS-M"}
    assert (found["TS-M"].external_parent_id, found["TS-M"].options) == (str(variable["id"]), {"Beden": "M"})
    assert {item.state for item in (*stock.items, *price.items)} == {ItemState.ACCEPTED}
    assert [woocommerce.shelf(sku)["quantity"] for sku in ("TS-M", "TS-L", _KEY)] == [8, 8, 8]
    assert woocommerce.shelf("TS-M")["price"] == "89.90"


def test_taxed_order_adds_up_to_what_the_buyer_pays(woocommerce: WooCommerceStage) -> None:
    woocommerce.server.pull("PATCH", f"/woocommerce/accounts/{woocommerce.account}", {"tax_percent": "20"})
    woocommerce.seed([Article(_KEY, price=Decimal("129.90"))])
    number = woocommerce.package_id(woocommerce.order((_KEY, 3)))

    [package] = woocommerce.connector().fetch_package(number)

    assert package.total == sum(line.total for line in package.lines)
    assert [line.vat_rate for line in package.lines] == [Decimal(20)]
