"""A whole shop as real processes: the demo's pretend channels, web, worker, relay and scheduler."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import httpx
from sqlalchemy import Engine, Row, TextClause, create_engine, text

from prapazar.cli import checkout
from prapazar.demo.people import PASSWORD
from prapazar.foundation.embedded import child
from tests.factories.ports import held_port
from tests.factories.stages import Server

_LONGEST_START = 180.0
_PAUSE = 0.1
SELLER = "/trendyol/107420"
WEB_SHOP = "/woocommerce/default"
_ARTICLE = (
    "SELECT CAST(v.id AS text), p.name, v.sku, t.external_id, w.sku FROM variant v"
    " JOIN product p ON p.id = v.product_id JOIN stock s ON s.variant_id = v.id"
    " JOIN listing t ON t.variant_id = v.id JOIN connection tc ON tc.id = t.connection_id"
    " JOIN listing w ON w.variant_id = v.id JOIN connection wc ON wc.id = w.connection_id"
    " WHERE tc.connector = 'trendyol' AND wc.connector = 'woocommerce' AND t.match = 'matched'"
    "  AND w.match = 'matched' AND t.status = 'active' AND w.status = 'active'"
    "  AND s.on_hand - s.reserved BETWEEN 20 AND 400 AND v.name = '' AND p.supplier_id IS NULL"
    "  AND (SELECT count(*) FROM listing l WHERE l.variant_id = v.id) = 2 AND NOT v.id = ANY(:taken)"
    "  AND NOT EXISTS (SELECT 1 FROM outbox b WHERE b.coalesce_key = v.id)"
    "  AND NOT EXISTS (SELECT 1 FROM publication q WHERE q.variant_id = v.id AND q.state = 'sent')"
    " ORDER BY v.sku LIMIT 1"
)
_Seen = TypeVar("_Seen")


def awaited(look: Callable[[], _Seen], wanted: _Seen, *, seconds: float = 300.0) -> _Seen:
    """What is seen as soon as it is what was wanted, or what was seen last."""
    until = time.monotonic() + seconds
    while (seen := look()) != wanted and time.monotonic() < until:
        time.sleep(_PAUSE)
    return seen


@dataclass(frozen=True, slots=True)
class Article:
    """One product of the demo as the books and both of its shelves know it."""

    variant_id: str
    name: str
    sku: str
    seller_key: str
    """At Trendyol: the barcode."""
    web_key: str
    """At the web shop: its SKU there."""


@dataclass
class RunningShop:
    """Where it listens, a free port: so several runs, and a shop of one's own, stand side by side."""

    address: str
    port: int
    channels: Server
    database_url: str
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    http: httpx.Client = field(init=False)
    _books: Engine = field(init=False)
    _taken: list[UUID] = field(default_factory=list)
    _keys: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=120, trust_env=False)
        self._books = create_engine(self.database_url, isolation_level="AUTOCOMMIT", pool_size=1)

    def close(self) -> None:
        self.http.close()
        self._books.dispose()

    def log_in(self, who: str) -> str:
        """The key of a new session of `admin`, `operator`, ..."""
        answer = self.http.post("/api/login", json={"email": f"{who}@demo.local", "password": PASSWORD})
        answer.raise_for_status()
        self.http.cookies.clear()
        key: str = answer.json()["token"]
        return key

    def article(self) -> Article:
        """One that both shops sell and no third, with units on the shelf, and that no other test was given.

        Nothing of it is on its way to the shops: what their shelves show stands still.
        """
        is_one = text(f"SELECT EXISTS ({_ARTICLE})")
        assert awaited(lambda: bool(self._row(is_one, taken=self._taken)[0]), True) is True
        found = self._row(text(_ARTICLE), taken=self._taken)
        self._taken.append(UUID(found[0]))
        return Article(*map(str, found))

    def look_up(self, question: str) -> str:
        """One value of the books."""
        return str(self._row(text(question))[0])

    def _row(self, question: TextClause, **values: list[UUID]) -> Row[Any]:
        with self._books.connect() as connection:
            return connection.execute(question, values).one()

    def ask(self, path: str, who: str = "admin") -> Any:  # noqa: ANN401 - what the route answers
        """A question to the REST routes."""
        key = self.key_of(who)
        answer = self.http.get(path, headers={"Authorization": f"Bearer {key}"})
        answer.raise_for_status()
        return answer.json()

    def paper(self, path: str, **asked: str) -> bytes:
        """A file of the REST routes."""
        answer = self.http.get(
            path, params=asked, headers={"Authorization": f"Bearer {self.key_of('admin')}"}, timeout=120
        )
        answer.raise_for_status()
        return answer.content

    def key_of(self, who: str) -> str:
        """One session a person for the run: the doorman counts log-ins."""
        if who not in self._keys:
            self._keys[who] = self.log_in(who)
        return self._keys[who]

    def shelves(self, article: Article) -> tuple[int, int]:
        """What both shops show their buyers: (Trendyol, web shop)."""
        return self._shelf(SELLER, article.seller_key), self._shelf(WEB_SHOP, article.web_key)

    def _shelf(self, account: str, key: str) -> int:
        quantity: int = self.channels.pull("GET", f"{account}/stock/{key}")["quantity"]
        return quantity

    def order(self, account: str, key: str, quantity: int) -> Any:  # noqa: ANN401 - the provider's order
        basket = {"lines": [{"key": key, "quantity": quantity}]}
        return self.channels.pull("POST", f"{account}/orders", basket)


