"""Shopify's error answers as our five errors."""

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
from prapazar.connectors.shopify import errors

_COST = {
    "cost": {
        "requestedQueryCost": 500,
        "actualQueryCost": None,
        "throttleStatus": {"maximumAvailable": 2000.0, "currentlyAvailable": 100, "restoreRate": 100.0},
    }
}


def _graph(code: str, message: str = "x", **more: object) -> dict[str, Any]:
    return {"errors": [{"message": message, "extensions": {"code": code}}], **more}


@pytest.mark.parametrize(
    ("status", "content", "expected", "ours"),
    [
        (401, {"errors": "[API] Invalid API key"}, AuthFailed, "connector.auth_failed"),
        (403, {"errors": "Forbidden"}, AuthFailed, "connector.auth_failed"),
        (402, {"errors": "Unavailable Shop"}, Rejected, "shopify.shop_closed"),
        (423, {"errors": "Locked"}, Rejected, "shopify.shop_closed"),
        (404, {"errors": "Not Found"}, Rejected, "shopify.no_such_shop"),
        (301, None, Rejected, "connector.redirected"),
        (422, {"errors": {"x": ["y"]}}, Rejected, "shopify.rejected"),
        (500, None, Unavailable, "connector.unavailable"),
        (430, None, Rejected, "shopify.rejected"),
    ],
)
def test_status_becomes_an_error(
    status: int, content: object, expected: type[ConnectorError], ours: str
) -> None:
    error = errors.from_answer(Answer(status, {}, content))

    assert (type(error), error.code) == (expected, ours)


@pytest.mark.parametrize(
    ("content", "expected", "ours"),
    [
        (_graph("THROTTLED", extensions=_COST), RateLimited, "connector.rate_limited"),
        (_graph("", "Throttled"), RateLimited, "connector.rate_limited"),
        (_graph("ACCESS_DENIED", data=None), AuthFailed, "shopify.scope_missing"),
        (_graph("ACCESS_DENIED", data={"orders": None}), AuthFailed, "shopify.scope_missing"),
        (_graph("SHOP_INACTIVE"), Rejected, "shopify.shop_closed"),
        (_graph("INTERNAL_SERVER_ERROR"), Unavailable, "connector.unavailable"),
        (_graph("MAX_COST_EXCEEDED"), UnexpectedAnswer, "connector.endpoint_changed"),
        (_graph("undefinedField"), UnexpectedAnswer, "connector.endpoint_changed"),
        (_graph("BAD_REQUEST"), Rejected, "shopify.rejected"),
        ({"errors": "odd"}, Rejected, "shopify.rejected"),
    ],
)
def test_refusal_with_a_200_becomes_an_error(
    content: object, expected: type[ConnectorError], ours: str
) -> None:
    error = errors.from_good_answer(Answer(200, {}, content))

    assert error is not None
    assert (type(error), error.code) == (expected, ours)


@pytest.mark.parametrize(
    "content", [{"data": {}}, [], None, _graph("ACCESS_DENIED", data={"orders": {"nodes": []}})]
)
def test_good_answer_and_one_with_withheld_fields_are_none(content: object) -> None:
    assert errors.from_good_answer(Answer(200, {}, content)) is None


@pytest.mark.parametrize(
    ("headers", "content", "expected"),
    [
        ({"retry-after": "7"}, None, 7.0),
        ({}, {"extensions": _COST}, 4.0),
        ({}, None, errors.DEFAULT_WAIT),
        ({}, {"extensions": {"cost": {"throttleStatus": {"restoreRate": 0}}}}, errors.DEFAULT_WAIT),
    ],
)
def test_wait_is_what_is_asked_for_or_what_the_points_take(
    headers: dict[str, str], content: object, expected: float
) -> None:
    error = errors.from_answer(Answer(429, headers, content))

    assert isinstance(error, RateLimited)
    assert error.retry_after == expected


def test_wrong_client_is_a_400_of_the_log_in() -> None:
    assert isinstance(errors.from_login(Answer(400, {}, {"error": "invalid_client"})), AuthFailed)


@pytest.mark.parametrize(
    ("failure", "code", "field"),
    [
        ({"field": ["orderId"], "message": "Order does not exist"}, "shopify.not_found", "orderId"),
        ({"field": None, "message": "gone", "code": "NOT_FOUND"}, "shopify.not_found", None),
        (
            {"field": ["input", "name"], "message": "no", "code": "INVALID_NAME"},
            "shopify.rejected",
            "input.name",
        ),
    ],
)
def test_what_a_mutation_refuses_is_rejected(failure: dict[str, Any], code: str, field: str | None) -> None:
    error = errors.of_user([failure])

    assert (error.code, error.field) == (code, field)
