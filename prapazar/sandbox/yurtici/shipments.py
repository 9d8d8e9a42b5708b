"""Shipments taken and taken back by the pretend Yurtiçi Kargo."""

import re
from typing import Any

from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.yurtici.office import Office
from prapazar.sandbox.yurtici.words import DONE, ERRORS, OPERATIONS

_KEY_LENGTH = 20
_NAME, _NAME_LETTERS, _LONGEST_NAME = 5, 4, 100
_ADDRESS = 10
_PHONE = re.compile(r"(0?[2-5]\d{9})")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_WAITING = "NOP"
_BLOCKED = ("CNL", "ISC", "BI")
Fields = dict[str, Any]


def create(office: Office, account: Account, user: str, fields: Fields) -> Json:
    """Each order for itself: some may be taken and others refused."""
    orders = fields.get("ShippingOrderVO") or []
    details, failed = [], 0
    job = office.files.next_number("job", 700_000)
    for order in orders:
        code = _fault(office, account, user, order)
        failed += code != 0
        if not code:
            sent = {name: value for name, value in order.items() if value is not None}
            office.keep(account, {"sent": sent, "user": user, "job": job, "status": _WAITING, "events": []})
        keys = {"cargoKey": order.get("cargoKey"), "invoiceKey": order.get("invoiceKey")}
        details.append({**keys, "errCode": code, "errMessage": ERRORS.get(code)})
    if not orders:
        return {"outFlag": "1", "outResult": ERRORS[82517], "count": 0}
    return {
        "outFlag": "1" if failed else "0",
        "outResult": "Hatalı kayıtlar var." if failed else DONE,
        "jobId": job,
        "count": len(details),
        "shippingOrderDetailVO": details,
    }


def cancel(office: Office, account: Account, user: str, fields: Fields) -> Json:
    details = [_cancelled(office, account, user, key) for key in fields.get("cargoKeys") or []]
    failed = any(one["errCode"] for one in details)
    return {
        "outFlag": "1" if failed or not details else "0",
        "outResult": "Hatalı kayıtlar var." if failed else DONE,
        "count": len(details),
        "shippingCancelDetailVO": details,
    }


def _cancelled(office: Office, account: Account, user: str, key: str) -> Json:
    parcel = account["parcel"].get(key)
    if parcel is None or parcel["user"] != user:
        return {"cargoKey": key, "errCode": 82519, "errMessage": ERRORS[82519]}
    code = 0
    if parcel["status"] == _WAITING:
        parcel["status"] = "CNL"
        office.keep(account, parcel)
    elif parcel["status"] in _BLOCKED:
        code = 82520
    status = "ISC" if code else parcel["status"]
    number, message = OPERATIONS.get(status, (None, None))
    return {
        "cargoKey": key,
        "invoiceKey": parcel["sent"]["invoiceKey"],
        "jobId": parcel["job"],
        "docId": parcel.get("doc"),
        "operationCode": number,
        "operationMessage": message,
        "operationStatus": status,
        "errCode": code,
        "errMessage": ERRORS.get(code),
    }


def _fault(office: Office, account: Account, user: str, order: Fields) -> int:
    """The first code that fits, in the order of the documents' table; 0: none."""
    key, invoice = order.get("cargoKey") or "", order.get("invoiceKey") or ""
    name, address = (
        (order.get("receiverCustName") or "").strip(),
        (order.get("receiverAddress") or "").strip(),
    )
    checks = [
        (not key, 80859),
        (len(key) > _KEY_LENGTH, 82500),
        (key in account["parcel"], 60020),
        (not invoice, 60017),
        (len(invoice) > _KEY_LENGTH, 82501),
        (not name, 60018),
        (not _is_name(name), 82503),
        (not address, 60019),
        (not _ADDRESS <= len(address) <= office.rules.address_length, 82502),
    ]
    found = next((code for is_wrong, code in checks if is_wrong), 0)
    return found or _cash_fault(office, account, user, order) or _contact_fault(order)


def _cash_fault(office: Office, account: Account, user: str, order: Fields) -> int:
    kind = order.get("ttCollectionType")
    if kind is None:
        return 0
    by_card = kind == "1"
    other_contract = office.rules.cash_needs_user and account.profile["users"][user]["contract"] != "cash"
    checks = [
        (kind not in {"0", "1"} or other_contract, 82513),
        (order.get("ttInvoiceAmount") is None, 82505),
        (order.get("ttDocumentId") is None, 82507),
        (by_card and order.get("dcSelectedCredit") is None, 82509),
        (by_card and order.get("dcCreditRule") is None, 82511),
        (not by_card and order.get("dcSelectedCredit") is not None, 82512),
        (order.get("ttDocumentSaveType") not in {"0", "1"}, 82514),
    ]
    return next((code for is_wrong, code in checks if is_wrong), 0)


def _contact_fault(order: Fields) -> int:
    mail = order.get("emailAddress")
    if mail and not _MAIL.fullmatch(mail):
        return 82515
    return 0 if _PHONE.fullmatch(order.get("receiverPhone1") or "") else 82516


def _is_name(name: str) -> bool:
    letters = sum(one.isalpha() for one in name)
    return _NAME <= len(name) <= _LONGEST_NAME and letters >= _NAME_LETTERS
