"""Pure functions between Nilvera's shapes and our records."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any

from prapazar.connector_kit import envelopes, ubl
from prapazar.connector_kit.einvoices import (
    DocumentKind,
    DocumentState,
    DocumentStatus,
    OutgoingDocument,
    SentDocument,
    Taxpayer,
)
from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parsing import mapping, optional, required, rows, text, whole
from prapazar.connectors.nilvera.schemas import Part, Raw
from prapazar.foundation.clock import ISTANBUL

PARTS: dict[DocumentKind, Part] = {DocumentKind.EINVOICE: "einvoice", DocumentKind.EARCHIVE: "earchive"}
_INVOICE_CODES = {
    "waiting": DocumentState.QUEUED,
    "succeed": DocumentState.DELIVERED,
    "error": DocumentState.FAILED,
}
_ANSWERS = {
    "unknown": None,
    "waitingForApproval": DocumentState.WAITING_ANSWER,
    "approved": DocumentState.ACCEPTED,
    "rejected": DocumentState.REJECTED,
    "documentAnsweredAutomatically": DocumentState.ACCEPTED,
}
_REPORTED = {"NotReported": False, "Reported": True}
_COMMERCIAL = "TICARIFATURA"


def upload(document: OutgoingDocument) -> bytes:
    """As Nilvera reads it: what an internet sale has to tell stands in references of the document's own."""
    sale = document.internet_sale
    if sale is None or document.kind is not DocumentKind.EARCHIVE:
        return document.xml
    day = document.issued_at.astimezone(ISTANBUL).date()
    return ubl.with_references(document.xml, ubl.internet_facts(sale), day)


def sent(answer: object, document: OutgoingDocument) -> SentDocument:
    raw = mapping(answer, "SendResponse")
    uuid = text(required(raw, "UUID"))
    if uuid.lower() != document.uuid.lower():
        raise UnexpectedAnswer(f"sent {document.uuid}, answered {uuid}", raw=raw, code="connector.odd_value")
    return SentDocument(external_id=uuid, number=text(required(raw, "InvoiceNumber")))


def taxpayer(answer: object, tax_number: str) -> Taxpayer | None:
    found = rows(answer, "Check/TaxNumber")
    if not found:
        return None
    aliases = tuple(text(required(row, "Name")) for row in found)
    return Taxpayer(tax_number, text(optional(found[0], "Title")), aliases)


def invoice_status(answer: object, document: OutgoingDocument) -> DocumentStatus:
    raw = mapping(answer, "StatusResponse")
    said = mapping(required(raw, "InvoiceStatus"), "InvoiceStatus")
    envelope = mapping(optional(raw, "EnvelopeInfo") or {}, "EnvelopeInfo")
    answered = mapping(optional(raw, "Answer") or {}, "Answer")
    code, gib = text(required(said, "Code")), whole(optional(envelope, "GIBCode") or 0, "GIBCode")
    reply = text(optional(answered, "AnswerCode")) or "unknown"
    words = [code, str(gib) if gib else "", reply if reply != "unknown" else ""]
    notes = (
        optional(said, "DetailDescription"),
        optional(envelope, "GIBDescription"),
        optional(answered, "AnswerNote"),
    )
    return DocumentStatus(
        uuid=document.uuid,
        number=document.number,
        state=_answered(_state(code, gib, raw), reply, raw),
        provider_status=" ".join(word for word in words if word),
        code=str(gib) if gib else "",
        text=" · ".join(dict.fromkeys(text(note) for note in notes if text(note))),
    )


def archive_status(answer: object, document: OutgoingDocument) -> DocumentStatus:
    raw = mapping(answer, "StatusResponse")
    code, told = text(required(raw, "StatusCode")), text(required(raw, "ReportStatus"))
    if code not in _INVOICE_CODES:
        raise UnexpectedAnswer(code, raw=raw, code="connector.unknown_status")
    if told not in _REPORTED:
        raise UnexpectedAnswer(told, raw=raw, code="connector.unknown_status")
    is_cancelled = required(raw, "CancelStatus") is True
    return DocumentStatus(
        uuid=document.uuid,
        number=document.number,
        state=DocumentState.CANCELLED if is_cancelled else _INVOICE_CODES[code],
        provider_status=f"{code} {told}{' cancelled' if is_cancelled else ''}",
        text=text(optional(raw, "StatusDetail")),
        is_reported=_REPORTED[told],
    )


def pdf(answer: object) -> bytes:
    """A JSON string of base64."""
    try:
        found = base64.b64decode(str(answer), validate=True)
    except binascii.Error:
        found = b""
    if not found.startswith(b"%PDF-"):
        raise UnexpectedAnswer("no PDF", code="connector.odd_value")
    return found


def _state(code: str, gib: int, raw: Raw) -> DocumentState:
    """GİB's code says more than Nilvera's word; an error of Nilvera's own stands all the same."""
    if code not in _INVOICE_CODES:
        raise UnexpectedAnswer(code, raw=raw, code="connector.unknown_status")
    if not gib:
        return _INVOICE_CODES[code]
    found = envelopes.state(gib)
    if found is None:
        raise UnexpectedAnswer(str(gib), raw=raw, code="connector.unknown_status")
    is_error = _INVOICE_CODES[code] is DocumentState.FAILED and gib != envelopes.COME_BEFORE
    return DocumentState.FAILED if is_error else found


def _answered(state: DocumentState, reply: str, raw: Raw) -> DocumentState:
    """A commercial invoice may be refused for eight days; a basic one gets no answer."""
    if reply not in _ANSWERS:
        raise UnexpectedAnswer(reply, raw=raw, code="connector.unknown_status")
    if state is not DocumentState.DELIVERED:
        return state
    is_commercial = text(optional(raw, "InvoiceProfile")) == _COMMERCIAL
    return _ANSWERS[reply] or (DocumentState.WAITING_ANSWER if is_commercial else state)


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "taxpayer": lambda raw: [taxpayer(raw, text(rows(raw, "taxpayer")[0].get("TaxNumber")))],
}
"""How a recorded answer is replayed, by operation."""
