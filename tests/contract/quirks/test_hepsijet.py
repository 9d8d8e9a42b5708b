"""What only HepsiJet does, seen in its simulator."""

import dataclasses
from collections.abc import Iterator

import pytest

from prapazar.connector_kit.errors import AuthFailed, Rejected
from prapazar.connector_kit.parcels import LabelFormat, ParcelStatus, TrackingRecord
from tests.factories import stages
from tests.factories.stages import Server, Stage
from tests.factories.stages.hepsijet import HepsijetStage

_USUAL = {"clock": "iso", "zpl_answer": "list", "unknown_number": "left_out"}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A sandbox of this file's own, whose clock may be moved."""
    with stages.sandbox() as running:
        yield running


@pytest.fixture
def hepsijet(stage: Stage) -> Iterator[HepsijetStage]:
    if not isinstance(stage, HepsijetStage):
        pytest.skip("a quirk of HepsiJet's")
    yield stage
    _rule(stage, **_USUAL)


def _rule(hepsijet: HepsijetStage, **rules: object) -> None:
    hepsijet.server.pull("PATCH", "/hepsijet/rules", rules)


def test_token_that_ended_is_renewed_on_the_way(hepsijet: HepsijetStage) -> None:
    connector = hepsijet.unhurried()
    connector.test_credentials()
    hepsijet.server.pull("POST", f"/hepsijet/{hepsijet.account}/tokens", {})

    connector.test_credentials()

    asked = hepsijet.server.pull("GET", f"/requests?provider=hepsijet&account={hepsijet.account}")
    assert [one["path"] for one in asked].count("/auth/getToken") == 2


def test_wrong_password_is_a_failed_log_in(hepsijet: HepsijetStage) -> None:
    with pytest.raises(AuthFailed):
        hepsijet.connector(credentials={"password": "falsch"}).test_credentials()


def test_refusal_with_a_good_status_is_told_in_its_words(hepsijet: HepsijetStage) -> None:
    order = hepsijet.order_for()
    elsewhere = dataclasses.replace(order.recipient, city="Atlantis")

    with pytest.raises(Rejected) as raised:
        hepsijet.unhurried().create_shipment(dataclasses.replace(order, recipient=elsewhere))

    assert (raised.value.code, raised.value.detail) == ("hepsijet.rejected", "200 Alıcı şehri geçersiz.")


@pytest.mark.parametrize("clock", ["spaced", "dashed", "millis"])
def test_moments_are_read_however_they_are_written(hepsijet: HepsijetStage, clock: str) -> None:
    connector, order = hepsijet.unhurried(), hepsijet.order_for()
    connector.create_shipment(order)
    _rule(hepsijet, clock=clock)

    [found] = connector.fetch_tracking([order.reference])

    assert isinstance(found, TrackingRecord)


@pytest.mark.parametrize("shape", ["list", "object"])
def test_label_is_one_file_in_either_shape_of_the_answer(hepsijet: HepsijetStage, shape: str) -> None:
    connector, order = hepsijet.unhurried(), hepsijet.order_for()
    made = connector.create_shipment(order)
    _rule(hepsijet, zpl_answer=shape)

    again = connector.fetch_label(order.reference, made.external_id, LabelFormat.ZPL)

    assert again == made.label


def test_number_nobody_gave_does_not_spoil_the_others(hepsijet: HepsijetStage) -> None:
    connector, order = hepsijet.unhurried(), hepsijet.order_for()
    connector.create_shipment(order)
    _rule(hepsijet, unknown_number="fail")

    found = connector.fetch_tracking([order.reference, "PRZ999999999"])

    assert [one.reference for one in found] == [order.reference]


def test_recall_is_told_in_the_simpler_list_alone(hepsijet: HepsijetStage) -> None:
    connector, order = hepsijet.unhurried(), hepsijet.order_for()
    connector.create_shipment(order)
    hepsijet.carry(order.reference, "DISPATCHING")
    hepsijet.server.pull("POST", "/clock", {"advance_seconds": 1})
    hepsijet.carry(order.reference, "RECALLED")

    [found] = connector.fetch_tracking([order.reference])

    assert (found.status, found.provider_status) == (ParcelStatus.RETURNING, "RECALLED")
