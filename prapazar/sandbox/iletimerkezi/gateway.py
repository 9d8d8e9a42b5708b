"""The front door of the pretend İleti Merkezi: the status within the answer, and with HTTP for errors."""

import re
from dataclasses import dataclass

from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.faults import Fault
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.message_office import Office, broken

_PREFIX = "/v1"
_OK = 200
_REPEATED_MS = 60_000
_LONGEST_SENDER = 11


@dataclass
class Rules:
    """What the documents leave open."""

    burst: int = 0
    burst_ms: int = 60_000
    code_as_text: bool = False
    """The status' code as text: the documents show both."""
    always_200: bool = False
    """Errors with HTTP 200 too: only the SDK says that the status follows the code."""


class IletiGateway:
    def __init__(self, office: Office) -> None:
        self._office = office

    def account(self, call: Call) -> str:
        try:
            found = self._member(call.json_object())
        except (KeyError, TypeError, ValueError):
            return ""
        return found.number if found else ""

    def answer(self, call: Call) -> Reply:
        try:
            asked = call.json_object()
            account = self._member(asked)
        except (KeyError, TypeError, ValueError):
            return self._said(400, "İstek çözümlenemedi")
        if account is None:
            return self._said(401, "Üyelik bilgileri hatalı")
        if self._office.is_crowded(account):
            return json_reply({"response": {"status": {"code": 429, "message": "Çok sık istek"}}}, 429)
        doors = {"send-sms": self._send, "get-report": self._report, "get-balance": self._balance}
        door = doors.get(call.path.removeprefix(f"{_PREFIX}/").removesuffix("/json"))
        if door is None:
            return self._said(404, "Bulunamadı")
        try:
            return door(account, asked["request"].get("order", {}))
        except (KeyError, TypeError, ValueError):
            return self._said(400, "İstek çözümlenemedi")

    def _balance(self, account: Account, _order: Json) -> Reply:
        left = str(account.profile["credits"])
        return self._said(_OK, "İşlem başarılı", balance={"amount": "100.00", "sms": left})

    def broken(self, fault: Fault) -> Reply:
        return broken(fault, {"response": {"status": {"code": 503, "message": "Sunucu hatası"}}})

    def _send(self, account: Account, order: Json) -> Reply:
        text, numbers = order["message"]["text"], order["message"]["receipents"]["number"]
        code, words = self._fault(account, order, text, numbers)
        if code:
            return self._said(code, words)
        number = str(self._office.files.next_number("order", 12_323_232))
        kept_back = order["iys"] == "1" and numbers[0] in account.profile["refusing"]
        self._office.keep(
            account,
            {
                "id": number,
                "to": numbers[0],
                "text": text,
                "iys": order["iys"],
                "header": order["sender"],
                "status": 112 if kept_back else 110,
                "at": self._office.ground.now_ms(),
            },
        )
        left = account.profile["credits"] - 1
        self._office.files.open(account.number, {**account.profile, "credits": left})
        return self._said(_OK, "İşlem başarılı", order={"id": number})

    def _fault(self, account: Account, order: Json, text: str, numbers: list[str]) -> tuple[int, str]:
        sender = order.get("sender", "")
        since = self._office.ground.now_ms() - _REPEATED_MS
        checks = (
            (sender, 459, "Gönderici boş"),
            (len(sender) <= _LONGEST_SENDER, 460, "Gönderici uzun"),
            (sender in account.profile["senders"], 450, "Gönderici onaylı değil"),
            (text, 454, "Mesaj metni boş"),
            (numbers and all(re.fullmatch(r"5\d{9}", one) for one in numbers), 452, "Alıcı hatalı"),
            (order.get("iys") in {"0", "1"}, 468, "iys belirtilmedi"),
            (
                order["iys"] == "0" or order.get("iysList") in {"BIREYSEL", "TACIR"},
                469,
                "iysList belirtilmedi",
            ),
            (account.profile["credits"] > 0, 402, "Bakiye yetersiz"),
            (
                not any(
                    one["text"] == text and one["at"] > since
                    for one in self._office.sent_to(account, numbers[0])
                ),
                451,
                "Tekrar eden sipariş",
            ),
        )
        return next(((code, words) for is_right, code, words in checks if not is_right), (0, ""))

    def _report(self, account: Account, order: Json) -> Reply:
        found = account["message"].get(str(order["id"]))
        if found is None:
            return self._said(455, "Sipariş bulunamadı")
        status = 113 if found["status"] == 110 else 114  # noqa: PLR2004 - theirs
        told = {
            "id": found["id"],
            "status": status,
            "message": [{"number": f"+90{found['to']}", "status": found["status"]}],
        }
        return self._said(_OK, "İşlem başarılı", order=told)

    def _said(self, code: int, words: str, **more: Json) -> Reply:
        said = str(code) if self._office.rules.code_as_text else code
        status = _OK if self._office.rules.always_200 else code
        return json_reply({"response": {"status": {"code": said, "message": words}, **more}}, status)

    def _member(self, asked: Json) -> Account | None:
        login = asked["request"]["authentication"]
        return self._office.by_profile(key=str(login["key"]), hash=str(login["hash"]))
