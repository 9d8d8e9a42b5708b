"""eBay's error answers as our five errors."""

from datetime import UTC, datetime
from typing import Any

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.http import Answer
from prapazar.connectors.ebay import errors


def _body(number: int) -> dict[str, Any]:
    failure = {"errorId": number, "domain": "API_INVENTORY", "category": "REQUEST", "message": "x"}
    return {"errors": [failure]}


@pytest.mark.parametrize(
    ("status", "content", "expected", "code"),
    [
        (401, _body(1001), AuthFailed, "connector.auth_failed"),
        (401, None, AuthFailed, "connector.auth_failed"),
        (403, _body(1100), AuthFailed, "ebay.scope_missing"),
        (400, _body(25003), Rejected, "ebay.price"),
        (400, _body(25004), Rejected, "ebay.quantity"),
        (400, _body(25005), Rejected, "ebay.category"),
        (400, _body(25007), Rejected, "ebay.policy_needed"),
        (400, _body(25012), Rejected, "ebay.location_needed"),
        (400, _body(25014), Rejected, "ebay.pictures"),
        (400, _body(25709), Rejected, "ebay.rejected"),
        (400, _body(32100), Rejected, "ebay.not_found"),
        (404, _body(25710), Rejected, "ebay.not_found"),
        (400, _body(215000), Rejected, "ebay.signature_needed"),
        (409, _body(195019), Rejected, "ebay.rejected"),
        (405, None, UnexpectedAnswer, "connector.endpoint_changed"),
        (429, _body(2001), RateLimited, "connector.rate_limited"),
        (500, _body(25001), Unavailable, "connector.unavailable"),
        (500, _body(25025), Unavailable, "connector.unavailable"),
        (502, "<html>", Unavailable, "connector.unavailable"),
    ],
)
def test_error_is_one_of_the_five(status: int, content: object, expected: type[Exception], code: str) -> None:
    error = errors.from_answer(Answer(status, {}, content))

    assert (type(error), error.code) == (expected, code)


@pytest.mark.parametrize(
    ("status", "word", "expected", "code"),
    [
        (400, "invalid_grant", AuthFailed, "ebay.consent_ended"),
        (400, "invalid_scope", AuthFailed, "connector.auth_failed"),
        (401, "invalid_client", AuthFailed, "connector.auth_failed"),
        (503, "temporarily_unavailable", Unavailable, "connector.unavailable"),
    ],
)
def test_log_in_refuses_in_words(status: int, word: str, expected: type[Exception], code: str) -> None:
    error = errors.from_login(Answer(status, {}, {"error": word, "error_description": "x"}))

    assert (type(error), error.code) == (expected, code)


@pytest.mark.parametrize(
    ("moment", "seconds"),
    [
        (datetime(2026, 11, 21, 7, 50, tzinfo=UTC), 600.0),  # ten to midnight in Los Angeles
        (datetime(2026, 7, 21, 6, 50, tzinfo=UTC), 600.0),  # in summer
        (datetime(2026, 11, 21, 12, 0, tzinfo=UTC), 3600.0),
    ],
)
def test_quota_begins_anew_at_midnight_pacific(moment: datetime, seconds: float) -> None:
    assert errors.until_midnight(moment) == seconds


def test_wait_ebay_tells_goes_before_midnight() -> None:
    error = errors.from_answer(Answer(429, {"retry-after": "30"}, _body(2001)))

    assert isinstance(error, RateLimited)
    assert error.retry_after == 30
