"""PTT AVM's refusals as our five errors, with a bad status and with a good one."""

from typing import Any

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.http import Answer
from prapazar.connectors.pttavm import errors

_REPEATED = "Aynı istek 5 dakika içerisinde tekrar gönderilemez."


def _body(message: str = "") -> dict[str, Any]:
    return {"success": False, "message": message}


@pytest.mark.parametrize(
    ("status", "content", "expected", "code"),
    [
        (400, _body("Boş ürün listesi gönderilemez."), Rejected, "pttavm.rejected"),
        (400, _body(_REPEATED), Rejected, "pttavm.repeated_request"),
        (401, _body(), AuthFailed, "connector.auth_failed"),
        (403, None, AuthFailed, "connector.auth_failed"),
        (404, None, Rejected, "pttavm.not_found"),
        (405, None, UnexpectedAnswer, "connector.endpoint_changed"),
        (422, {"code": 422, "error": True}, Rejected, "pttavm.rejected"),
        (429, None, RateLimited, "connector.rate_limited"),
        (500, _body(), Unavailable, "connector.unavailable"),
    ],
)
def test_error_is_one_of_the_five(status: int, content: object, expected: type[Exception], code: str) -> None:
    error = errors.from_answer(Answer(status, {}, content))

    assert (type(error), error.code) == (expected, code)


@pytest.mark.parametrize(
    ("content", "code", "detail"),
    [
        (_body(_REPEATED), "pttavm.repeated_request", _REPEATED),
        ({"success": False, "error": {"error_message": "Yok"}}, "pttavm.rejected", "Yok"),
        ({"error": True, "msg": "Depo yok", "status": True}, "pttavm.rejected", "Depo yok"),
        ({"status": False, "message": "Available no shipping order"}, "pttavm.rejected", None),
    ],
)
def test_refusal_with_a_good_status_is_seen(content: object, code: str, detail: str | None) -> None:
    error = errors.from_good_answer(Answer(200, {}, content))

    assert error is not None
    assert (type(error), error.code) == (Rejected, code)
    assert detail is None or error.detail == detail


@pytest.mark.parametrize(
    "content",
    [
        [],
        None,
        {"success": True, "message": None},
        {"data": [], "error": False, "msg": None, "status": True},
        {"status": "error", "error": "Sipariş kargo aşamasında değil."},
        {"success": True, "error": {"error_code": None, "error_message": None}},
    ],
)
def test_good_answer_is_no_error(content: object) -> None:
    assert errors.from_good_answer(Answer(200, {}, content)) is None


def test_wait_is_the_headers_or_a_minute() -> None:
    waits = [errors.from_answer(Answer(429, headers, None)) for headers in ({}, {"retry-after": "3"})]

    assert [wait.retry_after for wait in waits if isinstance(wait, RateLimited)] == [60.0, 3.0]


def test_detail_hides_personal_data() -> None:
    error = errors.from_answer(Answer(400, {}, _body("sule@example.com geçersiz")))

    assert error.detail == "400 ••• geçersiz"
