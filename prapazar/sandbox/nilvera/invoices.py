"""e-Fatura and e-Arşiv at Nilvera: sent as files, followed by their ETTN, cancelled, shown."""

import base64
import io
import zipfile
from dataclasses import dataclass

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.integrator import paper, view
from prapazar.sandbox.integrator.office import QUEUED, Answer, Office, Problem, Rules, Standing
from prapazar.sandbox.integrator.paper import ARCHIVE, Paper
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.nilvera.visit import Refusal, Routes, Visit

_REFUSALS: dict[Problem, tuple[int, int, str]] = {
    Problem.INVALID: (422, 2015, "Belge şema veya şematron kontrolünden geçemedi."),
    Problem.SENDER: (409, 1000, "Gönderici vergi numarası hesabınızla uyuşmuyor."),
    Problem.UUID: (409, 1001, "Bu UUID ile kayıtlı fatura bulunmaktadır."),
    Problem.NUMBER: (409, 1004, "Bu fatura numarası daha önce kullanılmış."),
    Problem.TAXPAYER: (422, 2025, "Alıcı e-Fatura mükellefidir."),
    Problem.NOBODY: (404, 3000, "Alıcı etiketi bulunamadı."),
    Problem.CREDIT: (422, 2000, "Kontör bakiyeniz yetersiz."),
}
_ANSWERS = {
    Answer.NONE: "unknown",
    Answer.WAITING: "waitingForApproval",
    Answer.ACCEPTED: "approved",
    Answer.REJECTED: "rejected",
    Answer.AUTOMATIC: "documentAnsweredAutomatically",
}
_DONE = 1300
routes = Routes()


@dataclass
class NilveraRules(Rules):
    number_code: int = 1004
    """The page names 1004, 1005 and 1015 beside the known 409s, and does not say which one a used number is."""
    gib_code_from: str = "start"
    """`start`: EnvelopeInfo is there at once, with code 0; `later`: it is null until GİB has said something."""


@routes.route("POST", "/einvoice/Send/Xml")
def send_invoice(visit: Visit) -> Reply:
    found = _opened(visit)
    if found[0].is_archive:
        raise Refusal(422, 2015, "Belge şema veya şematron kontrolünden geçemedi.", "ProfileID EARSIVFATURA")
    return _taken(visit, *found, "einvoice", visit.call.query.get("Alias", ""))


@routes.route("POST", "/earchive/Send/Xml")
def send_archive(visit: Visit) -> Reply:
    found = _opened(visit)
    if found[0].profile != ARCHIVE:
        detail = f"ProfileID {found[0].profile}"
        raise Refusal(422, 2015, "Belge şema veya şematron kontrolünden geçemedi.", detail)
    return _taken(visit, *found, "earchive", None)


@routes.route("GET", "/einvoice/Sale/{uuid}/Status")
def invoice_status(visit: Visit) -> Reply:
    document = _found(visit, archive=False)
    standing = visit.mall.standing(document)
    is_later = visit.mall.rules.gib_code_from == "later" and standing.code == QUEUED
    envelope = {
        "UUID": document["envelope"],
        "GIBCode": standing.code,
        "GIBDescription": standing.meaning,
        "CreatedDate": _clock(document["receivedMs"]),
    }
    return json_reply(
        {
            "InvoiceProfile": document["profile"],
            "IssueDate": f"{document['issuedOn']}T00:00:00",
            "Answer": {"AnswerCode": _ANSWERS[standing.answer], "AnswerNote": None, "Description": None},
            "InvoiceStatus": {
                "Code": _code(standing),
                "Description": standing.meaning,
                "DetailDescription": standing.meaning if standing.is_failed else None,
            },
            "EnvelopeInfo": None if is_later else envelope,
        }
    )


@routes.route("GET", "/earchive/Invoices/{uuid}/Status")
def archive_status(visit: Visit) -> Reply:
    standing = visit.mall.standing(_found(visit, archive=True))
    return json_reply(
        {
            "StatusCode": _code(standing),
            "StatusDetail": standing.meaning if standing.is_failed else "",
            "ReportStatus": "Reported" if standing.is_reported else "NotReported",
            "CancelStatus": standing.is_cancelled,
        }
    )


