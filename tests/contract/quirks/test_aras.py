"""What only Aras Kargo does, seen in its simulator."""

import dataclasses
from collections.abc import Iterator
from decimal import Decimal

import httpx
import pytest

from prapazar.connector_kit.errors import AuthFailed, Rejected
from prapazar.connector_kit.parcels import ParcelStatus, Payer, TrackingRecord
from tests.factories.stages import Stage
from tests.factories.stages.aras import ArasStage

_USUAL = {"resends": 20, "cancelled_code": "1", "row_keys": "plain", "hour_key": "TESLIM_SAATI"}
_SHIPPING = "/aras/shipping/arascargoservice.asmx"


@pytest.fixture
def aras(stage: Stage) -> Iterator[ArasStage]:
    assert isinstance(stage, ArasStage)
    yield stage
    stage.rule(**_USUAL)


def _set_order(aras: ArasStage, code: str, action: str = "SetOrder", name: str = "Başkası") -> httpx.Response:
    """As another client would: without asking first."""
    piece = f"<PieceDetail><BarcodeNumber>{code}</BarcodeNumber></PieceDetail>"
    order = (
        f"<IntegrationCode>{code}</IntegrationCode><ReceiverName>{name}</ReceiverName>"
        "<ReceiverAddress>Sokak</ReceiverAddress><ReceiverPhone1>5321112233</ReceiverPhone1>"
        "<ReceiverCityName>Ankara</ReceiverCityName><ReceiverTownName>Çankaya</ReceiverTownName>"
        f"<PieceCount>1</PieceCount><PieceDetails>{piece}</PieceDetails>"
    )
    login = f"<userName>{aras.settings['user_name']}</userName><password>{aras.credentials['password']}</password>"
    body = (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        f'<SetOrder xmlns="http://tempuri.org/"><orderInfo><Order>{order}</Order></orderInfo>{login}</SetOrder>'
        "</s:Body></s:Envelope>"
    )
    headers = {"SOAPAction": f'"http://tempuri.org/{action}"'}
    address = f"{aras.server.address}{_SHIPPING}"
    return httpx.post(address, content=body.encode(), headers=headers, trust_env=False)


def test_sending_twice_writes_over_and_so_we_do_not(aras: ArasStage) -> None:
    order = aras.order_for()
    connector = aras.unhurried()
    connector.create_shipment(order)
    with pytest.raises(Rejected) as raised:
        connector.create_shipment(order)
    kept = aras.kept(order.reference)["name"]

    _set_order(aras, order.reference)

    assert (raised.value.code, kept) == ("aras.duplicate", order.recipient.name)
    assert aras.kept(order.reference)["name"] == "Başkası"


def test_order_is_sent_again_so_often_and_not_after_its_waybill(aras: ArasStage) -> None:
    aras.rule(resends=1)

    told = [_set_order(aras, "PRZRESENT").text for _ in range(3)]
    aras.carry("PRZRESENT", "1")
    told.append(_set_order(aras, "PRZRESENT").text)

    codes = ("70035", "60020")
    assert [[code for code in codes if code in one] for one in told] == [[], [], ["70035"], ["60020"]]


def test_operation_under_another_action_is_a_fault(aras: ArasStage) -> None:
    answer = _set_order(aras, "PRZACTION", action="Unknown")

    assert (answer.status_code, "faultcode" in answer.text) == (500, True)


def test_number_comes_with_the_first_scan(aras: ArasStage) -> None:
    order = aras.order_for()
    connector = aras.unhurried()
    connector.create_shipment(order)

    [before] = connector.fetch_tracking([order.reference])
    aras.carry(order.reference, "1")
    [after] = connector.fetch_tracking([order.reference])

    assert (before.status, before.tracking_number) == (ParcelStatus.CREATED, None)
    assert (after.status, len(after.tracking_number or "")) == (ParcelStatus.PICKED_UP, 13)


@pytest.mark.parametrize("rules", [{"row_keys": "spaced"}, {"hour_key": "TESLIM_ZAMANI"}])
def test_rows_are_read_however_their_keys_are_spelled(aras: ArasStage, rules: dict[str, str]) -> None:
    aras.rule(**rules)
    order = aras.order_for()
    connector = aras.unhurried()
    connector.create_shipment(order)
    aras.carry(order.reference, "6")

    [found] = connector.fetch_tracking([order.reference])

    assert isinstance(found, TrackingRecord)
    told = (found.status, found.received_by, found.billed_desi, found.billed_amount)
    assert told == (ParcelStatus.DELIVERED, order.recipient.name, Decimal("2.50"), Decimal("96.20"))
    assert found.delivered_at is not None


@pytest.mark.parametrize("code", ["0", "1"])
def test_both_codes_of_a_cancellation_say_it_is_done(aras: ArasStage, code: str) -> None:
    aras.rule(cancelled_code=code)
    order = aras.order_for()
    connector = aras.unhurried()
    connector.create_shipment(order)

    connector.cancel_shipment(order.reference, order.reference)

    assert connector.fetch_tracking([order.reference]) == []


@pytest.mark.parametrize("wrong", ["password", "query_password"])
def test_each_service_has_a_log_in_that_is_tested(aras: ArasStage, wrong: str) -> None:
    with pytest.raises(AuthFailed):
        aras.connector(credentials={wrong: "yanlış"}).test_credentials()


def test_receiver_does_not_pay_for_both(aras: ArasStage) -> None:
    order = aras.order_for(payer=Payer.RECEIVER, cash_on_delivery=Decimal("99.90"))

    with pytest.raises(Rejected) as raised:
        aras.unhurried().create_shipment(order)

    assert raised.value.code == "aras.cash"


def test_bar_codes_are_used_once(aras: ArasStage) -> None:
    first, second = aras.order_for(), aras.order_for()
    connector = aras.unhurried()
    connector.create_shipment(first)
    codes = []

    for parcels in (first.parcels, second.parcels * 2):
        with pytest.raises(Rejected) as raised:
            connector.create_shipment(dataclasses.replace(second, parcels=parcels))
        codes.append(raised.value.code)

    assert codes == ["aras.barcode_taken", "aras.pieces"]


def test_account_without_a_branch_is_told(aras: ArasStage) -> None:
    aras.server.pull("PATCH", f"/aras/accounts/{aras.account}", {"branch": False})

    with pytest.raises(Rejected) as raised:
        aras.unhurried().create_shipment(aras.order_for())

    assert raised.value.code == "aras.no_branch"
