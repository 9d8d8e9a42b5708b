"""e-Arşiv at Foriba: made at once; a refusal is a good answer that says FAIL."""

from prapazar.sandbox.foriba import packing
from prapazar.sandbox.foriba.outbox import SAID
from prapazar.sandbox.integrator import paper, view
from prapazar.sandbox.integrator.paper import Paper
from prapazar.sandbox.integrator.soap_door import Visit
from prapazar.sandbox.jsontext import Json

_WANTED = {"OUTPUT_TYPE": "0100", "EREPSENDT": "ELEKTRONIK", "TRANSPORT_TYPE": "99"}
_OK: Json = {"Result": {"Result": "SUCCESS"}}
_FAIL: Json = {"Result": {"Result": "FAIL"}}


class _No(Exception):
    pass


def send(visit: Visit) -> object:
    try:
        found, content = _looked_over(visit)
    except _No as refusal:
        error = {"ErrorCode": "1000", "ErrorDesc": str(refusal), "Filename": visit.fields["fileName"]}
        return {**_FAIL, "Detail": "Hatalı kayıt", "preCheckErrorResults": {"preCheckError": [error]}}
    if visit.office.takes_trouble(visit.seller):
        return {**_FAIL, "Detail": "Beklenmeyen bir hata oluştu"}
    document = visit.office.take(visit.seller, found, content)
    success = {
        "UUID": document["uuid"],
        "Vkn": found.sender,
        "InvoiceNumber": document["number"],
        "SuccessCode": "100",
        "SuccessDesc": "İşlem başarılı",
        "Filename": visit.fields["fileName"],
    }
    return {**_OK, "Detail": "Başarılı", "preCheckSuccessResults": {"preCheckSuccess": [success]}}


def status(visit: Visit) -> object:
    document = _found(visit)
    if document is None:
        return {**_FAIL, "status": "404", "statusDescription": "Fatura bulunamadı"}
    standing = visit.office.standing(document)
    if standing.is_cancelled:
        return {**_OK, "status": "200", "statusDescription": "Fatura iptal edildi"}
    said = "Fatura raporlandı" if standing.is_reported else "Fatura oluşturuldu, raporlanmadı"
    return {**_OK, "status": "100", "statusDescription": said}


def shown(visit: Visit) -> object:
    document = _found(visit)
    if document is None:
        return {"statusCode": "404", "Detail": "Fatura bulunamadı"}
    return {
        "UUID": document["uuid"],
        "invoiceNumber": document["number"],
        "statusCode": "100",
        "Detail": "Başarılı",
        "binaryData": view.pdf(document),
    }


def cancel(visit: Visit) -> object:
    """By its number."""
    told = []
    for one in visit.fields["invoiceCancelInfoTypeList"] or []:
        document = visit.office.numbered(visit.seller, one["invoiceId"] or "")
        if document is None or document["profile"] != paper.ARCHIVE:
            told.append({"code": "404", "message": "Fatura bulunamadı"})
        elif document["amount"] != str(one["totalAmount"]):
            told.append({"code": "1000", "message": "Toplam tutar uyuşmuyor"})
        else:
            visit.office.change(visit.seller, document, cancelledMs=visit.office.ground.now_ms())
            told.append({"code": "100", "message": "İptal edildi"})
    is_done = all(one["code"] == "100" for one in told)
    return {**(_OK if is_done else _FAIL), "invoiceCancellation": told}


def _looked_over(visit: Visit) -> tuple[Paper, bytes]:
    fields, packed = visit.fields, visit.fields["binaryData"] or b""
    if (fields["hash"] or "").lower() != packing.md5(packed):
        raise _No("Şema validasyon hatası: hash uyuşmuyor")
    params = {one["paramName"] for one in fields["customizationParams"] or []}
    if fields["docType"] != "XML" or "BRANCH" not in params:
        raise _No("Şema validasyon hatası: docType veya BRANCH")
    try:
        content = packing.unpacked(packed)
        found = paper.read(content)
    except ValueError as error:
        raise _No(f"Şema validasyon hatası: {error}") from error
    if fields["fileName"] != f"{found.uuid}.zip" or not found.is_archive:
        raise _No(f"Şema validasyon hatası: {fields['fileName']}, {found.profile}")
    lacking = [name for name, value in _WANTED.items() if found.facts.get(name) != value]
    if lacking:
        raise _No(f"Şema validasyon hatası: {lacking[0]}")
    problem = visit.office.problem(visit.seller, found)
    if problem is not None:
        text, message = SAID[problem[0]]
        raise _No(f"{text}: {message.format(problem[1])}")
    return found, content


def _found(visit: Visit) -> Json | None:
    document = visit.office.document(visit.seller, visit.fields["UUID"] or "")
    return document if document is not None and document["profile"] == paper.ARCHIVE else None


HANDLERS = {"sendInvoice": send, "getStatus": status, "getInvoiceDocument": shown, "cancelInvoice": cancel}
