"""Payments at the pretend PayTR: a token for the frame, what became of it, and money given back."""

import base64
import binascii
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.paytr.till import Till, lira, signed
from prapazar.sandbox.routing import RouteTable

_CURRENCIES = {"TL", "TRY", "EUR", "USD", "GBP", "RUB"}
_LONGEST = {
    "user_ip": 39,
    "merchant_oid": 64,
    "email": 100,
    "user_name": 60,
    "user_address": 400,
    "user_phone": 20,
    "merchant_ok_url": 400,
    "merchant_fail_url": 400,
}
_NEEDED = (*_LONGEST, "payment_amount", "user_basket", "no_installment", "max_installment")
_MOST_INSTALLMENTS = 12
_BRANDS = ("advantage", "axess", "bonus", "cardfinans", "combo", "maximum", "paraf", "saglamkart", "world")


@dataclass(slots=True)
class Visit:
    till: Till
    account: Account
    form: dict[str, str]

    def is_signed(self, *names: str) -> bool:
        """Over these fields and the salt, in this order."""
        profile = self.account.profile
        text = "".join(self.form.get(name, "") for name in names) + profile["merchant_salt"]
        return self.form.get("paytr_token") == signed(profile["merchant_key"], text)


Handler = Callable[[Visit], Reply]
routes: RouteTable[Handler] = RouteTable()


def refused(reason: str) -> Reply:
    """Of the frame's token."""
    return json_reply({"status": "failed", "reason": reason})


def wrong(number: str, words: str) -> Reply:
    """Of all other calls; with a good HTTP status too."""
    return json_reply({"status": "error", "err_no": number, "err_msg": words})


@routes.route("POST", "/odeme/api/get-token")
def get_token(visit: Visit) -> Reply:
    form, account = visit.form, visit.account
    for name in _NEEDED:
        if not form.get(name):
            return refused(f"Zorunlu alan degeri gecersiz veya gonderilmedi: {name}")
    if not visit.is_signed(
        *("merchant_id", "user_ip", "merchant_oid", "email", "payment_amount", "user_basket"),
        *("no_installment", "max_installment", "currency", "test_mode"),
    ):
        return refused("paytr_token gonderilmedi veya gecersiz.")
    if fault := _fault(form, account):
        return refused(fault)
    token = visit.till.files.guid("token").replace("-", "") * 2
    basket = json.loads(base64.b64decode(form["user_basket"]))
    payment: Json = {
        "oid": form["merchant_oid"],
        "token": token,
        "amount": int(form["payment_amount"]),
        "total": int(form["payment_amount"]),
        "currency": form.get("currency") or "TL",
        "basket": basket,
        "buyer": {name: form[name] for name in ("user_name", "user_address", "user_phone", "email")},
        "ok_url": form["merchant_ok_url"],
        "fail_url": form["merchant_fail_url"],
        "most": 1 if form["no_installment"] == "1" else int(form["max_installment"]) or _MOST_INSTALLMENTS,
        "lang": form.get("lang") or "tr",
        "test_mode": form.get("test_mode") or "0",
        "status": "open",
        "installments": 1,
        "reason": [],
        "returns": [],
        "decidedMs": None,
        "endsMs": visit.till.ground.now_ms() + int(form.get("timeout_limit") or 30) * 60_000,
    }
    visit.till.put(account, payment)
    visit.till.files.put(account, "token", token, {"oid": payment["oid"]})
    return json_reply({"status": "success", "token": token})


@routes.route("POST", "/odeme/durum-sorgu")
def status(visit: Visit) -> Reply:
    if not visit.is_signed("merchant_id", "merchant_oid"):
        return wrong("003", "paytr_token gonderilmedi veya gecersiz")
    payment = _paid(visit)
    if payment is None:
        return wrong("004", "merchant_oid ile basarili odeme bulunamadi")
    rules, total = visit.till.rules, lira(payment["total"])
    told: Json = {
        "status": "success",
        "test_mode": payment["test_mode"],
        "payment_amount": _written(lira(payment["amount"]), comma=rules.comma),
        "payment_total": _written(total, comma=rules.comma),
        "payment_date": visit.till.clock(payment["decidedMs"]),
        "currency": payment["currency"],
    }
    if rules.tells_more:
        fee = (total * Decimal(rules.fee) / 100).quantize(Decimal("0.01"))
        told |= {
            "net_tutar": _written(total - fee, comma=rules.comma),
            "kesinti_tutari": _written(fee, comma=rules.comma),
            "taksit": str(payment["installments"] if payment["installments"] > 1 else 0),
            "kart_marka": "BONUS",
            "masked_pan": "455359AAA6747",
            "odeme_tipi": "KART",
        }
    if payment["returns"] or rules.empty_returns == "list":
        told["returns"] = payment["returns"]
    return json_reply(told)


