"""Pure functions between QNB's shapes and our records."""

import hashlib
from collections.abc import Mapping
from typing import Any

from prapazar.connector_kit import envelopes, pdfs, ubl
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
from prapazar.connectors.qnb.client import NO_OUTPUT
from prapazar.connectors.qnb.schemas import (
    ArchiveInput,
    DocumentType,
    OutgoingParameters,
    Raw,
    StatusParameters,
)
from prapazar.foundation.clock import ISTANBUL

UPLOADS: dict[DocumentKind, DocumentType] = {
    DocumentKind.EINVOICE: "FATURA_UBL",
    DocumentKind.DESPATCH: "IRSALIYE_UBL",
}
SHORT = {DocumentKind.EINVOICE: "FATURA", DocumentKind.DESPATCH: "IRSALIYE"}
"""As they are called where they are asked for."""
_RECEIVED, _FAULTY, _PROCESSED = "1", "2", "3"
_SENDING = {
    "-2": DocumentState.CANCELLED,
    "-1": DocumentState.QUEUED,
    "0": DocumentState.PROCESSING,
    "1": DocumentState.PROCESSING,
    "2": DocumentState.SENT,
    "3": DocumentState.FAILED,
    "4": DocumentState.DELIVERED,
}
_ANSWERS = {
    "": DocumentState.DELIVERED,
    "-1": DocumentState.DELIVERED,
    "0": DocumentState.WAITING_ANSWER,
    "1": DocumentState.REJECTED,
    "2": DocumentState.ACCEPTED,
}
_NOTE = "Gönderim Şekli: ELEKTRONIK"


def outgoing(document: OutgoingDocument, erp_code: str, alias: str) -> OutgoingParameters:
    return {
        "vergiTcKimlikNo": document.sender_tax_number,
        "belgeTuru": UPLOADS[document.kind],
        "belgeNo": document.number,
        "veri": document.xml,
        "belgeHash": hashlib.md5(document.xml, usedforsecurity=False).hexdigest(),
        "mimeType": "application/xml",
        "belgeVersiyon": "3.0",
        "erpKodu": erp_code,
        "alanEtiket": alias,
    }


def archive_input(document: OutgoingDocument, erp_code: str) -> ArchiveInput:
    """Its number is ours, and the operation is called by the ETTN: sent again it is the same one."""
    return {
        "donenBelgeFormati": NO_OUTPUT,
        "islemId": document.uuid,
        "vkn": document.sender_tax_number,
        "sube": "DFLT",
        "kasa": "DFLT",
        "erpKodu": erp_code,
        "numaraVerilsinMi": 0,
        "taslagaYonlendir": 0,
    }


def archive_xml(document: OutgoingDocument) -> bytes:
    """With the note that QNB asks for, and what an internet sale has to tell."""
    facts = ubl.internet_facts(document.internet_sale) if document.internet_sale else {}
    day = document.issued_at.astimezone(ISTANBUL).date()
    return ubl.with_references(ubl.with_note(document.xml, _NOTE), facts, day)


def query(document: OutgoingDocument, oid: str | None) -> StatusParameters:
    """By QNB's own name; by our number where that was never heard. An ETTN is found only later on."""
    return {
        "belgeNo": oid or document.number,
        "belgeNoTipi": "OID" if oid else "YEREL",
        "belgeTuru": SHORT[document.kind],
        "donusTipiVersiyon": "6.0",
    }


def sent(answer: object, document: OutgoingDocument) -> SentDocument:
    """The connector answers its own name of the document alone."""
    oid = answer.get("belgeOid") if isinstance(answer, Mapping) else answer
    if not isinstance(oid, str) or not oid:
        raise UnexpectedAnswer("a document without a name", raw=answer, code="connector.missing_field")
    return SentDocument(external_id=oid, number=document.number)


