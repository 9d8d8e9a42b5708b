"""The screen of the registry: what waits, what is late, the mark, and a file that comes in."""

import asyncio
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import reflex as rx

from prapazar.domain.messaging import actions
from prapazar.domain.messaging.enums import ConsentState
from prapazar.foundation import db, routes
from prapazar.foundation.clock import now
from prapazar.states.iys import IysState
from tests.factories.tabs import Tab, person

pytestmark = pytest.mark.usefixtures("database", "redis_server")
_FILE = (
    "type,source,recipient,status,consentDate,recipientType\n"
    "MESAJ,HS_WEB,+905321112255,ONAY,2026-11-02 12:30:00,BIREYSEL\n"
    "FAKS,HS_WEB,+905321112266,ONAY,2026-11-02 12:30:00,BIREYSEL\n"
)


def test_what_is_late_is_shown_marked_and_a_file_says_its_faults() -> None:
    who = person()
    with db.transaction(who.scope) as session:
        for address, days in (("+905321112233", 30), ("+905321112244", 0)):
            at = now() - timedelta(days=days, minutes=1)
            actions.record_consents(session, who.scope, "sms", [address], ConsentState.GRANTED, at=at)

    async def work() -> list[Any]:
        tab = Tab(who, routes.IYS)
        state = await tab.state(IysState)
        await tab.call(IysState.load, state)
        seen: list[Any] = [[(one["address"], one["status"]) for one in state.rows], state.overdue]
        with db.transaction(who.scope) as session:
            actions.record_consents(session, who.scope, "sms", ["+905321112277"], ConsentState.GRANTED)
        await tab.call(IysState.news, state)
        seen += [len(state.rows)]
        await tab.call(IysState.mark, state)
        seen += [([one["address"] for one in state.rows], state.waiting)]  # came after the file
        await tab.call(
            IysState.upload,
            state,
            [rx.UploadFile(file=io.BytesIO(_FILE.encode()), path=Path("iys.csv"))],
        )
        await tab.call(IysState.show_view, state, "all")
        return [*seen, state.result, state.faults, len(state.rows)]

    assert asyncio.run(work()) == [
        [("+905321112233", "Süresi geçti"), ("+905321112244", "Bildirilecek")],
        "1",
        3,
        (["+905321112277"], "1"),
        "1 izin alındı, 1 satır alınmadı.",
        ["Satır 3, type: “FAKS” bilinen bir izin türü değil; MESAJ, ARAMA ya da EPOSTA olmalı."],
        4,
    ]
