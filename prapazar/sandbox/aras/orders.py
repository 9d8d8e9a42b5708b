"""Orders taken, overwritten and cancelled by the pretend Aras Kargo."""

from typing import Any

from prapazar.sandbox.aras.branch import Branch
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json

MESSAGES = {
    "0": "Başarılı",
    "935": "Telefon numarası yalnızca rakam olmalıdır.",
    "936": "Beklenmeyen hata.",
    "937": "Müşteri özel kodu (IntegrationCode) boş olamaz.",
    "938": "Alıcı adresi boş olamaz.",
    "939": "Alıcı adı boş olamaz.",
    "940": "Alıcı ili boş olamaz.",
    "941": "Alıcı ilçesi boş olamaz.",
    "942": "Alıcı ödemeli kapıda tahsilat yapılamaz.",
    "1000": "Kullanıcı adı veya şifre hatalı.",
    "1002": "Şube tanımlı değil.",
    "60020": "İrsaliyesi kesilmiş sipariş güncellenemez.",
    "70020": "Parça adedi ile parça detayı uyuşmuyor.",
    "70022": "Parça barkodu boş olamaz.",
    "70027": "Barkod daha önce kullanılmış.",
    "70030": "Parça barkodları aynı olamaz.",
    "70035": "Sipariş en fazla 20 kez gönderilebilir.",
}
WRONG_LOGIN = "1000"
_SENDER_PAYS_NOT = "2"
Fields = dict[str, Any]


def set_orders(branch: Branch, account: Account, fields: Fields) -> Json:
    orders = (fields.get("orderInfo") or {}).get("Order") or []
    return {"OrderResultInfo": [_taken(branch, account, order) for order in orders]}


def wrong_login(fields: Fields) -> Json:
    orders = (fields.get("orderInfo") or {}).get("Order") or []
    return {"OrderResultInfo": [_told(WRONG_LOGIN, one.get("IntegrationCode")) for one in orders]}


def by_code(_branch: Branch, account: Account, fields: Fields) -> Json:
    order = account["order"].get(fields.get("integrationCode") or "")
    return {"Order": [] if order is None else [order["sent"]]}


def by_day(_branch: Branch, account: Account, _fields: Fields) -> Json:
    return {"Order": [one["sent"] for one in account["order"].values()]}


def cancel(branch: Branch, account: Account, fields: Fields) -> Json:
    code = fields.get("integrationCode") or ""
    order = account["order"].get(code)
    if order is None:
        return {"ResultCode": "-1", "ResultMessage": "Sipariş bulunamadı."}
    if order["status"]:
        return {"ResultCode": "999", "ResultMessage": "İrsaliyesi kesilmiş sipariş iptal edilemez."}
    branch.files.drop(account, "order", code)
    return {
        "ResultCode": branch.rules.cancelled_code,
        "ResultMessage": "Sipariş iptal edildi.",
        "CargoKey": code,
    }


def _taken(branch: Branch, account: Account, order: Fields) -> Json:
    code = order.get("IntegrationCode")
    before = account["order"].get(code or "")
    fault = _fault(branch, account, order, before)
    if fault:
        return _told(fault, code)
    sent = {name: value for name, value in order.items() if name not in {"UserName", "Password"}}
    times = before["times"] + 1 if before else 0
    branch.files.put(account, "order", str(code), {"sent": sent, "times": times, "status": None})
    return _told("0", code)


def _told(result: str, code: object) -> Json:
    message = MESSAGES.get(result, "")
    return {
        "ResultCode": result,
        "ResultMessage": message,
        "InvoiceKey": code if result == "0" else None,
        "OrgReceiverCustId": code,
    }


def _fault(branch: Branch, account: Account, order: Fields, before: Json | None) -> str:
    phone = order.get("ReceiverPhone1") or ""
    checks = [
        (not order.get("IntegrationCode"), "937"),
        (before is not None and before["status"] is not None, "60020"),
        (before is not None and before["times"] >= branch.rules.resends, "70035"),
        (not order.get("ReceiverName"), "939"),
        (not order.get("ReceiverAddress"), "938"),
        (not phone.isdigit(), "935"),
        (not order.get("ReceiverCityName"), "940"),
        (not order.get("ReceiverTownName"), "941"),
        (order.get("IsCod") == "1" and order.get("PayorTypeCode") == _SENDER_PAYS_NOT, "942"),
        (not account.profile["branch"], "1002"),
    ]
    return next((code for is_wrong, code in checks if is_wrong), "") or _piece_fault(account, order)


def _piece_fault(account: Account, order: Fields) -> str:
    pieces = (order.get("PieceDetails") or {}).get("PieceDetail") or []
    barcodes = [piece.get("BarcodeNumber") for piece in pieces]
    others = (one["sent"] for key, one in account["order"].items() if key != order["IntegrationCode"])
    used = {piece["BarcodeNumber"] for one in others for piece in one["PieceDetails"]["PieceDetail"]}
    checks = [
        (str(len(pieces)) != (order.get("PieceCount") or ""), "70020"),
        (not all(barcodes), "70022"),
        (len(set(barcodes)) < len(barcodes), "70030"),
        (bool(used.intersection(barcodes)), "70027"),
    ]
    return next((code for is_wrong, code in checks if is_wrong), "")