def made(answer: object, document: OutgoingDocument) -> SentDocument:
    told = _extra(answer)
    uuid = told.get("uuid") or document.uuid
    if uuid.lower() != document.uuid.lower():
        raise UnexpectedAnswer(f"sent {document.uuid}, answered {uuid}", code="connector.odd_value")
    return SentDocument(external_id=document.uuid, number=told.get("faturaNo") or document.number)


def yes(answer: object) -> bool:
    if not isinstance(answer, bool):
        raise UnexpectedAnswer("neither yes nor no", raw=answer, code="connector.odd_value")
    return answer


def taxpayer(answer: object, tax_number: str) -> Taxpayer:
    found = rows(answer if isinstance(answer, list) else [answer], "return")
    aliases = tuple(text(row.get("etiket")) for row in found if row.get("etiket"))
    if not aliases:
        raise UnexpectedAnswer("a taxpayer without a letter box", raw=answer, code="connector.missing_field")
    return Taxpayer(tax_number, text(optional(found[0], "unvan")), aliases)


def status(answer: object, document: OutgoingDocument) -> DocumentStatus:
    raw = mapping(answer, "gidenBelgeDurum")
    told, sending = text(required(raw, "durum")), text(required(raw, "gonderimDurumu"))
    code = whole(optional(raw, "gonderimCevabiKodu") or 0, "gonderimCevabiKodu")
    reply = text(optional(raw, "yanitDurumu"))
    notes = (raw.get("aciklama"), raw.get("gonderimCevabiDetayi"), raw.get("yanitDetayi"))
    return DocumentStatus(
        uuid=document.uuid,
        number=document.number,
        state=_answered(_state(told, sending, code, raw), reply, raw),
        provider_status=f"{told}/{sending}/{reply}",
        code=str(code) if code else "",
        text=" · ".join(dict.fromkeys(text(note) for note in notes if text(note))),
    )


def archive_status(answer: object, document: OutgoingDocument) -> DocumentStatus:
    """An e-Arşiv is made when it is sent; only its end may come yet."""
    told = _extra(answer)
    is_cancelled = bool(told.get("iptalTarihi"))
    return DocumentStatus(
        uuid=document.uuid,
        number=told.get("faturaNo") or document.number,
        state=DocumentState.CANCELLED if is_cancelled else DocumentState.DELIVERED,
        provider_status=f"iptal {told['iptalTarihi']}" if is_cancelled else "AE00000",
        url=told.get("faturaURL"),
    )


def archive_pdf(answer: object) -> bytes:
    output = mapping(_parts(answer)[1], "output")
    return pdfs.pdf(required(output, "belgeIcerigi"))


def _state(told: str, sending: str, code: int, raw: Raw) -> DocumentState:
    """`durum` 3 only says that QNB has done its part; GİB's code decides where there is one."""
    if told == _RECEIVED:
        return DocumentState.QUEUED
    if told == _FAULTY:
        return DocumentState.FAILED
    found = envelopes.state(code) if code else _SENDING.get(sending)
    if told != _PROCESSED or found is None or sending not in _SENDING:
        raise UnexpectedAnswer(f"{told}/{sending}/{code}", raw=raw, code="connector.unknown_status")
    return DocumentState.CANCELLED if _SENDING[sending] is DocumentState.CANCELLED else found


def _answered(state: DocumentState, reply: str, raw: Raw) -> DocumentState:
    if reply not in _ANSWERS:
        raise UnexpectedAnswer(reply, raw=raw, code="connector.unknown_status")
    return _ANSWERS[reply] if state is DocumentState.DELIVERED else state


def _extra(answer: object) -> dict[str, str]:
    result = mapping(_parts(answer)[0], "return")
    required(result, "resultCode")
    entries = rows(mapping(result.get("resultExtra") or {}, "resultExtra").get("entry") or [], "entry")
    return {text(one.get("key")): text(one.get("value")) for one in entries}


def _parts(answer: object) -> tuple[Any, Any]:
    """Result and output: side by side, or the output within the result."""
    found = mapping(answer, "answer")
    result = found.get("return", found)
    inner = result.get("output") if isinstance(result, Mapping) else None
    return result, found.get("output") or inner
