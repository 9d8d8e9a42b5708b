"""Aras Kargo fulfilling the contract: what is there is not written over, what is gone is gone."""

import dataclasses
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.errors import AuthFailed, Rejected, Unavailable
from prapazar.connector_kit.parcels import Parcel, ParcelStatus, Payer, ShipmentOrder, TrackingRecord
from prapazar.connector_kit.records import Address
from tests.connectors.aras.service import connector, served
from tests.factories.provider import Provider
from tests.factories.soap_provider import sent

_ORDER = ShipmentOrder(
    reference="R1",
    sender=Address(),
    recipient=Address(name="Deneme Alıcı", line="Çınar Sokağı", phone="5321112233"),
    parcels=(Parcel("R1", Decimal(1), Decimal(2)),),
)
_NONE = "<GetOrderWithIntegrationCodeResult></GetOrderWithIntegrationCodeResult>"
_THERE = (
    "<GetOrderWithIntegrationCodeResult><Order><IntegrationCode>R1</IntegrationCode></Order>"
    "</GetOrderWithIntegrationCodeResult>"
)
_UNSEEN = '<GetQueryJSONResult>{"QueryResult":null}</GetQueryJSONResult>'


def _set(code: str) -> str:
    row = f"<OrderResultInfo><ResultCode>{code}</ResultCode></OrderResultInfo>"
    return f"<SetOrderResult>{row}</SetOrderResult>"


def _cancelled(code: str) -> str:
    return f"<CancelDispatchResult><ResultCode>{code}</ResultCode></CancelDispatchResult>"


def _operations(provider: Provider) -> list[str]:
    return [tag.rpartition("}")[2] for tag, _ in sent(provider)]


def test_shipment_that_is_there_is_not_written_over() -> None:
    provider = served(_THERE)

    with pytest.raises(Rejected) as raised:
        connector(provider).create_shipment(_ORDER)

    assert (raised.value.code, _operations(provider)) == ("aras.duplicate", ["GetOrderWithIntegrationCode"])


@pytest.mark.parametrize(("code", "error"), [("939", Rejected), ("1000", AuthFailed), ("936", Unavailable)])
def test_result_that_is_not_done_is_an_error(code: str, error: type[Exception]) -> None:
    with pytest.raises(error) as raised:
        connector(served(_NONE, _set(code))).create_shipment(_ORDER)

    assert getattr(raised.value, "maybe_done", False) is (code == "936")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"payer": Payer.CHANNEL}, "aras.payer"),
        ({"cash_on_delivery": Decimal(10), "currency": "EUR"}, "aras.currency"),
    ],
)
def test_shipment_aras_does_not_do_is_not_sent(changes: dict[str, Any], code: str) -> None:
    provider = served(_NONE)

    with pytest.raises(Rejected) as raised:
        connector(provider).create_shipment(dataclasses.replace(_ORDER, **changes))

    assert (raised.value.code, _operations(provider)) == (code, [])


@pytest.mark.parametrize("code", ["0", "1", "-1"])
def test_cancelled_or_gone_is_what_was_wanted(code: str) -> None:
    connector(served(_cancelled(code))).cancel_shipment("R1", "R1")


@pytest.mark.parametrize(("code", "error"), [("999", Rejected), ("-2", AuthFailed), ("936", Unavailable)])
def test_cancellation_that_is_refused_is_told(code: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        connector(served(_cancelled(code))).cancel_shipment("R1", "R1")


@pytest.mark.parametrize(
    ("order", "expected"), [(_THERE, [TrackingRecord("R1", ParcelStatus.CREATED, "order")]), (_NONE, [])]
)
def test_shipment_no_branch_has_seen_is_asked_for_by_its_order(
    order: str, expected: list[TrackingRecord]
) -> None:
    assert connector(served(_UNSEEN, order)).fetch_tracking(["R1"]) == expected


def test_log_in_test_asks_both_services() -> None:
    provider = served(_cancelled("-1"), _UNSEEN)

    found = connector(provider).test_credentials()

    assert (found.name, _operations(provider)) == ("Aras Kargo neodyum", ["CancelDispatch", "GetQueryJSON"])
