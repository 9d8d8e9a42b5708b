"""What the pretend Aras Kargo tells of orders its branches have scanned, and how they are moved."""

from datetime import timedelta, timezone
from decimal import Decimal

from lxml import etree

from prapazar.sandbox import jsontext
from prapazar.sandbox.aras.branch import Branch
from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provider import ControlError

NO_LOGIN = "Kullanıcı adı, şifre veya müşteri kodu hatalı."
_STATUS_QUERY = "1"
_TURKEY = timezone(timedelta(hours=3))
_WORDS = {
    "1": "Çıkış Şubesinde",
    "2": "Yolda",
    "3": "Teslimat Şubesinde",
    "4": "Teslimatta",
    "5": "Parçalı Teslimat",
    "6": "Teslim Edildi",
    "7": "Yönlendirildi",
}
_DELIVERED, _RETURNED = "6", "3"
_SPACED = {
    "MUSTERI_OZEL_KODU": "MÜŞTERİ ÖZEL KODU",
    "KARGO_TAKIP_NO": "KARGO TAKİP NO",
    "DURUM_KODU": "DURUM KODU",
    "TESLIM_TARIHI": "TESLİM TARİHİ",
    "TESLIM_SAATI": "TESLİM SAATİ",
    "TESLIM_ZAMANI": "TESLİM ZAMANI",
    "TESLIM_ALAN": "TESLİM ALAN",
    "TIP_KODU": "TİP KODU",
    "KG_DESI": "KG DESİ",
    "IADE_SEBEBI": "İADE SEBEBİ",
}


def read(told: object) -> dict[str, str]:
    """The fields of a text that holds XML."""
    try:
        root = etree.fromstring(str(told or ""), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.LxmlError:
        return {}
    return {str(child.tag): child.text or "" for child in root}


def answer(branch: Branch, account: Account, asked: dict[str, str]) -> str:
    """One row is an object, several are a list, none is null."""
    rows = []
    if asked.get("QueryType") == _STATUS_QUERY:
        wanted = asked.get("IntegrationCode"), asked.get("TrackingNumber")
        rows = [
            _row(branch, code, order)
            for code, order in account["order"].items()
            if order["status"] and (code == wanted[0] or order["number"] == wanted[1])
        ]
    result = {"Cargo": rows[0] if len(rows) == 1 else rows} if rows else None
    return jsontext.dump({"QueryResult": result})


def carry(branch: Branch, account: Account, request: Json) -> Json:
    """The first scan gives the tracking number."""
    order = account["order"].get(str(request["reference"]))
    if order is None:
        raise ControlError(404, f"no order {request['reference']}")
    order["status"] = str(request["status"])
    order["kind"] = str(request.get("kind") or "1")
    order.setdefault("number", str(branch.files.next_number("cargo", 2_100_000_000_001)))
    order["at"] = branch.ground.now_ms()
    branch.files.put(account, "order", str(request["reference"]), order)
    return order


def _row(branch: Branch, code: str, order: Json) -> Json:
    sent = order["sent"]
    pieces = sent["PieceDetails"]["PieceDetail"]
    row = {
        "MUSTERI_OZEL_KODU": code,
        "KARGO_TAKIP_NO": order["number"],
        "DURUM_KODU": order["status"],
        "DURUMU": _WORDS.get(order["status"], order["status"]),
        "TIP_KODU": order["kind"],
        "KG_DESI": str(sum((_desi(piece) for piece in pieces), Decimal(0))),
        "TUTAR": Decimal("96.20"),
        "CIKIS_SUBE": "KADIKÖY",
        "VARIS_SUBE": "ÇANKAYA",
        "ALICI": sent["ReceiverName"],
        "ADET": len(pieces),
        "TESLIM_TARIHI": None,
    }
    if order["status"] == _DELIVERED:
        local = from_ms(order["at"]).astimezone(_TURKEY)
        hour = {branch.rules.hour_key: f"{local:%H:%M}"}
        row |= {"TESLIM_TARIHI": f"{local:%d.%m.%Y}", **hour, "TESLIM_ALAN": sent["ReceiverName"]}
    if order["kind"] == _RETURNED:
        row["IADE_SEBEBI"] = "Alıcı kabul etmedi"
    spaced = branch.rules.row_keys == "spaced"
    return {_SPACED.get(name, name) if spaced else name: value for name, value in row.items()}


def _desi(piece: Json) -> Decimal:
    return max(Decimal(str(piece.get(name) or 0)) for name in ("VolumetricWeight", "Weight"))
