"""What UPS's answers mean, by code, by status, and by the words of a refusal."""

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
from prapazar.connectors.ups import errors


def _told(code: str, message: str = "x") -> dict[str, object]:
    return {"response": {"errors": [{"code": code, "message": message}]}}


@pytest.mark.parametrize(
    ("status", "content", "expected", "code"),
    [
        (401, _told("250002"), AuthFailed, "connector.auth_failed"),
        (401, _told("251004"), AuthFailed, "connector.auth_failed"),
        (400, _told("250003"), AuthFailed, "connector.auth_failed"),
        (400, _told("UJ0001"), AuthFailed, "connector.auth_failed"),
        (400, _told("10007"), UnexpectedAnswer, "connector.endpoint_changed"),
        (404, _told("TW0001"), Rejected, "ups.not_found"),
        (405, None, UnexpectedAnswer, "connector.endpoint_changed"),
        (429, None, RateLimited, "connector.rate_limited"),
        (500, _told("10004"), Unavailable, "connector.unavailable"),
        (503, None, Unavailable, "connector.unavailable"),
    ],
)
def test_error_is_one_of_the_five(
    status: int, content: object, expected: type[ConnectorError], code: str
) -> None:
    found = errors.from_answer(Answer(status, {}, content))

    assert (type(found), found.code) == (expected, code)


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ("Missing or invalid ship to City", "city"),
        ("Missing or invalid ship to postal code", "postal_code"),
        ("Missing or invalid ship to address line", "line"),
        ("Missing or invalid phone number", "phone"),
        ("Missing or invalid ship to name", "name"),
        ("Something else", None),
    ],
)
def test_refusal_names_the_field_its_words_are_about(message: str, field: str | None) -> None:
    found = errors.from_answer(Answer(400, {}, _told("120000", message)))

    assert isinstance(found, Rejected)
    assert (found.code, found.field) == ("ups.rejected", field)
