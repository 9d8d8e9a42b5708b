"""What only Amazon does, seen in its simulator."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any, cast

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.limits import LocalLimiter
from prapazar.connector_kit.records import ItemState, PackageStatus, PriceOffer, StockOffer
from prapazar.foundation.clock import now
from tests.factories.stages import Article, Stage
from tests.factories.stages.amazon import USUAL, AmazonStage

_KEY = "8690000000017"
_PLACE = "A33AVAJ2PDY3EV"


@pytest.fixture
def amazon(stage: Stage) -> Iterator[AmazonStage]:
    yield cast("AmazonStage", stage)
    _rule(stage, **USUAL)


def _rule(amazon: Stage, **rules: object) -> None:
    amazon.server.pull("PATCH", "/amazon/rules", rules)


def _seed(amazon: Stage, sku: str, **more: object) -> None:
    row = {"sku": sku, "price": "129.90", "quantity": 50, **more}
    amazon.server.pull("POST", f"/amazon/{amazon.account}/products", [row])


def _asked(amazon: Stage, part: str) -> list[dict[str, Any]]:
    asked = amazon.server.pull("GET", f"/requests?provider=amazon&account={amazon.account}")
    return [one for one in asked if part in one["path"]]


def _orders(amazon: Stage, connector: Any = None) -> list[Any]:  # noqa: ANN401 - any connector
    window = now() - timedelta(hours=1), now() + timedelta(minutes=1)
    return [one for page in (connector or amazon.connector()).fetch_packages(*window) for one in page]


def _listings(amazon: Stage) -> dict[str, Any]:
    found = [one for page in amazon.unhurried().fetch_listings() for one in page]
    return {one.sku: one for one in found}


def _offers(keys: list[str], quantity: int = 9) -> list[StockOffer]:
    return [StockOffer(key, None, quantity) for key in keys]


def _few(amazon: AmazonStage) -> list[str]:
    """More than go one by one."""
    keys = [f"86911111{number:05}" for number in range(12)]
    amazon.seed([Article(key) for key in keys])
    return keys


@pytest.mark.parametrize("status", [403, 401])
def test_token_that_ends_in_the_middle_of_work_is_renewed_whatever_status_says_so(
    amazon: AmazonStage, status: int
) -> None:
    amazon.seed([Article(_KEY)])
    _rule(amazon, expired_status=status)
    connector = amazon.connector()
    connector.test_credentials()
    amazon.server.pull("POST", f"/amazon/{amazon.account}/tokens", {})

    pushed = connector.push_stock([StockOffer(_KEY, None, 3)])

    assert [one.state for one in pushed.items] == [ItemState.ACCEPTED]
    assert len(_asked(amazon, "/o2/token")) == 2


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("refresh_token", "Atzr|taken-back", "amazon.consent_gone"),
        ("client_secret", "run-out", "amazon.client_refused"),
    ],
)
def test_consent_that_ended_is_told_from_a_secret_that_ran_out(
    amazon: AmazonStage, name: str, value: str, code: str
) -> None:
    with pytest.raises(AuthFailed) as raised:
        amazon.connector(credentials={name: value}).test_credentials()

    assert raised.value.code == code


def test_marketplace_of_another_region_is_asked_at_its_own_host_and_refused(amazon: AmazonStage) -> None:
    amazon.settings = {**amazon.settings, "marketplace": "US"}

    with pytest.raises(AuthFailed):
        amazon.connector().test_credentials()

    assert next(one["path"] for one in _asked(amazon, "/sellers/")).startswith("/na/")


def test_seller_who_is_not_in_the_marketplace_is_told(amazon: AmazonStage) -> None:
    amazon.settings = {**amazon.settings, "marketplace": "DE"}

    with pytest.raises(Rejected) as raised:
        amazon.connector().test_credentials()

    assert raised.value.code == "amazon.marketplace_missing"


def test_refused_quota_waits_as_long_as_the_published_rate_says(amazon: AmazonStage) -> None:
    amazon.fault("429", path="*/orders/2026-01-01/orders")

    with pytest.raises(RateLimited) as raised:
        _orders(amazon, amazon.connector(Wire(sleep=lambda _: None)))

    assert raised.value.retry_after == pytest.approx(10_000 / 56)


def test_published_plans_are_kept_by_a_busy_connector(amazon: AmazonStage) -> None:
    """The burst is used, and afterwards the rate; the simulator counts by the same plans and refuses nothing."""
    amazon.seed([Article(_KEY)])
    _rule(amazon, plans="published")
    # No time passes for the connector: on a slow machine the bucket would fill again meanwhile.
    connector = amazon.connector(Wire(limiter=LocalLimiter(now=lambda: 0.0), max_wait=0))

    for _ in range(27):
        connector.fetch_package("902-0000000-0000000")
    with pytest.raises(RateLimited) as raised:
        connector.fetch_package("902-0000000-0000000")

    assert 0 < raised.value.retry_after <= 2 / 0.9
    assert amazon.refusals() == 0


def test_stock_and_price_keep_what_stands_beside_them(amazon: AmazonStage) -> None:
    stock = {"fulfillment_channel_code": "DEFAULT", "quantity": 50, "lead_time_to_ship_max_days": 2}
    business = {
        "marketplace_id": _PLACE,
        "currency": "TRY",
        "audience": "B2B",
        "our_price": [{"schedule": [{"value_with_tax": 99}]}],
    }
    everybody = {**business, "audience": "ALL", "discounted_price": [{"schedule": [{"value_with_tax": 80}]}]}
    attributes = {"fulfillment_availability": [stock], "purchasable_offer": [everybody, business]}
    _seed(amazon, _KEY, attributes=attributes)
    connector = amazon.connector()

    connector.push_stock([StockOffer(_KEY, None, 4)])
    connector.push_price([PriceOffer(_KEY, None, Decimal("149.90"), None, "TRY")])

    held = connector.client.listing(_KEY, "attributes")["attributes"]
    assert held["fulfillment_availability"] == [{**stock, "quantity": 4}]
    price = [{"schedule": [{"value_with_tax": Decimal("149.9")}]}]
    assert held["purchasable_offer"] == [{**everybody, "our_price": price}, business]


@pytest.mark.parametrize("is_packed", [True, False])
def test_many_changes_go_as_a_feed_whose_report_names_the_refused(
    amazon: AmazonStage, *, is_packed: bool
) -> None:
    keys = _few(amazon)
    _rule(amazon, gzip_reports=is_packed)
    connector = amazon.connector()

    pushed = connector.push_stock(_offers([*keys, amazon.unknown_id]))

    answer = connector.fetch_batch(pushed.batch_external_id)
    assert (answer.is_final, answer.unnamed) == (True, ItemState.ACCEPTED)
    assert [(one.external_id, one.state) for one in answer.items] == [(amazon.unknown_id, ItemState.REJECTED)]
    assert [amazon.shelf(key)["quantity"] for key in keys] == [9] * 12


def test_whole_feed_of_25000_is_taken(amazon: AmazonStage) -> None:
    amazon.seed([Article(_KEY)])
    connector = amazon.connector()
    others = [f"86922222{number:05}" for number in range(connector.stock_batch_size - 1)]

    answer = connector.fetch_batch(connector.push_stock(_offers([*others, _KEY])).batch_external_id)

    assert [one.external_id for one in answer.items] == others
    assert (len(others), answer.unnamed, amazon.shelf(_KEY)["quantity"]) == (24_999, ItemState.ACCEPTED, 9)


def test_feed_in_the_queue_is_not_final_and_one_nobody_knows_says_nothing(amazon: AmazonStage) -> None:
    keys = _few(amazon)
    _rule(amazon, feed_ms=60_000)
    connector = amazon.connector()

    waiting = connector.fetch_batch(connector.push_stock(_offers(keys)).batch_external_id)
    unknown = connector.fetch_batch("feed:4711")

    assert (waiting.is_final, waiting.items) == (False, ())
    assert (unknown.is_final, unknown.items, unknown.unnamed) == (True, (), None)


def test_report_without_skus_leaves_the_others_unknown(amazon: AmazonStage) -> None:
    keys = _few(amazon)
    _rule(amazon, names_sku=False)
    connector = amazon.connector()

    answer = connector.fetch_batch(connector.push_stock(_offers([*keys, "unknown"])).batch_external_id)

    assert (answer.is_final, answer.items, answer.unnamed) == (True, (), None)


def test_stock_of_amazon_is_neither_read_as_ours_nor_pushed(amazon: AmazonStage) -> None:
    _seed(amazon, "FBA-1", channel="AMAZON_EU")
    connector = amazon.connector()
    [listing] = _listings(amazon).values()

    pushed = connector.push_stock([StockOffer(listing.external_id, None, 3)])

    assert (listing.external_id, listing.quantity) == ("fba:FBA-1", None)
    assert [(one.state, one.code) for one in pushed.items] == [(ItemState.REJECTED, "amazon.fba_stock")]
    assert [one for one in _asked(amazon, "/items/") if one["method"] != "GET"] == []
    assert amazon.shelf("FBA-1")["quantity"] == 50


def test_order_that_amazon_ships_is_not_read_and_not_shipped_by_us(amazon: AmazonStage) -> None:
    _seed(amazon, "FBA-1", channel="AMAZON_EU")
    number = amazon.package_id(amazon.order(("FBA-1", 1)))
    connector = amazon.connector()

    with pytest.raises(Rejected) as raised:
        connector.report_status(
            number, PackageStatus.SHIPPED, {"1": 1}, carrier="Aras", tracking_number="726"
        )

    assert raised.value.code == "amazon.fba_order"
    assert (connector.fetch_package(number), _orders(amazon, connector)) == ([], [])
    assert connector.count_packages(now() - timedelta(hours=1), now() + timedelta(minutes=1)) == 0


def test_youngest_orders_come_with_a_later_poll(amazon: AmazonStage) -> None:
    """The end of a window must lie two minutes back; a window up to now is asked for without its end."""
    amazon.seed([Article(_KEY)])
    _rule(amazon, settled_ms=120_000)
    old = amazon.order((_KEY, 1), at=(now() - timedelta(minutes=10)).isoformat())
    amazon.order((_KEY, 1))

    found = _orders(amazon)

    assert [one.external_id for one in found] == [amazon.package_id(old)]


def test_order_before_payment_stands_at_zero_and_waits(amazon: AmazonStage) -> None:
    amazon.seed([Article(_KEY)])
    amazon.order((_KEY, 2), status="PENDING")

    [found] = _orders(amazon)

    shown = (found.status, found.total, found.currency, found.shipping_address.line)
    assert shown == (PackageStatus.AWAITING_PAYMENT, Decimal(0), "TRY", "")
    assert [(line.quantity, line.total) for line in found.lines] == [(2, Decimal(0))]


@pytest.mark.parametrize("status", ["UNSHIPPED", "PENDING", "CANCELLED"])
def test_older_version_tells_the_same_order(amazon: AmazonStage, status: str) -> None:
    """People stand behind a restricted token there, and lines in a page of their own."""
    amazon.seed([Article(_KEY), Article("8690000000024", price=Decimal("0.99"))])
    number = amazon.package_id(amazon.order((_KEY, 3), ("8690000000024", 1)))
    if status != "UNSHIPPED":
        amazon.move(number, status)
    newer = amazon.connector()
    amazon.settings = {**amazon.settings, "orders_api": "v0"}
    older = amazon.connector()

    [read], [named], [expected] = _orders(amazon, older), older.fetch_package(number), _orders(amazon, newer)

    assert read == named
    assert _asked(amazon, "/restrictedDataToken") != []
    assert (read.external_id, read.status, read.total) == (number, expected.status, expected.total)
    assert read.shipping_address == expected.shipping_address
    assert read.buyer_name == expected.buyer_name
    if status == "UNSHIPPED":
        assert (read.lines, read.modified_at) == (expected.lines, expected.modified_at)


def test_parts_of_an_order_of_the_older_version_are_packages_of_their_own(amazon: AmazonStage) -> None:
    amazon.seed([Article(_KEY)])
    number = amazon.package_id(amazon.order((_KEY, 2)))
    amazon.settings = {**amazon.settings, "orders_api": "v0"}
    connector = amazon.connector()
    [line] = connector.fetch_package(number)[0].lines

    for tracking in ("726-1", "726-1", "726-2"):
        shipped = {"carrier": "Aras", "tracking_number": tracking}
        connector.report_status(number, PackageStatus.SHIPPED, {line.external_id: 1}, **shipped)

    assert len(connector.client.order(number)["packages"]) == 2
    assert connector.fetch_package(number)[0].status is PackageStatus.SHIPPED


def test_search_goes_on_behind_its_most_results(amazon: AmazonStage) -> None:
    _rule(amazon, most_results=40)
    amazon.seed([Article(f"86933333{number:05}") for number in range(95)])

    found = _listings(amazon)

    assert len(found) == 95


def test_sku_with_slash_and_blank_is_found_and_changed(amazon: AmazonStage) -> None:
    sku = "Şal/Kırmızı 36+%"
    _seed(amazon, sku)
    connector = amazon.connector()
    [listing] = _listings(amazon).values()

    pushed = connector.push_stock([StockOffer(listing.external_id, None, 2)])

    assert [one.state for one in pushed.items] == [ItemState.ACCEPTED]
    assert connector.client.listing(sku, "fulfillmentAvailability")["fulfillmentAvailability"] == [
        {"fulfillmentChannelCode": "DEFAULT", "quantity": 2}
    ]
