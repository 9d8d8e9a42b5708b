"""Usage plans: a bucket of tokens for each operation and seller, refilled at the published rate."""

from typing import NamedTuple

from prapazar.sandbox.clock import Clock


class Plan(NamedTuple):
    rate: float
    """Tokens a second."""
    burst: int


PLANS = {
    "searchOrders": Plan(0.0056, 20),
    "getOrder": Plan(0.5, 30),
    "getOrders": Plan(0.0167, 20),
    "getOrderItems": Plan(0.5, 30),
    "confirmShipment": Plan(2, 10),
    "createRestrictedDataToken": Plan(1, 10),
    "searchListingsItems": Plan(5, 5),
    "getListingsItem": Plan(5, 10),
    "putListingsItem": Plan(5, 10),
    "patchListingsItem": Plan(5, 5),
    "deleteListingsItem": Plan(5, 5),
    "searchDefinitionsProductTypes": Plan(5, 10),
    "getDefinitionsProductType": Plan(5, 10),
    "createFeedDocument": Plan(0.5, 15),
    "createFeed": Plan(0.0083, 15),
    "JSON_LISTINGS_FEED": Plan(5 / 300, 5),
    "getFeed": Plan(2, 15),
    "getFeedDocument": Plan(0.0222, 10),
    "getMarketplaceParticipations": Plan(0.016, 15),
    "listTransactions": Plan(0.5, 10),
    "getMessagingActionsForOrder": Plan(1, 5),
    "GetAttributes": Plan(1, 5),
    "createMessage": Plan(1, 5),
    "getReports": Plan(0.0222, 10),
    "createReport": Plan(0.0167, 15),
    "getReport": Plan(2, 15),
    "getReportDocument": Plan(0.0167, 15),
    "createDestination": Plan(1, 5),
    "getDestinations": Plan(1, 5),
    "getDestination": Plan(1, 5),
    "deleteDestination": Plan(1, 5),
    "createSubscription": Plan(1, 5),
    "getSubscription": Plan(1, 5),
    "getSubscriptionById": Plan(1, 5),
    "deleteSubscriptionById": Plan(1, 5),
}


class Buckets:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._levels: dict[tuple[str, str], tuple[float, int]] = {}

    def take(self, account: str, operation: str) -> bool:
        plan, now = PLANS[operation], self._clock.now_ms()
        level, at = self._levels.get((account, operation), (float(plan.burst), now))
        level = min(float(plan.burst), level + (now - at) * plan.rate / 1000)
        is_there = level >= 1
        self._levels[account, operation] = (level - 1 if is_there else level, now)
        return is_there
