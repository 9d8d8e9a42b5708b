"""İdefix's error answers as our five errors."""

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.http import Answer
from prapazar.connectors.idefix import errors


@pytest.mark.parametrize(
    ("status", "content", "expected", "code"),
    [
        (401, {"message": "VENDOR_TOKEN_NOT_EXIST"}, AuthFailed, "connector.auth_failed"),
        (400, {"code": "VENDOR_TOKEN_NOT_FORMATED"}, AuthFailed, "connector.auth_failed"),
        (403, None, AuthFailed, "connector.auth_failed"),
        (400, {"error": "DATA_PARSE_ERROR"}, Rejected, "idefix.rejected"),
        (422, {"errors": ["x"]}, Rejected, "idefix.rejected"),
        (400, {"message": "BATCH_NOT_EXIST"}, Rejected, "idefix.not_found"),
        (400, {"message": "NO_BATCH_ID_EXIST"}, Rejected, "idefix.not_found"),
        (404, None, Rejected, "idefix.not_found"),
        (405, "x", UnexpectedAnswer, "connector.endpoint_changed"),
        (429, None, RateLimited, "connector.rate_limited"),
        (500, {"message": "x"}, Unavailable, "connector.unavailable"),
    ],
)
def test_error_is_one_of_the_five(status: int, content: object, expected: type[Exception], code: str) -> None:
    error = errors.from_answer(Answer(status, {}, content))

    assert (type(error), error.code) == (expected, code)


def test_wait_is_the_headers_fraction_or_two_seconds() -> None:
    waits = [errors.from_answer(Answer(429, headers, None)) for headers in ({}, {"retry-after": "2.5"})]

    assert [wait.retry_after for wait in waits if isinstance(wait, RateLimited)] == [2.0, 2.5]


@pytest.mark.parametrize(
    ("reasons", "code"),
    [
        (["CATALOG_PRICE_LOCKED"], "idefix.price_locked"),
        (["DATA_PARSE_ERROR", "PRODUCT_NOT_FOUND"], "idefix.not_found"),
        (["DATA_PARSE_ERROR"], "idefix.item_refused"),
        ([], "idefix.item_refused"),
    ],
)
def test_item_is_refused_by_its_reason(reasons: list[str], code: str) -> None:
    assert errors.item_code(reasons) == code


def test_detail_hides_personal_data() -> None:
    error = errors.from_answer(Answer(400, {}, {"message": "sule@example.com geçersiz"}))

    assert error.detail == "400 ••• geçersiz"
