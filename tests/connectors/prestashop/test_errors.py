"""The webservice's numbered errors as our five."""

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.http import Answer
from prapazar.connectors.prestashop import errors


def _body(*codes: int) -> dict[str, object]:
    return {"errors": [{"code": str(code), "message": "No."} for code in codes]}


@pytest.mark.parametrize(
    ("status", "content", "expected", "code"),
    [
        (400, _body(41), Rejected, "prestashop.rejected"),
        (401, None, AuthFailed, "connector.auth_failed"),
        (401, _body(20, 21), AuthFailed, "connector.auth_failed"),
        (401, _body(26), AuthFailed, "prestashop.right_missing"),
        (403, _body(132), Rejected, "prestashop.shop_unknown"),
        (404, None, Rejected, "prestashop.not_found"),
        (404, _body(87), Rejected, "prestashop.not_found"),
        (405, _body(25), AuthFailed, "prestashop.right_missing"),
        (405, _body(101), UnexpectedAnswer, "connector.endpoint_changed"),
        (429, None, RateLimited, "connector.rate_limited"),
        (500, _body(46), Unavailable, "connector.unavailable"),
        (503, _body(22), Unavailable, "connector.unavailable"),
    ],
)
def test_error_is_one_of_the_five(status: int, content: object, expected: type[Exception], code: str) -> None:
    error = errors.from_answer(Answer(status, {}, content))

    assert (type(error), error.code) == (expected, code)


def test_page_in_place_of_the_webservice_says_so() -> None:
    error = errors.from_answer(Answer(404, {"content-type": "text/html; charset=utf-8"}, None))

    assert error.code == "prestashop.no_webservice"


def test_all_numbers_and_sentences_are_told() -> None:
    assert errors.from_answer(Answer(400, {}, _body(84, 85))).detail == "400 84 No. 85 No."
