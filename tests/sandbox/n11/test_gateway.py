"""Who may enter the pretend N11, and how each family of addresses refuses."""

import httpx
import pytest

from tests.sandbox.n11.conftest import Soap

_WRONG = {"appkey": "sandbox-app-key", "appsecret": "yanlis"}


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/n11/ms/product-query", 401, "SellerApiUserUnauthorizedException"),
        ("/n11/rest/delivery/v1/shipmentPackages", 400, "SELLER_API.authenticationFailed"),
        ("/n11/cdn/categories", 403, "Authentication failed"),
    ],
)
def test_wrong_secret_is_refused_by_each_family_in_its_own_way(
    n11: httpx.Client, path: str, status: int, said: str
) -> None:
    answer = n11.get(path, headers=_WRONG)

    assert (answer.status_code, said in answer.text) == (status, True)


def test_missing_header_is_an_error_of_its_own(client: httpx.Client) -> None:
    assert client.get("/n11/ms/product-query").status_code == 500


def test_wrong_secret_is_a_business_failure_over_soap(soap: Soap) -> None:
    answer = soap("orderService", "OrderItemAccept", secret="yanlis")

    said = [answer.findtext(f"result/{name}") for name in ("status", "errorCode")]
    assert said == ["failure", "SELLER_API.authenticationFailed"]


def test_unknown_operation_is_a_fault(soap: Soap) -> None:
    assert soap("orderService", "TeleportOrder").findtext("faultcode") == "SOAP-ENV:Server"


@pytest.mark.parametrize(
    "content",
    [b"", b"<a/>", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
)
def test_message_that_is_no_envelope_is_the_clients_fault(n11: httpx.Client, content: bytes) -> None:
    answer = n11.post("/n11/ws/orderService/", content=content)

    assert (answer.status_code, b"SOAP-ENV:Client" in answer.content) == (500, True)


def test_limit_of_the_order_list_is_a_thousand_a_minute(n11: httpx.Client) -> None:
    n11.patch("/_control/n11/rules", json={"orders_per_minute": 2})

    answers = [n11.get("/n11/rest/delivery/v1/shipmentPackages").status_code for _ in range(3)]

    assert answers == [200, 200, 429]


def test_carriers_are_told_to_everybody(soap: Soap) -> None:
    answer = soap("shipmentCompanyService", "GetShipmentCompanies", secret="")

    assert "Aras Kargo" in [one.text for one in answer.iterfind("shipmentCompanies/shipmentCompany/name")]
