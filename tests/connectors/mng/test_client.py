"""MNG's endpoints as they are called, with their headers; and what the log may keep of a label."""

from typing import Any

import httpx

from tests.factories.provider import Asked, Provider, answer

_CREDENTIALS = {"client_id": "anahtar", "client_secret": "gizli", "password": "parola"}


def _log_in(request: httpx.Request) -> httpx.Response | None:
    if not request.url.path.endswith("/token"):
        return None
    return answer({"jwt": "j-1", "refreshToken": "r", "jwtExpireDate": "21.11.2036 15:00:00"})


def _served(*contents: object) -> tuple[Any, Provider]:
    provider = Provider([answer(one) for one in contents], log_in=_log_in)
    return provider.connector("mng", {"customer_number": "313"}, _CREDENTIALS), provider


def test_shipment_is_followed_with_the_keys_and_the_token_of_the_customer() -> None:
    status = {"referenceId": "PRZ1", "shipmentId": "9", "shipmentStatusCode": 2, "isDelivered": 0}
    connector, provider = _served(status, [])

    connector.fetch_tracking(["PRZ1"])

    base = "/mngapi/api/standardqueryapi"
    assert provider.asked == [
        Asked("GET", f"{base}/getshipmentstatus/PRZ1", {}),
        Asked("GET", f"{base}/trackshipment/PRZ1", {}),
    ]
    login, first, _ = provider.requests
    keys = [(one.headers["x-ibm-client-id"], one.headers["x-ibm-client-secret"]) for one in (login, first)]
    assert keys == [("anahtar", "gizli")] * 2
    assert first.headers["authorization"] == "Bearer j-1"
    assert login.content == b'{"customerNumber":"313","password":"parola","identityType":1}'


def test_shipment_is_cancelled_by_its_reference_and_number() -> None:
    connector, provider = _served({"shipmentId": "9", "shipmentStatusCode": 0}, "İptal edildi")

    connector.cancel_shipment("prz1", "PRZ1")

    body = {"referenceId": "PRZ1", "shipmentId": "9"}
    assert provider.asked[-1] == Asked("PUT", "/mngapi/api/barcodecmdapi/cancelshipment", {}, body)
