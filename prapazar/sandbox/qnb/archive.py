"""e-Arşiv at QNB: made at once, with JSON within SOAP, and codes within good answers."""

import gzip
from typing import Any

from prapazar.sandbox import jsontext
from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.integrator import paper, view
from prapazar.sandbox.integrator.office import Problem
from prapazar.sandbox.integrator.soap_door import Visit
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.qnb.outbox import SAID

_DONE, _REFUSED, _UNKNOWN, _INCOMPLETE = "AE00000", "AE00001", "AE00002", "AE00003"
_PDF = 3


class _No(Exception):
    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


def make(visit: Visit) -> object:
    try:
        document, wanted = _made(visit)
    except _No as refusal:
        return {"return": {"resultCode": refusal.code, "resultText": str(refusal)}}
    return {"return": _result(document), "output": _output(visit, document, wanted)}


def query(visit: Visit) -> object:
    given = _input(visit)
    document = _found(visit, given)
    if document is None:
        return {"return": _unknown(given)}
    return {"return": _result(document), "output": _output(visit, document, given.get("donenBelgeFormati"))}


def cancel(visit: Visit) -> object:
    given = _input(visit)
    document = _found(visit, given)
    if document is None:
        return {"return": _unknown(given)}
    visit.office.change(visit.seller, document, cancelledMs=visit.office.ground.now_ms())
    return {"return": _result(document)}


def _made(visit: Visit) -> tuple[Json, object]:
    given, sent = _input(visit), visit.fields["fatura"] or {}
    content = sent.get("belgeIcerigi") or b""
    if sent.get("belgeFormati") != "UBL" or not given.get("islemId"):
        raise _No(_REFUSED, "belgeFormati veya islemId geçersiz.")
    if given.get("erpKodu") != visit.seller.profile["erp_code"]:
        raise _No(_REFUSED, "ERP kayıt listesinde bulunamadı.")
    try:
        found = paper.read(content)
    except paper.Unreadable as error:
        raise _No(_REFUSED, SAID[Problem.INVALID].format(error)) from error
    known = visit.office.document(visit.seller, found.uuid)
    if known is not None and visit.office.rules.repeated == "same":
        return known, given.get("donenBelgeFormati")
    if not found.is_archive:
        raise _No(_REFUSED, SAID[Problem.INVALID].format(found.profile))
    if visit.office.rules.asks_note and "Gönderim Şekli" not in content.decode():
        raise _No(_INCOMPLETE, "Gönderim Şekli notu zorunludur.")
    problem = visit.office.problem(visit.seller, found)
    if problem is not None:
        raise _No(_REFUSED, SAID[problem[0]].format(problem[1]))
    if visit.office.takes_trouble(visit.seller):
        raise _No("AE99999", "Beklenmeyen bir hata oluştu.")
    return visit.office.take(visit.seller, found, content), given.get("donenBelgeFormati")


def _input(visit: Visit) -> Json:
    """JSON as the text of one element; what is none is an empty question."""
    try:
        return jsontext.parse_object(visit.fields["input"] or "")
    except jsontext.NotJson:
        return {}


def _found(visit: Visit, given: Json) -> Json | None:
    document = visit.office.document(visit.seller, str(given.get("faturaUuid") or ""))
    return document if document is not None and document["profile"] == paper.ARCHIVE else None


def _unknown(given: Json) -> Json:
    text = f"{given.get('faturaUuid')} UUID'li fatura sistemde kayıtlı değildir!"
    return {"resultCode": _UNKNOWN, "resultText": text}


def _result(document: Json) -> Json:
    told = {
        "faturaNo": document["number"],
        "uuid": document["uuid"],
        "faturaURL": f"https://earsivtest.efinans.com.tr/earsiv/goruntule.jsp?uuid={document['uuid']}",
    }
    if document["cancelledMs"] is not None:
        told["iptalTarihi"] = from_ms(document["cancelledMs"]).date().isoformat()
    entries = [{"key": key, "value": value} for key, value in told.items()]
    return {"resultCode": _DONE, "resultText": "İşlem başarılı.", "resultExtra": {"entry": entries}}


def _output(visit: Visit, document: Json, wanted: Any) -> Json | None:  # noqa: ANN401 - as the JSON has it
    if wanted != _PDF:
        return None
    page = view.pdf(document)
    content = gzip.compress(page, mtime=0) if visit.office.rules.packed == "gzip" else page
    return {"belgeFormati": "PDF", "belgeIcerigi": content}


HANDLERS = {"faturaOlusturExt": make, "faturaSorgula": query, "faturaIptalEt": cancel}
