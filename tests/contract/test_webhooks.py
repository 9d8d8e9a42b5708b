"""Webhooks as the simulators really send them: verified, told apart, mapped like a poll."""

import pytest

from prapazar.connector_kit.errors import AuthFailed
from prapazar.connector_kit.records import PackageRecord, WebhookDelivery
from tests.factories.receiver import Receiver
from tests.factories.stages import Article, Stage

_KEY, _SECRET = "8690000000017", "s3cret-of-the-hook"

pytestmark = pytest.mark.needs("receive_webhooks", "read_orders")


def _delivered(stage: Stage, receiver: Receiver) -> list[WebhookDelivery]:
    """Everything that waits goes out; the unsigned pings of newly made webhooks are no events."""
    stage.server.pull("POST", "/webhooks/deliver")
    connector = stage.connector()
    return [one for one in receiver.deliveries if connector.verify(one, _SECRET).kind == "orders"]


def test_delivery_is_the_same_package_as_a_poll(stage: Stage, receiver: Receiver) -> None:
    stage.seed([Article(_KEY)])
    connector = stage.connector()
    stage.hook(connector, receiver.address, _SECRET)
    number = stage.package_id(stage.order((_KEY, 2)))

    delivered = _delivered(stage, receiver)

    [polled] = connector.fetch_package(number)
    assert isinstance(polled, PackageRecord)
    assert [connector.read_packages(one) for one in delivered] == [[polled]] * len(delivered)
    assert len({connector.verify(one, _SECRET).event_key for one in delivered}) == 1


def test_duplicate_delivery_is_the_same_event(stage: Stage, receiver: Receiver) -> None:
    stage.seed([Article(_KEY)])
    connector = stage.connector()
    stage.hook(connector, receiver.address, _SECRET)
    stage.fault("duplicate_webhook")
    stage.order((_KEY, 1))

    delivered = _delivered(stage, receiver)

    assert len(delivered) >= 2
    assert len({connector.verify(one, _SECRET).event_key for one in delivered}) == 1


def test_two_orders_at_once_are_two_events(stage: Stage, receiver: Receiver) -> None:
    stage.seed([Article(_KEY)])
    connector = stage.connector()
    stage.hook(connector, receiver.address, _SECRET)
    for _ in range(2):
        stage.order((_KEY, 1))

    delivered = _delivered(stage, receiver)

    assert len({connector.verify(one, _SECRET).event_key for one in delivered}) == 2


@pytest.mark.proves("webhooks_verified")
def test_delivery_with_another_secret_is_refused(stage: Stage, receiver: Receiver) -> None:
    if not stage.signs_with_secret:
        pytest.skip("deliveries are signed by a key of the channel's own")
    stage.seed([Article(_KEY)])
    connector = stage.connector()
    stage.hook(connector, receiver.address, _SECRET)
    stage.order((_KEY, 1))

    delivered = _delivered(stage, receiver)

    with pytest.raises(AuthFailed):
        connector.verify(delivered[0], "another")


@pytest.mark.proves("webhooks_verified")
def test_delivery_somebody_changed_on_the_way_is_refused(stage: Stage, receiver: Receiver) -> None:
    if stage.signs_with_secret:
        pytest.skip("deliveries prove our secret")
    stage.seed([Article(_KEY)])
    connector = stage.connector()
    stage.hook(connector, receiver.address, _SECRET)
    stage.order((_KEY, 1))

    [delivered] = _delivered(stage, receiver)

    changed = WebhookDelivery(delivered.headers, delivered.body.replace(b"1", b"2"))
    with pytest.raises(AuthFailed):
        connector.verify(changed, _SECRET)


def test_removed_webhook_is_silent(stage: Stage, receiver: Receiver) -> None:
    stage.seed([Article(_KEY)])
    connector = stage.connector()
    webhook = stage.hook(connector, receiver.address, _SECRET)
    for _ in range(2):
        stage.unhook(connector, webhook)

    stage.order((_KEY, 1))

    assert _delivered(stage, receiver) == []
