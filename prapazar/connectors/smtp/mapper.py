"""Pure functions between our records and a letter of RFC 5322."""

import re
from collections.abc import Mapping
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.messages import OutgoingMessage, SentMessage
from prapazar.connector_kit.parsing import mapping
from prapazar.connectors.smtp import errors
from prapazar.foundation.clock import now
from prapazar.foundation.texts import say

_MAIL = re.compile(r"[^@\s<>\",;]+@[^@\s<>\",;]+\.[^@\s<>\",;]{2,}", re.ASCII)
_SAFE = policy.SMTP.clone(cte_type="7bit")
"""Not every server takes eight bits."""
_GOOD = range(200, 300)
_SPREADSHEET = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {".xlsx": ("application", _SPREADSHEET), ".csv": ("text", "csv"), ".pdf": ("application", "pdf")}


def recipient(to: str) -> str:
    if not to.isascii() or _MAIL.fullmatch(to) is None:
        raise Rejected("not a mail address", code=errors.BAD_RECIPIENT, field="to")
    return to


def message_id(message: OutgoingMessage, sender: str) -> str:
    """The same at each try: a server or reader that looks sees that it is one letter."""
    return f"<{message.reference}@{sender.rpartition('@')[2]}>"


def letter(message: OutgoingMessage, settings: Mapping[str, Any]) -> bytes:
    sender = str(settings["sender_address"])
    made = EmailMessage(policy=_SAFE)
    made["From"] = Address(display_name=_line(str(settings["sender_name"])), addr_spec=sender)
    made["To"] = recipient(message.to)
    made["Subject"] = _line(message.subject)
    made["Date"] = format_datetime(now())
    if settings.get("reply_to"):
        made["Reply-To"] = str(settings["reply_to"])
    plain = message.text
    if message.stop_url:
        plain = f"{plain}\n\n--\n{say(message.language, 'messages.stop_line')} {message.stop_url}\n"
    made.set_content(plain)
    if message.html:
        made.add_alternative(message.html, subtype="html")
    for name, content in message.attached:
        main, sub = _TYPES.get(name[name.rfind(".") :].lower(), ("application", "octet-stream"))
        made.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return _unfolded(message, sender) + made.as_bytes()


def _unfolded(message: OutgoingMessage, sender: str) -> bytes:
    """A long word of a header would be written as an encoded one, which no reader of these expects."""
    lines = [f"Message-ID: {message_id(message, sender)}"]
    if message.stop_url:
        lines += [
            f"List-Unsubscribe: <{message.stop_url}>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        ]
    return "".join(f"{one}\r\n" for one in lines).encode()


def sent(answer: object, identity: str) -> SentMessage:
    """Raises what the server said of this recipient."""
    said = mapping(answer, "send")
    if int(said.get("code") or 0) not in _GOOD:
        raise errors.of_letter(said)
    return SentMessage(identity, errors.told(said)[:60], 1)


def _line(written: str) -> str:
    return " ".join(written.split())
