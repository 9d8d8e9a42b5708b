"""iyzico's endpoints as they are called: method, address and body of every operation."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from tests.factories.paying import paid, request
from tests.factories.provider import Asked, answer, fixture, telling

_HERE = Path(__file__).parent
_KEYS = {"api_key": "anahtar", "secret_key": "gizli"}
_TOKEN = "e828c62d-fd12-4b1a-ad5a-380f15fe6596"
_OPENED = {
    "status": "success",
    "systemTime": 1795280000000,
    "token": _TOKEN,
    "tokenExpireTime": 1800,
    "paymentPageUrl": f"https://sandbox-cpp.iyzipay.com?token={_TOKEN}&lang=tr",
    "signature": "a09ea69b1c5d5b5c92bdae49ec9edddb96f0d8ccb88ae92d5e3b0d8c2e6c0f5b",
}
_PAID = fixture(_HERE, "checkout")
_NO_REPORT: dict[str, Any] = {"status": "success", "payments": []}
_RECEIPT = {"status": "success", "paymentId": "22483975", "price": 1.00, "currency": "TRY"}

Operation = Callable[[Any], object]
OPERATIONS: dict[str, tuple[Operation, list[object], Asked]] = {
    "test_credentials": (
        lambda c: c.test_credentials(),
        [{"status": "success", "binNumber": "552879"}],
        Asked("POST", "/payment/bin/check", {}, {"locale": "tr", "binNumber": "552879"}),
    ),
    "fetch_payment": (
        lambda c: c.fetch_payment("PRZ1", _TOKEN),
        [_PAID, _NO_REPORT],
        Asked("GET", "/v2/reporting/payment/details", {"paymentId": "22483975"}),
    ),
    "fetch_payment_without_token": (
        lambda c: c.fetch_payment("PRZ1", ""),
        [_NO_REPORT],
        Asked("GET", "/v2/reporting/payment/details", {"paymentConversationId": "PRZ1"}),
    ),
    "refund_payment": (
        lambda c: c.refund_payment(paid(_TOKEN, receipt="22483975"), Decimal("1.5"), "R1"),
        [_NO_REPORT, _RECEIPT],
        Asked(
            "POST",
            "/v2/payment/refund",
            {},
            {
                "locale": "tr",
                "conversationId": "R1",
                "paymentId": "22483975",
                "price": "1.50",
                "ip": "127.0.0.1",
            },
        ),
    ),
    "cancel_payment": (
        lambda c: c.cancel_payment(paid(_TOKEN, receipt="22483975")),
        [_RECEIPT],
        Asked(
            "POST",
            "/payment/cancel",
            {},
            {
                "locale": "tr",
                "conversationId": "PRZ1",
                "paymentId": "22483975",
                "ip": "127.0.0.1",
                "reason": "buyer_request",
                "description": "PRZ1",
            },
        ),
    ),
}
_READS = {"test_credentials", "fetch_payment", "fetch_payment_without_token"}


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_calls_its_endpoint(name: str) -> None:
    operation, contents, asked = OPERATIONS[name]
    provider = telling(*contents)

    operation(provider.connector("iyzico", {}, _KEYS))

    assert provider.asked[-1] == asked
    assert {one.headers["authorization"].partition(" ")[0] for one in provider.requests} == {"IYZWSv2"}


def test_form_is_opened_with_amounts_as_text_and_turkish_letters() -> None:
    provider = telling(_OPENED)

    with pytest.raises(UnexpectedAnswer) as raised:  # nobody's signature
        provider.connector("iyzico", {}, _KEYS).open_payment(request())

    place = {
        "contactName": "Şule Iğdırlıoğlu",
        "city": "Ankara",
        "country": "Turkey",
        "address": "Çınar Sokağı No: 7 Çankaya",
        "zipCode": "06680",
    }
    assert raised.value.code == "iyzico.signature_wrong"
    assert provider.asked == [
        Asked(
            "POST",
            "/payment/iyzipos/checkoutform/initialize/auth/ecom",
            {},
            {
                "locale": "tr",
                "conversationId": "PRZ1",
                "price": "1249.90",
                "paidPrice": "1249.90",
                "currency": "TRY",
                "basketId": "PRZ1",
                "paymentGroup": "PRODUCT",
                "callbackUrl": "https://magaza.example/odeme",
                "enabledInstallments": ["1", "2", "3", "6"],
                "buyer": {
                    "id": "B1",
                    "name": "Ayşe Şule",
                    "surname": "Iğdırlıoğlu",
                    "gsmNumber": "+905321112233",
                    "email": "sule@example.com",
                    "identityNumber": "11111111111",
                    "registrationAddress": "Çınar Sokağı No: 7",
                    "ip": "192.0.2.7",
                    "city": "Ankara",
                    "country": "Turkey",
                    "zipCode": "06680",
                },
                "shippingAddress": place,
                "billingAddress": place,
                "basketItems": [
                    {
                        "id": "SAL-1",
                        "name": "Çiçekli Şal",
                        "category1": "Giyim",
                        "itemType": "PHYSICAL",
                        "price": "1249.00",
                    },
                    {
                        "id": "CAY-1",
                        "name": "Çay",
                        "category1": "Gıda",
                        "itemType": "PHYSICAL",
                        "price": "0.90",
                    },
                ],
            },
        )
    ]


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, AuthFailed), (403, AuthFailed), (400, Rejected), (429, RateLimited), (500, Unavailable)],
)
@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_maps_its_errors(name: str, status: int, expected: type[Exception]) -> None:
    provider = telling(answer({"message": "x"}, status))

    with pytest.raises(expected):
        OPERATIONS[name][0](provider.connector("iyzico", {}, _KEYS))


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_that_runs_into_a_time_out_is_repeated_only_when_it_reads(name: str) -> None:
    operation, contents, _ = OPERATIONS[name]
    before = [] if name in _READS else contents[:-1]
    provider = telling(*before, httpx.ReadTimeout("slow"))

    with pytest.raises(Unavailable) as raised:
        operation(provider.connector("iyzico", {}, _KEYS))

    tries = len(provider.requests) - len(before)
    assert (raised.value.maybe_done, tries) == ((False, 3) if name in _READS else (True, 1))


@pytest.mark.parametrize("name", sorted(_READS))
@pytest.mark.parametrize("content", [["x"], {"payments": 7, "renamed": 1}, 7])
def test_answer_of_another_shape_is_unexpected(name: str, content: object) -> None:
    with pytest.raises(UnexpectedAnswer):
        OPERATIONS[name][0](telling(content).connector("iyzico", {}, _KEYS))
