"""Letters as they are written."""

import email
from email.message import EmailMessage
from email.policy import default

import pytest

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.messages import OutgoingMessage
from prapazar.connectors.smtp import mapper

_SETTINGS = {"sender_address": "bilgi@example.com", "sender_name": "Şule'nin, Dükkânı", "reply_to": ""}


def _read(message: OutgoingMessage, **settings: str) -> EmailMessage:
    raw = mapper.letter(message, {**_SETTINGS, **settings})
    assert raw.isascii()
    found = email.message_from_bytes(raw, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def test_letter_says_who_writes_and_where_answers_go() -> None:
    letter = _read(
        OutgoingMessage("m1", "ayse@example.com", "Yolda: Iğdır", "Şal\r\nBcc: x@y.zz"),
        reply_to="destek@example.com",
    )

    assert (letter["To"], letter["Subject"], letter["Bcc"]) == ("ayse@example.com", "Şal Bcc: x@y.zz", None)
    [sender] = letter["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ("Şule'nin, Dükkânı", "bilgi@example.com")
    assert (letter["Reply-To"], letter["Message-ID"]) == ("destek@example.com", "<m1@example.com>")
    assert letter.get_content().split() == ["Yolda:", "Iğdır"]
    assert (letter["List-Unsubscribe"], "Reply-To" in _read(OutgoingMessage("m1", "a@b.com", "x"))) == (
        None,
        False,
    )


def test_advertising_has_its_way_out() -> None:
    stop = f"https://panel.example/stop/{'a1' * 60}"
    letter = _read(OutgoingMessage("m1", "ayse@example.com", "Sale", "x", "en", stop_url=stop))

    assert (letter["List-Unsubscribe"], letter["List-Unsubscribe-Post"]) == (
        f"<{stop}>",
        "List-Unsubscribe=One-Click",
    )
    assert letter.get_content().splitlines() == [
        "Sale",
        "",
        "--",
        f"If you do not want these messages: {stop}",
    ]


def test_paper_and_marks_go_along() -> None:
    letter = _read(
        OutgoingMessage(
            "m1", "a@b.com", "x", "x", html="<p>x</p>", attached=(("F-1.pdf", b"%PDF"), ("r.xlsx", b"PK"))
        )
    )

    files = [
        (one.get_filename(), one.get_content_type(), one.get_content()) for one in letter.iter_attachments()
    ]
    body = letter.get_body(("html",))
    assert files == [
        ("F-1.pdf", "application/pdf", b"%PDF"),
        ("r.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    ]
    assert body is not None
    assert body.get_content().strip() == "<p>x</p>"


@pytest.mark.parametrize(
    "to", ["", "+905321112233", "ayşe@example.com", "a@b", "a@b.com\r\nRCPT TO:<x@y.zz>"]
)
def test_address_that_is_none_is_rejected(to: str) -> None:
    with pytest.raises(Rejected) as raised:
        mapper.recipient(to)

    assert (raised.value.code, raised.value.field) == ("smtp.bad_recipient", "to")
