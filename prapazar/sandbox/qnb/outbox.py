"""e-Fatura and e-İrsaliye at QNB: queued under a name of QNB's own, asked after, fetched as archives."""

import hashlib
import io
import zipfile

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.integrator import paper, view
from prapazar.sandbox.integrator.office import DONE, PROCESSING, QUEUED, RECEIVED, Answer, Problem, Standing
from prapazar.sandbox.integrator.soap_door import Visit
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.soap_service import SoapRefused

SAID = {
    Problem.INVALID: "Şema/şematron hatası: {}",
    Problem.SENDER: "Gönderici VKN/TCKN {} hesabınızla uyuşmuyor.",
    Problem.UUID: "{} ETTN'li belge sistemde mevcut.",
    Problem.NUMBER: "{} numaralı belge daha önce gönderilmiş.",
    Problem.TAXPAYER: "{} e-Fatura mükellefidir, e-Arşiv fatura oluşturulamaz.",
    Problem.NOBODY: "{} için alıcı etiketi bulunamadı.",
    Problem.CREDIT: "Kontör bakiyesi yetersiz.{}",
}
_KINDS = {"FATURA_UBL": "Invoice", "IRSALIYE_UBL": "DespatchAdvice"}
_SHORT = {"FATURA": "Invoice", "IRSALIYE": "DespatchAdvice"}
_ANSWERS = {
    Answer.NONE: "-1",
    Answer.WAITING: "0",
    Answer.REJECTED: "1",
    Answer.ACCEPTED: "2",
    Answer.AUTOMATIC: "2",
}


def is_user(visit: Visit) -> object:
    return visit.fields["vergiTcKimlikNo"] in visit.seller["taxpayer"]


def user(visit: Visit) -> object:
    number = visit.fields["vergiTcKimlikNo"] or ""
    found = visit.seller["taxpayer"].get(number, {"title": "", "aliases": []})
    rows = [
        {"etiket": alias, "unvan": found["title"], "vergiTcKimlikNo": number, "kamuKurulusu": False}
        for alias in found["aliases"]
    ]
    return {"return": rows}


def send(visit: Visit) -> object:
    given = visit.fields["parametreler"] or {}
    content = given.get("veri") or b""
    if given.get("erpKodu") != visit.seller.profile["erp_code"]:
        raise SoapRefused("ERP kayıt listesinde bulunamadı.", code="Server")
    if (given.get("belgeHash") or "").lower() != hashlib.md5(content, usedforsecurity=False).hexdigest():
        raise SoapRefused("Belge hash değeri uyuşmuyor.", code="Server")
    if given.get("mimeType") != "application/xml" or given.get("belgeVersiyon") != "3.0":
        raise SoapRefused("mimeType veya belgeVersiyon geçersiz.", code="Server")
    try:
        found = paper.read(content)
    except paper.Unreadable as error:
        raise SoapRefused(SAID[Problem.INVALID].format(error), code="Server") from error
    if _KINDS.get(given.get("belgeTuru") or "") != found.kind or found.is_archive:
        raise SoapRefused(SAID[Problem.INVALID].format(given.get("belgeTuru")), code="Server")
    problem = visit.office.problem(visit.seller, found, given.get("alanEtiket") or "")
    if problem is not None:
        raise SoapRefused(SAID[problem[0]].format(problem[1]), code="Server")
    if visit.office.takes_trouble(visit.seller):
        raise SoapRefused("Beklenmeyen bir hata oluştu.", code="Server")
    alias, local = given.get("alanEtiket"), given.get("belgeNo")
    return visit.office.take(visit.seller, found, content, alias=alias, local=local)["oid"]


def status(visit: Visit) -> object:
    given = visit.fields["parametreler"] or {}
    document = _found(visit, given.get("belgeNoTipi") or "", given.get("belgeNo") or "")
    standing = visit.office.standing(document)
    state, sending = _words(standing)
    has_code = not standing.odd and standing.code != QUEUED
    told = {
        "durum": state,
        "aciklama": standing.meaning,
        "belgeNo": document["number"],
        "ettn": document["uuid"].upper(),
        "yerelBelgeOid": document["oid"],
        "gonderimDurumu": sending,
        "gonderimCevabiKodu": str(standing.code) if has_code else "0",
        "gonderimCevabiDetayi": standing.meaning if has_code else "",
        "ulastiMi": standing.code == DONE,
        "yanitDurumu": _ANSWERS[standing.answer],
        "alimTarihi": f"{from_ms(document['receivedMs']):%Y%m%d%H%M%S}",
    }
    return {"return": told}


def download(visit: Visit) -> object:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for oid in visit.fields["belgeOidListesi"] or []:
            document = _found(visit, "OID", oid)
            if _SHORT.get(visit.fields["belgeTuru"] or "") != document["kind"]:
                raise SoapRefused("Belge türü uyuşmuyor.", code="Server")
            archive.writestr(f"{document['uuid']}.pdf", view.pdf(document))
    return packed.getvalue()


def _found(visit: Visit, kind: str, name: str) -> Json:
    """By QNB's own name, by ours, or, once it has been processed, by its ETTN."""
    documents = visit.seller["document"].values()
    document = next((one for one in documents if _is_called(one, kind, name)), None)
    is_early = document is not None and kind == "ETTN" and visit.office.standing(document).code == QUEUED
    if document is None or is_early or document["profile"] == paper.ARCHIVE:
        raise SoapRefused("Belge bulunamadı.", code="Server")
    return document


def _is_called(document: Json, kind: str, name: str) -> bool:
    known = {"OID": document["oid"], "YEREL": document.get("local"), "ETTN": document["uuid"]}
    return known.get(kind) == (name.lower() if kind == "ETTN" else name)


def _words(standing: Standing) -> tuple[str, str]:
    """What QNB has done with it, and where it is on its way; a lever may say both."""
    if standing.odd:
        state, _, sending = standing.odd.rpartition("/")
        return state or "3", sending
    if standing.is_failed:
        return "3", "3"
    sending = {QUEUED: "-1", RECEIVED: "2", PROCESSING: "2", DONE: "4"}.get(standing.code, "2")
    return ("1" if standing.code == QUEUED else "3"), sending


HANDLERS = {
    "efaturaKullanicisi": is_user,
    "efaturaKullaniciBilgisi": user,
    "belgeGonderExt": send,
    "gidenBelgeDurumSorgulaExt": status,
    "gidenBelgeleriIndir": download,
}
