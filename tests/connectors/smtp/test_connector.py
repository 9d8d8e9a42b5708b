"""A mail server's answers as our records."""

from typing import Any

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.messages import OutgoingMessage, SentMessage
from prapazar.connector_kit.records import AccountRecord
from tests.factories.provider import Provider, answer, telling

_SETTINGS = {
    "host": "smtp.example.com",
    "port": "587",
    "security": "starttls",
    "user": "ayse@example.com",
    "sender_address": "ayse@example.com",
    "sender_name": "Ayşe Mağaza",
}
_SECRETS = {"password": "gizli"}
_MESSAGE = OutgoingMessage("m1", "mehmet@example.com", "Yolda", "Siparişiniz")


def _connector(provider: Provider, **settings: str) -> Any:  # noqa: ANN401 - tests call what it can do
    return provider.connector("smtp", {**_SETTINGS, **settings}, _SECRETS)


def test_letter_goes_with_its_envelope_and_keeps_its_identity() -> None:
    provider = telling({"step": "data", "code": 250, "words": "2.0.0 Queued as 7"})

    sent = [_connector(provider).send_message(_MESSAGE) for _ in range(2)]

    [first, second] = provider.requests
    assert sent == [SentMessage("<m1@example.com>", "250 2.0.0 Queued as 7", 1)] * 2
    assert (str(first.url), first.headers["x-envelope-from"], first.headers["x-envelope-to"]) == (
        "smtp://smtp.example.com:587/letters",
        "ayse@example.com",
        "mehmet@example.com",
    )
    assert b"Message-ID: <m1@example.com>\r\n" in first.content
    assert b"Message-ID: <m1@example.com>\r\n" in second.content


def test_credentials_are_tested_with_the_sender_and_send_nothing() -> None:
    provider = telling({"step": "mail", "code": 250})

    found = _connector(provider).test_credentials()

    [asked] = provider.requests
    assert found == AccountRecord(name="Ayşe Mağaza", detail="ayse@example.com")
    assert (asked.url.path, asked.headers["x-envelope-from"], asked.content) == (
        "/login",
        "ayse@example.com",
        b"",
    )


@pytest.mark.parametrize(
    ("said", "status", "expected", "code"),
    [
        ({"step": "login", "code": 535, "words": "5.7.8 no"}, 401, AuthFailed, "smtp.login_refused"),
        ({"step": "mail", "code": 550, "words": "5.7.1 no"}, 422, AuthFailed, "smtp.bad_sender"),
        ({"step": "tls", "problem": "wrong_security"}, 401, AuthFailed, "smtp.wrong_security"),
        ({"step": "rcpt", "code": 550, "words": "5.1.1 no"}, 200, Rejected, "smtp.bad_recipient"),
        ({"step": "rcpt", "code": 451, "words": "4.7.1 grey"}, 200, RateLimited, "smtp.greylisted"),
        ({"step": "data", "code": 554, "words": "5.7.1 spam"}, 200, Rejected, "smtp.refused"),
    ],
    ids=["login", "sender", "security", "recipient", "greylist", "spam"],
)
def test_refusal_says_what_to_mend_and_may_not_have_gone(
    said: object, status: int, expected: type[Exception], code: str
) -> None:
    provider = telling()
    provider.answers = [answer(said, status)]

    with pytest.raises(expected) as raised:
        _connector(provider).send_message(_MESSAGE)

    assert (getattr(raised.value, "code", ""), getattr(raised.value, "maybe_done", False)) == (code, False)


def test_server_that_is_not_there_has_taken_nothing() -> None:
    provider = telling()
    provider.answers = [answer({"step": "connect", "problem": "no_connection"}, 503)]

    with pytest.raises(Unavailable) as raised:
        _connector(provider).send_message(_MESSAGE)

    assert (raised.value.code, raised.value.maybe_done) == ("smtp.no_connection", False)


def test_pace_is_the_one_of_the_form() -> None:
    provider = telling({"step": "data", "code": 250})
    connector = _connector(provider, per_minute="2")

    connector.send_message(_MESSAGE)

    with pytest.raises(RateLimited) as raised:
        connector.send_message(_MESSAGE)

    assert (len(provider.requests), 10 < raised.value.retry_after <= 60) == (1, True)


def test_day_that_is_full_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []

    def granted(key: str, *, most: int, seconds: int) -> bool:
        asked.append((key, most))
        return seconds != 86_400

    monkeypatch.setattr("prapazar.connectors.smtp.connector.throttle.granted", granted)
    provider = telling({"step": "data", "code": 250})

    with pytest.raises(RateLimited) as raised:
        _connector(provider, per_day="7").send_message(_MESSAGE)

    assert (raised.value.code, provider.requests) == ("smtp.day_full", [])
    assert asked == [("mail-day:smtp:live:ayse@example.com", 7)]
