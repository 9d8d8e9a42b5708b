"""What only Kolay Gelsin does, seen in its simulator."""

import dataclasses
from collections.abc import Iterator

import pytest

from prapazar.connector_kit.errors import AuthFailed, Rejected
from prapazar.connector_kit.parcels import ParcelStatus, TrackingRecord
from tests.factories.stages import Stage
from tests.factories.stages.kolay_gelsin import KolayGelsinStage

_USUAL = {"refusal_status": 200, "names_code": True, "in_model": False}


@pytest.fixture
def kolay(stage: Stage) -> Iterator[KolayGelsinStage]:
    if not isinstance(stage, KolayGelsinStage):
        pytest.skip("a quirk of Kolay Gelsin's")
    yield stage
    _rule(stage, **_USUAL)


def _rule(kolay: KolayGelsinStage, **rules: object) -> None:
    kolay.server.pull("PATCH", "/kolay_gelsin/rules", rules)


def test_wrong_token_is_a_failed_log_in(kolay: KolayGelsinStage) -> None:
    with pytest.raises(AuthFailed):
        kolay.connector(credentials={"token": "falsch"}).test_credentials()


@pytest.mark.parametrize("status", [200, 500])
def test_address_nobody_finds_is_refused_with_its_field(kolay: KolayGelsinStage, status: int) -> None:
    _rule(kolay, refusal_status=status)
    order = kolay.order_for()
    lost = dataclasses.replace(order.recipient, line="Nowhere 1")

    with pytest.raises(Rejected) as raised:
        kolay.unhurried().create_shipment(dataclasses.replace(order, recipient=lost))

    assert (raised.value.code, raised.value.field) == ("kolay_gelsin.address", "line")


def test_contract_without_collection_refuses_cash(kolay: KolayGelsinStage) -> None:
    kolay.server.pull("PATCH", f"/kolay_gelsin/accounts/{kolay.account}", {"collects": False})
    order = kolay.order_for(cash_on_delivery=kolay.parcel(1).desi)

    with pytest.raises(Rejected) as raised:
        kolay.unhurried().create_shipment(order)

    assert raised.value.code == "kolay_gelsin.no_cash"


@pytest.mark.parametrize("rule", ["names_code", "in_model"])
def test_status_is_read_in_every_shape_it_may_have(kolay: KolayGelsinStage, rule: str) -> None:
    connector, order = kolay.unhurried(), kolay.order_for()
    connector.create_shipment(order)
    _rule(kolay, **{rule: rule == "in_model"})

    [found] = connector.fetch_tracking([order.reference])

    assert isinstance(found, TrackingRecord)
    assert (found.reference, found.status) == (order.reference, ParcelStatus.CREATED)


def test_collected_parcel_that_is_stopped_at_the_carrier_comes_back(kolay: KolayGelsinStage) -> None:
    connector, order = kolay.unhurried(), kolay.order_for()
    connector.create_shipment(order)
    for word in ("12", "31"):
        kolay.carry(order.reference, word)

    [found] = connector.fetch_tracking([order.reference])

    assert found.status is ParcelStatus.RETURNING
