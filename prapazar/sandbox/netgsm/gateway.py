"""The front door of the pretend NetGSM: Basic log-in, and every refusal with HTTP 406 and a code."""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import timedelta, timezone

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.faults import Fault
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.message_office import Office, broken

_WORDS = {
    "20": "mesaj metni hatali",
    "30": "gecersiz kullanici adi, sifre veya API erisim izni",
    "40": "mesaj basligi sistemde tanimli degil",
    "50": "IYS kontrollu gonderim yapilamiyor",
    "60": "kayit bulunamadi",
    "62": "bakiye yetersiz",
    "70": "hatali parametre",
    "80": "gonderim sinir asimi",
    "85": "mukerrer gonderim sinir asimi",
    "100": "sistem hatasi",
}
_TURKISH = set("çğışĞİŞ")
_MOST_TO_ONE = 20
_TURKEY = timezone(timedelta(hours=3))


@dataclass
class Rules:
    """What the documents leave open."""

    burst: int = 0
    burst_ms: int = 60_000
    denies_with: int = 406
    """A wrong log-in: code 30 with 406, or plain 401 or 403."""
    counts_as_text: bool = False
    """Numbers of a report as text: the SDKs disagree about types."""
    iys_status: int = 16
    """What a report says of somebody the registry keeps from advertising: 16, 17 or 15."""
    delivers_after_ms: int = 0
    """After so long a message has arrived by itself; 0: somebody carries it."""


class NetgsmGateway:
    def __init__(self, office: Office) -> None:
        self._office = office

    def account(self, call: Call) -> str:
        found = self._subscriber(call)
        return found.number if found else ""

    def answer(self, call: Call) -> Reply:
        account = self._subscriber(call)
        if account is None:
            status = self._office.rules.denies_with
            return _refused("30") if status == 406 else Reply(status, b"", None)  # noqa: PLR2004 - their status
        if self._office.is_crowded(account):
            return json_reply({"code": "80", "description": _WORDS["80"]}, 429)
        doors = {
            ("POST", "/sms/rest/v2/send"): self._send,
            ("POST", "/sms/rest/v2/report"): self._report,
            ("GET", "/sms/rest/v2/msgheader"): self._headers,
        }
        door = doors.get((call.method, call.path))
        if door is None:
            return Reply(404, b"", None)
        try:
            return door(account, call.json_object())
        except (KeyError, TypeError, ValueError):
            return _refused("70")

    def broken(self, fault: Fault) -> Reply:
        return broken(fault, {"code": "100", "description": _WORDS["100"]})

    def _send(self, account: Account, asked: Json) -> Reply:
        if code := self._fault(account, asked):
            return _refused(code)
        job = str(self._office.files.next_number("job", 17_377_215_342_605_050))
        for one in asked["messages"]:
            is_kept_back = asked["iysfilter"] != "0" and one["no"] in account.profile["refusing"]
            self._office.keep(
                account,
                {
                    "id": job,
                    "to": one["no"],
                    "text": one["msg"],
                    "encoding": asked.get("encoding", ""),
                    "iys": asked["iysfilter"],
                    "header": asked["msgheader"],
                    "status": self._office.rules.iys_status if is_kept_back else 0,
                    "at": self._office.ground.now_ms(),
                },
            )
        left = account.profile["credits"] - len(asked["messages"])
        self._office.files.open(account.number, {**account.profile, "credits": left})
        return json_reply({"code": "00", "jobid": job, "description": "queued"})

    def _fault(self, account: Account, asked: Json) -> str:
        sent = asked["messages"]
        minute = self._office.ground.now_ms() - 60_000
        numbers = [one["no"] for one in sent]
        recent = [one for no in numbers for one in self._office.sent_to(account, no) if one["at"] > minute]
        is_turkish = any(set(one["msg"]) & _TURKISH for one in sent)
        checks = (
            (asked["msgheader"] in account.profile["headers"], "40"),
            (sent and all(re.fullmatch(r"5\d{9}", no) for no in numbers), "70"),
            (all(one["msg"] for one in sent), "20"),
            (asked.get("encoding", "TR") == "TR" and asked["iysfilter"] in {"0", "11", "12"}, "70"),
            ("encoding" in asked or not is_turkish, "20"),
            (account.profile["credits"] >= len(sent), "62"),
            (len(recent) < _MOST_TO_ONE, "85"),
        )
        return next((code for is_right, code in checks if not is_right), "")

    def _headers(self, account: Account, _asked: Json) -> Reply:
        return json_reply({"code": "00", "msgheaders": account.profile["headers"]})

    def _report(self, account: Account, asked: Json) -> Reply:
        size = int(asked["pagesize"])
        if not 1 <= size <= 100 or not asked["startdate"] or not asked["stopdate"]:  # noqa: PLR2004 - theirs
            return _refused("70")
        found = [one for job in asked["jobids"] if (one := account["message"].get(str(job)))]
        start = int(asked["pagenumber"]) * size
        if not found[start : start + size]:
            return _refused("60")
        return json_reply({"code": "00", "jobs": [self._job(one) for one in found[start : start + size]]})

    def _job(self, message: Json) -> Json:
        def said(number: object) -> object:
            return str(number) if self._office.rules.counts_as_text else number

        status, delivered = self._where(message)
        return {
            "jobid": message["id"],
            "number": message["to"],
            "status": said(status),
            "operator": said(30),
            "msglen": said(1),
            "deliveredDate": delivered if status == 1 else "",
            "errorCode": said(0),
            "referansID": "",
        }

    def _where(self, message: Json) -> tuple[object, str]:
        """Its status, and when it arrived where it did."""
        after, at = self._office.rules.delivers_after_ms, message["at"]
        if after and message["status"] == 0 and self._office.ground.now_ms() - at > after:
            return 1, f"{from_ms(at + after).astimezone(_TURKEY):%d.%m.%Y %H:%M:%S}"
        return message["status"], "21.11.2026 12:30:00"

    def _subscriber(self, call: Call) -> Account | None:
        scheme, _, packed = call.headers.get("authorization", "").partition(" ")
        try:
            user, _, password = base64.b64decode(packed, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
        return (
            self._office.by_profile(usercode=user, password=password) if scheme.lower() == "basic" else None
        )


def _refused(code: str) -> Reply:
    return json_reply({"code": code, "description": _WORDS[code], "jobid": None}, 406)
