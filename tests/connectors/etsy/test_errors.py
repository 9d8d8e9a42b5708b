"""Etsy's error answers as our five errors."""

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.http import Answer
from prapazar.connectors.etsy import errors

_EXPIRED = {"error": "invalid_token", "error_description": "access token is expired"}


@pytest.mark.parametrize(
    ("status", "content", "expected", "code"),
    [
        (400, {"error": "Invalid price"}, Rejected, "etsy.rejected"),
        (401, _EXPIRED, AuthFailed, "connector.auth_failed"),
        (403, {"error": "Invalid API key."}, AuthFailed, "connector.auth_failed"),
        (
            403,
            {"error": "Shared secret is required in x-api-key header."},
            AuthFailed,
            "connector.auth_failed",
        ),
        (403, {"error": "insufficient_scope"}, AuthFailed, "etsy.scope_missing"),
        (404, {"error": "Resource not found"}, Rejected, "etsy.not_found"),
        (405, None, UnexpectedAnswer, "connector.endpoint_changed"),
        (409, {"error": "conflict"}, Rejected, "etsy.conflict"),
        (429, None, RateLimited, "connector.rate_limited"),
        (500, {"error": "oops"}, Unavailable, "connector.unavailable"),
        (503, "<html>", Unavailable, "connector.unavailable"),
    ],
)
def test_error_is_one_of_the_five(status: int, content: object, expected: type[Exception], code: str) -> None:
    error = errors.from_answer(Answer(status, {}, content))

    assert (type(error), error.code) == (expected, code)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"retry-after": "7"}, 7.0),
        ({}, 1.0),
        ({"x-remaining-today": "0"}, 3600.0),
        ({"x-remaining-today": "0", "retry-after": "90"}, 90.0),
    ],
)
def test_wait_is_what_etsy_says_or_what_is_left_tells(headers: dict[str, str], expected: float) -> None:
    error = errors.from_answer(Answer(429, headers, None))

    assert isinstance(error, RateLimited)
    assert error.retry_after == expected


def test_spent_refresh_token_is_a_failed_log_in() -> None:
    refused = {"error": "invalid_grant", "error_description": "refresh token is invalid"}

    error = errors.from_login(Answer(400, {}, refused))

    assert (type(error), error.detail) == (AuthFailed, "400 invalid_grant refresh token is invalid")
    assert type(errors.from_login(Answer(503, {}, None))) is Unavailable


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, 0.0),
        ({"x-remaining-this-second": "3", "x-remaining-today": "8"}, 0.0),
        ({"x-remaining-this-second": "0", "x-remaining-today": "8"}, 1.0),
        ({"x-remaining-this-second": "0", "x-remaining-today": "0"}, 3600.0),
    ],
)
def test_pause_after_a_good_answer_is_as_long_as_nothing_is_left(
    headers: dict[str, str], expected: float
) -> None:
    assert errors.pause(headers) == expected
