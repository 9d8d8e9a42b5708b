"""What the screen says about limits is what the limiter would say."""

import pytest

from prapazar.flows import standing
from prapazar.flows.standing import LimitUse
from tests.factories.market import Market


def test_unused_limits_are_wholly_free(market: Market) -> None:
    found = standing.limits(market.scope, market.web.connection_id)

    assert [(one.group, one.requests, one.seconds, one.held) for one in found] == [("api", 300, 10.0, 0.0)]


def test_limits_follow_the_tier_of_the_store(market: Market) -> None:
    found = standing.limits(market.scope, market.seller.connection_id)

    assert ("product_read", 1000, 60.0) in [(one.group, one.requests, one.seconds) for one in found]


@pytest.mark.parametrize(
    ("requests", "free", "held", "used"), [(100, 2, 0.0, 98), (1, 2, 0.0, 0), (1, 100, 30.0, 100)]
)
def test_rule_of_one_request_at_a_time_is_not_scarce_by_its_use(
    requests: int, free: int, held: float, used: int
) -> None:
    assert LimitUse("questions", requests, 60, free, held).used == used


def test_evidence_is_a_level_of_the_product() -> None:
    assert standing.evidence_level("trendyol") in {"declared", "mapped", "sandbox", "replay"}
