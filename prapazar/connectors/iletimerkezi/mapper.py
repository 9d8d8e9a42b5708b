"""Pure functions between İleti Merkezi's shapes and our records."""

import re

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.messages import MessageReport, MessageState, OutgoingMessage, SentMessage
from prapazar.connector_kit.parsing import mapping, optional, required, rows, text, whole
from prapazar.connectors.iletimerkezi.schemas import Order, Raw

_MOBILE = re.compile(r"\+90(5\d{9})")
_STATES = {110: MessageState.ACCEPTED, 111: MessageState.DELIVERED, 112: MessageState.FAILED}
_PUSHED = {
    "accepted": MessageState.ACCEPTED,
    "delivered": MessageState.DELIVERED,
    "undelivered": MessageState.FAILED,
}


def order(message: OutgoingMessage, sender: str) -> Order:
    found = _MOBILE.fullmatch(message.to)
    if found is None:
        raise Rejected("not a mobile number of Türkiye", code="iletimerkezi.bad_recipient", field="to")
    made: Order = {
        "sender": sender,
        "sendDateTime": [],
        "iys": "1" if message.is_commercial else "0",
        "message": {"text": message.text, "receipents": {"number": [found[1]]}},
    }
    if message.is_commercial:
        made["iysList"] = "BIREYSEL"
    return made


def sent(answer: object) -> SentMessage:
    return SentMessage(text(required(mapping(required(_response(answer), "order"), "order"), "id")))


def reports(answer: object, order_id: str) -> list[MessageReport]:
    told = mapping(required(_response(answer), "order"), "order")
    return [_report(one, order_id) for one in rows(optional(told, "message") or [], "message")]


def left(answer: object) -> str:
    return text(optional(mapping(required(_response(answer), "balance"), "balance"), "sms"))


def pushed(raw: object) -> MessageReport:
    report = mapping(required(mapping(raw, "report"), "report"), "report")
    word = text(required(report, "status"))
    if word not in _PUSHED:
        raise UnexpectedAnswer(word, raw=word, code="connector.unknown_status")
    return MessageReport(
        external_id=text(required(report, "packet_id")),
        state=_PUSHED[word],
        provider_status=word,
        to=_phone(text(required(report, "to"))),
        code="iletimerkezi.not_delivered" if _PUSHED[word] is MessageState.FAILED else "",
    )


def pushed_id(raw: object) -> str:
    report = mapping(required(mapping(raw, "report"), "report"), "report")
    return f"{text(required(report, 'id'))}:{text(required(report, 'status'))}"


def _report(raw: Raw, order_id: str) -> MessageReport:
    status = whole(required(raw, "status"), "status")
    if status not in _STATES:
        raise UnexpectedAnswer(str(status), raw=status, code="connector.unknown_status")
    return MessageReport(
        external_id=order_id,
        state=_STATES[status],
        provider_status=str(status),
        to=_phone(text(required(raw, "number"))),
        code="iletimerkezi.not_delivered" if _STATES[status] is MessageState.FAILED else "",
    )


def _phone(written: str) -> str:
    return f"+90{re.sub(r'[^0-9]', '', written)[-10:]}"


def _response(answer: object) -> Raw:
    return mapping(required(mapping(answer, "answer"), "response"), "response")
