"""Very many notifications to many open tabs: in order, none lost, how late, and whether a browser stands still.

The bare sockets say what every tab was told and when; one real Chromium among them, on the notification centre, says
how long its page could not answer.
"""

import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import httpx
import simple_websocket
from playwright.sync_api import Page, sync_playwright
from reflex_base.constants.state import FIELD_MARKER

from bench.ground import percentile
from bench.paint import CHROMIUM
from bench.running import Shop
from bench.tabs import opened
from prapazar.cli import browser, checkout
from prapazar.demo.people import PASSWORD, PEOPLE
from prapazar.domain.access import sessions
from prapazar.foundation import routes
from prapazar.foundation.embedded import postgres, redis
from prapazar.foundation.settings import settings

TABS, QUICK_TABS = 200, 20
COUNT, QUICK_COUNT = 10_000, 1_000
CALM = 5.0
"""Seconds without anything new after which what did not arrive never does."""
LONGEST = 600.0
TAKEN = "orders.write"
_BELL = re.compile(rf'"unread{FIELD_MARKER}\\?":\s*(\d+)')
_WATCH = """() => {
  window.benchFreeze = { gap: 0, task: 0, last: performance.now() };
  const seen = window.benchFreeze;
  const frame = () => {
    const at = performance.now();
    seen.gap = Math.max(seen.gap, at - seen.last);
    seen.last = at;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.task = Math.max(seen.task, entry.duration);
  }).observe({ entryTypes: ["longtask"] });
}"""


@dataclass(slots=True)
class Tab:
    """What one socket was told: when, and the number its bell showed."""

    user_id: str
    socket: simple_websocket.Client
    bells: list[tuple[float, int]] = field(default_factory=list)
    changed: list[float] = field(default_factory=list)
    """When it was told to draw its menus again, or to leave."""

    def listen(self) -> None:
        try:
            while (said := self.socket.receive()) is not None:
                at = time.time()
                if said == "2":
                    self.socket.send("3")
                elif found := _BELL.search(str(said)):
                    self.bells.append((at, int(found[1])))
                elif "session_state.load" in str(said) or '"leave"' in str(said):
                    self.changed.append(at)
        except simple_websocket.ConnectionClosed:
            return


@dataclass(frozen=True, slots=True)
class Told:
    """What the worker says it told."""

    commits: list[tuple[int, float]]
    kept: dict[str, int]
    causes: int


def measure(shop: Shop, *, quick: bool) -> dict[str, float]:
    count = QUICK_COUNT if quick else COUNT
    with (
        _people() as clients,
        _opened(clients, QUICK_TABS if quick else TABS) as tabs,
        _page(clients[0]) as page,
    ):
        merchant = clients[0].get("/api/me").json()["merchant"]["id"]
        told = _tell(shop, merchant, count, page)
        _until_calm(tabs)
        freeze = page.evaluate("window.benchFreeze")
        unread = {
            user: client.get("/api/notifications").json()["unread"] for user, client in _by_user(clients)
        }
        rights = _take_away(clients[0], clients[1], tabs)
    return {
        "notifications_per_s": count / (told.commits[-1][1] - told.commits[0][1]),
        "notifications_lost": float(sum(count - told.kept.get(tab.user_id, 0) for tab in tabs)),
        "notifications_wrong_bells": float(sum(tab.bells[-1][1] != unread[tab.user_id] for tab in tabs)),
        "notifications_out_of_order": float(sum(falls([bell for _, bell in tab.bells]) for tab in tabs)),
        "notifications_causes": float(told.causes),
        "notifications_p95_ms": percentile([wait for tab in tabs for wait in waits(tab.bells, told.commits)])
        * 1000,
        "notifications_updates_per_tab": sum(len(tab.bells) for tab in tabs) / len(tabs),
        "notifications_frame_gap_ms": freeze["gap"],
        "notifications_long_task_ms": freeze["task"],
        **rights,
    }


def falls(bells: Sequence[int]) -> int:
    """How often a bell showed less than before, while nobody read anything."""
    return sum(later < earlier for earlier, later in pairwise(bells))


def waits(bells: Sequence[tuple[float, int]], commits: Sequence[tuple[int, float]]) -> Iterator[float]:
    """Seconds from each commit until the tab's bell counted it; the whole run where it never did."""
    shown = iter(bells)
    at, bell = next(shown, (LONGEST, 0))
    for number, committed in commits:
        while bell < number:
            at, bell = next(shown, (committed + LONGEST, number))
        yield max(0.0, at - committed)


