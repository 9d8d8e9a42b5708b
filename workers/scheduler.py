"""The scheduler: starts jobs whose time has come; schedules live in the database, one process leads."""

import signal
import threading
import time
from uuid import UUID

import structlog
from kombu.exceptions import OperationalError as QueueDown
from sqlalchemy.exc import OperationalError

from prapazar.domain.channels import queries
from prapazar.flows import breaches, reports
from prapazar.foundation import db
from prapazar.foundation.logging import configure
from workers.app import app
from workers.queues import JOB_TASKS, MAINTENANCE

TICK = 1.0
CLEAN_UP_EVERY, WATCH_EVERY = 3600.0, 120.0
SUM_EVERY, REFRESH_EVERY, CHECK_EVERY = 5.0, 600.0, 24 * 3600.0
JUDGE_EVERY = 3600.0
log = structlog.get_logger(__name__)


def start_due_jobs() -> int:
    """Sent before the commit: a scheduler that dies in between starts a job twice, not an interval late."""
    with db.system_transaction() as session:
        due = queries.take_due_jobs(session)
        for job in due:
            task, queue = JOB_TASKS[job.kind]
            app.send_task(task, args=[str(job.connection_id)], queue=queue, expires=600)
    return len(due)


def run(stop: threading.Event) -> None:
    """Others wait until the leader's connection ends."""
    while not stop.is_set():
        try:
            with db.exclusive("scheduler") as is_leader:
                if is_leader:
                    _lead(stop)
        except (OperationalError, QueueDown):
            log.exception("scheduler waits for database or redis")
        stop.wait(5)


def _lead(stop: threading.Event) -> None:
    log.info("scheduler leads")
    cleaned_at = watched_at = summed_at = refreshed_at = judged_at = 0.0
    checked_at = time.monotonic()
    while not stop.is_set():
        start_due_jobs()
        if time.monotonic() - cleaned_at > CLEAN_UP_EVERY:
            app.send_task("channels.clean_up", queue=MAINTENANCE)
            cleaned_at = time.monotonic()
        if time.monotonic() - watched_at > WATCH_EVERY:
            app.send_task("channels.watch", queue=MAINTENANCE, expires=600)
            app.send_task("shipments.watch", queue=MAINTENANCE, expires=600)
            app.send_task("rates.refresh", queue=MAINTENANCE, expires=600)
            watched_at = time.monotonic()
        if time.monotonic() - summed_at > SUM_EVERY:
            _for_each("reports.sum_days", reports.marked_merchants(), SUM_EVERY)
            summed_at = time.monotonic()
        if time.monotonic() - refreshed_at > REFRESH_EVERY:
            _for_each("reports.refresh", reports.merchants(), REFRESH_EVERY)
            refreshed_at = time.monotonic()
        if time.monotonic() - checked_at > CHECK_EVERY:
            _for_each("reports.check", reports.merchants(), CHECK_EVERY)
            checked_at = time.monotonic()
        if time.monotonic() - judged_at > JUDGE_EVERY:
            _for_each("channels.tell_breaches", breaches.merchants(), JUDGE_EVERY)
            judged_at = time.monotonic()
        stop.wait(TICK)


def _for_each(task: str, merchants: list[UUID], expires: float) -> None:
    """What is not begun when the next one comes has become needless."""
    for merchant in merchants:
        app.send_task(task, args=[str(merchant)], queue=MAINTENANCE, expires=expires)


def main() -> None:
    configure()
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    run(stop)


if __name__ == "__main__":
    main()
