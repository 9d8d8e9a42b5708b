"""The two services of the pretend PTT: parcels told and taken back, and where they are."""

from pathlib import Path

from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.ptt.office import Office, is_barcode, local
from prapazar.sandbox.soap_service import SoapRequest, SoapService

_HERE = Path(__file__).parent
_OK, _FOUND = 1, 10
_WRONG, _BARCODE, _USED, _MOVED, _UNKNOWN, _REFUSED = -1, -2, -3, -4, -5, -6
_BAD_LOGIN = "Kullanıcı adı veya şifre hatalı."
_UPLOADER = "PttWs"
UPLOAD, TRACKING = (SoapService((_HERE / f"{name}.wsdl").read_text()) for name in ("upload", "tracking"))


def uploaded(office: Office, request: SoapRequest) -> Reply:
    if request.operation == "barkodVeriSil":
        code, text = _deleted(office, request.fields["inpDelete"] or {})
        return UPLOAD.answer(request, {"return": {"aciklama": text, "hataKodu": code}})
    told = request.fields["input"] or {}
    account = office.customer(told["musteriId"], told["sifre"])
    if account is None or told["kullanici"] != _UPLOADER:
        return UPLOAD.answer(request, {"return": {"aciklama": _BAD_LOGIN, "hataKodu": _WRONG}})
    used = office.found(account, lambda one: one["dosyaAdi"] == told["dosyaAdi"])
    if not told["dosyaAdi"] or used:
        text = "Aynı dosya adı ile daha önce veri yüklenmiştir."
        return UPLOAD.answer(request, {"return": {"aciklama": text, "hataKodu": _USED}})
    rows = [_taken(office, account, told["dosyaAdi"], one) for one in told["dongu"] or []]
    answer = {"aciklama": "BAŞARILI", "hataKodu": _OK, "dongu": rows}
    return UPLOAD.answer(request, {"return": answer})


def tracked(office: Office, request: SoapRequest) -> Reply:
    told = request.fields["input"] or {}
    account = office.customer(told["kullanici"], told["sifre"])
    if account is None:
        answer: Json = {"sonucAciklama": _BAD_LOGIN, "sonucKodu": _WRONG}
        return TRACKING.answer(request, {"return": answer})
    name, wanted = (
        ("barkodNo", told.get("barkod")) if "barkod" in told else ("musteriReferansNo", told["referansNo"])
    )
    found = office.found(account, lambda one: one[name] == wanted)
    unknown = {"sonucAciklama": "Kayıt bulunamadı.", "sonucKodu": _UNKNOWN}
    return TRACKING.answer(request, {"return": _shown(found[0]) if found else unknown})


def _taken(office: Office, account: Account, file: str, told: Json) -> Json:
    code, text = _OK, ""
    barcode = str(told["barkodNo"] or "")
    if not is_barcode(barcode):
        code, text = _BARCODE, "Barkod numarası hatalı."
    elif barcode in account["parcel"]:
        code, text = _USED, "Barkod daha önce kullanılmıştır."
    elif office.rules.refuses and barcode.endswith(office.rules.refuses):
        code, text = _REFUSED, "Alıcı adresi hatalı."
    else:
        money = {name: str(told[name] or 0) for name in ("deger_ucreti", "odeme_sart_ucreti", "ucret")}
        office.keep(account, {**told, **money, "dosyaAdi": file, "moves": []})
        text = f"https://gonderitakip.ptt.gov.tr/Track/Verify?q={barcode}"
    return {
        "barkod": barcode,
        "donguAciklama": text,
        "donguHataKodu": code,
        "donguSonuc": code == _OK,
        "Barkod_quid": "",
    }


def _deleted(office: Office, told: Json) -> tuple[int, str]:
    account = office.customer(told["musteriId"], told["sifre"])
    if account is None:
        return _WRONG, _BAD_LOGIN
    parcel = account["parcel"].get(str(told["barcode"]))
    if parcel is None or parcel["dosyaAdi"] != told["dosyaAdi"]:
        return _UNKNOWN, "Kayıt bulunamadı."
    if parcel["moves"]:
        return _MOVED, "Kabulü yapılmış gönderi silinemez."
    office.files.drop(account, "parcel", parcel["barkodNo"])
    office.ground.store.flush()
    return _OK, "BAŞARILI"


def _shown(parcel: Json) -> Json:
    """Without movements there is no list of them."""
    moves = [
        {
            "siraNo": place,
            "ITARIH": f"{local(move['at']):%d/%m/%Y}",
            "ISAAT": f"{local(move['at']):%H:%M:%S}",
            "ISLEM": move["text"],
            "IMERK": "ÇANKAYA PTT",
            "IKODU": move["code"],
        }
        for place, move in enumerate(parcel["moves"], 1)
    ]
    return {
        "BARNO": parcel["barkodNo"],
        "ALICI": parcel["aliciAdi"],
        "GONDEREN": (parcel["gondericibilgi"] or {}).get("gonderici_adi"),
        "IMERK": "ÇANKAYA PTT" if moves else None,
        "TESALAN": "Komşu Hanım" if moves else None,
        "dongu": moves,
        "sonucAciklama": "BAŞARILI",
        "sonucKodu": _FOUND,
    }
