"""e-Fatura at Foriba: put into an envelope, followed by the envelope's name, answered by the recipient."""

from typing import NoReturn
from xml.sax.saxutils import escape

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.foriba import packing
from prapazar.sandbox.integrator import paper, view
from prapazar.sandbox.integrator.office import QUEUED, Answer, Problem
from prapazar.sandbox.integrator.soap_door import Visit
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.soap_service import SoapRefused

SAID = {
    Problem.INVALID: ("Şema validasyon hatası", "{}"),
    Problem.SENDER: ("Gönderici VKN/TCKN yetkili değil", "{}"),
    Problem.UUID: ("Mükerrer belge", "{} UUID'li belge sistemde mevcut"),
    Problem.NUMBER: ("Mükerrer belge", "{} numaralı belge daha önce gönderilmiş"),
    Problem.TAXPAYER: ("Alıcı e-Fatura mükellefidir", "{}"),
    Problem.NOBODY: ("Alıcı etiketi bulunamadı", "{}"),
    Problem.CREDIT: ("Kontör yetersiz", "{}"),
}
_TYPES = {Answer.ACCEPTED: "KABUL", Answer.REJECTED: "RED"}
"""Silence gets no answer: nobody writes one."""


def users(visit: Visit) -> object:
    wanted = visit.fields["Filter_VKN_TCKN"]
    if visit.fields["Role"] != "PK":
        return {"User": []}
    rows = [
        {"Identifier": number, "Alias": alias, "Title": one["title"], "Type": "Özel"}
        for number, one in visit.seller["taxpayer"].items()
        for alias in one["aliases"]
        if visit.office.rules.users == "zip" or wanted in (None, number)
    ]
    if visit.office.rules.users == "rows":
        return {"User": rows}
    inner = "".join(
        "<User>" + "".join(f"<{key}>{escape(value)}</{key}>" for key, value in row.items()) + "</User>"
        for row in rows
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?><UserList>{inner}</UserList>'
    return {"DocData": packing.packed("userlist.xml", text.encode())}


def send(visit: Visit) -> object:
    fields = visit.fields
    [packed] = fields["DocData"] or [b""]
    if (fields["DocType"], fields["VKN_TCKN"]) != ("INVOICE", visit.seller.profile["tax_number"]):
        _refuse(Problem.SENDER, fields["VKN_TCKN"] or "")
    if fields["SenderIdentifier"] != visit.seller.profile["sender_alias"]:
        _refuse(Problem.SENDER, fields["SenderIdentifier"] or "")
    try:
        content = packing.unpacked(packed)
        found = paper.read(content)
    except ValueError as error:
        _refuse(Problem.INVALID, str(error))
    if found.kind != "Invoice" or found.is_archive:
        _refuse(Problem.INVALID, f"ProfileID {found.profile}")
    problem = visit.office.problem(visit.seller, found, fields["ReceiverIdentifier"] or "")
    if problem is not None:
        _refuse(*problem)
    if visit.office.takes_trouble(visit.seller):
        raise SoapRefused("Beklenmeyen bir hata oluştu", code="Server", detail={"Code": "0"})
    document = visit.office.take(visit.seller, found, content, alias=fields["ReceiverIdentifier"])
    return {
        "Response": [{"EnvUUID": document["envelope"], "UUID": document["uuid"], "ID": document["number"]}]
    }


def envelope_status(visit: Visit) -> object:
    rows = []
    for name in visit.fields["UUID"] or []:
        document = next(
            (one for one in visit.seller["document"].values() if one["envelope"] == name.lower()), None
        )
        if document is None:
            raise SoapRefused("Zarf bulunamadı", code="Server", detail={"Code": "404"})
        standing = visit.office.standing(document)
        code = "" if standing.code == QUEUED else str(standing.code)
        rows.append(
            {
                "UUID": name,
                "DocumentType": "SENDERENVELOPE",
                "ResponseCode": standing.odd or code,
                "Description": standing.meaning,
            }
        )
    return {"Response": rows}


def listed(visit: Visit) -> object:
    """By the invoice's own name; what nobody knows is left out."""
    found = [visit.office.document(visit.seller, one) for one in visit.fields["UUID"] or []]
    rows = [
        {
            "UUID": one["uuid"],
            "EnvUUID": one["envelope"],
            "ID": one["number"],
            "EnvType": "SENDERENVELOPE",
            "InsertDateTime": from_ms(one["receivedMs"]).isoformat(),
        }
        for one in found
        if one is not None and one["profile"] != paper.ARCHIVE
    ]
    return {"UBLList": rows if visit.fields["Type"] == "OUTBOUND" else []}


def shown(visit: Visit) -> object:
    document = _found(visit)
    content = view.pdf(document)
    if visit.office.rules.packs_view:
        content = packing.packed(f"{document['uuid']}.pdf", content)
    return {"DocType": "PDF", "DocData": content}


def answers(visit: Visit) -> object:
    document = _found(visit)
    told = _TYPES.get(visit.office.standing(document).answer)
    rows = [{"UUID": visit.office.files.guid("answer"), "ARType": told, "ARNotes": ""}] if told else []
    return {"Response": [{"InvoiceUUID": document["uuid"], "InvResponses": rows}]}


def _found(visit: Visit) -> Json:
    [uuid] = visit.fields["UUID"] or [""]
    document = visit.office.document(visit.seller, uuid)
    if document is None or document["profile"] == paper.ARCHIVE:
        raise SoapRefused("Fatura bulunamadı", code="Server", detail={"Code": "404"})
    return document


def _refuse(problem: Problem, about: str) -> NoReturn:
    text, message = SAID[problem]
    detail = {"Code": "1000", "Message": f"{text}: {message.format(about)}"}
    raise SoapRefused(text, code="Server", detail=detail)


HANDLERS = {
    "getUserList": users,
    "sendUBL": send,
    "getEnvelopeStatus": envelope_status,
    "getUBLList": listed,
    "getInvoiceView": shown,
    "getInvResponses": answers,
}
