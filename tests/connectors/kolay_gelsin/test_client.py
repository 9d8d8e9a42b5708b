"""Kolay Gelsin's operations as they are called: address, token and body of every one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from tests.factories.provider import Provider, answer, fixture, telling
from tests.factories.shipments import shipment

_NOBODY = {"ResultCode": 200, "ResultMessage": "OK", "Payload": []}
_STATUS = "/api/request/GetCorporateShipmentsStatus"


def _done(payload: object) -> dict[str, Any]:
    return {"ResultCode": 200, "ResultMessage": "OK", "Payload": payload}


Operation = Callable[[Any], object]
OPERATIONS: dict[str, tuple[Operation, list[object], list[str]]] = {
    "test_credentials": (
        lambda c: c.test_credentials(),
        [_done({"CargoEventTypeList": []})],
        ["/api/request/GetCorporateCustomerCargoEventTypes"],
    ),
    "create_shipment": (
        lambda c: c.create_shipment(shipment()),
        [_NOBODY, _done({"ShipmentId": "9442"})],
        [_STATUS, "/api/request/SaveIntegrationShipmentV2"],
    ),
    "cancel_shipment": (
        lambda c: c.cancel_shipment("PRZ1", "9442"),
        [_NOBODY, _done(None)],
        [_STATUS, "/api/request/CancelPickupAndDelivery"],
    ),
    "fetch_tracking": (
        lambda c: c.fetch_tracking(["PRZ1"]),
        [fixture(Path(__file__).parent, "status")],
        [_STATUS],
    ),
}


def connected(*answers: object) -> tuple[Provider, Any]:
    provider = telling(*answers)
    settings = {"customer_id": "20", "address_id": "28"}
    return provider, provider.connector("kolay_gelsin", settings, {"token": "gizli"})


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_calls_its_endpoint_with_the_token(name: str) -> None:
    operation, contents, asked = OPERATIONS[name]
    provider, connector = connected(*contents)

    operation(connector)

    assert [(one.method, one.path) for one in provider.asked] == [("POST", path) for path in asked]
    assert {one.headers["authorization"] for one in provider.requests} == {"Bearer gizli"}


def test_tracking_asks_by_our_code_for_every_event() -> None:
    provider, connector = connected(_NOBODY)

    connector.fetch_tracking(["PRZ1", "PRZ2"])

    [asked] = provider.asked
    assert asked.body == {
        "ShipmentIdList": [],
        "CustomerSpecificCodeList": ["PRZ1", "PRZ2"],
        "CustomerBarcodeList": [],
        "CustomerTrackingIdList": [],
        "OnlyLatestEvents": False,
    }


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, AuthFailed), (403, AuthFailed), (400, Rejected), (429, RateLimited), (500, Unavailable)],
)
@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_maps_its_errors(name: str, status: int, expected: type[Exception]) -> None:
    operation, _, _ = OPERATIONS[name]
    _, connector = connected(answer({"ResultCode": status, "ResultMessage": "x", "Payload": None}, status))

    with pytest.raises(expected):
        operation(connector)


@pytest.mark.parametrize("name", ["create_shipment", "cancel_shipment"])
def test_write_that_runs_into_a_time_out_may_have_arrived_and_is_not_repeated(name: str) -> None:
    operation, _, _ = OPERATIONS[name]
    provider, connector = connected(_NOBODY, httpx.ReadTimeout("slow"))

    with pytest.raises(Unavailable) as raised:
        operation(connector)

    assert (raised.value.maybe_done, len(provider.asked)) == (True, 2)


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("content", [{"renamed": 1}, {"ResultCode": 200}, _done("x"), ["x"]])
def test_answer_of_another_shape_is_unexpected(name: str, content: object) -> None:
    operation, _, _ = OPERATIONS[name]

    with pytest.raises(UnexpectedAnswer):
        operation(connected(content)[1])
