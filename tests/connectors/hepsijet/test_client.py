"""HepsiJet's endpoints as they are called: method, address, header and body of every operation."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.parcels import LabelFormat
from tests.factories.provider import Asked, Provider, answer, fixture, telling
from tests.factories.shipments import shipment

_SETTINGS = {
    "username": "deneme",
    "company_name": "Deneme",
    "company_code": "DNM",
    "xdock_code": "IST",
    "address_id": "DNM-1",
    "prefix": "HJT",
}
_LABELS = {"zplBarcodeDTOList": [{"zplBarcode": "^XA1^XZ", "parcelNo": 1}], "customerDeliveryNo": "HJTPRZ1"}
_FOLLOWED = {"status": "OK", "data": [{"barcode": "HJTPRZ1", "trackingUrl": "https://x/1", "details": []}]}
_NOBODY = {"status": "OK", "data": []}


def _done(data: object) -> dict[str, Any]:
    return {"status": "OK", "message": None, "data": data}


Operation = Callable[[Any], object]
OPERATIONS: dict[str, tuple[Operation, list[object], list[tuple[str, str]]]] = {
    "test_credentials": (lambda c: c.test_credentials(), [_done([])], [("GET", "/settlement/cities")]),
    "create_shipment": (
        lambda c: c.create_shipment(shipment()),
        [_done(_LABELS)],
        [("POST", "/delivery/sendDeliveryOrderEnhanced")],
    ),
    "cancel_shipment": (
        lambda c: c.cancel_shipment("PRZ1", "HJTPRZ1"),
        [_done(None)],
        [("POST", "/rest/delivery/deleteDeliveryOrder/HJTPRZ1")],
    ),
    "fetch_label": (
        lambda c: c.fetch_label("PRZ1", "HJTPRZ1", LabelFormat.ZPL),
        [_done({"zplBarcode": "^XA1^XZ"})],
        [("GET", "/rest/delivery/generateZplBarcode/HJTPRZ1")],
    ),
    "fetch_tracking": (
        lambda c: c.fetch_tracking(["PRZ1"]),
        [fixture(Path(__file__).parent, "tracking"), _FOLLOWED],
        [
            ("POST", "/rest/deliveryTransaction/getDeliveryTracking"),
            ("POST", "/rest/delivery/integration/track"),
        ],
    ),
}
_WRITES = {"create_shipment", "cancel_shipment"}


def _log_in(request: httpx.Request) -> httpx.Response | None:
    return answer(_done({"token": "t-1"})) if request.url.path == "/auth/getToken" else None


def connected(*answers: object) -> tuple[Provider, Any]:
    provider = telling(*answers, log_in=_log_in)
    return provider, provider.connector("hepsijet", _SETTINGS, {"password": "gizli"})


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_calls_its_endpoint_with_the_token(name: str) -> None:
    operation, contents, asked = OPERATIONS[name]
    provider, connector = connected(*contents)

    operation(connector)

    assert [(one.method, one.path) for one in provider.asked] == asked
    assert {one.headers.get("x-auth-token") for one in provider.requests[1:]} == {"t-1"}
    assert provider.requests[0].headers["authorization"].startswith("Basic ")


def test_tracking_asks_by_the_agreed_prefix() -> None:
    provider, connector = connected(_NOBODY)

    found = connector.fetch_tracking(["PRZ1", "PRZ2"])

    body = {"deliveries": [{"customerDeliveryNo": "HJTPRZ1"}, {"customerDeliveryNo": "HJTPRZ2"}]}
    assert found == []
    assert provider.asked == [Asked("POST", "/rest/deliveryTransaction/getDeliveryTracking", {}, body)]


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, AuthFailed), (403, AuthFailed), (400, Rejected), (429, RateLimited), (500, Unavailable)],
)
@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_maps_its_errors(name: str, status: int, expected: type[Exception]) -> None:
    operation, _, _ = OPERATIONS[name]
    _, connector = connected(answer({"status": "FAIL", "message": "x", "data": None}, status))

    with pytest.raises(expected):
        operation(connector)


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_that_runs_into_a_time_out_is_repeated_only_when_it_reads(name: str) -> None:
    operation, _, _ = OPERATIONS[name]
    provider, connector = connected(httpx.ReadTimeout("slow"))

    with pytest.raises(Unavailable) as raised:
        operation(connector)

    assert (raised.value.maybe_done, len(provider.asked)) == ((True, 1) if name in _WRITES else (False, 3))


@pytest.mark.parametrize("name", sorted(set(OPERATIONS) - {"cancel_shipment"}))
@pytest.mark.parametrize("content", [{"renamed": 1}, {"status": "OK"}, {"status": "OK", "data": "x"}, ["x"]])
def test_answer_of_another_shape_is_unexpected(name: str, content: object) -> None:
    operation, _, _ = OPERATIONS[name]

    with pytest.raises(UnexpectedAnswer):
        operation(connected(content)[1])
