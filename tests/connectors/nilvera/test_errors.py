"""Nilvera's error answers as our five errors."""

from typing import Any

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.http import Answer
from prapazar.connectors.nilvera import errors


def _body(code: object = None) -> dict[str, Any]:
    return {
        "Message": "İşlem başarısız",
        "Errors": [{"Code": code, "Description": "Açıklama", "Detail": None}],
    }


@pytest.mark.parametrize(
    ("status", "content", "expected", "code"),
    [
        (401, None, AuthFailed, "connector.auth_failed"),
        (403, None, AuthFailed, "connector.auth_failed"),
        (404, _body(3000), Rejected, "nilvera.recipient_unknown"),
        (404, _body(3009), Rejected, "nilvera.series_unknown"),
        (404, _body(3030), Rejected, "nilvera.not_found"),
        (404, None, Rejected, "nilvera.not_found"),
        (409, _body(1000), Rejected, "nilvera.sender_differs"),
        (409, _body("1001"), Rejected, "nilvera.duplicate"),
        (409, _body(1004), Rejected, "nilvera.duplicate"),
        (409, _body(1015), Rejected, "nilvera.duplicate"),
        (409, _body(4711), Rejected, "nilvera.rejected"),
        (422, _body(2000), Rejected, "nilvera.no_credit"),
        (422, _body(2015), Rejected, "nilvera.invalid_document"),
        (422, _body(2024), Rejected, "nilvera.recipient_is_taxpayer"),
        (422, _body(2025), Rejected, "nilvera.recipient_is_taxpayer"),
        (422, _body(2100), Rejected, "nilvera.series_of_other_year"),
        (422, {"Message": "x", "Errors": None}, Rejected, "nilvera.rejected"),
        (405, None, UnexpectedAnswer, "connector.endpoint_changed"),
        (429, None, RateLimited, "connector.rate_limited"),
        (500, _body(2015), Unavailable, "connector.unavailable"),
    ],
)
def test_error_is_one_of_the_five(status: int, content: object, expected: type[Exception], code: str) -> None:
    error = errors.from_answer(Answer(status, {}, content))

    assert (type(error), error.code) == (expected, code)


def test_detail_says_what_nilvera_said_and_hides_people() -> None:
    content = {"Message": "sule@example.com geçersiz", "Errors": [{"Code": 2015, "Description": "XSD"}]}

    assert errors.from_answer(Answer(422, {}, content)).detail == "422 2015 ••• geçersiz · XSD"
