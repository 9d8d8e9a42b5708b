"""Pure functions between Uyumsoft's shapes and our records."""

from datetime import UTC, date, datetime, time
from typing import Any

from prapazar.connector_kit import envelopes, ubl
from prapazar.connector_kit.einvoices import (
    DocumentKind,
    DocumentState,
    DocumentStatus,
    InternetSale,
    OutgoingDocument,
    SentDocument,
    Taxpayer,
)
from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parsing import mapping, optional, required, rows, text, whole
from prapazar.connector_kit.wsdl import Tree
from prapazar.connectors.uyumsoft.schemas import InternetSalesInfo, InvoiceInfo

_STATES = {
    "NotPrepared": DocumentState.QUEUED,
    "NotSend": DocumentState.QUEUED,
    "Draft": DocumentState.QUEUED,
    "Queued": DocumentState.QUEUED,
    "Processing": DocumentState.PROCESSING,
    "SentToGib": DocumentState.SENT,
    "Approved": DocumentState.DELIVERED,
    "WaitingForAprovement": DocumentState.WAITING_ANSWER,
    "Declined": DocumentState.REJECTED,
    "Return": DocumentState.REJECTED,
    "Canceled": DocumentState.CANCELLED,
    "EArchivedCanceled": DocumentState.CANCELLED,
    "Error": DocumentState.FAILED,
}


def invoice(document: OutgoingDocument, alias: str | None) -> InvoiceInfo:
    is_archive = document.kind is DocumentKind.EARCHIVE
    made: InvoiceInfo = {
        "LocalDocumentId": document.number,
        "Invoice": Tree(ubl.unsigned(document.xml)),
        "Scenario": "eArchive" if is_archive else "eInvoice",
        "CreateDateUtc": document.issued_at.astimezone(UTC),
    }
    if is_archive:
        made["EArchiveInvoiceInfo"] = {"DeliveryType": "Electronic"}
        if document.internet_sale is not None:
            made["EArchiveInvoiceInfo"]["InternetSalesInfo"] = _sale(document.internet_sale)
    else:
        made["TargetCustomer"] = {
            "VknTckn": document.recipient_tax_number,
            "Alias": alias,
            "Title": document.recipient_title,
        }
    return made


def _sale(sale: InternetSale) -> InternetSalesInfo:
    return {
        "WebAddress": sale.website,
        "PaymentMidierName": sale.payment_agent,
        "PaymentType": sale.payment_method,
        "PaymentDate": _start(sale.paid_on),
        "ShipmentInfo": {
            "SendDate": _start(sale.despatched_on),
            "Carier": {"SenderTcknVkn": sale.carrier_tax_number, "SenderName": sale.carrier_name},
        },
    }


def _start(day: date) -> datetime:
    """The day as a moment without a zone, as the service reads it."""
    return datetime.combine(day, time())


def sent(answer: object) -> SentDocument:
    found = _values(answer)
    if len(found) != 1:
        raise UnexpectedAnswer(f"{len(found)} identities for one invoice", code="connector.odd_value")
    return SentDocument(text(required(found[0], "Id")), text(required(found[0], "Number")))


def taxpayer(answer: object, tax_number: str) -> Taxpayer | None:
    """Nobody is told by leaving the value out, or by leaving it without letter boxes."""
    value = mapping(mapping(answer, "UserAliassesResponse").get("Value") or {}, "Value")
    boxes = rows(value.get("ReceiverboxAliases") or [], "ReceiverboxAliases")
    aliases = tuple(text(one.get("Alias")) for one in boxes if one.get("Enabled") is not False)
    if not aliases:
        return None
    title = text(mapping(value.get("Definition") or {}, "Definition").get("Title"))
    return Taxpayer(tax_number, title, aliases)


def status(answer: object, document: OutgoingDocument) -> DocumentStatus | None:
    found = _values(answer)
    if not found:
        return None
    told = text(required(found[0], "Status"))
    state, code = _STATES.get(told), whole(optional(found[0], "StatusCode") or 0, "StatusCode")
    if state is None:
        raise UnexpectedAnswer(told, raw=found[0], code="connector.unknown_status")
    if state is DocumentState.FAILED and code == envelopes.COME_BEFORE:
        state = DocumentState.SENT
    if told == "Approved" and ubl.profile(document.xml) == ubl.COMMERCIAL:
        state = DocumentState.ACCEPTED
    return DocumentStatus(
        uuid=document.uuid,
        number=document.number,
        state=state,
        provider_status=told,
        code=str(code) if code else "",
        text=text(optional(found[0], "Message")),
    )


def pdf(answer: object) -> bytes:
    value = mapping(mapping(answer, "InvoiceDataResponse").get("Value"), "Value")
    found = required(value, "Data")
    if not isinstance(found, bytes) or not found.startswith(b"%PDF-"):
        raise UnexpectedAnswer("no PDF", code="connector.odd_value")
    return found


def customer(answer: object) -> tuple[str, str]:
    """Name and tax number of the account."""
    value = mapping(mapping(answer, "WhoAmIResponse").get("Value"), "Value")
    found = mapping(required(value, "Customer"), "Customer")
    return text(required(found, "Name")), text(optional(found, "VkTckNo"))


def _values(answer: object) -> list[dict[str, Any]]:
    return rows(mapping(answer, "answer").get("Value") or [], "Value")
