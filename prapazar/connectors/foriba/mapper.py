"""Pure functions between Foriba's shapes and our records."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from datetime import date

from lxml import etree

from prapazar.connector_kit import envelopes, pdfs, ubl
from prapazar.connector_kit.einvoices import (
    DocumentState,
    DocumentStatus,
    OutgoingDocument,
    SentDocument,
    Taxpayer,
)
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parsing import folded, mapping, optional, required, rows, text
from prapazar.connectors.foriba.schemas import ArchiveUpload, Cancellation, Raw, Upload
from prapazar.foundation.clock import ISTANBUL

_CONSUMER = "1111111111"
"""Who receives e-Arşiv through Foriba: nobody of e-Fatura."""
_ANSWERS = {"KABUL": DocumentState.ACCEPTED, "RED": DocumentState.REJECTED, "IADE": DocumentState.REJECTED}
_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)


def upload(document: OutgoingDocument, sender_alias: str, alias: str) -> Upload:
    return {
        "VKN_TCKN": document.sender_tax_number,
        "SenderIdentifier": sender_alias,
        "ReceiverIdentifier": alias,
        "DocType": "INVOICE",
        "DocData": [packed(document.uuid, document.xml)],
    }


def archive_upload(document: OutgoingDocument, branch: str) -> ArchiveUpload:
    content = packed(document.uuid, archive_xml(document))
    return {
        "senderID": document.sender_tax_number,
        "receiverID": _CONSUMER,
        "docType": "XML",
        "fileName": f"{document.uuid.lower()}.zip",
        "hash": hashlib.md5(content, usedforsecurity=False).hexdigest(),
        "binaryData": content,
        "customizationParams": [{"paramName": "BRANCH", "paramValue": branch}],
        "responsiveOutput": {"outputType": "NONE"},
    }


def archive_xml(document: OutgoingDocument) -> bytes:
    """What Foriba and an internet sale have to be told stands in references of the document's own."""
    facts = {"OUTPUT_TYPE": "0100", "EREPSENDT": "ELEKTRONIK", "TRANSPORT_TYPE": "99"}
    if document.internet_sale is not None:
        facts |= ubl.internet_facts(document.internet_sale)
    return ubl.with_references(document.xml, facts, document.issued_at.astimezone(ISTANBUL).date())


