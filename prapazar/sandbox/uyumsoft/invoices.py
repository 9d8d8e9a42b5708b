"""Invoices at Uyumsoft: sent as trees of UBL, asked after, shown, cancelled."""

from typing import Any

from lxml import etree

from prapazar.sandbox.integrator import paper, view
from prapazar.sandbox.integrator.office import DONE, PASSED_ON, QUEUED, Answer, Problem, Standing
from prapazar.sandbox.integrator.paper import Paper
from prapazar.sandbox.integrator.soap_door import Visit
from prapazar.sandbox.jsontext import Json

_SAID = {
    Problem.INVALID: "Belge şematron kontrolünden geçemedi: {}",
    Problem.SENDER: "Gönderici VKN/TCKN bilgisi hesabınızla uyuşmuyor: {}",
    Problem.UUID: "{} ETTN'li fatura sistemde mevcut.",
    Problem.NUMBER: "{} numaralı fatura daha önce gönderilmiş.",
    Problem.TAXPAYER: "Alıcı {} e-Fatura mükellefidir, e-Arşiv fatura gönderilemez.",
    Problem.NOBODY: "Alıcı {} e-Fatura mükellefi değil veya etiket bulunamadı.",
    Problem.CREDIT: "Kontör bakiyeniz yetersiz.{}",
}
_ANSWERED = {
    Answer.NONE: "Approved",
    Answer.WAITING: "WaitingForAprovement",
    Answer.ACCEPTED: "Approved",
    Answer.AUTOMATIC: "Approved",
    Answer.REJECTED: "Declined",
}
_EXTENSIONS = "{urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2}"
_TOP = "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice"


class _No(Exception):
    """Said within a good answer."""


def send(visit: Visit) -> object:
    """All of the invoices, or none of them."""
    try:
        read = [
            _looked_over(visit, info) for info in (visit.fields["invoices"] or {}).get("InvoiceInfo") or []
        ]
    except _No as refusal:
        return {"IsSucceded": False, "Message": str(refusal)}
    if visit.office.takes_trouble(visit.seller):
        return {"IsSucceded": False, "Message": "Beklenmeyen bir hata oluştu."}
    identities = []
    for found, content, info in read:
        document = visit.office.take(visit.seller, found, content, **_told(info))
        scenario = "eArchive" if found.is_archive else "eInvoice"
        identities.append({"Id": document["uuid"], "Number": document["number"], "InvoiceScenario": scenario})
    return {"IsSucceded": True, "Value": identities}


def status(visit: Visit) -> object:
    rows = []
    for number in (visit.fields["invoiceIds"] or {}).get("string") or []:
        document = visit.office.document(visit.seller, number or "")
        if document is None and visit.office.rules.unknown_invoice == "refused":
            return {"IsSucceded": False, "Message": "Fatura bulunamadı."}
        if document is not None:
            standing = visit.office.standing(document)
            rows.append(
                {
                    "InvoiceId": document["uuid"],
                    "Status": _word(standing),
                    "StatusCode": standing.code,
                    "Message": standing.meaning,
                }
            )
    return {"IsSucceded": True, "Value": rows}


def pdf(visit: Visit) -> object:
    document = visit.office.document(visit.seller, visit.fields["invoiceId"] or "")
    if document is None:
        return {"IsSucceded": False, "Message": "Fatura bulunamadı."}
    return {"IsSucceded": True, "Value": {"InvoiceId": document["uuid"], "Data": view.pdf(document)}}


def cancel(visit: Visit) -> object:
    request = visit.fields["request"] or {}
    document = visit.office.document(visit.seller, request.get("InvoiceId") or "")
    if document is None:
        return {"IsSucceded": False, "Value": False, "Message": "Fatura bulunamadı."}
    if document["profile"] != paper.ARCHIVE:
        message = "Yalnızca e-Arşiv faturalar iptal edilebilir."
        return {"IsSucceded": False, "Value": False, "Message": message}
    visit.office.change(visit.seller, document, cancelledMs=visit.office.ground.now_ms())
    return {"IsSucceded": True, "Value": True}


def _looked_over(visit: Visit, info: Json) -> tuple[Paper, bytes, Json]:
    content = _written(info["Invoice"])
    try:
        found = paper.read(content)
    except paper.Unreadable as error:
        raise _No(_SAID[Problem.INVALID].format(error)) from error
    wanted = {"eInvoice": False, "eArchive": True, "MusteArchive": True}.get(info["Scenario"])
    if wanted is not None and wanted is not found.is_archive:
        raise _No(_SAID[Problem.INVALID].format(f"senaryo {info['Scenario']}, {found.profile}"))
    if found.is_archive and not (info["EArchiveInvoiceInfo"] or {}).get("DeliveryType"):
        raise _No(_SAID[Problem.INVALID].format("EArchiveInvoiceInfo"))
    problem = visit.office.problem(visit.seller, found, (info["TargetCustomer"] or {}).get("Alias"))
    if problem is not None:
        raise _No(_SAID[problem[0]].format(problem[1]))
    return found, content, info


def _told(info: Json) -> Json:
    sale = (info["EArchiveInvoiceInfo"] or {}).get("InternetSalesInfo") or {}
    shipped = sale.get("ShipmentInfo") or {}
    carrier = shipped.get("Carier") or {}
    return {
        "alias": (info["TargetCustomer"] or {}).get("Alias"),
        "website": sale.get("WebAddress") or "",
        "facts": {
            "payment": sale.get("PaymentType"),
            "agent": sale.get("PaymentMidierName"),
            "paid": _day(sale.get("PaymentDate")),
            "sent": _day(shipped.get("SendDate")),
            "carrier": carrier.get("SenderName"),
            "carrier_number": carrier.get("SenderTcknVkn"),
            "local_id": info["LocalDocumentId"],
        },
    }


def _day(moment: Any) -> str | None:  # noqa: ANN401 - as zeep reads a dateTime
    return None if moment is None else str(moment.date())


def _written(invoice: Json | None) -> bytes:
    """The invoice under its own name again, with the place for the signature that Uyumsoft makes."""
    top = etree.Element(_TOP)
    for name in ("UBLExtensions", "UBLExtension", "ExtensionContent"):
        top = etree.SubElement(top, f"{_EXTENSIONS}{name}")
    etree.SubElement(top, "{urn:placeholder}signature")
    top = top.getroottree().getroot()
    for child in (invoice or {}).get("_value_1") or []:
        if child.tag == f"{_EXTENSIONS}UBLExtensions":
            raise _No(
                "XML şema hatası: UBLExtensions."
            )  # the service's types have no room for what is within
        top.append(child)
    content: bytes = etree.tostring(top, xml_declaration=True, encoding="UTF-8")
    return content


def _word(standing: Standing) -> str:
    if standing.odd:
        return standing.odd
    if standing.is_cancelled:
        return "EArchivedCanceled"
    if standing.is_failed:
        return "Error"
    if standing.code == DONE:
        return _ANSWERED[standing.answer]
    if standing.code >= PASSED_ON:
        return "SentToGib"
    return "Queued" if standing.code == QUEUED else "Processing"


HANDLERS = {
    "SendInvoice": send,
    "QueryOutboxInvoiceStatus": status,
    "GetOutboxInvoicePdf": pdf,
    "CancelEArchiveInvoice": cancel,
}
