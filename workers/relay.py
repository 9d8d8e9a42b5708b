"""The relay: looks for waiting outbox rows and starts the task of each partition, once at a time."""

import signal
import threading
import time
from typing import cast
from uuid import UUID

import redis
import structlog
from kombu.exceptions import OperationalError as QueueDown
from sqlalchemy.exc import OperationalError

from prapazar.foundation import db, outbox
from prapazar.foundation.logging import configure
from prapazar.foundation.settings import settings
from workers.app import RESEND_AFTER_MS, app, relay_key
from workers.queues import MAINTENANCE, TOPIC_QUEUES

TICK = 0.1
log = structlog.get_logger(__name__)


def relay_once(client: "redis.Redis") -> int:
    """Start a task for each partition with due rows. Returns how many were started."""
    with db.system_transaction() as session:
        due = outbox.due_partitions(session, _idle(client, outbox.waiting_partitions(session)))
    return sum(_start(client, topic, partition) for topic, partition in due)


def _idle(client: "redis.Redis", places: list[outbox.Place]) -> list[outbox.Place]:
    """Without those whose task was started a moment ago."""
    if not places:
        return []
    marks = cast("list[bytes | None]", client.mget([relay_key(topic, str(one)) for topic, one in places]))
    return [place for place, mark in zip(places, marks, strict=True) if mark is None]


def _start(client: "redis.Redis", topic: str, partition: UUID) -> bool:
    if not client.set(relay_key(topic, str(partition)), 1, nx=True, px=RESEND_AFTER_MS):
        return False
    queue = TOPIC_QUEUES.get(topic, MAINTENANCE)
    app.send_task(topic, args=[str(partition)], queue=queue)
    return True


def run(stop: threading.Event) -> None:
    client = redis.Redis.from_url(settings().redis_url or "")
    while not stop.is_set():
        begun = time.monotonic()
        try:
            relay_once(client)
        except (OperationalError, QueueDown, redis.RedisError):
            log.exception("relay waits for database or redis")
            stop.wait(2)
        stop.wait(max(0.0, TICK - (time.monotonic() - begun)))


def main() -> None:
    configure()
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    log.info("relay started")
    run(stop)


if __name__ == "__main__":
    main()
