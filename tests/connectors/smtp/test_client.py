"""The conversation itself, with real servers on this machine: encrypted, logged in, one letter handed over."""

import ssl
from pathlib import Path

import httpx
import pytest

from prapazar.connector_kit.parsing import load_json
from prapazar.connector_kit.reach import PUBLIC, HostForbidden, Reach
from prapazar.connectors.smtp.client import RECIPIENT, SENDER, Conversation
from prapazar.connectors.smtp.schemas import Server
from tests.factories import letters

_HERE = Reach(allowed=("127.0.0.1",))
_LETTER = b"Subject: Yolda\r\nMessage-ID: <m1@example.com>\r\n\r\nMerhaba\r\n.\r\n"


def _server(port: int, security: str = "starttls", password: str = "gizli") -> Server:  # noqa: S107 - of a test
    return Server("127.0.0.1", port, security, "ayse", password)  # type: ignore[arg-type]  # a literal


def _handed(server: Server, reach: Reach = _HERE) -> tuple[int, object]:
    headers = {SENDER: "ayse@example.com", RECIPIENT: "mehmet@example.com"}
    request = httpx.Request("POST", "smtp://127.0.0.1/letters", headers=headers, content=_LETTER)
    answer = Conversation(server, reach).handle_request(request)
    return answer.status_code, load_json(answer.content)


def test_letter_is_handed_over_encrypted_and_logged_in(tmp_path: Path) -> None:
    found = letters.certificate(tmp_path)
    with letters.sealed(found) as (box, port), pytest.MonkeyPatch.context() as patch:
        trusting = ssl.create_default_context(cafile=str(found[0]))
        patch.setattr("prapazar.connectors.smtp.auth.ssl.create_default_context", lambda: trusting)

        status, said = _handed(_server(port))

    [(to, letter)] = box.letters
    assert (status, said) == (200, {"step": "data", "code": 250, "words": "taken"})
    assert (to, letter["Message-ID"], letter.get_content().split()) == (
        ["mehmet@example.com"],
        "<m1@example.com>",
        ["Merhaba", "."],
    )


def test_wrong_password_hands_nothing_over(tmp_path: Path) -> None:
    found = letters.certificate(tmp_path)
    with letters.sealed(found) as (box, port), pytest.MonkeyPatch.context() as patch:
        trusting = ssl.create_default_context(cafile=str(found[0]))
        patch.setattr("prapazar.connectors.smtp.auth.ssl.create_default_context", lambda: trusting)

        status, said = _handed(_server(port, password="yanlis"))

    assert (status, box.letters) == (401, [])
    assert isinstance(said, dict)
    assert (said["step"], said["code"]) == ("login", 535)


def test_certificate_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    with letters.sealed(letters.certificate(tmp_path)) as (box, port):
        answer = _handed(_server(port))

    assert answer == (401, {"step": "tls", "problem": "bad_certificate"})
    assert box.letters == []


@pytest.mark.parametrize(("security", "problem"), [("starttls", "no_starttls"), ("tls", "wrong_security")])
def test_server_without_encryption_gets_neither_password_nor_letter(security: str, problem: str) -> None:
    with letters.letterboxed() as (box, port):
        answer = _handed(_server(port, security))

    assert answer == (401, {"step": "tls", "problem": problem})
    assert box.letters == []


def test_server_that_is_not_there_is_told_apart_from_a_name_nobody_has() -> None:
    with letters.letterboxed() as (_, port):
        pass

    assert _handed(_server(port)) == (503, {"step": "connect", "problem": "no_connection"})
    nowhere = Server("posta.invalid", 587, "starttls", "ayse", "gizli")
    assert _handed(nowhere) == (503, {"step": "connect", "problem": "unknown_host"})


def test_address_within_our_own_network_is_out_of_reach() -> None:
    with letters.letterboxed() as (box, port), pytest.raises(HostForbidden):
        _handed(_server(port), PUBLIC)

    assert box.letters == []
