"""Meta's error numbers as our five errors."""

import json

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.connectors.meta import errors


def _body(code: int, *, is_transient: bool = False) -> object:
    return {"error": {"message": "x", "type": "OAuthException", "code": code, "is_transient": is_transient}}


@pytest.mark.parametrize(
    ("status", "content", "expected", "code"),
    [
        (400, _body(190), AuthFailed, "connector.auth_failed"),
        (403, _body(200), AuthFailed, "connector.auth_failed"),
        (400, _body(100), Rejected, "meta.rejected"),
        (400, _body(80014), RateLimited, "connector.rate_limited"),
        (400, _body(80009), RateLimited, "connector.rate_limited"),
        (403, _body(4), RateLimited, "connector.rate_limited"),
        (500, _body(1), Unavailable, "connector.unavailable"),
        (400, _body(2), Unavailable, "connector.unavailable"),
        (400, _body(99, is_transient=True), Unavailable, "connector.unavailable"),
        (404, _body(803), Rejected, "meta.rejected"),
        (502, None, Unavailable, "connector.unavailable"),
        (401, None, AuthFailed, "connector.auth_failed"),
    ],
)
def test_number_decides_and_not_the_status(
    status: int, content: object, expected: type[Exception], code: str
) -> None:
    error = errors.from_answer(Answer(status, {}, content))

    assert (type(error), error.code) == (expected, code)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, 60.0),
        ({"retry-after": "7"}, 7.0),
        ({"x-business-use-case-usage": json.dumps({"1": [{"estimated_time_to_regain_access": 5}]})}, 300.0),
        (
            {"x-business-use-case-usage": json.dumps({"1": [{"estimated_time_to_regain_access": 600}]})},
            3600.0,
        ),
        ({"x-business-use-case-usage": json.dumps({"1": [{"estimated_time_to_regain_access": 0}]})}, 60.0),
        ({"x-business-use-case-usage": "nonsense"}, 60.0),
    ],
)
def test_wait_is_what_the_headers_say(headers: dict[str, str], expected: float) -> None:
    error = errors.from_answer(Answer(400, headers, _body(80014)))

    assert isinstance(error, RateLimited)
    assert error.retry_after == expected
