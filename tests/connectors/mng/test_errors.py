"""MNG's error answers as our five errors."""

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.http import Answer
from prapazar.connectors.mng import errors

_GATEWAY = {
    "httpCode": "401",
    "httpMessage": "Unauthorized",
    "moreInformation": "Invalid client id or secret.",
}


@pytest.mark.parametrize(
    ("status", "content", "expected", "code"),
    [
        (400, {"statusCode": 400, "statusMessage": "Geçersiz"}, Rejected, "mng.rejected"),
        (400, {"error": {"Code": "400", "Message": "Kayıt bulunamadı"}}, Rejected, "mng.not_found"),
        (401, _GATEWAY, AuthFailed, "connector.auth_failed"),
        (404, None, Rejected, "mng.not_found"),
        (405, None, UnexpectedAnswer, "connector.endpoint_changed"),
        (429, None, RateLimited, "connector.rate_limited"),
        (500, "10.0.0.1 IP ADRESİ için tek barkod YETKİNİZ yoktur.", Rejected, "mng.ip_not_allowed"),
        (500, {"message": "IP adresi için tek barkod yetkiniz yoktur."}, Rejected, "mng.ip_not_allowed"),
        (500, {"message": "Beklenmeyen hata"}, Unavailable, "connector.unavailable"),
    ],
)
def test_error_is_one_of_the_five(status: int, content: object, expected: type[Exception], code: str) -> None:
    error = errors.from_answer(Answer(status, {}, content))

    assert (type(error), error.code) == (expected, code)


def test_field_is_told_in_our_words() -> None:
    body = {"statusCode": 400, "errors": [{"field": "recipient.cityName", "message": "yok"}]}

    error = errors.from_answer(Answer(400, {}, body))

    assert isinstance(error, Rejected)
    assert (error.field, error.detail) == ("city", "400 yok")


@pytest.mark.parametrize("content", [{"statusCode": 400, "statusMessage": "x"}, {"error": {"Message": "x"}}])
def test_refusal_with_a_good_status_is_one(content: object) -> None:
    error = errors.from_good_answer(Answer(200, {}, content))

    assert isinstance(error, Rejected)


@pytest.mark.parametrize("content", ["tamam", [], {"statusCode": 200}, None])
def test_answer_that_says_yes_is_no_error(content: object) -> None:
    assert errors.from_good_answer(Answer(200, {}, content)) is None
