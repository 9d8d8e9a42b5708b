"""A chain of pretend shops whose worker, relay and scheduler are real processes that can be killed."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

import redis
from sqlalchemy import create_engine, text

from prapazar.cli import checkout, processes
from prapazar.domain.channels.enums import Topic
from prapazar.flows import catalog, channels, listings, webhooks
from prapazar.foundation import db
from prapazar.foundation.embedded import child
from prapazar.foundation.scope import Scope, system_scope
from tests.factories.market import ON_SHELF, LetterBox, Shop
from tests.factories.running import awaited
from tests.factories.stages import STAGES, Article, Server
from tests.factories.stops import Stop, Stops
from workers import relay, scheduler
from workers.queues import QUEUES

_LONGEST = 180.0
"""Ends a wait for what never comes; a machine may be busy with other things."""
_PAUSE = 0.2
_TAKEN_FROM_QUEUE = ("unacked", "unacked_index")
"""Where Celery's Redis transport keeps what a worker has taken and not ended yet."""
_numbers = count(1)
STOPS_AT_ONCE = 16
"""Threads of the worker: one stands at each stop. Its pool has as many connections."""
_AMPLE: dict[str, dict[str, str]] = {"trendyol": {"tier": "unlimited"}}
"""What lets a shop be asked often: these tests are not about limits, and ten shops wait for one worker."""
_TIME_PASSES = (
    # Leases of the dead have ended, and what waited for a later try is due.
    "UPDATE outbox SET claimed_until = now() - interval '1 second' WHERE claimed_until IS NOT NULL",
    "UPDATE sync_job SET next_run_at = now() WHERE kind = 'orders'",
    "UPDATE sync_job SET last_started_at = now() - interval '1 hour' WHERE last_status = 'running'",
)
_MAKE_DUE = (
    "UPDATE outbox SET available_at = now() WHERE parked_at IS NULL AND available_at > now()",
    "UPDATE publication_batch SET next_poll_at = now() WHERE closed_at IS NULL",
    (
        "UPDATE sync_job j SET next_run_at = now() WHERE kind = 'batches' AND EXISTS"
        " (SELECT 1 FROM publication_batch b WHERE b.connection_id = j.connection_id AND b.closed_at IS NULL)"
    ),
    "UPDATE sync_job SET next_run_at = now() WHERE kind = 'batches' AND last_status = 'running'",
)
_LEFT = (
    "SELECT (SELECT count(*) FROM outbox WHERE parked_at IS NULL)"
    " + (SELECT count(*) FROM inbox WHERE done_at IS NULL)"
    " + (SELECT count(*) FROM publication_batch WHERE closed_at IS NULL)"
    " + (SELECT count(*) FROM sync_job WHERE last_status = 'running' AND kind IN ('orders', 'batches') AND is_enabled)"
)


@dataclass
class Process:
    """One process of the product, as the product starts it."""

    folder: Path
    name: str
    command: list[str]
    _running: "subprocess.Popen[bytes] | None" = None

    def start(self, **environment: str) -> None:
        """One that runs already goes on."""
        if self._running is not None:
            return
        self._running = child.start(
            self.command,
            log=self.folder / f"{self.name}.log",
            cwd=checkout.ROOT,
            env=checkout.environment(**environment),
            death_signal=signal.SIGKILL,
        )

    def kill(self) -> None:
        """SIGKILL: nothing is said, nothing is tidied up."""
        if self._running is not None:
            self._running.kill()
            self._running.wait()
            self._running = None