def packed(uuid: str, xml: bytes) -> bytes:
    """The same bytes for the same document, so that a second try is the same request."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr(zipfile.ZipInfo(f"{uuid}.xml", _DAY_OF_ZIP), xml)
    return archive.getvalue()


def cancellation(document: OutgoingDocument, branch: str, day: date) -> Cancellation:
    return {
        "invoiceId": document.number,
        "vkn": document.sender_tax_number,
        "branch": branch,
        "totalAmount": ubl.payable(document.xml),
        "cancelDate": day.isoformat(),
    }


def sent(answer: object, document: OutgoingDocument) -> SentDocument:
    """Known by its envelope from now on."""
    found = rows(answer, "Response")
    if len(found) != 1 or text(found[0].get("UUID")).lower() != document.uuid.lower():
        raise UnexpectedAnswer("an answer about other documents", raw=answer, code="connector.odd_value")
    number = text(optional(found[0], "ID")) or document.number
    return SentDocument(text(required(found[0], "EnvUUID")), number)


def made(answer: object, document: OutgoingDocument) -> SentDocument:
    results = mapping(mapping(answer, "answer").get("preCheckSuccessResults"), "preCheckSuccessResults")
    found = rows(results.get("preCheckSuccess"), "preCheckSuccess")
    if len(found) != 1 or text(found[0].get("UUID")).lower() != document.uuid.lower():
        raise UnexpectedAnswer("an answer about other documents", raw=answer, code="connector.odd_value")
    return SentDocument(document.uuid, text(optional(found[0], "InvoiceNumber")) or document.number)


def taxpayer(answer: object, tax_number: str) -> Taxpayer | None:
    """As rows, or out of a packed file of the whole registry."""
    if isinstance(answer, Mapping):
        packed_file = answer.get("DocData")
        found = _registry(packed_file) if packed_file else rows(answer.get("User") or [], "User")
    else:
        found = rows(answer or [], "User")
    ours = [row for row in found if text(row.get("Identifier")) == tax_number and row.get("Alias")]
    aliases = tuple(text(row["Alias"]) for row in ours)
    return Taxpayer(tax_number, text(ours[0].get("Title")), aliases) if ours else None


def envelope(answer: object, document: OutgoingDocument) -> str | None:
    """Of an invoice whose answer was lost; None where nobody has heard of it."""
    ours = [
        row for row in rows(answer or [], "UBLList") if text(row.get("UUID")).lower() == document.uuid.lower()
    ]
    return text(required(ours[-1], "EnvUUID")) if ours else None


def status(answer: object, replies: object, document: OutgoingDocument) -> DocumentStatus:
    """`replies` of the recipient are asked for where a commercial invoice has arrived."""
    [raw] = rows(answer, "Response")[:1] or [{}]
    told = text(optional(raw, "ResponseCode"))
    state = _state(told, raw)
    if state is DocumentState.DELIVERED and replies is not None:
        state = _answered(replies)
    return DocumentStatus(
        uuid=document.uuid,
        number=document.number,
        state=state,
        provider_status=told,
        code=told if told.isdecimal() and int(told) else "",
        text=text(optional(raw, "Description")),
    )


def archive_status(answer: object, document: OutgoingDocument) -> DocumentStatus:
    """Made when it was sent; its words tell whether it was cancelled or reported."""
    raw = mapping(answer, "getStatusResponseType")
    said = text(required(raw, "statusDescription"))
    words = folded(said)
    is_reported = "raporlandı" in words if "raporlan" in words else None
    return DocumentStatus(
        uuid=document.uuid,
        number=document.number,
        state=DocumentState.CANCELLED if "iptal" in words else DocumentState.DELIVERED,
        provider_status=text(optional(raw, "status")),
        text=said,
        is_reported=is_reported,
    )


def view(answer: object) -> bytes:
    return pdfs.pdf(mapping(answer, "getInvoiceViewResponse").get("DocData"))


def archive_view(answer: object) -> bytes:
    """A page that is not there is told by a sentence beside no data."""
    raw = mapping(answer, "getInvoiceDocumentResponseType")
    if raw.get("binaryData") is None and "bulunamadı" in folded(text(raw.get("Detail"))):
        raise Rejected(text(raw.get("Detail")), code="foriba.not_found")
    return pdfs.pdf(raw.get("binaryData"))


def _state(told: str, raw: Raw) -> DocumentState:
    """No code yet: it waits at Foriba."""
    if told in {"", "0"}:
        return DocumentState.QUEUED
    found = envelopes.state(int(told)) if told.isdecimal() else None
    if found is None:
        raise UnexpectedAnswer(told, raw=raw, code="connector.unknown_status")
    return found


def _answered(replies: object) -> DocumentState:
    """Silence stays silence: nobody writes an answer after eight days."""
    given = [
        one
        for row in rows(replies, "Response")
        for one in rows(row.get("InvResponses") or [], "InvResponses")
    ]
    if not given:
        return DocumentState.WAITING_ANSWER
    told = text(required(given[-1], "ARType"))
    if told not in _ANSWERS:
        raise UnexpectedAnswer(told, raw=given[-1], code="connector.unknown_status")
    return _ANSWERS[told]


def _registry(content: bytes) -> list[dict[str, str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            top = ubl.parsed(archive.read(archive.namelist()[0]))
    except (zipfile.BadZipFile, IndexError, Rejected) as error:
        raise UnexpectedAnswer("no registry within", code="connector.odd_value") from error
    users = (one for one in top.iter("{*}User"))
    return [{str(etree.QName(part).localname): part.text or "" for part in user} for user in users]
