"""PayTR's endpoints as they are called: address, fields and signature of every operation."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from tests.factories.paying import paid, request
from tests.factories.provider import Provider, answer, fixture, telling

_HERE = Path(__file__).parent
_SETTINGS, _SECRETS = {"merchant_id": "370001"}, {"merchant_key": "anahtar", "merchant_salt": "tuz"}
_STATUS = fixture(_HERE, "status")

Operation = Callable[[Any], object]
OPERATIONS: dict[str, tuple[Operation, list[object]]] = {
    "open_payment": (lambda c: c.open_payment(request()), [{"status": "success", "token": "t1"}]),
    "fetch_payment": (lambda c: c.fetch_payment("PRZ1", "PRZ1"), [_STATUS]),
    "refund_payment": (
        lambda c: c.refund_payment(paid(), Decimal("1.5"), "R-1"),
        [_STATUS, {"status": "success", "return_amount": "1.50"}],
    ),
}
_READS = {"fetch_payment"}


def _fields(sent: httpx.Request) -> dict[str, str]:
    return dict(parse_qsl(sent.content.decode(), keep_blank_values=True))


def _signed(text: str) -> str:
    return base64.b64encode(hmac.new(b"anahtar", text.encode(), hashlib.sha256).digest()).decode()


def _connected(provider: Provider) -> Any:  # noqa: ANN401 - any connector
    return provider.connector("paytr", _SETTINGS, _SECRETS)


def test_page_is_opened_in_kurus_and_signed_over_nine_fields() -> None:
    provider = telling({"status": "success", "token": "t1"})

    _connected(provider).open_payment(request())

    [sent] = provider.requests
    fields = _fields(sent)
    basket = fields.pop("user_basket")
    assert (sent.method, sent.url.path) == ("POST", "/odeme/api/get-token")
    assert json.loads(base64.b64decode(basket)) == [["Çiçekli Şal", "1249.00", 1], ["Çay", "0.90", 1]]
    signed = _signed(f"370001192.0.2.7PRZ1sule@example.com124990{basket}06TL0tuz")
    assert fields == {
        "merchant_id": "370001",
        "user_ip": "192.0.2.7",
        "merchant_oid": "PRZ1",
        "email": "sule@example.com",
        "payment_amount": "124990",
        "no_installment": "0",
        "max_installment": "6",
        "currency": "TL",
        "user_name": "Ayşe Şule Iğdırlıoğlu",
        "user_address": "Çınar Sokağı No: 7 Çankaya Ankara 06680",
        "user_phone": "0532 111 22 33",
        "merchant_ok_url": "https://magaza.example/tamam",
        "merchant_fail_url": "https://magaza.example/olmadi",
        "timeout_limit": "30",
        "debug_on": "0",
        "lang": "tr",
        "test_mode": "0",
        "paytr_token": signed,
    }


def test_status_is_asked_by_the_order_number() -> None:
    provider = telling(_STATUS)

    _connected(provider).fetch_payment("PRZ1", "PRZ1")

    [sent] = provider.requests
    expected = {"merchant_id": "370001", "merchant_oid": "PRZ1", "paytr_token": _signed("370001PRZ1tuz")}
    assert (sent.url.path, _fields(sent)) == ("/odeme/durum-sorgu", expected)


def test_refund_is_a_decimal_with_a_point_and_carries_our_reference() -> None:
    operation, contents = OPERATIONS["refund_payment"]
    provider = telling(*contents)

    operation(_connected(provider))

    sent = provider.requests[1]
    assert (sent.url.path, _fields(sent)) == (
        "/odeme/iade",
        {
            "merchant_id": "370001",
            "merchant_oid": "PRZ1",
            "return_amount": "1.50",
            "reference_no": "R1",
            "paytr_token": _signed("370001PRZ11.50tuz"),
        },
    )


def test_credentials_are_tried_with_the_price_list() -> None:
    def echoed(sent: httpx.Request) -> httpx.Response:
        return answer({"status": "success", "request_id": _fields(sent)["request_id"], "oranlar": {}})

    provider = Provider([echoed])

    account = _connected(provider).test_credentials()

    [sent] = provider.requests
    asked = _fields(sent)["request_id"]
    assert (account.name, account.detail, sent.url.path) == ("PayTR", "370001", "/odeme/taksit-oranlari")
    assert _fields(sent)["paytr_token"] == _signed(f"370001{asked}tuz")


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, AuthFailed), (403, AuthFailed), (400, Rejected), (429, RateLimited), (500, Unavailable)],
)
@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_maps_its_errors(name: str, status: int, expected: type[Exception]) -> None:
    with pytest.raises(expected):
        OPERATIONS[name][0](_connected(telling(answer({"status": "error"}, status))))


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_that_runs_into_a_time_out_is_repeated_only_when_it_reads(name: str) -> None:
    operation, contents = OPERATIONS[name]
    before = contents[:-1]
    provider = telling(*before, httpx.ReadTimeout("slow"))

    with pytest.raises(Unavailable) as raised:
        operation(_connected(provider))

    tries = len(provider.requests) - len(before)
    assert (raised.value.maybe_done, tries) == ((False, 3) if name in _READS else (True, 1))


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("content", [["x"], {"renamed": 1}, 7])
def test_answer_of_another_shape_is_unexpected(name: str, content: object) -> None:
    with pytest.raises(UnexpectedAnswer):
        OPERATIONS[name][0](_connected(telling(content)))
