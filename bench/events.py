"""A live event until 200 open tabs have their toast, beside what Redis and 200 bare sockets take for the same."""

import json
import selectors
import socket
import threading
import time

import redis
import simple_websocket

from bench.ground import percentile
from bench.running import Shop, logged_in
from bench.tabs import cookie, opened
from prapazar.foundation import live
from prapazar.foundation.embedded import redis as embedded

SOCKETS = 200
ROUNDS = 5
NEVER = 10.0
CALM = 1.0
_LIMIT_CHANNEL = "bench:limit"


def measure(shop: Shop) -> dict[str, float]:
    address = _redis_url(shop)
    publisher = redis.Redis.from_url(address)
    with logged_in() as client:
        merchant = client.get("/api/me").json()["merchant"]["id"]
        tabs = [opened(cookie(client)) for _ in range(SOCKETS)]
    samples: list[float] = []
    for place in range(ROUNDS):
        time.sleep(CALM)  # one event, not a burst: those are measured by themselves
        samples += _toasts(tabs, publisher, merchant, f"bench-{place}")
    for tab in tabs:
        tab.close()
    return {
        "event_p95_ms": percentile(samples) * 1000,
        "event_limit_p95_ms": percentile(_bare(address, publisher)) * 1000,
    }


def _toasts(
    tabs: list[simple_websocket.Client], publisher: "redis.Redis", merchant: str, mark: str
) -> list[float]:
    """Seconds until each tab had it."""
    arrived: list[float] = []

    def wait(tab: simple_websocket.Client) -> None:
        deadline = time.perf_counter() + NEVER
        while time.perf_counter() < deadline:
            message = tab.receive(timeout=NEVER)
            if message == "2":
                tab.send("3")
            elif message and mark in str(message):
                arrived.append(time.perf_counter())
                return

    waiting = [threading.Thread(target=wait, args=(tab,)) for tab in tabs]
    for thread in waiting:
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
    publisher.publish(live.CHANNEL, json.dumps(event))
    for thread in waiting:
        thread.join()
    return [moment - published for moment in arrived] + [NEVER] * (len(tabs) - len(arrived))


def _bare(address: str, publisher: "redis.Redis") -> list[float]:
    """Redis, one listener, 200 sockets of this machine: nothing of ours between them."""
    with socket.create_server(("127.0.0.1", 0), backlog=SOCKETS) as door:
        ends = [socket.create_connection(door.getsockname()) for _ in range(SOCKETS)]
        tabs = [door.accept()[0] for _ in ends]
    listener = redis.Redis.from_url(address).pubsub()  # type: ignore[no-untyped-call]  # redis leaves it untyped
    listener.subscribe(_LIMIT_CHANNEL)
    listener.get_message(timeout=5)

    def pass_on() -> None:
        for _ in range(ROUNDS):
            message = listener.get_message(timeout=NEVER)
            for tab in tabs:
                tab.sendall((message or {"data": b"-"})["data"])

    threading.Thread(target=pass_on, daemon=True).start()
    samples = [moment for _ in range(ROUNDS) for moment in _heard(ends, publisher)]
    for one in (*ends, *tabs):
        one.close()
    return samples


def _heard(ends: list[socket.socket], publisher: "redis.Redis") -> list[float]:
    samples: list[float] = []
    with selectors.DefaultSelector() as waiting:
        for end in ends:
            waiting.register(end, selectors.EVENT_READ)
        published = time.perf_counter()
        publisher.publish(_LIMIT_CHANNEL, "x" * 300)
        while len(samples) < len(ends):
            for key, _ in waiting.select(NEVER):
                key.fileobj.recv(4096)  # type: ignore[union-attr]  # only sockets were registered
                waiting.unregister(key.fileobj)
                samples.append(time.perf_counter() - published)
    return samples


def _redis_url(shop: Shop) -> str:
    found = embedded.running_url(shop.folder)
    if found is None:
        raise RuntimeError("the shop's Redis is not running")
    return found
