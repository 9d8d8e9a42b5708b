"""The scheduler: starts jobs whose time has come; schedules live in the database, one process leads."""

import signal
import threading
import time

import structlog
from kombu.exceptions import OperationalError as QueueDown
from sqlalchemy.exc import OperationalError

from prapazar.domain.channels import queries
from prapazar.foundation import db
from prapazar.foundation.logging import configure
from workers.app import app
from workers.queues import JOB_TASKS, MAINTENANCE

TICK = 1.0
CLEAN_UP_EVERY, WATCH_EVERY = 3600.0, 120.0
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
    cleaned_at = watched_at = 0.0
    while not stop.is_set():
        start_due_jobs()
        if time.monotonic() - cleaned_at > CLEAN_UP_EVERY:
            app.send_task("channels.clean_up", queue=MAINTENANCE)
            cleaned_at = time.monotonic()
        if time.monotonic() - watched_at > WATCH_EVERY:
            app.send_task("channels.watch", queue=MAINTENANCE, expires=600)
            watched_at = time.monotonic()
        stop.wait(TICK)


def main() -> None:
    configure()
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    run(stop)


if __name__ == "__main__":
    main()
