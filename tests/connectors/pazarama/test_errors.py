"""Pazarama's error answers as our five errors."""

from typing import Any

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.http import Answer
from prapazar.connectors.pazarama import errors


def _body(code: str | None = None, message: str | None = None) -> dict[str, Any]:
    return {"data": None, "success": False, "messageCode": code, "message": message, "userMessage": None}


@pytest.mark.parametrize(
    ("status", "content", "expected", "code"),
    [
        (400, _body("invalid_token"), AuthFailed, "connector.auth_failed"),
        (401, None, AuthFailed, "connector.auth_failed"),
        (403, None, AuthFailed, "connector.auth_failed"),
        (400, _body("validation", "Geçersiz"), Rejected, "pazarama.rejected"),
        (400, _body("ORD404", "Sipariş bulunamadı."), Rejected, "pazarama.not_found"),
        (404, None, Rejected, "pazarama.not_found"),
        (405, None, UnexpectedAnswer, "connector.endpoint_changed"),
        (429, None, RateLimited, "connector.rate_limited"),
        (500, _body("error"), Unavailable, "connector.unavailable"),
    ],
)
def test_error_is_one_of_the_five(status: int, content: object, expected: type[Exception], code: str) -> None:
    error = errors.from_answer(Answer(status, {}, content))

    assert (type(error), error.code) == (expected, code)


@pytest.mark.parametrize(
    ("content", "expected", "code"),
    [
        (_body("invalid_token"), AuthFailed, "connector.auth_failed"),
        (_body("ORD1", "Statü uygun değil"), Rejected, "pazarama.rejected"),
        (_body("PZR", "Ürün bulunamadı"), Rejected, "pazarama.not_found"),
    ],
)
def test_envelope_that_says_no_with_a_good_status_is_one_of_the_five(
    content: object, expected: type[Exception], code: str
) -> None:
    error = errors.from_good_answer(Answer(200, {}, content))

    assert error is not None
    assert (type(error), error.code) == (expected, code)


@pytest.mark.parametrize("content", [{"data": [], "success": True}, {"data": []}, [], None])
def test_envelope_that_says_yes_is_no_error(content: object) -> None:
    assert errors.from_good_answer(Answer(200, {}, content)) is None


def test_wait_is_the_headers_or_ten_seconds() -> None:
    waits = [errors.from_answer(Answer(429, headers, None)) for headers in ({}, {"retry-after": "3"})]

    assert [wait.retry_after for wait in waits if isinstance(wait, RateLimited)] == [10.0, 3.0]


def test_detail_hides_personal_data() -> None:
    error = errors.from_answer(Answer(400, {}, _body("x", "sule@example.com geçersiz")))

    assert error.detail == "400 x ••• geçersiz"
