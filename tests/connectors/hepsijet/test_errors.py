"""What HepsiJet's answers mean: by status, and within the envelope."""

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
from prapazar.connectors.hepsijet import errors


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, Rejected),
        (401, AuthFailed),
        (404, Rejected),
        (405, UnexpectedAnswer),
        (429, RateLimited),
        (502, Unavailable),
    ],
)
def test_status_is_one_of_the_five(status: int, expected: type[ConnectorError]) -> None:
    assert type(errors.from_answer(Answer(status, {}, None))) is expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"status": "FAIL", "message": "Şehir geçersiz"}, (Rejected, "hepsijet.rejected")),
        ({"status": "FAIL", "message": "GÖNDERİ BULUNAMADI"}, (Rejected, "hepsijet.not_found")),
        ({"status": "UNKNOWN"}, (UnexpectedAnswer, "connector.unexpected_answer")),
        ({"renamed": "OK"}, (UnexpectedAnswer, "connector.unexpected_answer")),
    ],
)
def test_envelope_that_says_no_with_a_good_status_is_an_error(
    content: object, expected: tuple[type[ConnectorError], str]
) -> None:
    found = errors.from_good_answer(Answer(200, {}, content))

    assert found is not None
    assert (type(found), found.code) == expected


@pytest.mark.parametrize("word", ["OK", "INFO", "WARNING", "PARTIALLY_OK"])
def test_envelope_that_says_yes_is_no_error(word: str) -> None:
    assert errors.from_good_answer(Answer(200, {}, {"status": word, "data": []})) is None
