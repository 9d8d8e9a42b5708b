"""Returns at Amazon stand in a report that is made while one waits, and is good for a while."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

import pytest

from prapazar.connector_kit.aftersales import ClaimStatus
from prapazar.connector_kit.errors import RateLimited
from prapazar.foundation.clock import now
from tests.factories.stages import Article, Stage
from tests.factories.stages.amazon import AmazonStage

_KEY = "8690000000017"


@pytest.fixture
def amazon(stage: Stage) -> Iterator[AmazonStage]:
    stage.seed([Article(_KEY)])
    yield cast("AmazonStage", stage)
    cast("AmazonStage", stage).loosen()


def _rule(amazon: AmazonStage, **rules: object) -> None:
    amazon.server.pull("PATCH", "/amazon/rules", rules)


def _claims(amazon: AmazonStage, days: int = 1) -> list[Any]:
    found = amazon.unhurried().fetch_claims(now() - timedelta(days=days), now())
    return [one for page in found for one in page]


def _made(amazon: AmazonStage) -> int:
    asked = amazon.server.pull("GET", f"/requests?provider=amazon&account={amazon.account}")
    return sum(one["method"] == "POST" and one["path"].endswith("/reports") for one in asked)


def test_packed_report_that_names_items_twice_is_read_as_it_was_meant(amazon: AmazonStage) -> None:
    _rule(amazon, packs_returns=True, repeats_items=True)
    number = amazon.claim(amazon.order((_KEY, 2)), [(_KEY, 2)])
    amazon.server.pull("POST", f"/amazon/{amazon.account}/decide", {"rma": number, "status": "Approved"})

    [found] = _claims(amazon)

    assert (found.external_id, found.status) == (number, ClaimStatus.ACCEPTED)
    assert [(line.sku, line.quantity, line.reason) for line in found.lines] == [
        (_KEY, 2, "AMZ-PG-APP-TOO-SMALL")
    ]


def test_report_in_the_making_is_waited_for_and_not_asked_for_twice(amazon: AmazonStage) -> None:
    _rule(amazon, report_ms=60_000)
    amazon.claim(amazon.order((_KEY, 1)), [(_KEY, 1)])

    with pytest.raises(RateLimited) as raised:
        _claims(amazon)
    _rule(amazon, report_ms=0)

    assert (raised.value.code, len(_claims(amazon)), _made(amazon)) == ("amazon.report_waiting", 1, 1)


def test_longer_time_than_a_report_covers_is_asked_for_in_parts(amazon: AmazonStage) -> None:
    amazon.claim(amazon.order((_KEY, 1)), [(_KEY, 1)])

    assert (len(_claims(amazon, days=130)), _made(amazon)) == (1, 3)
