"""The registry's words and times, on plain values."""

from datetime import UTC, date, datetime

import pytest

from prapazar.domain.messaging import registry
from prapazar.domain.messaging.enums import ConsentState
from prapazar.domain.messaging.registry import Fault, Registered

_NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
_ROW = {
    "type": "MESAJ",
    "source": "HS_WEB",
    "recipient": "+905321112233",
    "status": "ONAY",
    "consentDate": "2026-11-20 14:05:00",
    "recipientType": "BIREYSEL",
}
_AT = datetime(2026, 11, 20, 11, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "due"),
    [
        (datetime(2026, 11, 16, 9, tzinfo=UTC), date(2026, 11, 19)),
        (datetime(2026, 11, 18, 9, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 20, 9, tzinfo=UTC), date(2026, 11, 25)),
        (datetime(2026, 11, 21, 9, tzinfo=UTC), date(2026, 11, 25)),
        (datetime(2026, 11, 22, 22, tzinfo=UTC), date(2026, 11, 26)),
    ],
    ids=["monday", "wednesday", "friday", "saturday", "sunday-night-is-monday-in-istanbul"],
)
def test_last_day_is_the_third_working_day(said: datetime, due: date) -> None:
    assert registry.due_on(said) == due


@pytest.mark.parametrize("day", range(14))
def test_overdue_is_what_had_its_last_day_before_today(day: int) -> None:
    at = datetime(2026, 11, 10 + day, 9, tzinfo=UTC)
    today, border = at.date(), registry.overdue_before(at)

    said = [datetime(2026, 11, one, 12, tzinfo=UTC) for one in range(1, 10 + day)]

    assert [one < border for one in said] == [registry.due_on(one) < today for one in said]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Registered(4, "sms", "+905321112233", ConsentState.GRANTED, _AT, "HS_WEB", "BIREYSEL")),
        (
            {"type": "EPOSTA", "recipient": "Ayse@Example.com", "status": "RET", "recipientType": "TACIR"},
            Registered(4, "email", "ayse@example.com", ConsentState.REFUSED, _AT, "HS_WEB", "TACIR"),
        ),
        (
            {"type": "ARAMA", "consentDate": "20.11.2026 14:05:00", "recipientType": ""},
            Registered(4, "call", "+905321112233", ConsentState.GRANTED, _AT, "HS_WEB", "BIREYSEL"),
        ),
        ({"type": "FAKS"}, Fault(4, "type", "iys.bad_type", "FAKS")),
        ({"recipient": "kim"}, Fault(4, "recipient", "iys.bad_recipient", "kim")),
        ({"type": "EPOSTA"}, Fault(4, "recipient", "iys.bad_recipient", "+905321112233")),
        ({"status": "EVET"}, Fault(4, "status", "iys.bad_status", "EVET")),
        ({"consentDate": "dün"}, Fault(4, "consentDate", "iys.bad_date", "dün")),
        (
            {"consentDate": "2026-11-24 14:05:00"},
            Fault(4, "consentDate", "iys.bad_date", "2026-11-24 14:05:00"),
        ),
        ({"source": "web sitesi"}, Fault(4, "source", "iys.bad_source", "web sitesi")),
        ({"recipientType": "KURUM"}, Fault(4, "recipientType", "iys.bad_kind", "KURUM")),
    ],
    ids=[
        *("good", "mail", "call", "no-type", "no-phone", "phone-as-mail", "no-word", "no-date"),
        *("tomorrow", "no-source", "no-kind"),
    ],
)
def test_row_is_read_or_says_which_cell_is_wrong(changes: dict[str, str], expected: object) -> None:
    assert registry.read(4, {**_ROW, **changes}, _NOW) == expected


def test_moment_is_written_as_it_is_read() -> None:
    assert registry.clock(_AT) == _ROW["consentDate"]
