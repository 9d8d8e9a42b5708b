"""What Amazon tells of by itself: into the seller's own queue, in two casings, for several sellers and markets."""

import json
from typing import Any, cast

import pytest

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.records import QueueMessage, StockOffer
from tests.factories.stages import Article, Stage
from tests.factories.stages.amazon import AmazonStage

_KEY = "8690000000017"


@pytest.fixture
def amazon(stage: Stage) -> AmazonStage:
    stage.seed([Article(_KEY)])
    stage.settings = {**stage.settings, "queue_events": "all"}
    return cast("AmazonStage", stage)


def _do(amazon: AmazonStage, deed: str, **more: object) -> None:
    amazon.server.pull("POST", f"/amazon/{amazon.account}/{deed}", more)


def _told(connector: Any) -> list[QueueMessage]:  # noqa: ANN401 - any connector
    found: list[QueueMessage] = []
    while messages := connector.fetch_messages():
        found += messages
    return found


def _kinds(messages: list[QueueMessage]) -> list[str | None]:
    return [one.event.kind if one.event else None for one in messages]


def test_every_type_is_told_apart_in_either_casing_and_wrapping(amazon: AmazonStage) -> None:
    connector = amazon.connector()
    connector.subscribe()
    others = [f"86911111{number:05}" for number in range(11)]

    amazon.order((_KEY, 1))
    _do(amazon, "rival", sku=_KEY, price="99.90")
    _do(amazon, "publish", sku=_KEY)
    connector.push_stock([StockOffer(one, None, 1) for one in (*others, _KEY)])

    told = _told(connector)
    assert _kinds(told) == ["orders", "offers", "products", "batches"]
    assert len({one.event.event_key for one in told if one.event}) == 4


def test_message_nobody_can_read_is_kept_under_its_digest(amazon: AmazonStage) -> None:
    connector = amazon.connector()
    for body in ("no json", "no json", '{"NotificationType": "NEW"}'):
        _do(amazon, "message", body=body)

    told = _told(connector)

    assert _kinds(told) == ["other"] * 3
    assert len({one.event.event_key for one in told if one.event}) == 2


@pytest.mark.parametrize("name", ["SellerId", "MarketplaceId"])
def test_message_for_another_connection_of_the_same_queue_is_left_to_it(
    amazon: AmazonStage, name: str
) -> None:
    connector = amazon.connector()
    connector.subscribe()
    amazon.order((_KEY, 1))
    [own] = _told(connector)
    whole = own.delivery.body.decode()
    given = amazon.account if name == "SellerId" else "A33AVAJ2PDY3EV"
    _do(amazon, "message", body=whole.replace(json.dumps(given), '"AOTHER0000001"'))

    [other] = _told(connector)

    assert (own.event is None, other.event) == (False, None)


def test_subscription_that_leads_into_another_queue_is_not_taken_for_ours(amazon: AmazonStage) -> None:
    amazon.connector().subscribe()
    other = amazon.server.pull("POST", "/amazon/accounts", {"name": "baska"})
    amazon.settings = {**amazon.settings, "queue": other["queue"]}

    with pytest.raises(Rejected) as raised:
        amazon.connector().subscribe()

    assert raised.value.code == "amazon.subscribed_elsewhere"


def test_app_asks_in_its_own_name_only_what_is_no_sellers(amazon: AmazonStage) -> None:
    connector = amazon.connector()
    connector.unsubscribe(connector.subscribe())

    asked = amazon.server.pull("GET", f"/requests?provider=amazon&account={amazon.account}")

    refused = [one["path"] for one in asked if one["status"] in (401, 403)]
    assert refused == []
    assert sum("/o2/token" in one["path"] for one in asked) == 2


def test_connection_without_a_queue_has_none(amazon: AmazonStage) -> None:
    amazon.settings = {name: value for name, value in amazon.settings.items() if name != "queue"}
    connector = amazon.connector()

    assert (connector.has_queue, connector.fetch_messages()) == (False, [])


def test_queue_nobody_has_is_said(amazon: AmazonStage) -> None:
    amazon.settings = {**amazon.settings, "queue": "000000000001/none"}

    with pytest.raises(Rejected) as raised:
        amazon.connector().fetch_messages()

    assert raised.value.code == "connector.queue_missing"
