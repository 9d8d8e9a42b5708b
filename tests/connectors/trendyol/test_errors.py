"""Trendyol's error answers as our five errors."""

from typing import Any

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.http import Answer
from prapazar.connectors.trendyol import errors


def _body(key: str, message: str = "") -> dict[str, Any]:
    return {"timestamp": 1, "exception": "X", "errors": [{"key": key, "message": message, "errorCode": key}]}


@pytest.mark.parametrize(
    ("status", "content", "expected", "code"),
    [
        (401, _body("ClientApiAuthenticationException"), AuthFailed, "connector.auth_failed"),
        (403, _body("forbidden"), AuthFailed, "trendyol.forbidden"),
        (404, _body("not.found"), Rejected, "trendyol.not_found"),
        (409, _body("exists"), Rejected, "trendyol.conflict"),
        (400, _body("price.invalid"), Rejected, "trendyol.rejected"),
        (
            400,
            _body("x", "Aynı isteği 15 dakika boyunca tekrarlayamazsınız."),
            Rejected,
            errors.REPEATED_REQUEST,
        ),
        (414, None, Rejected, "trendyol.too_many_filters"),
        (405, None, UnexpectedAnswer, "connector.endpoint_changed"),
        (401, {"exception": "SellerIntegrationApiDomainNotFoundException"}, Rejected, "trendyol.not_found"),
        (426, _body("upgrade.required"), UnexpectedAnswer, "trendyol.endpoint_retired"),
        (429, _body("too.many.requests"), RateLimited, "connector.rate_limited"),
        (500, _body("TrendyolSystemException"), Unavailable, "connector.unavailable"),
        (503, None, Unavailable, "connector.unavailable"),
    ],
)
def test_error_is_one_of_the_five(status: int, content: object, expected: type[Exception], code: str) -> None:
    error = errors.from_answer(Answer(status, {}, content))

    assert (type(error), error.code) == (expected, code)


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (_body("price.invalid", "Fiyat hatalı"), "400 price.invalid Fiyat hatalı"),
        ({"errors": ["Fiyat hatalı"]}, "400  Fiyat hatalı"),
        ({"body": _body("price.invalid", "Fiyat hatalı")}, "400 price.invalid Fiyat hatalı"),
        ({"exception": "TrendyolSystemException"}, "400 TrendyolSystemException"),
        ({"errors": []}, "400"),
        (["?"], "400"),
    ],
)
def test_detail_is_read_from_every_shape(content: object, detail: str) -> None:
    assert errors.from_answer(Answer(400, {}, content)).detail == detail


def test_detail_hides_personal_data() -> None:
    error = errors.from_answer(Answer(400, {}, _body("x", "ayse@example.com bulunamadı")))

    assert error.detail == "400 x ••• bulunamadı"


def test_wait_is_the_headers_or_ten_seconds() -> None:
    waits = [errors.from_answer(Answer(429, headers, None)) for headers in ({}, {"retry-after": "3"})]

    assert [wait.retry_after for wait in waits if isinstance(wait, RateLimited)] == [10.0, 3.0]
