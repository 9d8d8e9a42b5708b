"""The Celery application: JSON only, ids only, late acknowledgement so that a killed worker loses nothing."""

import sys
from functools import lru_cache
from typing import cast

import redis
from celery import Celery, Task, states
from celery.signals import setup_logging, task_postrun, worker_init, worker_process_init

from prapazar.foundation import db
from prapazar.foundation.logging import configure
from prapazar.foundation.settings import settings
from workers.queues import QUEUES, TOPIC_QUEUES

RESEND_AFTER_MS = 10_000
"""A started task drains its partition; only one that never ran is started again after this."""
GATHER_MS = 400
"""From one start of a partition's task to the next: what comes in between goes together, in one call. The first
change after a quiet time waits for nothing."""
PAUSE_AFTER_FAULT_MS = 1_000
SWITCH_SECONDS = 0.001
"""After so long a thread that computes lets another one go on. With Python's own 5 ms a sale's push, which asks
database and Redis some dozens of times, waits as long after each answer for every thread that reads a large batch."""

app = Celery("prapazar", broker=settings().redis_url)
app.conf.update(
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_default_queue="maintenance",
    task_queues=QUEUES,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"visibility_timeout": 900},
    imports=(
        "workers.tasks.orders",
        "workers.tasks.listings",
        "workers.tasks.channels",
        "workers.tasks.catalog",
        "workers.tasks.feeds",
        "workers.tasks.files",
        "workers.tasks.privacy",
        "workers.tasks.shipments",
        "workers.tasks.claims",
        "workers.tasks.questions",
        "workers.tasks.campaigns",
        "workers.tasks.invoicing",
        "workers.tasks.customers",
        "workers.tasks.payments",
        "workers.tasks.messages",
        "workers.tasks.rates",
        "workers.tasks.planning",
        "workers.tasks.tickets",
        "workers.tasks.reports",
    ),
)


def relay_key(task: str, partition: str) -> str:
    """While it stands, the relay starts no second task for the partition."""
    return f"pp:relay:{task}:{partition}"


@task_postrun.connect
def let_relay_look_again(task: Task, args: tuple[str, ...], retval: object, state: str, **_: object) -> None:
    """When it has gathered; after a fault in a second, so that what fails at once is not tried five times in it."""
    if task.name not in TOPIC_QUEUES or not args:
        return
    key = relay_key(task.name, args[0])
    if isinstance(retval, float):
        _client().pexpire(key, min(RESEND_AFTER_MS, max(1, int(retval * 1000))))
    elif state == states.SUCCESS and retval is not False:
        worked_for = RESEND_AFTER_MS - cast("int", _client().pttl(key))
        _client().pexpire(key, max(1, GATHER_MS - worked_for))
    else:
        _client().pexpire(key, PAUSE_AFTER_FAULT_MS)


@lru_cache(maxsize=1)
def _client() -> "redis.Redis":
    return redis.Redis.from_url(settings().redis_url or "")


@worker_init.connect
def take_turns_often(**_: object) -> None:
    sys.setswitchinterval(SWITCH_SECONDS)


@setup_logging.connect
def _log_as_we_do(**_: object) -> None:
    configure()


@worker_process_init.connect
def _own_connections(**_: object) -> None:
    db.dispose_engines()
