"""Schedules on the screen: words for intervals, bars for runs, and who may change what."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import text

from prapazar.domain.channels.schedules.models import SyncJob
from prapazar.domain.channels.schedules.queries import RunRow, ScheduleRow
from prapazar.foundation import db
from prapazar.states.schedules import SchedulesState, shown
from prapazar.states.toast import ToastState
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

    assert (row["state"], row["hint"], row["tone"]) == (
        "Done, 0 records",
        "16 could not be read, see the repair queue",
        "wait",
    )


def test_run_that_was_told_to_wait_is_no_failure() -> None:
    row = shown(_row(last_status="failed", last_error="connector.rate_limited"), "en")

    assert (row["state"], row["tone"]) == ("Waits its turn", "wait")
    assert row["hint"] == "The channel takes no more requests just now; we wait our turn."


def test_paused_job_names_the_person() -> None:
    row = shown(_row(is_enabled=False, paused_at=AT, paused_by="Ayşe"), "tr")

    assert (row["state"], row["is_paused"], row["next"]) == ("Duraklatıldı", "1", "")
    assert row["hint"].endswith("Ayşe duraklattı")


def test_job_of_a_store_that_is_off_is_not_said_to_start(database: str, redis_server: str) -> None:
    who = person()
    with db.transaction(who.scope) as session:
        shop = catalog.connection(session, who.scope)
        session.add(
            SyncJob(merchant_id=who.scope.merchant_id, connection_id=shop, kind="orders", interval_seconds=60)
        )
        session.execute(text("UPDATE connection SET status = 'broken' WHERE id = :id"), {"id": shop})

    async def walk() -> tuple[str, int]:
        tab = Tab(who, "/channels/schedules")
        state = await tab.state(SchedulesState)
        await tab.call(SchedulesState.load, state)
        await tab.call(SchedulesState.run, state, state.rows[0]["id"])
        with db.transaction(who.scope) as session:
            asked = session.execute(text("SELECT count(*) FROM sync_job WHERE asked_at IS NOT NULL"))
            waiting = asked.scalar_one()
        return (await tab.state(ToastState)).t["text"], waiting

    assert asyncio.run(walk()) == (
        "Mağaza kapalı: hiçbir şey çağrılmaz. Önce mağazayı sürdürün ya da bilgilerini düzeltin.",
        0,
    )


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
