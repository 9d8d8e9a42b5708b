"""The whole shop as `./dev up` starts it: start-up, memory at rest, propagation between channels, live events."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import httpx
import psutil
import redis
import simple_websocket

from bench.ground import percentile
from prapazar.demo.people import PASSWORD, PEOPLE
from prapazar.foundation import live
from prapazar.foundation.settings import settings

READY_WITHIN = 600
SOCKETS = 200
ROUNDS = 5
ORDERS = 100
ORDERS_PER_SECOND = 10
PLENTY = 20
_REGISTER = "reflex___state____state.prapazar___states___live____notif_state.register"


def measure() -> dict[str, float]:
    """A first start loads the demo; the second is the one that counts."""
    with tempfile.TemporaryDirectory(prefix="prapazar-bench-") as folder:
        Path(folder).chmod(0o755)
        with _running(folder):
            pass
        with _running(folder) as (took, process):
            figures = {"start_s": took}
            _control("PUT", "player", {"running": False})
            figures["rest_memory_mb"] = _memory(process, folder)
            figures["propagation_p95_s"] = _propagation()
            figures["event_p95_ms"] = _events(folder)
        return figures


@contextmanager
def _running(folder: str) -> Iterator[tuple[float, subprocess.Popen[str]]]:
    """The shop, and the seconds until it said it was ready."""
    given = {key: value for key, value in os.environ.items() if not key.startswith("PRAPAZAR_")}
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "prapazar.cli", "up"],
        env={**given, "PRAPAZAR_DATA_DIR": folder, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        _until_ready(process)
        yield time.perf_counter() - begun, process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _until_ready(process: subprocess.Popen[str]) -> None:
    said: list[str] = []
    ready = threading.Event()

    def read() -> None:
        for line in process.stdout or ():
            said.append(line)
            if "is ready" in line:
                ready.set()
        ready.set()

    threading.Thread(target=read, daemon=True).start()
    if not ready.wait(READY_WITHIN) or process.poll() is not None:
        raise RuntimeError("the shop did not start:\n" + "".join(said[-20:]))


def _memory(process: subprocess.Popen[str], folder: str) -> float:
    """Proportional set size of every process of the shop, PostgreSQL and Redis included, once they are idle."""
    time.sleep(20)
    parent = psutil.Process(process.pid)
    family = {parent, *parent.children(recursive=True)}
    family |= {
        one for one in psutil.process_iter(["cmdline"]) if folder in " ".join(one.info["cmdline"] or ())
    }
    family |= {child for one in list(family) for child in one.children(recursive=True)}
    total = 0
    for one in family:
        try:
            total += one.memory_full_info().pss
        except psutil.Error:
            continue
    return total / 1_048_576


def _control(method: str, path: str, body: object = None) -> httpx.Response:
    address = f"http://127.0.0.1:{settings().sandbox_port}/_control/{path}"
    return httpx.request(method, address, json=body, timeout=30)


def _propagation() -> float:
    """Orders on Trendyol; seconds until the web shop shows each article's new quantity."""
    articles = _both_shops()
    placed: list[tuple[str, float]] = []
    for place in range(ORDERS):
        barcode, sku = articles[place % len(articles)]
        answer = _control("POST", "trendyol/107420/orders", {"lines": [{"barcode": barcode, "quantity": 1}]})
        if answer.is_success:
            placed.append((sku, time.time()))
        time.sleep(1 / ORDERS_PER_SECOND)
    return percentile([_shown_after(sku, moment) for sku, moment in placed])


def _shown_after(sku: str, moment: float) -> float:
    deadline = time.time() + 60
    while time.time() < deadline:
        history = _control("GET", _web_stock(sku)).json()["history"]
        for entry in history:
            at = datetime.fromisoformat(entry["at"]).timestamp()
            if entry["cause"] == "api" and at >= moment:
                return at - moment
        time.sleep(0.1)
    return 60.0


def _web_stock(sku: str) -> str:
    return f"woocommerce/default/stock/{sku}"


def _both_shops() -> list[tuple[str, str]]:
    """(barcode, SKU) of articles with plenty of stock, which both shops know by the same SKU."""
    with httpx.Client(base_url=settings().address, timeout=30) as client:
        _log_in(client)
        page = client.get("/api/stock", params={"limit": 200}).json()
    listed = [
        (row["barcode"], row["sku"]) for row in page if row["available"] > PLENTY and len(row["channels"]) > 1
    ]
    return [(barcode, sku) for barcode, sku in listed if _control("GET", _web_stock(sku)).is_success]


def _log_in(client: httpx.Client) -> str:
    answer = client.post("/api/login", json={"email": PEOPLE[0].email, "password": PASSWORD})
    answer.raise_for_status()
    return "; ".join(f"{name}={value}" for name, value in client.cookies.items())


def _events(folder: str) -> float:
    """Milliseconds from publishing a notification to the moment each of 200 sockets has its toast."""
    with httpx.Client(base_url=settings().address, timeout=30) as client:
        cookie = _log_in(client)
        merchant = client.get("/api/me").json()["merchant"]["id"]
    sockets = [_open(cookie) for _ in range(SOCKETS)]
    publisher = redis.Redis.from_url(_redis_url(folder))
    samples: list[float] = []
    for place in range(ROUNDS):
        samples += _round(sockets, publisher, merchant, place)
    for socket in sockets:
        socket.close()
    return percentile(samples) * 1000


def _open(cookie: str) -> simple_websocket.Client:
    address = settings().address.replace("http", "ws", 1)
    query = f"EIO=4&transport=websocket&token={uuid.uuid4()}"
    socket = simple_websocket.Client(f"{address}/_event/?{query}", headers={"Cookie": cookie})
    socket.receive(timeout=30)
    socket.send("40/_event,")
    socket.receive(timeout=30)
    event = {"name": _REGISTER, "payload": {}, "router_data": {"pathname": "/", "query": {}, "asPath": "/"}}
    socket.send("42/_event," + json.dumps(["event", event]))
    socket.receive(timeout=30)
    return socket


def _round(
    sockets: list[simple_websocket.Client], client: "redis.Redis", merchant: str, place: int
) -> list[float]:
    mark = f"bench-{place}"
    arrived: list[float] = []
    lock = threading.Lock()

    def wait(socket: simple_websocket.Client) -> None:
        deadline = time.perf_counter() + 10
        while time.perf_counter() < deadline:
            message = socket.receive(timeout=10)
            if message == "2":
                socket.send("3")
            elif message and mark in str(message):
                with lock:
                    arrived.append(time.perf_counter())
                return

    threads = [threading.Thread(target=wait, args=(socket,)) for socket in sockets]
    for thread in threads:
        thread.start()
    event = {
        "kind": "notifications.new",
        "merchant": merchant,
        "level": "info",
        "text": "orders.new",
        "link": "/orders",
        "units": 1,
        "permission": "orders.read",
        "v_channel": "bench",
        "v_number": mark,
    }
    published = time.perf_counter()
    client.publish(live.CHANNEL, json.dumps(event))
    for thread in threads:
        thread.join()
    missing = len(sockets) - len(arrived)
    return [moment - published for moment in arrived] + [10.0] * missing


def _redis_url(folder: str) -> str:
    from prapazar.foundation.embedded import redis as embedded  # noqa: PLC0415 - only where the shop embeds it

    found = embedded.running_url(Path(folder))
    if found is None:
        raise RuntimeError("the shop's Redis is not running")
    return found
