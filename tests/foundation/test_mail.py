"""Mail against a real SMTP conversation, and the file where no server is set."""

import email
from email.policy import default
from pathlib import Path

import pytest

from prapazar.foundation import mail
from prapazar.foundation.settings import settings
from tests.factories.letters import Letterbox


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


def test_send_keeps_a_long_address_of_a_header_in_one_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRAPAZAR_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("PRAPAZAR_SMTP_HOST", raising=False)
    settings.cache_clear()
    stop = f"<https://panel.example/stop/{'a1' * 60}>"

    path = mail.send("ayse@example.com", "Davet", "x", headers={"List-Unsubscribe": stop})
    settings.cache_clear()

    assert path is not None
    assert f"List-Unsubscribe: {stop}" in path.read_text(encoding="ascii").splitlines()


def test_send_aside_delivers_without_being_waited_for_and_swallows_a_refusal(letterbox: Letterbox) -> None:
    mail.send_aside("ayse@example.com", "Kilit", "x")
    mail.finish_sending()
    letterbox.refuses = True
    mail.send_aside("mehmet@example.com", "Kilit", "x")
    mail.finish_sending()

    assert [recipients for recipients, _ in letterbox.letters] == [["ayse@example.com"]]
