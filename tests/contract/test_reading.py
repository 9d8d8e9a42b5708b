"""What every connector reads from its simulator: whole, exact, in the right hour and in Turkish."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from prapazar.connector_kit.errors import AuthFailed
from prapazar.connector_kit.records import ListingRecord, PackageRecord, PackageStatus
from prapazar.foundation.clock import now
from tests.factories.stages import Article, Stage

_TITLE = "Çiçekli Şal, İğne Oyalı ğüşöç"


def _articles(count: int) -> list[Article]:
    return [
        Article(f"86900000{number:05}", f"{_TITLE} {number}", Decimal("129.90")) for number in range(count)
    ]


def _fetched(stage: Stage, since: datetime, until: datetime) -> list[PackageRecord]:
    found = [one for page in stage.connector().fetch_packages(since, until) for one in page]
    return [one for one in found if isinstance(one, PackageRecord)]


@pytest.mark.needs("test_credentials")
def test_good_credentials_are_told_from_wrong_ones(stage: Stage) -> None:
    stage.seed(_articles(3))
    secret = list(stage.credentials)[-1]

    account = stage.connector().test_credentials()

    assert account.listing_count == (3 if stage.counts_listings else None)
    with pytest.raises(AuthFailed):
        stage.connector(credentials={secret: f"cs_{'0' * 40}"}).test_credentials()


@pytest.mark.needs("read_listings")
def test_every_listing_is_read_once_over_several_pages(stage: Stage) -> None:
    stage.seed(_articles(230))

    found = [one for page in stage.connector().fetch_listings() for one in page]

    assert sorted(one.sku for one in found) == [article.key for article in _articles(230)]


@pytest.mark.needs("read_listings")
@pytest.mark.proves("money_exact")
def test_listing_is_exact_to_the_letter_and_the_kurus(stage: Stage) -> None:
    stage.seed([Article("8690000000017", _TITLE, Decimal("1299.05"), 7)])

    [[found]] = stage.connector().fetch_listings()

    assert isinstance(found, ListingRecord)
    shown = (found.title, found.price, found.quantity, found.is_active, found.currency)
    assert shown == (_TITLE, Decimal("1299.05"), 7, True, stage.currency)


@pytest.mark.needs("read_orders")
def test_every_package_is_read_once_over_several_pages(stage: Stage) -> None:
    stage.seed([Article("8690000000017", quantity=1000)])
    orders = [stage.order(("8690000000017", 1)) for _ in range(210)]

    found = _fetched(stage, now() - timedelta(hours=1), now() + timedelta(seconds=2))

    assert sorted(one.external_id for one in found) == sorted(stage.package_id(order) for order in orders)


@pytest.mark.needs("read_orders")
def test_count_is_the_channels_own(stage: Stage) -> None:
    stage.seed([Article("8690000000017")])
    for _ in range(3):
        stage.order(("8690000000017", 1))

    connector = stage.connector()

    assert connector.count_packages(now() - timedelta(hours=1), now() + timedelta(minutes=1)) == 3
    assert connector.count_packages(now() - timedelta(days=20), now() - timedelta(hours=1)) == 0


@pytest.mark.needs("read_orders")
@pytest.mark.proves("money_exact")
def test_package_is_exact(stage: Stage) -> None:
    stage.seed(
        [
            Article("8690000000017", _TITLE, Decimal("129.95")),
            Article("8690000000024", "Çay", Decimal("0.99")),
        ]
    )
    before = stage.told(now())
    order = stage.order(("8690000000017", 3), ("8690000000024", 1))

    [found] = stage.connector().fetch_package(stage.package_id(order))

    assert (found.order_external_id, found.status) == (stage.order_id(order), PackageStatus.NEW)
    assert (found.total, found.currency) == (Decimal("390.84"), stage.currency)
    assert (found.buyer_name, found.shipping_address.city) == ("Şule Iğdırlıoğlu", "İstanbul")
    assert before <= found.ordered_at <= now()
    assert before <= found.modified_at <= now()
    lines = [(line.title, line.quantity, line.unit_price, line.total) for line in found.lines]
    shawls = (_TITLE, 3, Decimal("129.95"), Decimal("389.85"))
    units = [(_TITLE, 1, Decimal("129.95"), Decimal("129.95"))] * 3
    tea = ("Çay", 1, Decimal("0.99"), Decimal("0.99"))
    assert lines == [*(units if stage.splits_units else [shawls]), tea]


@pytest.mark.needs("read_orders", "read_listings")
def test_lines_are_known_by_their_listings(stage: Stage) -> None:
    stage.seed(_articles(2))
    order = stage.order(("8690000000000", 1), ("8690000000001", 2))

    [package] = stage.connector().fetch_package(stage.package_id(order))
    listings = {one.external_id: one.sku for page in stage.connector().fetch_listings() for one in page}

    second = 2 if stage.splits_units else 1
    expected = ["8690000000000", *["8690000000001"] * second]
    assert [listings[line.listing_external_id] for line in package.lines] == expected


@pytest.mark.needs("read_orders")
@pytest.mark.proves("clocks_utc")
def test_order_of_long_ago_stands_in_its_own_window(stage: Stage) -> None:
    stage.seed([Article("8690000000017")])
    moment = stage.told(now()) - timedelta(days=20)
    order = stage.order(("8690000000017", 1), at=moment.isoformat())

    day = timedelta(days=1)
    earlier, its_own = _fetched(stage, moment - day, moment), _fetched(stage, moment, moment + day)

    assert earlier == []
    assert [(one.external_id, one.ordered_at) for one in its_own] == [(stage.package_id(order), moment)]


@pytest.mark.needs("read_orders")
@pytest.mark.proves("clocks_utc")
def test_windows_side_by_side_lose_nothing(stage: Stage) -> None:
    stage.seed([Article("8690000000017")])
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(days=3)
    orders = [
        stage.order(("8690000000017", 1), at=(start + timedelta(seconds=number)).isoformat())
        for number in range(6)
    ]

    seconds = timedelta(seconds=3)
    first, second = (
        _fetched(stage, start, start + seconds),
        _fetched(stage, start + seconds, start + 2 * seconds),
    )

    ids = [stage.package_id(order) for order in orders]
    assert sorted({one.external_id for one in [*first, *second]}) == sorted(ids)


@pytest.mark.needs("read_orders")
def test_cancelled_order_is_read_again_as_cancelled(stage: Stage) -> None:
    stage.seed([Article("8690000000017")])
    order = stage.order(("8690000000017", 1))
    stage.move(stage.order_id(order), stage.cancelled)

    [found] = _fetched(stage, now() - timedelta(minutes=5), now() + timedelta(seconds=2))

    assert (found.external_id, found.status) == (stage.package_id(order), PackageStatus.CANCELLED)
