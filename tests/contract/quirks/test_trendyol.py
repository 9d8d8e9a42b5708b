"""What only Trendyol does, seen in its simulator."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.records import (
    ItemState,
    PackageRecord,
    PackageStatus,
    StockOffer,
)
from prapazar.foundation.clock import now
from tests.factories.stages import Article, Server, Stage, TrendyolStage

_KEY = "8690000000017"


@pytest.fixture
def trendyol(stage: Stage) -> Iterator[TrendyolStage]:
    if not isinstance(stage, TrendyolStage):
        pytest.skip("a quirk of Trendyol's")
    yield stage
    usual = {"order_names": "new", "unknown_package_401": False, "batch_ms": 0}
    stage.server.pull("PATCH", "/trendyol/rules", usual)


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
