"""What the pretend central bank remembers, and its front door."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.exchange import Call, Reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.filing import Filing
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.tcmb import bulletin

_ISTANBUL = ZoneInfo("Europe/Istanbul")
_DATED = re.compile(r"/kurlar/(\d{6})/(\d{8})\.xml")
_NEWEST = "/kurlar/today.xml"
_XML = "application/xml; charset=utf-8"
_SATURDAY = 5
ACCOUNT = "tcmb"


@dataclass
class BankRules:
    published_hour: int = 15
    published_minute: int = 30
    holidays: str = ""
    """Days without a bulletin beside weekends: `2026-10-29,2026-01-01`."""


class Bank:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rules = BankRules()
        self.files = Filing(ground, "tcmb", ("rates",))

    def day(self) -> date:
        """Of the newest bulletin."""
        here = from_ms(self.ground.now_ms()).astimezone(_ISTANBUL)
        day = here.date()
        if (here.hour, here.minute) < (self.rules.published_hour, self.rules.published_minute):
            day -= timedelta(days=1)
        while not self.has(day):
            day -= timedelta(days=1)
        return day

    def has(self, day: date) -> bool:
        return day.weekday() < _SATURDAY and day.isoformat() not in self.rules.holidays.split(",")

    def document(self, day: date) -> bytes:
        given = self.files.account(ACCOUNT)["rates"].get(day.isoformat(), {})
        return bulletin.document(day, given).encode()


class BankGateway:
    def __init__(self, bank: Bank) -> None:
        self._bank = bank

    def account(self, call: Call) -> str:  # noqa: ARG002 - everybody may ask
        return ACCOUNT

    def answer(self, call: Call) -> Reply:
        if call.method != "GET":
            return Reply(405, b"", None)
        if call.path == _NEWEST:
            return Reply(200, self._bank.document(self._bank.day()), _XML)
        found = _DATED.fullmatch(call.path)
        day = _day(found[2]) if found else None
        if found is None or day is None or f"{day:%Y%m}" != found[1]:
            return Reply(404, b"", None)
        if day > self._bank.day() or not self._bank.has(day):
            return Reply(404, b"", None)
        return Reply(200, self._bank.document(day), _XML)

    def broken(self, fault: Fault) -> Reply:
        statuses = {Kind.TOO_MANY: 429, Kind.UNAVAILABLE: 503, Kind.FORBIDDEN: 403, Kind.EXPIRED_TOKEN: 401}
        return Reply(statuses.get(fault.kind, 500), b"<html><body>Hata</body></html>", "text/html")


def _day(written: str) -> date | None:
    try:
        return datetime.strptime(written, "%d%m%Y").replace(tzinfo=_ISTANBUL).date()
    except ValueError:
        return None
