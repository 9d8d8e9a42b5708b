"""Amazon's error answers as our five errors: of its interfaces, its log-in and its document store."""

from typing import Any

import pytest

from prapazar.connector_kit.errors import (
    AuthFailed,
    ConnectorError,
    RateLimited,
    Rejected,
    Unavailable,
    UnexpectedAnswer,
)
from prapazar.connector_kit.http import Answer
from prapazar.connectors.amazon import errors


def _body(code: str, message: str = "x", details: str = "") -> dict[str, Any]:
    return {"errors": [{"code": code, "message": message, "details": details}]}


@pytest.mark.parametrize(
    ("status", "content", "expected", "code"),
    [
        (400, _body("InvalidInput"), Rejected, "amazon.rejected"),
        (400, _body("NOT_FOUND"), Rejected, "amazon.not_found"),
        (401, _body("Unauthorized"), AuthFailed, "connector.auth_failed"),
        (403, _body("Unauthorized"), AuthFailed, "amazon.access_denied"),
        (404, _body("NotFound"), Rejected, "amazon.not_found"),
        (413, _body("RequestTooLarge"), Rejected, "amazon.rejected"),
        (415, _body("UnsupportedMediaType"), UnexpectedAnswer, "connector.endpoint_changed"),
        (429, _body("QuotaExceeded"), RateLimited, "amazon.quota"),
        (500, _body("InternalFailure"), Unavailable, "connector.unavailable"),
        (503, None, Unavailable, "connector.unavailable"),
        (400, ["odd"], Rejected, "amazon.rejected"),
        (400, {"errors": [None]}, Rejected, "amazon.rejected"),
    ],
)
def test_error_is_one_of_the_five(
    status: int, content: object, expected: type[ConnectorError], code: str
) -> None:
    error = errors.from_answer(Answer(status, {}, content))

    assert (type(error), error.code) == (expected, code)


@pytest.mark.parametrize(
    ("headers", "pace", "wait"),
    [({}, 178.5, 178.5), ({}, None, 10.0), ({"retry-after": "7"}, 178.5, 7.0)],
)
def test_refused_quota_waits_by_the_header_or_by_the_plan(
    headers: dict[str, str], pace: float | None, wait: float
) -> None:
    error = errors.from_answer(Answer(429, headers, _body("QuotaExceeded"), pace))

    assert isinstance(error, RateLimited)
    assert error.retry_after == wait


def test_detail_is_what_amazon_says() -> None:
    error = errors.from_answer(Answer(400, {}, _body("InvalidInput", "Invalid Input", "sku")))

    assert error.detail == "400 InvalidInput Invalid Input sku"


@pytest.mark.parametrize(
    ("status", "content", "expected", "code"),
    [
        (400, {"error": "invalid_grant", "error_description": "gone"}, AuthFailed, "amazon.consent_gone"),
        (401, {"error": "invalid_client"}, AuthFailed, "amazon.client_refused"),
        (400, {"error": "invalid_request"}, Rejected, "amazon.rejected"),
        (503, None, Unavailable, "connector.unavailable"),
    ],
)
def test_refused_log_in_says_whose_turn_it_is(
    status: int, content: object, expected: type[ConnectorError], code: str
) -> None:
    error = errors.from_login(Answer(status, {}, content))

    assert (type(error), error.code) == (expected, code)


@pytest.mark.parametrize(
    ("status", "expected", "code"),
    [
        (403, Unavailable, "amazon.document_gone"),
        (404, Rejected, "amazon.document_gone"),
        (503, Unavailable, "connector.unavailable"),
    ],
)
def test_refused_document_is_not_the_merchants_fault(
    status: int, expected: type[ConnectorError], code: str
) -> None:
    error = errors.from_store(Answer(status, {}, None))

    assert (type(error), error.code) == (expected, code)
