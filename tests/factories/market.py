"""One merchant who sells the same goods in two pretend shops, with books, connections and a letter box."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

from sqlalchemy import text

from prapazar.connector_kit.breaker import LocalBreaker
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.limits import LocalLimiter
from prapazar.connector_kit.traffic import Recorder
from prapazar.domain.channels.enums import Topic
from prapazar.domain.orders import reports
from prapazar.domain.stock import actions as stock
from prapazar.domain.stock.actions import StockCount
from prapazar.flows import catalog, channels, listings, order_reports, orders, webhooks
from prapazar.flows.connections import ConnectionIdle
from prapazar.flows.faults import ProviderFault
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories.stages import Article, Server, Stage, TrendyolStage, WooCommerceStage

KEYS = ("8690000000017", "8690000000024", "8690000000031")
ON_SHELF = 50


@dataclass(frozen=True, slots=True)
class Letter:
    """A webhook as it came, not opened yet."""

    key: str
    headers: dict[str, str]
    body: bytes

    def hand_in(self) -> bool:
        return webhooks.receive(None, self.key, self.headers, self.body)


@dataclass
class LetterBox:
    """Takes every webhook and answers 200; the test decides when, and how often, they reach the product."""

    port: int = 0
    letters: list[Letter] = field(default_factory=list)


@contextmanager
def letter_box() -> Iterator[LetterBox]:
    box = LetterBox()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            box.letters.append(Letter(self.path.rpartition("/")[2], headers, body))
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    box.port = server.server_port
    yield box
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Time:
    """The clock of rate limits and circuit breakers: sleeping moves it, and so does the test."""

    at: float = 0.0
    patience: float = 10.0
    """Real seconds that an answer is waited for."""
    impatient: dict[str, float] = field(default_factory=dict)
    """The same, of single connections."""
    _limiter: LocalLimiter = field(init=False)
    _breaker: LocalBreaker = field(init=False)

    def __post_init__(self) -> None:
        self._limiter, self._breaker = LocalLimiter(now=self.now), LocalBreaker(now=self.now)

    def now(self) -> float:
        return self.at

    def passes(self, seconds: float) -> None:
        self.at += seconds

    def wire(self, recorder: Recorder, circuit: str, around: Any = None, **_shared: object) -> Wire:  # noqa: ANN401 - as the wire takes it
        """In place of what all processes share through Redis."""
        return Wire(
            limiter=self._limiter,
            breaker=self._breaker,
            recorder=recorder,
            circuit=circuit,
            around=around,
            sleep=self.passes,
            timeout=self.impatient.get(circuit, self.patience),
        )


@dataclass
class Shop:
    """One pretend shop and our connection to it."""

    stage: Stage
    connection_id: UUID

    def sell(self, *lines: tuple[str, int], **options: str) -> str:
        """The number of the new package."""
        return self.stage.package_id(self.stage.order(*lines, **options))

    def shows(self, key: str) -> int:
        quantity: int = self.stage.shelf(key)["quantity"]
        return quantity

    def import_orders(self) -> Any:  # noqa: ANN401 - a count, or the code of a fault
        return attempt(lambda: orders.import_new(self.connection_id))

    def push(self) -> Any:  # noqa: ANN401 - a count, or the code of a fault
        return attempt(lambda: listings.push(self.connection_id, Topic.PUSH_STOCK))


def _push_all(connection_id: UUID) -> None:
    for topic in (Topic.PUSH_STOCK, Topic.PUSH_PRICE):
        listings.push(connection_id, topic)


def attempt(work: Any) -> Any:  # noqa: ANN401 - what the flow answers
    """As a worker's task does it: a fault of the channel is recorded, and its code is all we hear of it."""
    try:
        return work()
    except ProviderFault as fault:
        return fault.code
    except ConnectionIdle:
        return "idle"


