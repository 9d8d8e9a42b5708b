"""What only UPS does, seen in its simulator."""

import dataclasses
from collections.abc import Iterator

import pytest

from prapazar.connector_kit.errors import AuthFailed
from prapazar.connector_kit.parcels import LabelFormat, TrackingRecord
from prapazar.connector_kit.records import WebhookDelivery
from tests.factories.receiver import Receiver
from tests.factories.stages import Stage
from tests.factories.stages.ups import UpsStage

_USUAL = {
    "package_results": "array",
    "unknown_number": "warning",
    "tells_gmt": True,
    "alert_header": "credential",
}


@pytest.fixture
def ups(stage: Stage) -> Iterator[UpsStage]:
    if not isinstance(stage, UpsStage):
        pytest.skip("a quirk of UPS's")
    yield stage
    _rule(stage, **_USUAL)


def _rule(ups: UpsStage, **rules: object) -> None:
    ups.server.pull("PATCH", "/ups/rules", rules)


def test_token_that_ended_is_renewed_on_the_way(ups: UpsStage) -> None:
    connector = ups.unhurried()
    connector.test_credentials()
    ups.server.pull("POST", f"/ups/{ups.account}/tokens", {})

    connector.test_credentials()

    asked = ups.server.pull("GET", f"/requests?provider=ups&account={ups.account}")
    assert [one["path"] for one in asked].count("/security/v1/oauth/token") == 2


def test_wrong_secret_is_a_failed_log_in(ups: UpsStage) -> None:
    with pytest.raises(AuthFailed):
        ups.connector(credentials={"client_secret": "falsch"}).test_credentials()


@pytest.mark.parametrize("shape", ["array", "object"])
def test_results_of_one_package_are_read_bare_or_in_a_list(ups: UpsStage, shape: str) -> None:
    _rule(ups, package_results=shape)
    connector, order = ups.unhurried(), ups.order_for()

    made = connector.create_shipment(order)

    assert made.barcodes == (made.external_id,)
    assert connector.fetch_label(order.reference, made.external_id, LabelFormat.ZPL) == made.label


def test_each_package_has_a_number_and_a_label_of_its_own(ups: UpsStage) -> None:
    connector, order = ups.unhurried(), ups.order_for()
    second = dataclasses.replace(order.parcels[0], barcode="B")

    made = connector.create_shipment(dataclasses.replace(order, parcels=(*order.parcels, second)))

    assert (len(set(made.barcodes)), made.label.data.count(b"^XA")) == (2, 2)


@pytest.mark.parametrize("way", ["warning", "404"])
def test_reference_nobody_knows_is_left_out_however_it_is_told(ups: UpsStage, way: str) -> None:
    _rule(ups, unknown_number=way)

    assert ups.unhurried().fetch_tracking(["PRZ999999999"]) == []


def test_local_moment_is_taken_for_istanbuls_where_none_in_gmt_is_told(ups: UpsStage) -> None:
    connector, order = ups.unhurried(), ups.order_for()
    connector.create_shipment(order)
    [first] = connector.fetch_tracking([order.reference])
    _rule(ups, tells_gmt=False)

    [second] = connector.fetch_tracking([order.reference])

    assert isinstance(first, TrackingRecord)
    assert first.events == second.events


_CREDENTIAL = "alarm-parolasi"


@pytest.fixture
def alerted(ups: UpsStage, receiver: Receiver) -> Receiver:
    """UPS's portal has our address and the credential."""
    entered = {"webhook_url": receiver.address, "webhook_credential": _CREDENTIAL}
    ups.server.pull("PATCH", f"/ups/accounts/{ups.account}", entered)
    return receiver


def _alerts(ups: UpsStage, receiver: Receiver) -> list[WebhookDelivery]:
    ups.server.pull("POST", "/webhooks/deliver")
    return receiver.deliveries


@pytest.mark.needs("push_tracking")
@pytest.mark.parametrize("header", ["credential", "authorization"])
@pytest.mark.proves("webhooks_verified")
def test_alert_is_the_same_movement_as_a_poll(ups: UpsStage, alerted: Receiver, header: str) -> None:
    _rule(ups, alert_header=header)
    connector = ups.connector(credentials={**ups.credentials, "alert_credential": _CREDENTIAL})
    order = ups.order_for()
    connector.create_shipment(order)
    ups.carry(order.reference, "FS")

    [told] = _alerts(ups, alerted)

    assert connector.verify(told, "").kind == "tracking"
    assert connector.read_tracking(told) == connector.fetch_tracking([order.reference])
    with pytest.raises(AuthFailed):
        ups.connector(credentials={**ups.credentials, "alert_credential": "başka"}).verify(told, "")
    with pytest.raises(AuthFailed):
        ups.unhurried().verify(told, "")


def test_alerts_of_two_movements_are_two_events_and_the_same_one_is_one(
    ups: UpsStage, alerted: Receiver
) -> None:
    connector = ups.connector(credentials={**ups.credentials, "alert_credential": _CREDENTIAL})
    order = ups.order_for()
    connector.create_shipment(order)
    ups.carry(order.reference, "OT")
    ups.carry(order.reference, "FS")

    first, second = _alerts(ups, alerted)

    keys = [connector.verify(one, "").event_key for one in (first, second, second)]
    assert (len(set(keys)), keys[1] == keys[2]) == (2, True)


def test_alert_of_a_parcel_nobody_knows_says_nothing(ups: UpsStage, alerted: Receiver) -> None:
    connector = ups.connector(credentials={**ups.credentials, "alert_credential": _CREDENTIAL})
    order = ups.order_for()
    connector.create_shipment(order)
    ups.carry(order.reference, "OT")
    [told] = _alerts(ups, alerted)

    other = WebhookDelivery(told.headers, told.body.replace(b'"1Z', b'"9Z'))

    assert connector.read_tracking(other) == []


def test_shipment_is_made_though_its_alerts_cannot_be_asked_for(ups: UpsStage) -> None:
    connector = ups.connector(credentials={**ups.credentials, "alert_credential": _CREDENTIAL})
    ups.fault("500", method="POST", path="/api/track/v2/*")
    order = ups.order_for()

    made = connector.create_shipment(order)

    ups.server.pull("DELETE", "/faults")
    assert made.external_id.startswith("1Z")


def test_without_a_credential_no_alerts_are_asked_for(ups: UpsStage, alerted: Receiver) -> None:
    connector, order = ups.unhurried(), ups.order_for()
    connector.create_shipment(order)
    ups.carry(order.reference, "FS")

    assert _alerts(ups, alerted) == []
