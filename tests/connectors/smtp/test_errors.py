"""What mail servers say, as our five errors."""

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.connectors.smtp import errors
from prapazar.connectors.smtp.client import _told
from prapazar.connectors.smtp.schemas import Said


@pytest.mark.parametrize(
    ("said", "expected", "code"),
    [
        (Said("greeting", 554, "5.7.1 no"), AuthFailed, "smtp.not_welcome"),
        (Said("greeting", 421, "4.7.0 too many"), RateLimited, "connector.rate_limited"),
        (Said("greeting", 421, "4.3.2 shutting down"), Unavailable, "smtp.no_connection"),
        (Said("greeting", -1, "HTTP/1.1 400"), Unavailable, "connector.broken_answer"),
        (Said("login", 535), AuthFailed, "smtp.login_refused"),
        (Said("login", 454, "4.7.0 later"), RateLimited, "connector.rate_limited"),
        (Said("login", 0, problem="no_login"), AuthFailed, "smtp.no_login"),
        (Said("tls", 0, problem="no_starttls"), AuthFailed, "smtp.no_starttls"),
        (Said("mail", 530, "5.7.0 first log in"), AuthFailed, "smtp.login_refused"),
        (Said("mail", 550, "5.7.1 not yours"), AuthFailed, "smtp.bad_sender"),
        (Said("mail", 552, "5.3.4 too big"), Rejected, "smtp.too_big"),
        (Said("mail", 550, "5.4.5 daily quota"), RateLimited, "connector.rate_limited"),
        (Said("connect", 0, problem="unknown_host"), Unavailable, "smtp.unknown_host"),
    ],
    ids=lambda one: f"{one.step}-{one.code}-{one.problem}{one.words[:5]}" if isinstance(one, Said) else "",
)
def test_word_is_one_of_the_five(said: Said, expected: type[Exception], code: str) -> None:
    answer = _told(said)

    error = errors.from_answer(Answer(answer.status_code, {}, answer.json()))

    assert (type(error), error.code) == (expected, code)


def test_quota_of_the_day_waits_longer_than_a_crowd() -> None:
    waits = []
    for words in ("5.4.5 daily quota", "4.7.0 too many"):
        answer = _told(Said("mail", 450, words))
        error = errors.from_answer(Answer(answer.status_code, {}, answer.json()))
        assert isinstance(error, RateLimited)
        waits.append(error.retry_after)

    assert waits == [3_600, 120]


def test_words_of_a_server_name_nobody() -> None:
    said = {"code": 550, "words": "5.1.1 <ayse@example.com>: no such mailbox"}

    assert errors.told(said) == "550 5.1.1 <•••>: no such mailbox"
