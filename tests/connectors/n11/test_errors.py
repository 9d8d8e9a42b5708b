"""N11's error answers as our five errors."""

from typing import Any

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.http import Answer
from prapazar.connectors.n11 import errors


def _product(name: str, message: str = "") -> dict[str, Any]:
    return {"@type": name, "name": name, "message": message, "errors": [{"reason": message}]}


def _order(code: str, message: str = "") -> dict[str, Any]:
    return {"code": 400, "status": "failure", "errorCode": code, "errorMessage": message}


def _soap(code: str, message: str = "", category: str = "") -> dict[str, Any]:
    result = {"status": "failure", "errorCode": code, "errorMessage": message, "errorCategory": category}
    return {"OrderItemRejectResponse": {"result": result}}


_FAULT = {"Fault": {"faultcode": "SOAP-ENV:Server", "faultstring": "No endpoint mapping found"}}


@pytest.mark.parametrize(
    ("status", "content", "expected", "code"),
    [
        (401, _product("SellerApiUserUnauthorizedException"), AuthFailed, "connector.auth_failed"),
        (400, _order("SELLER_API.authenticationFailed"), AuthFailed, "connector.auth_failed"),
        (403, None, AuthFailed, "connector.auth_failed"),
        (400, _order("invalidInput", "Adet hatalı"), Rejected, "n11.rejected"),
        (400, _order("invalidInput", "Sipariş kalemi bulunamadı."), Rejected, "n11.not_found"),
        (404, _product("TaskNotFoundException"), Rejected, "n11.not_found"),
        (404, None, Rejected, "n11.not_found"),
        (429, None, RateLimited, "connector.rate_limited"),
        (400, _order("SELLER_API.maxCallLimit.reached"), RateLimited, "connector.rate_limited"),
        (405, None, UnexpectedAnswer, "connector.endpoint_changed"),
        (500, _product("InternalServerException"), Unavailable, "connector.unavailable"),
        (500, _FAULT, Unavailable, "connector.unavailable"),
        (503, None, Unavailable, "connector.unavailable"),
    ],
)
def test_error_is_one_of_the_five(status: int, content: object, expected: type[Exception], code: str) -> None:
    error = errors.from_answer(Answer(status, {}, content))

    assert (type(error), error.code) == (expected, code)


@pytest.mark.parametrize(
    ("content", "expected", "code"),
    [
        (_soap("SELLER_API.authenticationFailed"), AuthFailed, "connector.auth_failed"),
        (
            _soap("SELLER_API.getProductQuestionListRequest.accessLimit.reached"),
            RateLimited,
            "connector.rate_limited",
        ),
        (_soap("SELLER_API.orderItem.notFound"), Rejected, "n11.not_found"),
        (_soap("SELLER_API.reason.invalid", "Sebep geçersiz"), Rejected, "n11.rejected"),
        (_soap("SELLER_API.unknown", "", "SYSTEM"), Unavailable, "connector.unavailable"),
    ],
)
def test_failure_within_a_good_status_is_one_of_the_five(
    content: object, expected: type[Exception], code: str
) -> None:
    error = errors.from_good_answer(Answer(200, {}, content))

    assert error is not None
    assert (type(error), error.code) == (expected, code)


@pytest.mark.parametrize(
    "content",
    [
        {"OrderItemRejectResponse": {"result": {"status": "success", "errorCode": None}}},
        {"content": [], "totalPages": 0},
        {"id": 7, "status": "REJECT"},
        [],
        None,
    ],
)
def test_answer_that_is_no_soap_failure_is_none(content: object) -> None:
    assert errors.from_good_answer(Answer(200, {}, content)) is None


def test_wait_is_the_headers_or_a_minute() -> None:
    waits = [errors.from_answer(Answer(429, headers, None)) for headers in ({}, {"retry-after": "3"})]

    assert [wait.retry_after for wait in waits if isinstance(wait, RateLimited)] == [60.0, 3.0]


def test_detail_hides_personal_data() -> None:
    error = errors.from_answer(Answer(400, {}, _order("x", "sule@example.com geçersiz")))

    assert error.detail == "400 x ••• geçersiz"
