"""What the screen says about limits is what the limiter would say."""

from prapazar.flows import standing
from tests.factories.market import Market


def test_unused_limits_are_wholly_free(market: Market) -> None:
    found = standing.limits(market.scope, market.web.connection_id)

    assert [(one.group, one.requests, one.seconds, one.held) for one in found] == [("api", 300, 10.0, 0.0)]


def test_limits_follow_the_tier_of_the_store(market: Market) -> None:
    found = standing.limits(market.scope, market.seller.connection_id)

    assert ("product_read", 1000, 60.0) in [(one.group, one.requests, one.seconds) for one in found]


def test_evidence_is_a_level_of_the_product() -> None:
    assert standing.evidence_level("trendyol") in {"declared", "mapped", "sandbox", "replay"}
