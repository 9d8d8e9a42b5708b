"""Mail against a real SMTP conversation, and the file where no server is set."""

import email
import socket
from collections.abc import Iterator
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from prapazar.foundation import mail
from prapazar.foundation.settings import settings


class Letterbox:
    """An SMTP server's handler that keeps what arrives, or refuses everybody."""

    def __init__(self) -> None:
        self.letters: list[tuple[list[str], email.message.EmailMessage]] = []
        self.refuses = False

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: ANN401, N802 - aiosmtpd's names
        if self.refuses:
            return "554 not today"
        letter = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(letter, email.message.EmailMessage)
        self.letters.append((envelope.rcpt_tos, letter))
        return "250 taken"


@pytest.fixture
def letterbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Letterbox]:
    box = Letterbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    monkeypatch.setenv("PRAPAZAR_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("PRAPAZAR_SMTP_PORT", str(port))
    monkeypatch.setenv("PRAPAZAR_SMTP_STARTTLS", "false")
    settings.cache_clear()
    yield box
    server.stop()
    settings.cache_clear()


def test_send_delivers_both_forms_over_smtp(letterbox: Letterbox) -> None:
    kept = mail.send("ayse@example.com", "Davet: Şarküteri", "Bağlantı: x", "<p>Bağlantı: x</p>")

    recipients, letter = letterbox.letters[0]
    parts = {part.get_content_type(): part.get_content().strip() for part in letter.iter_parts()}
    assert (kept, recipients, letter["Subject"]) == (None, ["ayse@example.com"], "Davet: Şarküteri")
    assert parts == {"text/plain": "Bağlantı: x", "text/html": "<p>Bağlantı: x</p>"}


def test_send_keeps_a_subject_on_one_line(letterbox: Letterbox) -> None:
    mail.send("ayse@example.com", "Davet\r\nBcc: kotu@example.com", "x")

    recipients, letter = letterbox.letters[0]
    assert (recipients, letter["Bcc"]) == (["ayse@example.com"], None)
    assert letter["Subject"] == "Davet Bcc: kotu@example.com"


def test_send_tells_when_the_server_refuses(letterbox: Letterbox) -> None:
    letterbox.refuses = True

    with pytest.raises(mail.MailNotSent):
        mail.send("ayse@example.com", "Davet", "x")

    assert letterbox.letters == []


def test_send_without_a_server_keeps_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRAPAZAR_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("PRAPAZAR_SMTP_HOST", raising=False)
    settings.cache_clear()

    path = mail.send("ayse@example.com", "Davet", "Bağlantı: x")
    settings.cache_clear()

    assert path is not None
    letter = email.message_from_bytes(path.read_bytes(), policy=default)
    assert (path.parent, letter["To"], letter.get_content()) == (
        tmp_path / "outgoing-mail",
        "ayse@example.com",
        "Bağlantı: x\n",
    )