@dataclass
class Market:
    scope: Scope
    server: Server
    box: LetterBox
    time: Time
    seller: Shop
    web: Shop
    variants: dict[str, UUID]

    @property
    def shops(self) -> tuple[Shop, Shop]:
        return self.seller, self.web

    def shop(self, slug: str) -> Shop:
        return next(shop for shop in self.shops if shop.stage.slug == slug)

    def other(self, shop: Shop) -> Shop:
        return self.web if shop is self.seller else self.seller

    def count(self, key: str, on_hand: int) -> None:
        with db.transaction(self.scope) as session:
            stock.set_on_hand(session, self.scope, [StockCount(self.variants[key], on_hand)])

    def join(self, stage: Stage) -> Shop:
        """A further shop that sells the same goods; whoever calls settles it."""
        shop = _connected(self.scope, stage)
        catalog.import_listings(shop.connection_id)
        return shop

    def trouble(self, shop: Shop, kind: str, **how: Any) -> None:  # noqa: ANN401 - as the stage takes it
        """Switches a fault on; nobody waits long for an answer that does not come."""
        if kind == "timeout":
            # Where all of a shop is silent, nothing is given up that only takes its time on a busy machine.
            is_partly = how.keys() & {"path", "method", "times"}
            self.time.impatient[str(shop.connection_id)] = 0.5 if is_partly else 0.1
        shop.stage.fault(kind, **how)

    def clear_faults(self) -> None:
        """The channels work again; a person renews what was refused, and nobody has to wait any longer."""
        self.time.impatient.clear()
        self.server.pull("DELETE", "/faults")
        self.time.passes(3600)
        with db.system_transaction() as session:
            session.execute(text("UPDATE connection SET status = 'active' WHERE status = 'broken'"))
        self.make_due()

    def make_due(self) -> None:
        """The time has come for everything that waits for a later try."""
        with db.system_transaction() as session:
            session.execute(text("UPDATE outbox SET available_at = now() WHERE parked_at IS NULL"))
            session.execute(text("UPDATE publication_batch SET next_poll_at = now() WHERE closed_at IS NULL"))

    def settle(self) -> None:
        """Everything that is due is done: as relay, scheduler and workers would."""
        for work in (orders.take_in, order_reports.report_steps, _push_all, listings.poll_batches):
            for shop in self.shops:
                attempt(partial(work, shop.connection_id))
            self.make_due()

    def ask_again(self) -> None:
        """A person has the parked package read anew."""
        repair_id = self.value("SELECT id FROM repair WHERE resolved_at IS NULL")
        with db.transaction(self.scope) as session:
            reports.read_again(session, self.scope, repair_id)

    def letters(self, shop: Shop) -> list[Letter]:
        """What the shop has sent to our address up to now, the first of each kept in order."""
        self.server.pull("POST", "/webhooks/deliver")
        key = self.value("SELECT webhook_key FROM connection WHERE id = :id", id=shop.connection_id)
        return [letter for letter in self.box.letters if letter.key == key]

    # looking

    def balance(self, key: str) -> tuple[int, int]:
        """(on hand, reserved)."""
        found = self.rows(
            "SELECT sum(on_hand), sum(reserved) FROM stock WHERE variant_id = :id", id=self.variants[key]
        )
        return int(found[0][0]), int(found[0][1])

    def packages(self) -> list[tuple[str, str]]:
        """(external id, status), in the order of ids."""
        found = self.rows("SELECT external_id, status FROM shipment_package ORDER BY external_id")
        return [(row[0], row[1]) for row in found]

    def repairs(self) -> list[tuple[str, str]]:
        """(kind, code) of what is open."""
        found = self.rows("SELECT kind, code FROM repair WHERE resolved_at IS NULL ORDER BY kind, code")
        return [(row[0], row[1]) for row in found]

    def waiting(self, shop: Shop, topic: Topic = Topic.PUSH_STOCK) -> list[tuple[int, str | None]]:
        """(attempts, last error) of what is still to be told to a shop."""
        question = (
            "SELECT attempts, last_error FROM outbox WHERE partition = :id AND topic = :topic ORDER BY id"
        )
        return [(row[0], row[1]) for row in self.rows(question, id=shop.connection_id, topic=topic.value)]

    def rows(self, question: str, **values: object) -> Sequence[Any]:
        with db.transaction(self.scope) as session:
            return session.execute(text(question), values).all()

    def value(self, question: str, **values: object) -> Any:  # noqa: ANN401 - one value of the books
        return self.rows(question, **values)[0][0]


def open_market(scope: Scope, server: Server, box: LetterBox, time: Time, name: str) -> Market:
    """Both shops connected, their goods in the books, webhooks registered, and nothing left to be told."""
    seller, web = TrendyolStage(server, f"{name}s"), WooCommerceStage(server, f"{name}w")
    shops = [_connected(scope, stage) for stage in (seller, web)]
    catalog.import_listings(shops[0].connection_id)
    catalog.adopt_all(scope, shops[0].connection_id)
    catalog.import_listings(shops[1].connection_id)
    for shop in shops:
        channels.set_up(shop.connection_id)
    market = Market(scope, server, box, time, shops[0], shops[1], {})
    market.variants = {row[0]: row[1] for row in market.rows("SELECT barcode, id FROM variant")}
    market.settle()
    return market


def _connected(scope: Scope, stage: Stage) -> Shop:
    stage.seed([Article(key, title=f"Oyalı Şal {key[-3:]}", quantity=ON_SHELF) for key in KEYS])
    with db.transaction(scope) as session:
        connection_id = channels.connect(
            session,
            scope,
            connector=stage.slug,
            name=stage.account,
            environment=stage.environment,
            values={**stage.settings, **stage.credentials},
        )
    return Shop(stage, connection_id)