@routes.route("GET", "/einvoice/Sale/{uuid}/pdf")
def invoice_pdf(visit: Visit) -> Reply:
    return json_reply(base64.b64encode(view.pdf(_found(visit, archive=False))).decode())


@routes.route("GET", "/earchive/Invoices/{uuid}/pdf")
def archive_pdf(visit: Visit) -> Reply:
    return json_reply(base64.b64encode(view.pdf(_found(visit, archive=True))).decode())


@routes.route("GET", "/einvoice/Sale/{uuid}/xml")
def invoice_xml(visit: Visit) -> Reply:
    return json_reply(_found(visit, archive=False)["xml"])


@routes.route("GET", "/earchive/Invoices/{uuid}/xml")
def archive_xml(visit: Visit) -> Reply:
    return json_reply(_found(visit, archive=True)["xml"])


@routes.route("PUT", "/earchive/Invoices/{uuid}/Cancel")
def cancel(visit: Visit) -> Reply:
    document = _found(visit, archive=True)
    if document["cancelledMs"] is not None:
        raise Refusal(422, 2004, "Fatura zaten iptal edilmiş.")
    visit.mall.change(visit.seller, document, cancelledMs=visit.now_ms)
    return json_reply([document["uuid"]])


@routes.route("PUT", "/earchive/Invoices/{uuid}/RevertCancel")
def revert_cancel(visit: Visit) -> Reply:
    document = _found(visit, archive=True)
    visit.mall.change(visit.seller, document, cancelledMs=None)
    return Reply(200, b"true")


@routes.route("POST", "/einvoice/Series")
def add_invoice_series(visit: Visit) -> Reply:
    return _series(visit, "einvoice")


@routes.route("POST", "/earchive/Series")
def add_archive_series(visit: Visit) -> Reply:
    return _series(visit, "earchive")


def keep_series(office: Office, account: Account, part: str, name: str) -> Json:
    series: Json = {"ID": office.files.next_number("series", 1), "Name": name, "IsActive": True}
    office.files.put(account, "series", f"{part}/{name}", series)
    return series


def _series(visit: Visit, part: str) -> Reply:
    name = str(visit.body().get("Name") or "")
    if len(name) != len("ABC"):
        raise Refusal(400, 400, "Seri üç karakter olmalıdır.")
    if f"{part}/{name}" in visit.seller["series"]:
        raise Refusal(409, 1015, "Bu seri zaten kayıtlı.")
    return json_reply(keep_series(visit.mall, visit.seller, part, name), 201)


def _opened(visit: Visit) -> tuple[Paper, bytes]:
    """As XML, or as the one file of an archive."""
    content = visit.file()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = archive.read(archive.namelist()[0])
    try:
        return paper.read(content), content
    except paper.Unreadable as error:
        raise Refusal(422, 2015, _REFUSALS[Problem.INVALID][2], str(error)) from error


def _taken(visit: Visit, found: Paper, content: bytes, part: str, alias: str | None) -> Reply:
    if f"{part}/{found.series}" not in visit.seller["series"]:
        raise Refusal(404, 3009, "Seri bulunamadı.", found.series)
    problem = visit.mall.problem(visit.seller, found, alias)
    if problem is not None:
        status, code, description = _REFUSALS[problem[0]]
        if problem[0] is Problem.NUMBER:
            code = visit.mall.rules.number_code
        raise Refusal(status, code, description, problem[1])
    document = visit.mall.take(visit.seller, found, content, alias=alias)
    return json_reply({"UUID": document["uuid"], "InvoiceNumber": document["number"]})


def _found(visit: Visit, *, archive: bool) -> Json:
    document = visit.mall.document(visit.seller, visit.values["uuid"])
    if document is None or (document["profile"] == ARCHIVE) is not archive:
        raise Refusal(404, 3030, "Fatura bulunamadı.")
    return document


def _code(standing: Standing) -> str:
    if standing.odd:
        return standing.odd
    if standing.is_failed:
        return "error"
    return "succeed" if standing.code >= _DONE else "waiting"


def _clock(moment_ms: int) -> str:
    return from_ms(moment_ms).replace(tzinfo=None).isoformat(timespec="seconds")