@routes.route("POST", "/odeme/iade")
def give_back(visit: Visit) -> Reply:
    form = visit.form
    if not visit.is_signed("merchant_id", "merchant_oid", "return_amount"):
        return wrong("003", "paytr_token gonderilmedi veya gecersiz")
    payment = _paid(visit)
    if payment is None:
        return wrong("004", "merchant_oid ile basarili odeme bulunamadi")
    try:
        amount = Decimal(form["return_amount"])
    except InvalidOperation:
        return wrong("006", "return_amount gecersiz")
    if not re.fullmatch(r"\d+(\.\d{1,2})?", form["return_amount"]) or amount <= 0:
        return wrong("006", "return_amount gecersiz")
    returned = sum((Decimal(one["return_amount"]) for one in payment["returns"]), Decimal(0))
    if returned + amount > lira(payment["total"]):
        return wrong("009", "Kalan tutardan fazla iade yapilamaz")
    row: Json = {
        "is_test": int(payment["test_mode"]),
        "merchant_oid": payment["oid"],
        "return_amount": form["return_amount"],
    }
    numbered = {"reference_no": form["reference_no"]} if form.get("reference_no") else {}
    payment["returns"].append({**row, **numbered})
    visit.till.put(visit.account, payment)
    return json_reply({"status": "success", **row})


@routes.route("POST", "/odeme/taksit-oranlari")
def rates(visit: Visit) -> Reply:
    if not visit.is_signed("merchant_id", "request_id"):
        return wrong("003", "paytr_token gonderilmedi veya gecersiz")
    monthly = Decimal(visit.till.rules.monthly)
    table = {f"taksit_{count}": monthly * count for count in range(2, _MOST_INSTALLMENTS + 1)}
    return json_reply(
        {
            "status": "success",
            "request_id": visit.form.get("request_id", ""),
            "max_inst_non_bus": _MOST_INSTALLMENTS,
            "oranlar": dict.fromkeys(_BRANDS, table),
        }
    )


def _fault(form: dict[str, str], account: Account) -> str:
    for name, most in _LONGEST.items():
        if len(form[name]) > most:
            return f"{name} en fazla {most} karakter olabilir"
    oid = form["merchant_oid"]
    known = account["payment"].get(oid)
    plans = {"0", *(str(one) for one in range(2, _MOST_INSTALLMENTS + 1))}
    amount = form["payment_amount"]
    checks = (
        (re.fullmatch(r"[A-Za-z0-9]+", oid), "merchant_oid alfanumerik olmalidir"),
        (known is None or known["status"] == "open", "merchant_oid daha once kullanilmis"),
        (amount.isdecimal() and int(amount) > 0, "payment_amount gecersiz: tutar 100 ile carpilmalidir"),
        ((form.get("currency") or "TL") in _CURRENCIES, "currency gecersiz"),
        (form["no_installment"] in {"0", "1"}, "no_installment gecersiz"),
        (form["max_installment"] in plans, "max_installment gecersiz"),
        (_is_basket(form["user_basket"]), "user_basket gecersiz"),
    )
    return next((words for is_right, words in checks if not is_right), "")


def _is_basket(packed: str) -> bool:
    """Rows of name, price as text with a point, quantity."""
    try:
        rows = json.loads(base64.b64decode(packed, validate=True))
        return bool(rows) and all(
            isinstance(name, str) and re.fullmatch(r"\d+\.\d{2}", price) and int(units) > 0
            for name, price, units in rows
        )
    except (binascii.Error, TypeError, ValueError):
        return False


def _paid(visit: Visit) -> Json | None:
    found = visit.account["payment"].get(visit.form.get("merchant_oid", ""))
    return found if found is not None and found["status"] == "success" else None


def _written(amount: Decimal, *, comma: bool) -> str:
    text = f"{amount:.2f}"
    return text.replace(".", ",") if comma else text
