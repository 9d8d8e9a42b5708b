"""Queues a channel writes into: kept until they are dropped, told apart, mapped like a poll."""

from typing import Any

import pytest

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.records import PackageRecord, QueueMessage
from tests.factories.stages import Article, Stage

_KEY = "8690000000017"

pytestmark = pytest.mark.needs("read_queue", "read_orders")


def _told(connector: Any) -> list[QueueMessage]:  # noqa: ANN401 - any connector
    """What lies in the queue about orders; nothing else is about to happen here."""
    found: list[QueueMessage] = []
    while messages := connector.fetch_messages():
        found += messages
    return [one for one in found if one.event is not None and one.event.kind == "orders"]


def _sold(stage: Stage, units: int = 1) -> tuple[Any, str]:
    """A connector whose queue is written into, and what was sold since."""
    stage.seed([Article(_KEY)])
    connector = stage.connector()
    connector.subscribe()
    return connector, stage.package_id(stage.order((_KEY, units)))


def test_message_is_the_same_package_as_a_poll(stage: Stage) -> None:
    connector, number = _sold(stage, 2)

    told = _told(connector)

    [polled] = connector.fetch_package(number)
    assert isinstance(polled, PackageRecord)
    assert [connector.read_packages(one.delivery) for one in told] == [[polled]]


def test_message_that_comes_twice_is_the_same_event(stage: Stage) -> None:
    stage.fault("duplicate_webhook")
    connector, _ = _sold(stage)

    told = _told(connector)

    assert len(told) == 2
    assert len({one.event.event_key for one in told if one.event}) == 1


def test_message_comes_again_until_it_is_dropped(stage: Stage) -> None:
    connector, _ = _sold(stage)
    [first] = _told(connector)

    hidden = _told(connector)
    stage.reveal()
    again = _told(connector)
    connector.drop_messages([one.receipt for one in again])
    stage.reveal()

    assert (hidden, [one.event for one in again], _told(connector)) == ([], [first.event], [])


def test_two_orders_at_once_are_two_events(stage: Stage) -> None:
    connector, number = _sold(stage)
    other = stage.package_id(stage.order((_KEY, 1)))

    told = _told(connector)

    assert len({one.event.event_key for one in told if one.event}) == 2
    assert {record.external_id for one in told for record in connector.read_packages(one.delivery)} == {
        number,
        other,
    }


def test_subscribing_twice_is_one_subscription_and_unsubscribing_ends_it(stage: Stage) -> None:
    stage.seed([Article(_KEY)])
    connector = stage.connector()
    made = [connector.subscribe() for _ in range(2)]
    stage.order((_KEY, 1))
    before = len(_told(connector))
    for _ in range(2):
        connector.unsubscribe(made[0])

    stage.order((_KEY, 1))

    assert (made[0], before, _told(connector)) == (made[1], 1, [])


def test_queue_that_refuses_its_key_does_not_break_the_channel(stage: Stage) -> None:
    stage.seed([Article(_KEY)])

    with pytest.raises(Rejected):
        stage.connector(credentials=stage.wrong_queue_key).fetch_messages()
