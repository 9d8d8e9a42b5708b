"""Schedules: run now, pause and resume, how often, and what is kept of each run."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels import actions as jobs
from prapazar.domain.channels import queries as due
from prapazar.domain.channels.enums import JobKind
from prapazar.domain.channels.errors import ConnectionInvalid, ConnectionMissing
from prapazar.domain.channels.schedules import actions, queries
from prapazar.domain.channels.schedules.models import SyncJob
from prapazar.domain.channels.schedules.queries import ScheduleRow
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.scope import PermissionDenied, Scope
from tests.factories import catalog, people

ORDERS = JobKind.ORDERS


def _shop(session: Session, scope: Scope, *, due_in: timedelta = timedelta(hours=1)) -> UUID:
    shop = catalog.connection(session, scope)
    job = SyncJob(
        merchant_id=scope.merchant_id,
        connection_id=shop,
        kind="orders",
        interval_seconds=7_200,
        next_run_at=now() + due_in,
    )
    session.add(job)
    session.flush()
    return shop


def _row(scope: Scope, shop: UUID) -> ScheduleRow:
    with db.transaction(scope) as session:
        [row] = queries.schedules(session, scope, shop)
    return row


def _taken() -> list[str]:
    with db.system_transaction() as session:
        return [job.kind for job in due.take_due_jobs(session)]


def test_paused_job_says_who_paused_it_and_does_not_run(database: str) -> None:
    member = people.member(people.merchant())
    with db.transaction(member.scope) as session:
        shop = _shop(session, member.scope, due_in=-timedelta(minutes=1))
        actions.pause(session, member.scope, shop, ORDERS)
    paused, taken = _row(member.scope, shop), _taken()

    with db.transaction(member.scope) as session:
        actions.resume(session, member.scope, shop, ORDERS)

    resumed = _row(member.scope, shop)
    assert (paused.is_enabled, paused.paused_by, paused.paused_at is not None) == (False, "Ayşe Yılmaz", True)
    assert (resumed.is_enabled, resumed.paused_by, resumed.paused_at) == (True, None, None)
    assert (taken, _taken()) == ([], ["orders"])


def test_job_asked_for_runs_once_even_while_paused(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = _shop(session, scope)
        actions.pause(session, scope, shop, ORDERS)
        actions.run_now(session, scope, shop, ORDERS)
    asked = _row(scope, shop)

    taken = [_taken(), _taken()]

    assert asked.asked_at is not None
    assert (taken, _row(scope, shop).asked_at) == ([["orders"], []], None)


def test_shorter_interval_counts_from_now(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = _shop(session, scope)
        actions.set_interval(session, scope, shop, ORDERS, 60)

    row = _row(scope, shop)

    assert row.interval_seconds == 60
    assert row.next_run_at <= now() + timedelta(seconds=60)
    with db.transaction(scope) as session, pytest.raises(ConnectionInvalid):
        actions.set_interval(session, scope, shop, ORDERS, 9)
    assert _row(scope, shop).interval_seconds == 60


def test_each_change_is_in_the_audit_trail(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = _shop(session, scope)
        for work in (actions.pause, actions.resume, actions.run_now):
            work(session, scope, shop, ORDERS)
        actions.set_interval(session, scope, shop, ORDERS, 300)

        found = session.execute(text("SELECT action, values FROM audit_entry ORDER BY number")).all()

    assert [row.action for row in found] == [
        "schedules.pause",
        "schedules.resume",
        "schedules.run",
        "schedules.interval",
    ]
    assert found[-1].values == {"job": "orders", "before": 7_200, "seconds": 300}


def test_runs_are_kept_newest_first_and_a_lost_one_is_told(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = _shop(session, scope)
    for error, count in (("connector.unavailable", 0), (None, 7)):
        with db.transaction(scope) as session:
            jobs.start_job(session, shop, ORDERS)
        with db.transaction(scope) as session:
            jobs.finish_job(session, scope, shop, ORDERS, count=count, error=error)
    with db.transaction(scope) as session:
        jobs.start_job(session, shop, ORDERS)  # and its process dies
    with db.transaction(scope) as session:
        jobs.start_job(session, shop, ORDERS)

    row = _row(scope, shop)

    assert [(run.error, run.count) for run in row.runs] == [
        (jobs.JOB_LOST, 0),
        (None, 7),
        ("connector.unavailable", 0),
    ]
    assert row.last_status == "running"


def test_asking_for_batches_leaves_a_run_only_when_one_was_found(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = _shop(session, scope)
        session.execute(text("UPDATE sync_job SET kind = 'batches'"))
        for count in (0, 3, 0):
            jobs.start_job(session, shop, JobKind.BATCHES)
            jobs.finish_job(session, scope, shop, JobKind.BATCHES, count=count)

    assert [run.count for run in _row(scope, shop).runs] == [3]


def test_batch_run_whose_worker_died_is_ended_once_it_is_surely_lost(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = _shop(session, scope)
        session.execute(text("UPDATE sync_job SET kind = 'batches'"))
        jobs.start_job(session, shop, JobKind.BATCHES)

        jobs.end_lost_job(session, shop, JobKind.BATCHES)
        soon = session.execute(text("SELECT last_status FROM sync_job")).scalar_one()
        session.execute(text("UPDATE sync_job SET last_started_at = now() - interval '1 hour'"))
        for _ in range(2):
            jobs.end_lost_job(session, shop, JobKind.BATCHES)

    row = _row(scope, shop)
    assert (soon, row.last_status) == ("running", "failed")
    assert [(run.error, run.count) for run in row.runs] == [(jobs.JOB_LOST, 0)]


def test_schedule_belongs_to_its_merchant_and_to_those_who_may(scope: Scope, other_scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = _shop(session, scope)
    reader = Scope(scope.merchant_id, permissions=frozenset({"channels.read"}))

    with db.transaction(other_scope) as session, pytest.raises(ConnectionMissing):
        actions.pause(session, other_scope, shop, ORDERS)
    with db.transaction(reader) as session, pytest.raises(PermissionDenied):
        actions.pause(session, reader, shop, ORDERS)

    assert _row(scope, shop).is_enabled


def test_store_of_before_an_update_gets_new_jobs_once_and_keeps_its_pauses(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = _shop(session, scope)
        slug = str(session.execute(text("SELECT connector FROM connection")).scalar())
        session.add(
            SyncJob(merchant_id=scope.merchant_id, connection_id=shop, kind="feed", interval_seconds=600)
        )
        session.flush()
        actions.pause(session, scope, shop, ORDERS)
    wanted = {slug: {ORDERS: 300, JobKind.CLAIMS: 900}, "another": {JobKind.TRACKING: 900}}

    with db.system_transaction() as session:
        told = [actions.reconcile(session, wanted), actions.reconcile(session, wanted)]

    with db.transaction(scope) as session:
        rows = session.execute(text("SELECT kind, interval_seconds, is_enabled FROM sync_job ORDER BY kind"))
        assert [tuple(row) for row in rows] == [("claims", 900, True), ("orders", 7_200, False)]
    assert told == [(1, 1), (0, 0)]
