"""UPS's endpoints as they are called: method, address, headers and body of every operation."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.parcels import LabelFormat
from tests.factories.provider import Provider, answer, fixture, telling
from tests.factories.shipments import shipment

_NOBODY = {"trackResponse": {"shipment": [{"warnings": [{"code": "TW0001", "message": "not found"}]}]}}
_IMAGE = {"GraphicImage": "XlhBMV5YWg=="}
_SHIPPED = {
    "ShipmentResponse": {
        "ShipmentResults": {
            "ShipmentIdentificationNumber": "1Z1",
            "PackageResults": {"TrackingNumber": "1Z1", "ShippingLabel": _IMAGE},
        }
    }
}
_TOTAL = {"CurrencyCode": "TRY", "MonetaryValue": "900.00"}
_RATED = {"RateResponse": {"RatedShipment": {"Service": {"Code": "11"}, "TotalCharges": _TOTAL}}}
_TRACK = ("GET", "/api/track/v1/reference/details/PRZ1")

Operation = Callable[[Any], object]
OPERATIONS: dict[str, tuple[Operation, list[object], list[tuple[str, str]]]] = {
    "test_credentials": (
        lambda c: c.test_credentials(),
        [_NOBODY],
        [("GET", "/api/track/v1/reference/details/PRAPAZAR")],
    ),
    "create_shipment": (
        lambda c: c.create_shipment(shipment()),
        [_NOBODY, _SHIPPED],
        [_TRACK, ("POST", "/api/shipments/v2409/ship")],
    ),
    "cancel_shipment": (
        lambda c: c.cancel_shipment("PRZ1", "1Z1"),
        [{}],
        [("DELETE", "/api/shipments/v2409/void/cancel/1Z1")],
    ),
    "fetch_label": (
        lambda c: c.fetch_label("PRZ1", "1Z1", LabelFormat.ZPL),
        [{"LabelRecoveryResponse": {"LabelResults": {"LabelImage": _IMAGE}}}],
        [("POST", "/api/labels/v1/recovery")],
    ),
    "fetch_tracking": (
        lambda c: c.fetch_tracking(["PRZ1"]),
        [fixture(Path(__file__).parent, "tracking")],
        [_TRACK],
    ),
    "fetch_rates": (lambda c: c.fetch_rates(shipment()), [_RATED], [("POST", "/api/rating/v2409/Shop")]),
}


def _log_in(request: httpx.Request) -> httpx.Response | None:
    is_asked = request.url.path == "/security/v1/oauth/token"
    return answer({"access_token": "t-1", "expires_in": "14399"}) if is_asked else None


def connected(*answers: object) -> tuple[Provider, Any]:
    provider = telling(*answers, log_in=_log_in)
    settings = {"shipper_number": "PP0001", "client_id": "id"}
    return provider, provider.connector("ups", settings, {"client_secret": "gizli"})


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_calls_its_endpoint_and_names_itself(name: str) -> None:
    operation, contents, asked = OPERATIONS[name]
    provider, connector = connected(*contents)

    operation(connector)

    sent = provider.requests[1:]
    assert [(one.method, one.path) for one in provider.asked] == asked
    assert {one.headers["authorization"] for one in sent} == {"Bearer t-1"}
    assert {one.headers["transactionsrc"] for one in sent} == {"PraPazar"}
    assert [len(one.headers["transid"]) for one in sent] == [32] * len(asked)
    assert len({one.headers["transid"] for one in sent}) == len(asked)


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, AuthFailed), (403, AuthFailed), (400, Rejected), (429, RateLimited), (503, Unavailable)],
)
@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_maps_its_errors(name: str, status: int, expected: type[Exception]) -> None:
    operation, _, _ = OPERATIONS[name]
    _, connector = connected(answer({"response": {"errors": [{"code": "1", "message": "x"}]}}, status))

    with pytest.raises(expected):
        operation(connector)


def test_creation_that_runs_into_a_time_out_may_have_arrived() -> None:
    provider, connector = connected(_NOBODY, httpx.ReadTimeout("slow"))

    with pytest.raises(Unavailable) as raised:
        connector.create_shipment(shipment())

    assert (raised.value.maybe_done, len(provider.asked)) == (True, 2)


@pytest.mark.parametrize("name", sorted(set(OPERATIONS) - {"cancel_shipment"}))
@pytest.mark.parametrize("content", [{"renamed": 1}, ["x"], {"trackResponse": 1}])
def test_answer_of_another_shape_is_unexpected(name: str, content: object) -> None:
    operation, _, _ = OPERATIONS[name]

    with pytest.raises(UnexpectedAnswer):
        operation(connected(content)[1])
