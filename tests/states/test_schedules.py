"""Schedules on the screen: words for intervals, bars for runs, and who may change what."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from prapazar.domain.channels.schedules.models import SyncJob
from prapazar.domain.channels.schedules.queries import RunRow, ScheduleRow
from prapazar.foundation import db
from prapazar.states.schedules import SchedulesState, shown
from tests.factories import catalog
from tests.factories.tabs import Tab, person

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def _row(*runs: RunRow, **others: object) -> ScheduleRow:
    values: dict[str, object] = {
        "connection_id": uuid4(),
        "connector": "trendyol",
        "name": "Ege",
        "connection_status": "active",
        "kind": "orders",
        "interval_seconds": 300,
        "is_enabled": True,
        "next_run_at": AT,
        "asked_at": None,
        "paused_at": None,
        "paused_by": None,
        "last_started_at": AT,
        "last_finished_at": AT,
        "last_status": "done",
        "last_error": None,
        "last_count": 3,
        "unread": 0,
        "runs": runs,
    }
    return ScheduleRow(**{**values, **others})  # type: ignore[arg-type]  # as the fields say


def test_failed_runs_are_drawn_over_the_others() -> None:
    well, ill = RunRow(AT, timedelta(seconds=2), 3, None), RunRow(AT, timedelta(seconds=1), 0, "x")

    row = shown(_row(ill, well), "en")

    assert (row["good"].count("M"), row["bad"].count("M")) == (2, 1)
    assert (row["state"], row["took"], row["runs"]) == ("Done, 3 records", "1 s", "Last 2 runs, 1 failed")


def test_run_whose_records_wait_in_repair_is_not_called_good() -> None:
    row = shown(_row(last_count=0, unread=16), "en")

    assert (row["state"], row["tone"]) == ("0 records; 16 could not be read, see the repair queue", "wait")


def test_paused_job_names_the_person() -> None:
    row = shown(_row(is_enabled=False, paused_at=AT, paused_by="Ayşe"), "tr")

    assert (row["state"], row["is_paused"], row["next"]) == ("Duraklatıldı", "1", "")
    assert row["hint"].endswith("Ayşe duraklattı")


def test_interval_is_changed_in_words(database: str, redis_server: str) -> None:
    who = person()
    with db.transaction(who.scope) as session:
        shop = catalog.connection(session, who.scope)
        session.add(
            SyncJob(merchant_id=who.scope.merchant_id, connection_id=shop, kind="orders", interval_seconds=60)
        )

    async def walk() -> list[tuple[str, str]]:
        tab = Tab(who, "/channels/schedules")
        state = await tab.state(SchedulesState)
        await tab.call(SchedulesState.load, state)
        seen = [(state.rows[0]["every"], "")]
        for words in ("yarın", "5 sn", "2 saat 30 dk"):
            await tab.call(SchedulesState.edit, state, state.rows[0]["id"])
            await tab.call(SchedulesState.save, state, {"interval": words})
            seen.append((state.rows[0]["every"], state.fault))
        return seen

    assert asyncio.run(walk()) == [
        ("1 dk", ""),
        ("1 dk", "Bir süre yazın: 5 dk, 2 saat, 1 gün."),
        ("1 dk", "10 saniye ile 7 gün arasında olmalı."),
        ("2 sa 30 dk", ""),
    ]
