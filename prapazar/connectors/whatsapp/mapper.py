"""Pure functions between WhatsApp's shapes and our records."""

from collections.abc import Iterator
from datetime import UTC, datetime

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.messages import MessageReport, MessageState, OutgoingMessage, SentMessage
from prapazar.connector_kit.parsing import mapping, optional, required, rows, text
from prapazar.connectors.whatsapp.schemas import Raw, Sending

_STATES = {
    "sent": MessageState.ACCEPTED,
    "delivered": MessageState.DELIVERED,
    "read": MessageState.READ,
    "failed": MessageState.FAILED,
}
_BLANK = "-"


def sending(message: OutgoingMessage) -> Sending:
    """Meta refuses empty parameters, and line breaks within them."""
    if not message.template:
        raise Rejected("a template is needed", code="whatsapp.template_missing", field="template")
    parameters = [" ".join(one.split()) or _BLANK for one in message.params]
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": message.to.removeprefix("+"),
        "type": "template",
        "template": {
            "name": message.template,
            "language": {"code": message.language, "policy": "deterministic"},
            "components": [
                {"type": "body", "parameters": [{"type": "text", "text": one} for one in parameters]}
            ]
            if parameters
            else [],
        },
    }


def sent(answer: object) -> SentMessage:
    told = rows(required(mapping(answer, "send"), "messages"), "messages")
    if len(told) != 1:
        raise UnexpectedAnswer("one message, several answers", raw=answer, code="connector.odd_value")
    return SentMessage(text(required(told[0], "id")), text(optional(told[0], "message_status")), units=1)


def template_count(answer: object) -> int:
    return len(rows(required(mapping(answer, "templates"), "data"), "data"))


def reports(content: object) -> list[MessageReport]:
    """Of one delivery; what buyers wrote is no report."""
    return [_report(status) for value in _values(content) for status in _statuses(value)]


def _values(content: object) -> Iterator[Raw]:
    for entry in rows(required(mapping(content, "delivery"), "entry"), "entry"):
        for change in rows(required(entry, "changes"), "changes"):
            if text(required(change, "field")) == "messages":
                yield mapping(required(change, "value"), "value")


def _statuses(value: Raw) -> list[Raw]:
    return list(rows(optional(value, "statuses") or [], "statuses"))


def _report(raw: Raw) -> MessageReport:
    word = text(required(raw, "status"))
    if word not in _STATES:
        raise UnexpectedAnswer(word, raw=word, code="connector.unknown_status")
    faults = rows(optional(raw, "errors") or [], "errors")
    detail = " ".join(f"{text(optional(one, 'code'))} {text(optional(one, 'title'))}" for one in faults)
    return MessageReport(
        external_id=text(required(raw, "id")),
        state=_STATES[word],
        provider_status=word,
        to=f"+{text(required(raw, 'recipient_id'))}",
        at=_moment(text(required(raw, "timestamp"))),
        code="whatsapp.not_delivered" if _STATES[word] is MessageState.FAILED else "",
        detail=detail,
    )


def _moment(written: str) -> datetime:
    if not written.isdecimal():
        raise UnexpectedAnswer(written, raw=written, code="connector.odd_value")
    return datetime.fromtimestamp(int(written), UTC)