@contextmanager
def _people() -> Iterator[list[httpx.Client]]:
    """Everybody of the demo shop's merchant, with nothing unread."""
    clients = []
    for person in PEOPLE:
        client = httpx.Client(base_url=settings().address, timeout=60)
        answer = client.post("/api/login", json={"email": person.email, "password": PASSWORD})
        answer.raise_for_status()
        client.headers["authorization"] = f"Bearer {answer.json()['token']}"
        client.post("/api/notifications/read", json={}).raise_for_status()
        clients.append(client)
    yield clients
    for client in clients:
        client.close()


def _by_user(clients: Sequence[httpx.Client]) -> Iterator[tuple[str, httpx.Client]]:
    return ((str(client.get("/api/me").json()["id"]), client) for client in clients)


@contextmanager
def _opened(clients: Sequence[httpx.Client], count: int) -> Iterator[list[Tab]]:
    """Tabs of all of them in turn, each with somebody who listens."""
    people = list(_by_user(clients))
    tabs = []
    for place in range(count):
        user_id, client = people[place % len(people)]
        tabs.append(Tab(user_id, opened(f"{sessions.COOKIE}={_key(client)}")))
    for tab in tabs:
        threading.Thread(target=tab.listen, daemon=True).start()
    yield tabs
    for tab in tabs:
        with suppress(simple_websocket.ConnectionClosed):
            tab.socket.close()


def _key(client: httpx.Client) -> str:
    return client.headers["authorization"].removeprefix("Bearer ")


@contextmanager
def _page(client: httpx.Client) -> Iterator[Page]:
    """One real tab, on the screen that shows notifications and so has most to draw."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.ensure_chromium(), args=[*CHROMIUM])
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="tr-TR")
        mark: Any = {"name": sessions.COOKIE, "value": _key(client), "url": settings().address}
        context.add_cookies([mark])
        page = context.new_page()
        page.goto(settings().address + routes.NOTIFICATIONS)
        page.locator("main").wait_for()
        page.wait_for_timeout(2_000)
        page.evaluate(_WATCH)
        yield page
        chromium.close()


def _tell(shop: Shop, merchant: str, count: int, page: Page) -> Told:
    """Runs the worker beside the shop; meanwhile the page lives."""
    environment = checkout.environment(
        PRAPAZAR_DATA_DIR=str(shop.folder),
        PRAPAZAR_DATABASE_URL=postgres.running_url(shop.folder) or "",
        PRAPAZAR_REDIS_URL=redis.running_url(shop.folder) or "",
    )
    command = [sys.executable, "-m", "bench.teller", merchant, str(count)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as teller:  # noqa: S603 - our own Python
        said: list[str] = []
        reader = threading.Thread(target=lambda: said.extend(teller.stdout or ()), daemon=True)
        reader.start()
        while teller.poll() is None:
            page.wait_for_timeout(200)
        reader.join()
    if teller.returncode:
        raise RuntimeError("nobody could be told")
    lines = [line.split() for line in said]
    kept = [line for line in lines if line[0] == "kept"]
    return Told(
        [(int(line[0]), float(line[1])) for line in lines if line[0] != "kept"],
        {line[1]: int(line[2]) for line in kept},
        max((int(line[3]) for line in kept), default=0),
    )


def _until_calm(tabs: Sequence[Tab]) -> None:
    deadline = time.time() + LONGEST
    while time.time() < deadline:
        newest = max((tab.bells[-1][0] for tab in tabs if tab.bells), default=0.0)
        if time.time() - newest > CALM:
            return
        time.sleep(0.5)


def _take_away(boss: httpx.Client, clerk: httpx.Client, tabs: Sequence[Tab]) -> dict[str, float]:
    """A permission is taken from a role: how soon its open tabs follow, and the REST routes."""
    role = next(one for one in boss.get("/api/roles").json() if one["key"] == PEOPLE[1].role_key)
    path = f"/api/roles/{role['id']}"
    less = [one for one in role["permissions"] if one != TAKEN]
    user_id = str(clerk.get("/api/me").json()["id"])
    concerned = [tab for tab in tabs if tab.user_id == user_id]
    begun = time.time()
    boss.put(path, json={**role, "permissions": less}).raise_for_status()
    saved = time.time()
    while TAKEN in clerk.get("/api/me").json()["permissions"] and time.time() - saved < CALM:
        time.sleep(0.01)
    over = time.time() - saved
    time.sleep(CALM / 2)
    boss.put(path, json=role).raise_for_status()
    moments = [min((at for at in tab.changed if at >= begun), default=begun + LONGEST) for tab in concerned]
    return {
        "rights_tabs_p95_s": percentile([max(0.0, at - saved) for at in moments]),
        "rights_rest_s": over,
    }
