"""The operations of the pretend Sürat: parcels told, taken back, and where they are."""

from collections.abc import Callable
from pathlib import Path

from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.soap_service import SoapRequest, SoapService
from prapazar.sandbox.surat.branch import CANCELLED, FIRST_BARCODE, Branch

SERVICE = SoapService((Path(__file__).parent / "services.wsdl").read_text())
_DONE = "Tamam"
_BAD_LOGIN = "Kullanıcı adı veya şifre hatalı."
_ABSENT = "Gönderi bulunamadı."
_WANTED = ("KisiKurum", "AliciAdresi", "Il", "Ilce")
_KINDS, _PAYERS, _CASH = {1, 2, 3}, {1, 2}, {1, 2}


def answered(branch: Branch, request: SoapRequest) -> Reply:
    return SERVICE.answer(request, _OPERATIONS[request.operation](branch, request.fields))


def _with_barcode(branch: Branch, told: Json) -> Json:
    said, barcode = _taken(branch, told)
    result = {"isError": said != _DONE, "Message": said, "Barcode": barcode}
    return {"GonderiyiKargoyaGonderYeniSiparisBarkodOlusturResult": result}


def _in_a_word(branch: Branch, told: Json) -> str:
    """The older way."""
    return _taken(branch, told)[0]


def _taken(branch: Branch, told: Json) -> tuple[str, str]:
    """What is said, and the bar code."""
    account = _customer(branch, told["KullaniciAdi"], "password", told["Sifre"])
    if account is None:
        return _BAD_LOGIN, ""
    parcel = told["Gonderi"] or {}
    fault = _fault(parcel)
    if fault:
        return fault, ""
    key = parcel["OzelKargoTakipNo"]
    if key in account["parcel"]:
        return f"{key} özel kargo takip numarası daha önce kullanılmıştır.", ""
    barcode = str(branch.files.next_number("barcode", FIRST_BARCODE))
    branch.keep(account, {**parcel, "barcode": barcode, "moves": []})
    return _DONE, barcode


def _fault(parcel: Json) -> str:
    for name in (*_WANTED, "OzelKargoTakipNo"):
        if not parcel.get(name):
            return f"{name} boş olamaz."
    has_cash = bool(parcel["KapidanOdemeTutari"])
    if has_cash and not (parcel["IrsaliyeSeriNo"] and parcel["IrsaliyeSiraNo"]):
        return "Kapıda ödemede irsaliye seri ve sıra numarası zorunludur."
    if has_cash and parcel["KapidanOdemeTahsilatTipi"] not in _CASH:
        return "KapidanOdemeTahsilatTipi geçersiz."
    is_good = parcel["KargoTuru"] in _KINDS and parcel["OdemeTipi"] in _PAYERS and parcel["Adet"] >= 1
    return "" if is_good else "KargoTuru, OdemeTipi veya Adet geçersiz."


def _movements(branch: Branch, told: Json) -> str:
    account = _customer(branch, told["CariKodu"], "web_password", told["Sifre"])
    if account is None:
        return _BAD_LOGIN
    parcel = account["parcel"].get(told["WebSiparisKodu"])
    if parcel is None:
        return _ABSENT if branch.rules.unknown == "text" else ""
    return branch.told(parcel)


def _taken_back(branch: Branch, told: Json) -> str:
    account = _customer(branch, told["KullaniciAdi"], "password", told["Sifre"])
    if account is None:
        return _BAD_LOGIN
    parcel = account["parcel"].get(told["OzelKargoTakipNo"])
    if parcel is None:
        return _ABSENT
    if not told["IptalNeden"]:
        return "IptalNeden boş olamaz."
    words = [one["word"] for one in parcel["moves"]]
    if CANCELLED in words:
        return "Gönderi daha önce iptal edilmiş."
    if words:
        return "İşlem görmüş gönderi geri çekilemez."
    branch.move(account, told["OzelKargoTakipNo"], CANCELLED)
    return _DONE


def _customer(branch: Branch, number: object, secret: str, given: object) -> Account | None:
    """Parcels have one password, questions another."""
    found = branch.files.accounts.get(str(number))
    return found if found is not None and found.profile[secret] == given else None


_OPERATIONS: dict[str, Callable[[Branch, Json], Json | str]] = {
    "GonderiyiKargoyaGonderYeniSiparisBarkodOlustur": _with_barcode,
    "GonderiyiKargoyaGonder": _in_a_word,
    "KargoTakipHareketDetayliV2": _movements,
    "GonderiGeriCek": _taken_back,
}
