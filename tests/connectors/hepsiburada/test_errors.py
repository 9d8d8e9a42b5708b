"""Hepsiburada's error answers, of every shape its services have, as our five errors."""

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.http import Answer
from prapazar.connectors.hepsiburada import errors

_PROBLEM = {"title": "One or more validation errors occurred.", "errors": {"Limit": ["Limit is required."]}}
_ISSUE = {
    "code": 1001,
    "errors": [{"message": "Answer is empty", "internalMessage": "x", "fieldName": "Answer"}],
}


@pytest.mark.parametrize(
    ("status", "content", "expected", "code"),
    [
        (401, None, AuthFailed, "connector.auth_failed"),
        (403, None, RateLimited, "hepsiburada.throttled"),
        (404, "Order not found", Rejected, "hepsiburada.not_found"),
        (409, "PackageStatusIsNotAvailable", Rejected, "hepsiburada.conflict"),
        (400, "WrongDateFormat", Rejected, "hepsiburada.rejected"),
        (405, None, UnexpectedAnswer, "connector.endpoint_changed"),
        (429, None, RateLimited, "connector.rate_limited"),
        (500, None, Unavailable, "connector.unavailable"),
        (503, None, Unavailable, "connector.unavailable"),
    ],
)
def test_error_is_one_of_the_five(status: int, content: object, expected: type[Exception], code: str) -> None:
    error = errors.from_answer(Answer(status, {}, content))

    assert (type(error), error.code) == (expected, code)


@pytest.mark.parametrize(
    ("content", "detail", "field"),
    [
        ("LimitCannotBeEmpty", "400 LimitCannotBeEmpty", None),
        (_PROBLEM, "400 Limit is required.", "limit"),
        (_ISSUE, "400 Answer is empty", "Answer"),
        ({"Success": False, "Message": "Olmaz"}, "400 Olmaz", None),
        ({"errors": []}, "400", None),
        (["?"], "400", None),
        (None, "400", None),
    ],
)
def test_detail_and_field_are_read_from_every_shape(content: object, detail: str, field: str | None) -> None:
    error = errors.from_answer(Answer(400, {}, content))

    assert isinstance(error, Rejected)
    assert (error.detail, error.field) == (detail, field)


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (
            {"success": False, "code": 1003, "message": "Kategori yaprak değil."},
            "1003 Kategori yaprak değil.",
        ),
        ({"Success": False, "Data": None}, ""),
        ({"cargoFirms": [], "error": True, "msg": "Mağaza yok"}, "Mağaza yok"),
    ],
)
def test_refusal_inside_a_good_answer_is_found(content: object, detail: str) -> None:
    error = errors.hidden(Answer(200, {}, content))

    assert isinstance(error, Rejected)
    assert (error.code, error.detail) == ("hepsiburada.rejected", detail)


@pytest.mark.parametrize("content", [{"success": True, "data": []}, {"items": []}, [], None, "ok"])
def test_good_answer_hides_nothing(content: object) -> None:
    assert errors.hidden(Answer(200, {}, content)) is None


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [
        (429, {"x-ratelimit-reset": "2.5"}, 2.5),
        (429, {"x-ratelimit-reset": "99999"}, 3600),
        (429, {"retry-after": "3"}, 3),
        (429, {}, 10),
        (403, {}, 30),
    ],
)
def test_wait_is_the_headers_or_the_usual(status: int, headers: dict[str, str], wait: float) -> None:
    error = errors.from_answer(Answer(status, headers, None))

    assert isinstance(error, RateLimited)
    assert error.retry_after == wait


def test_detail_hides_personal_data() -> None:
    error = errors.from_answer(Answer(400, {}, "ayse@example.com bulunamadı"))

    assert error.detail == "400 ••• bulunamadı"