class Processes:
    """Children with their logs; all of them are stopped, whatever happens."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._logs = folder / "logs"
        self._logs.mkdir()
        self._environment = {**checkout.environment(), **environment}
        self._started: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, *words: str) -> "subprocess.Popen[bytes]":
        process = child.start(
            [sys.executable, "-m", *words],
            log=self._logs / f"{name}.log",
            cwd=checkout.ROOT,
            env=self._environment,
            death_signal=signal.SIGTERM,
        )
        self._started[name] = process
        return process

    def finish(self, name: str, *words: str) -> None:
        """A task that ends by itself."""
        if self.start(name, *words).wait(_LONGEST_START) != 0:
            raise RuntimeError(f"{name} failed:\n{self.said(name)}")

    def said(self, name: str) -> str:
        return (self._logs / f"{name}.log").read_text(errors="replace")[-3000:]

    def await_answer(self, name: str, address: str) -> None:
        until = time.monotonic() + _LONGEST_START
        while not _answers(address):
            if self._started[name].poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{name} does not answer:\n{self.said(name)}")
            time.sleep(_PAUSE)

    def stop(self) -> None:
        for process in self._started.values():
            if process.poll() is None:
                process.terminate()
        for process in self._started.values():
            child.stop(process, (signal.SIGTERM, 15.0))
            child.kill_group(process.pid)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=2, trust_env=False).is_success
    except httpx.HTTPError:
        return False


@contextmanager
def running_shop(
    folder: Path, *, database_url: str, redis_url: str, secret_key: str
) -> Iterator[RunningShop]:
    """The demo shop, loaded and told; its buyers stay at home, so that only the test moves anything."""
    port, sandbox_port = held_port(), held_port()
    address = f"http://localhost:{port}"
    environment = {
        "PRAPAZAR_DATA_DIR": str(folder),
        "PRAPAZAR_DATABASE_URL": database_url,
        "PRAPAZAR_REDIS_URL": redis_url,
        "PRAPAZAR_SECRET_KEY": secret_key,
        "PRAPAZAR_PORT": str(port),
        "PRAPAZAR_PUBLIC_URL": address,
        "PRAPAZAR_SANDBOX_PORT": str(sandbox_port),
        "PRAPAZAR_LOG_LEVEL": "INFO",
    }
    processes = Processes(folder, environment)
    channels = Server(f"http://127.0.0.1:{sandbox_port}")
    try:
        processes.start("sandbox", "prapazar.sandbox", "--port", str(sandbox_port), "--demo")
        processes.start("web", "prapazar.cli", "web")
        processes.await_answer("sandbox", f"{channels.address}/_control/player")
        channels.pull("PUT", "/player", {"running": False})
        processes.finish("demo", "prapazar.demo")
        for name in ("worker", "relay", "scheduler"):
            processes.start(name, "prapazar.cli", name)
        processes.await_answer("web", f"http://127.0.0.1:{port}/api/health")
        shop = RunningShop(address, port, channels, database_url, folder, environment)
        yield shop
        shop.close()
    finally:
        processes.stop()
        channels.http.close()


@contextmanager
def second_web(shop: RunningShop, folder: Path) -> Iterator[int]:
    """Another web process of the same shop, as a second machine would run one: its port."""
    port = held_port()
    processes = Processes(folder, {**shop.environment, "PRAPAZAR_PORT": str(port)})
    try:
        processes.start("web", "prapazar.cli", "web")
        processes.await_answer("web", f"http://127.0.0.1:{port}/api/health")
        yield port
    finally:
        processes.stop()
