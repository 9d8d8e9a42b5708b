"""The registry by file: what it lacks goes out, what it says comes in, and the newer word holds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from prapazar.domain.messaging import actions
from prapazar.domain.messaging.enums import ConsentState
from prapazar.domain.messaging.registry import Fault
from prapazar.flows import iys_sheets
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.scope import PermissionDenied, Scope, system_scope
from tests.factories import people

_HEAD = "type,source,recipient,status,consentDate,recipientType\r\n"
_SAID = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
_AYSE, _ALI = "+905321112233", "+905321112244"


def _say(scope: Scope, way: str, address: str, state: ConsentState, at: datetime = _SAID) -> None:
    with db.transaction(scope) as session:
        actions.record_consents(session, scope, way, [address], state, at=at)


def _file(scope: Scope, until: datetime | None = None) -> str:
    return b"".join(iys_sheets.written(scope, until or now(), "HS_MOBIL")).decode()


def _taken(scope: Scope, tmp_path: Path, *lines: str, head: str = _HEAD) -> iys_sheets.TakenIn:
    path = tmp_path / "iys.csv"
    path.write_text(head + "\r\n".join(lines), encoding="utf-8")
    return iys_sheets.take_in(scope, path)


def _kept(scope: Scope) -> list[tuple[object, ...]]:
    with db.transaction(scope) as session:
        found = session.execute(
            text(
                "SELECT way, address, state, at, iys_at IS NOT NULL FROM contact_consent ORDER BY way, address"
            )
        )
        return [tuple(row) for row in found]


def test_file_has_what_the_registry_does_not_know(scope: Scope) -> None:
    _say(scope, "sms", _AYSE, ConsentState.GRANTED)
    _say(scope, "email", "ayse@example.com", ConsentState.REFUSED)
    _say(scope, "call", _AYSE, ConsentState.BLOCKED)
    _say(scope, "whatsapp", _AYSE, ConsentState.GRANTED)
    with db.transaction(scope) as session:
        actions.record_consents(session, scope, "sms", [_ALI], ConsentState.GRANTED, source="iys")

    lines = _file(scope).splitlines()

    assert [lines[0], *sorted(lines[1:])] == [
        _HEAD.strip(),
        f"ARAMA,HS_MOBIL,{_AYSE},RET,2026-11-02 12:30:00,BIREYSEL",
        "EPOSTA,HS_MOBIL,ayse@example.com,RET,2026-11-02 12:30:00,BIREYSEL",
        f"MESAJ,HS_MOBIL,{_AYSE},ONAY,2026-11-02 12:30:00,BIREYSEL",
    ]


def test_file_is_refused_to_whom_addresses_are_masked(scope: Scope) -> None:
    viewer = replace(scope, masks=frozenset({"buyer.phone"}))

    with pytest.raises(PermissionDenied):
        iys_sheets.written(viewer, now(), "HS_WEB")


def test_mark_means_the_file_that_was_made_and_not_what_came_later(scope: Scope) -> None:
    _say(scope, "sms", _AYSE, ConsentState.GRANTED)
    made_at = now()
    before = _file(scope, made_at)
    _say(scope, "sms", _ALI, ConsentState.GRANTED, _SAID - timedelta(days=1))
    same = _file(scope, made_at)

    marked = iys_sheets.told(scope, made_at)

    assert (same, marked) == (before, 1)
    assert [row[1] for row in _kept(scope) if not row[4]] == [_ALI]
    _say(scope, "sms", _AYSE, ConsentState.REFUSED, _SAID + timedelta(days=1))
    assert f"MESAJ,HS_MOBIL,{_AYSE},RET" in _file(scope)  # a newer word has to be told anew


def test_good_rows_are_taken_and_the_others_say_row_column_and_reason(scope: Scope, tmp_path: Path) -> None:
    done = _taken(
        scope,
        tmp_path,
        f"MESAJ,HS_WEB,{_AYSE},ONAY,2026-11-02 12:30:00,BIREYSEL",
        f"MESAJ,HS_WEB,{_ALI},BELKI,2026-11-02 12:30:00,BIREYSEL",
        "EPOSTA,HS_WEB,kim,RET,2026-11-02 12:30:00,BIREYSEL",
        "",
        "EPOSTA,HS_WEB,ayse@example.com,RET,2026-11-02 12:30:00,TACIR",
    )

    assert done == iys_sheets.TakenIn(
        2, [Fault(3, "status", "iys.bad_status", "BELKI"), Fault(4, "recipient", "iys.bad_recipient", "kim")]
    )
    assert _kept(scope) == [
        ("email", "ayse@example.com", "refused", _SAID, True),
        ("sms", _AYSE, "granted", _SAID, True),
    ]


def test_newer_word_here_stays_and_is_still_to_be_told(scope: Scope, tmp_path: Path) -> None:
    _say(scope, "sms", _AYSE, ConsentState.REFUSED, _SAID + timedelta(hours=1))
    _say(scope, "sms", _ALI, ConsentState.GRANTED, _SAID + timedelta(milliseconds=300))

    _taken(
        scope,
        tmp_path,
        f"MESAJ,HS_WEB,{_AYSE},ONAY,2026-11-02 12:30:00,BIREYSEL",
        f"MESAJ,HS_WEB,{_ALI},ONAY,2026-11-02 12:30:00,BIREYSEL",
    )

    assert [row[1:3] + row[4:] for row in _kept(scope)] == [
        (_AYSE, "refused", False),
        (_ALI, "granted", True),
    ]


def test_file_taken_twice_writes_its_history_once(scope: Scope, tmp_path: Path) -> None:
    line = f"MESAJ,HS_WEB,{_AYSE},ONAY,2026-11-02 12:30:00,BIREYSEL"
    for _ in range(2):
        _taken(scope, tmp_path, line, line)

    with db.transaction(scope) as session:
        told = session.execute(text("SELECT count(*) FROM consent_event")).scalar()
    assert (told, len(_kept(scope))) == (1, 1)


def test_turkish_headings_are_known_and_a_lacking_column_is_named(scope: Scope, tmp_path: Path) -> None:
    turkish = "İzin Türü;Alıcı;İzin Durumu;İzin Kaynağı;İzin Tarihi\r\n"
    good = _taken(scope, tmp_path, f"MESAJ;{_AYSE};ONAY;HS_WEB;2026-11-02 12:30:00", head=turkish)
    lacking = _taken(scope, tmp_path, _AYSE, head="recipient\r\n")

    assert good == iys_sheets.TakenIn(1, [])
    assert lacking == iys_sheets.TakenIn(
        0, [Fault(1, name, "iys.no_column") for name in ("type", "source", "status", "consentDate")]
    )


def test_figures_count_what_is_late(scope: Scope) -> None:
    _say(scope, "sms", _AYSE, ConsentState.GRANTED, now() - timedelta(days=30))
    _say(scope, "sms", _ALI, ConsentState.GRANTED, now())

    found = iys_sheets.figures(scope)

    assert (found.told, found.open, found.overdue) == (0, 2, 1)
    assert [one.address for one in iys_sheets.page(scope, "overdue")] == [_AYSE]


def test_another_merchant_sees_nothing_of_it(scope: Scope) -> None:
    _say(scope, "sms", _AYSE, ConsentState.GRANTED)
    other = people.member(people.merchant("Başkası"))

    assert _file(system_scope(other.merchant_id)) == _HEAD
