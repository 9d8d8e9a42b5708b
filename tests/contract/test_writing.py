"""What every connector tells its simulator, and what becomes of it."""

from collections.abc import Sequence
from decimal import Decimal

import httpx
import pytest

from prapazar.connector_kit.errors import Rejected, Unavailable
from prapazar.connector_kit.records import (
    ItemState,
    ListingRecord,
    PackageStatus,
    PriceOffer,
    StockOffer,
)
from prapazar.domain.orders.enums import CancelReason
from tests.factories.answers import states
from tests.factories.stages import Article, Stage

_KEYS = ("8690000000017", "8690000000024")


def _listings(stage: Stage, articles: Sequence[Article]) -> list[ListingRecord]:
    stage.seed(articles)
    found = [one for page in stage.connector().fetch_listings() for one in page]
    return sorted(found, key=lambda one: str(one.sku))


@pytest.mark.needs("push_stock", "read_listings")
def test_pushed_stock_is_what_the_channel_shows(stage: Stage) -> None:
    listings = _listings(stage, [Article(key) for key in _KEYS])
    connector = stage.connector()
    offers = [
        StockOffer(one.external_id, one.external_parent_id, quantity)
        for one, quantity in zip(listings, (7, 0), strict=True)
    ]

    answers = states(connector, connector.push_stock(offers), offers)

    assert answers == {one.external_id: ItemState.ACCEPTED for one in listings}
    assert [stage.shelf(key)["quantity"] for key in _KEYS] == [7, 0]


@pytest.mark.needs("push_price", "read_listings")
@pytest.mark.proves("money_exact")
def test_pushed_price_is_what_the_channel_shows(stage: Stage) -> None:
    [listing] = _listings(stage, [Article(_KEYS[0])])
    connector = stage.connector()
    offer = PriceOffer(listing.external_id, None, Decimal("1234.05"), Decimal("1500.10"), stage.currency)

    answers = states(connector, connector.push_price([offer]), [offer])

    assert answers == {listing.external_id: ItemState.ACCEPTED}
    shelf = stage.shelf(_KEYS[0])
    assert Decimal(shelf["price"]) == Decimal("1234.05")
    assert not stage.has_list_price or Decimal(shelf["list_price"]) == Decimal("1500.10")


@pytest.mark.needs("push_stock", "read_listings")
@pytest.mark.proves("items_answered")
def test_item_the_channel_does_not_know_is_rejected_alone(stage: Stage) -> None:
    [listing] = _listings(stage, [Article(_KEYS[0])])
    connector = stage.connector()
    offers = [StockOffer(listing.external_id, None, 3), StockOffer(stage.unknown_id, None, 3)]

    answers = states(connector, connector.push_stock(offers), offers)

    assert answers == {listing.external_id: ItemState.ACCEPTED, stage.unknown_id: ItemState.REJECTED}
    assert stage.shelf(_KEYS[0])["quantity"] == 3


@pytest.mark.needs("push_stock", "read_listings")
@pytest.mark.proves("items_answered")
def test_full_batch_is_taken(stage: Stage) -> None:
    connector = stage.connector()
    size = stage.full_batch or connector.stock_batch_size
    listings = _listings(stage, [Article(f"86911111{number:05}") for number in range(size)])

    offers = [StockOffer(one.external_id, None, 9) for one in listings]
    answers = states(connector, connector.push_stock(offers), offers)

    assert list(answers.values()) == [ItemState.ACCEPTED] * size


@pytest.mark.needs("push_stock", "read_listings")
@pytest.mark.proves("writes_not_repeated")
def test_write_whose_answer_is_lost_says_that_it_may_have_arrived(stage: Stage) -> None:
    [listing] = _listings(stage, [Article(_KEYS[0])])
    stage.fault("lost_answer", path=stage.pushes_path, times=1)

    with pytest.raises(Unavailable) as raised:
        stage.connector().push_stock([StockOffer(listing.external_id, None, 4)])

    assert raised.value.maybe_done
    assert stage.shelf(_KEYS[0])["quantity"] == 4


@pytest.mark.needs("push_stock", "read_listings")
def test_write_sent_again_after_a_lost_answer_does_no_harm(stage: Stage) -> None:
    [listing] = _listings(stage, [Article(_KEYS[0])])
    stage.fault("lost_answer", path=stage.pushes_path, times=1)
    connector, offers = stage.unhurried(), [StockOffer(listing.external_id, None, 4)]
    with pytest.raises(Unavailable):
        connector.push_stock(offers)

    codes = []
    try:
        connector.push_stock(offers)
    except Rejected as error:
        codes.append(error.code)

    assert codes == ([stage.repeated_write] if stage.repeated_write else [])
    assert stage.shelf(_KEYS[0])["quantity"] == 4


@pytest.mark.needs("report_status", "read_orders")
@pytest.mark.proves("status_reported")
def test_accepted_and_packed_or_shipped_package_is_told(stage: Stage) -> None:
    stage.seed([Article(_KEYS[0])])
    number = stage.package_id(stage.order((_KEYS[0], 2)))
    connector = stage.connector()
    lines = {line.external_id: line.quantity for line in connector.fetch_package(number)[0].lines}

    seen = []
    for step in stage.steps:
        connector.report_status(
            number,
            step,
            lines,
            invoice_number="ABC2026000000001",
            carrier="Aras",
            tracking_number="7261234567890",
        )
        [package] = connector.fetch_package(number)
        seen.append(package.status if stage.shows_steps or not package.tracking_number else step)

    assert tuple(seen) == stage.steps


@pytest.mark.needs("report_status", "read_orders")
@pytest.mark.parametrize("reason", list(CancelReason))
@pytest.mark.proves("status_reported")
def test_package_that_cannot_be_supplied_is_cancelled_for_every_reason_or_left_to_the_panel(
    stage: Stage, reason: CancelReason
) -> None:
    stage.seed([Article(_KEYS[0])])
    number = stage.package_id(stage.order((_KEYS[0], 2)))
    connector = stage.connector()
    lines = {line.external_id: line.quantity for line in connector.fetch_package(number)[0].lines}

    if stage.takes_unsupplied:
        connector.report_unsupplied(number, lines, reason.value)
    else:
        with pytest.raises(Rejected) as raised:
            connector.report_unsupplied(number, lines, reason.value)
        assert raised.value.code == f"{stage.slug}.cancel_in_panel"

    [package] = connector.fetch_package(number)
    assert package.status is (PackageStatus.CANCELLED if stage.takes_unsupplied else PackageStatus.NEW)


@pytest.mark.needs("report_status")
def test_unknown_package_is_refused(stage: Stage) -> None:
    with pytest.raises(Rejected) as raised:
        stage.connector().report_status("999999", stage.steps[0], {"1": 1})

    assert raised.value.code == f"{stage.slug}.not_found"


@pytest.mark.needs("read_listings")
def test_nothing_is_written_by_reading(stage: Stage) -> None:
    stage.seed([Article(_KEYS[0])])
    if stage.can("read_orders"):
        stage.order((_KEYS[0], 1))
    stage.server.pull("DELETE", "/requests")
    connector = stage.connector()

    connector.test_credentials()
    list(connector.fetch_listings())

    asked = stage.server.pull("GET", f"/requests?account={stage.account}")
    assert [request for request in asked if not stage.asks(request)] == []
    assert {request["status"] for request in asked} == {httpx.codes.OK}