@dataclass
class Site:
    """Books, queue, pretend channels and one worker."""

    server: Server
    box: LetterBox
    queue: "redis.Redis"
    worker: Process
    relay: Process
    scheduler: Process
    stops: Stops
    scope: Scope = field(init=False)
    shops: list[Shop] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    """Each shop sells the article at its own place here, and the first one in company; the first shop sells all."""
    variants: dict[str, UUID] = field(default_factory=dict)

    @property
    def whole(self) -> Shop:
        return self.shops[0]

    def open_shops(self, slugs: Sequence[str], *, with_webhooks: bool = False) -> list[Shop]:
        """A new merchant with a shop for each slug, beside the one that sells everything."""
        self.scope = system_scope(new_merchant())
        self.keys = [f"869{place:010}" for place in range(len(slugs) + 1)]
        self.shops = [self._connected("trendyol", self.keys)]
        catalog.import_listings(self.whole.connection_id)
        catalog.adopt_all(self.scope, self.whole.connection_id)
        for place, slug in enumerate(slugs, start=1):
            shop = self._connected(slug, [self.keys[0], self.keys[place]])
            catalog.import_listings(shop.connection_id)
            self.shops.append(shop)
        self.variants = {row[0]: row[1] for row in self.rows("SELECT barcode, id FROM variant")}
        for shop in self.shops if with_webhooks else ():
            channels.set_up(shop.connection_id)
        # Nothing is left to be told, and only the jobs of these tests run.
        self._run("DELETE FROM outbox", "UPDATE sync_job SET is_enabled = kind IN ('orders', 'batches')")
        self._run("UPDATE sync_job SET next_run_at = now() + interval '1 day'")
        return self.shops[1:]

    def _connected(self, slug: str, keys: Sequence[str]) -> Shop:
        stage = STAGES[slug](self.server, f"zincir{next(_numbers)}")
        self.server.pull("PATCH", "/trendyol/rules", {"tier": "unlimited"})
        stage.seed([Article(key, title=f"Oyalı Şal {key[-3:]}", quantity=ON_SHELF) for key in keys])
        with db.transaction(self.scope) as session:
            connection_id = channels.connect(
                session,
                self.scope,
                connector=slug,
                name=stage.account,
                environment=stage.environment,
                values={**stage.settings, **stage.credentials, **_AMPLE.get(slug, {})},
            )
        return Shop(stage, connection_id)

    def article(self, shop: Shop) -> tuple[str, UUID]:
        """What this shop alone sells beside the one that sells everything: its key, its variant."""
        key = self.keys[self.shops.index(shop)]
        return key, self.variants[key]

    # the crash

    def crash(self, stops: Sequence[Stop], start: Callable[[], object]) -> set[int]:
        """One worker stands at all stops at once, each in the work of its own shop, and is killed there.

        Returns the places of the stops where it stood. The next worker, which stays, works until nothing is left.
        """
        for number, (stop, shop) in enumerate(zip(stops, self.shops[1:], strict=True)):
            order = self.rows(
                "SELECT id FROM purchase_order WHERE connection_id = :id", id=shop.connection_id
            )
            names = {"connection": shop.connection_id, "variant": self.article(shop)[1]}
            self.stops.place(number, stop, shop.stage, **names, order=order[0][0] if order else None)
        self.worker.start()
        start()
        reached = awaited(self.stops.reached, set(range(len(stops))), seconds=_LONGEST)
        self.worker.kill()
        self.stops.lift()
        self.time_passes()
        self.worker.start()
        self.settle()
        return reached

    def time_passes(self) -> None:
        """As long as leases last, marks that a task was started, and what a dead worker had taken from the queue."""
        self._run(*_TIME_PASSES)
        self.queue.delete(*_TAKEN_FROM_QUEUE)
        for key in self.queue.scan_iter("pp:relay:*"):
            self.queue.delete(key)

    def settle(self) -> None:
        """Relay and scheduler find work for the worker until nothing is left."""
        until = time.monotonic() + _LONGEST
        while self.left() and time.monotonic() < until:
            self._run(*_MAKE_DUE)
            self.look()
            time.sleep(_PAUSE)

    def look(self) -> None:
        """One look of the scheduler and of the relay."""
        scheduler.start_due_jobs()
        relay.relay_once(self.queue)

    def poll(self) -> None:
        """The time of every shop's order poll has come, and the scheduler looks."""
        self.make_polls_due()
        self.look()

    def make_polls_due(self) -> None:
        self._run("UPDATE sync_job SET next_run_at = now() WHERE kind = 'orders'")

    def push(self) -> None:
        """Everything that waits is told at once, without a worker."""
        for shop in self.shops:
            listings.push(shop.connection_id, Topic.PUSH_STOCK)

    def ask_for_batches(self) -> None:
        """The time of every open batch has come."""
        self._run(*_MAKE_DUE)
        self.look()

    def receive_letters(self) -> None:
        """What the shops have sent up to now is kept, as the web process does it."""
        self.server.pull("POST", "/webhooks/deliver")
        for letter in self.box.letters:
            with suppress(webhooks.WebhookRefused):  # of an earlier merchant's shop, perhaps
                letter.hand_in()
        self.box.letters.clear()

    # looking

    def left(self) -> int:
        """How much is still to be done for this merchant, tasks included that nobody has begun yet."""
        taken = cast("int", self.queue.hlen(_TAKEN_FROM_QUEUE[0]))
        unbegun = sum(cast("int", self.queue.llen(name)) for name in QUEUES)
        found: int = self.value(_LEFT)
        return taken + unbegun + found

    def rows(self, question: str, **values: object) -> Sequence[Any]:
        with db.transaction(self.scope) as session:
            return session.execute(text(question), values).all()

    def value(self, question: str, **values: object) -> Any:  # noqa: ANN401 - one value of the books
        return self.rows(question, **values)[0][0]

    def _run(self, *statements: str) -> None:
        with db.system_transaction() as session:
            for statement in statements:
                session.execute(text(statement))


def new_merchant() -> UUID:
    merchant_id = uuid4()
    with db.system_transaction() as session:
        session.execute(
            text("INSERT INTO merchant (id, name, slug, is_active) VALUES (:id, 'Zincir', :slug, true)"),
            {"id": merchant_id, "slug": merchant_id.hex},
        )
    return merchant_id


@contextmanager
def opened_site(
    server: Server, box: LetterBox, folder: Path, *, database_url: str, redis_url: str
) -> Iterator[Site]:
    """The settings name its database, queue, sandbox and letter box already; the worker inherits them."""
    worker = Process(folder, "worker", processes.worker_command())
    relay_process = Process(folder, "relay", processes.module_command("workers.relay"))
    scheduler_process = Process(folder, "scheduler", processes.module_command("workers.scheduler"))
    engine = create_engine(database_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as admin, redis.Redis.from_url(redis_url) as queue:
        try:
            yield Site(server, box, queue, worker, relay_process, scheduler_process, Stops(admin, server))
        finally:
            for process in (worker, relay_process, scheduler_process):
                process.kill()
            queue.flushall()
    engine.dispose()
