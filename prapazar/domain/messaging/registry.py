"""The registry of consents (İYS): its words, its form of a row, and by when it has to be told.

Names and values are those that NetGSM, one of its partners, prints in its own packages (github.com/netgsm/netiys,
README; github.com/netgsm/netgsm-sms-js, examples/advanced/iys-operations.js): type, source, recipient, status,
consentDate, recipientType. The three working days are the ministry's (ticaret.gov.tr, "Entegratörlük Yetkisi").
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from prapazar.domain.messaging import rules
from prapazar.domain.messaging.enums import CALL, ConsentState, Way
from prapazar.foundation.clock import ISTANBUL

COLUMNS = ("type", "source", "recipient", "status", "consentDate", "recipientType")
WAYS = (Way.EMAIL.value, Way.SMS.value, CALL)
"""Those it keeps; WhatsApp is none of them."""
TYPES: Mapping[str, str] = {Way.EMAIL.value: "EPOSTA", Way.SMS.value: "MESAJ", CALL: "ARAMA"}
SOURCES = (
    *("HS_FIZIKSEL_ORTAM", "HS_ISLAK_IMZA", "HS_WEB", "HS_CAGRI_MERKEZI", "HS_SOSYAL_MEDYA", "HS_EPOSTA"),
    *("HS_MESAJ", "HS_MOBIL", "HS_EORTAM", "HS_ETKINLIK", "HS_2015", "HS_ATM", "HS_KARAR"),
)
USUAL_SOURCE = "HS_WEB"
KINDS = ("BIREYSEL", "TACIR")
WORKING_DAYS = 3
_WAYS = {name: way for way, name in TYPES.items()}
_STATES = {"ONAY": ConsentState.GRANTED, "RET": ConsentState.REFUSED}
_SOURCE = re.compile(r"[A-Z0-9_]{2,40}")
"""Who consents at the registry itself has a source of theirs, which no list we know names."""
_CLOCKS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M")
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Registered:
    """What the registry says of one address."""

    row: int
    way: str
    address: str
    state: ConsentState
    at: datetime
    source: str
    kind: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Of one cell of a file."""

    row: int
    column: str
    code: str
    value: str = ""


def word_of(state: str) -> str:
    return "ONAY" if state == ConsentState.GRANTED else "RET"


def due_on(at: datetime) -> date:
    """The last day on which the registry may still be told. Public holidays count as working days: never too late."""
    day, left = at.astimezone(ISTANBUL).date(), WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day


def overdue_before(at: datetime) -> datetime:
    """What was said before this moment should have been told by now."""
    today = at.astimezone(ISTANBUL).date()
    day = today
    while due_on(datetime.combine(day, datetime.min.time(), tzinfo=ISTANBUL)) >= today:
        day -= timedelta(days=1)
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=ISTANBUL)


def read(row: int, told: Mapping[str, str], at: datetime) -> Registered | Fault:
    """One row of a file by its columns, or the first cell of it that is wrong; `at` is now."""
    way = _WAYS.get(told["type"].upper(), "")
    address = rules.address(Way.EMAIL if way == Way.EMAIL else Way.SMS, told["recipient"])
    state, moment = _STATES.get(told["status"].upper()), _moment(told["consentDate"])
    source, kind = told["source"].upper(), told["recipientType"].upper() or KINDS[0]
    checks = (
        (way, "type", "iys.bad_type"),
        (address, "recipient", "iys.bad_recipient"),
        (state, "status", "iys.bad_status"),
        (moment and moment <= at, "consentDate", "iys.bad_date"),
        (_SOURCE.fullmatch(source), "source", "iys.bad_source"),
        (kind in KINDS, "recipientType", "iys.bad_kind"),
    )
    wrong = next(((column, code) for is_right, column, code in checks if not is_right), None)
    if wrong or state is None or moment is None:
        column, code = wrong or ("status", "iys.bad_status")
        return Fault(row, column, code, told[column])
    return Registered(row, way, address, state, moment, source, kind)


def clock(at: datetime) -> str:
    return at.astimezone(ISTANBUL).strftime("%Y-%m-%d %H:%M:%S")


def _moment(written: str) -> datetime | None:
    """As the registry writes it, by the clock of Istanbul."""
    plain = written.strip().partition(".")[0] if re.match(r"\d{4}-", written.strip()) else written.strip()
    for form in _CLOCKS:
        try:
            return datetime.strptime(plain, form).replace(tzinfo=ISTANBUL)
        except ValueError:
            continue
    return None
