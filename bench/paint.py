"""What a person waits for: from the key or click that asks for a list to its new rows painted, in a real browser.

Start and end are read inside the page: the event's own time, and the moment after the frame that drew the rows.
"""

import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import Page, sync_playwright

from bench.ground import Ground, percentile
from prapazar.cli import browser, build, checkout, processes
from prapazar.domain.access import sessions
from prapazar.domain.access.actions import add_member
from prapazar.domain.access.models import Role
from prapazar.domain.access.permissions import SEEDS
from prapazar.domain.orders.views import VIEWS
from prapazar.foundation import db, routes
from prapazar.foundation.embedded import redis
from prapazar.foundation.settings import settings

ROUNDS = 8
EMAIL, PASSWORD = "bench@demo.local", "prapazar-bench"
STARTED_WITHIN = 120
LONGEST_WAIT_MS = 30_000
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
_SEARCH = ".pp-search input"
_TABS = "[role=tab]"
Step = Callable[[Page], None]


def measure_search(ground: Ground, searches: Sequence[str]) -> dict[str, float]:
    """`search_paint_p95_ms`: from the last key of a search typed into the product list."""
    return {"search_paint_p95_ms": _p95(ground, routes.PRODUCTS, [_typed(text) for text in searches])}


def measure_orders(ground: Ground) -> dict[str, float]:
    """`order_list_paint_p95_ms`: from a click on a view, or the last key of a search, in the order list."""
    steps = [
        *(_view("new"), _view("shipped"), _typed("4567")),
        *(_view("all"), _typed("soyad123 il34"), _typed("")),
    ]
    return {"order_list_paint_p95_ms": _p95(ground, routes.ORDERS, steps)}


def _typed(text: str) -> Step:
    def ask(page: Page) -> None:
        page.focus(_SEARCH)
        page.keyboard.press("Control+A")
        if text:
            page.keyboard.type(text)
        else:
            page.keyboard.press("Backspace")

    return ask


def _view(name: str) -> Step:
    place = list(VIEWS).index(name)
    return lambda page: page.locator(_TABS).nth(place).click()


def _p95(ground: Ground, path: str, steps: Sequence[Step]) -> float:
    """A first round warms caches of database, web process and browser; it does not count."""
    with _web(ground) as (address, port), _tab(address, port) as page:
        page.goto(address + path)
        page.locator("table[aria-busy=false] tbody tr").first.wait_for()
        for step in steps:
            _painted(page, step)
        return percentile([_painted(page, step) for _ in range(ROUNDS) for step in steps])


def _painted(page: Page, step: Step) -> float:
    """Milliseconds until other rows than before are on the screen; where that never happens, an error."""
    page.evaluate(_ARM, LONGEST_WAIT_MS)
    step(page)
    waited: float = page.evaluate("window.benchPainted")
    return waited


_ARM = """(longest) => {
  const box = document.querySelector(".pp-table-box");
  const shown = () => [...box.querySelectorAll("tbody tr")].map((row) => row.textContent).join();
  const before = shown();
  let asked = 0;
  const note = (event) => { asked = event.timeStamp; };
  for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, note, true);
  window.benchPainted = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("no other rows were painted")), longest);
    const observer = new MutationObserver(() => {
      const isBusy = box.querySelector("table")?.getAttribute("aria-busy") === "true";
      if (isBusy || !asked || shown() === before) return;
      observer.disconnect();
      for (const kind of ["keydown", "pointerdown"]) document.removeEventListener(kind, note, true);
      requestAnimationFrame(() => {
        const drawn = new MessageChannel();
        drawn.port1.onmessage = () => resolve(performance.now() - asked);
        drawn.port2.postMessage(0);
      });
    });
    observer.observe(box, { subtree: true, childList: true, characterData: true, attributes: true });
  });
}"""


@contextmanager
def _web(ground: Ground) -> Iterator[tuple[str, int]]:
    """The web process with a Redis on the database that was measured: the address as built, the port as used."""
    build.build_screens()
    _person(ground)
    built_for = f"http://localhost:{settings().port}"
    port = _free_port()
    folder = settings().data_dir
    with redis.Server(folder) as queue, (folder / "web.log").open("wb") as log:
        given = checkout.environment(
            PRAPAZAR_DATA_DIR=str(folder),
            PRAPAZAR_DATABASE_URL=ground.owner_url,
            PRAPAZAR_REDIS_URL=queue.url,
            PRAPAZAR_PORT=str(port),
            PRAPAZAR_PUBLIC_URL=built_for,
        )
        command = [part if part != str(settings().port) else str(port) for part in processes.web_command()]
        process = subprocess.Popen(  # noqa: S603 - our own Python
            command,
            cwd=checkout.ROOT,
            env={**given, **processes.WEB_ENVIRONMENT},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _until_healthy(process, port, folder / "web.log")
            yield built_for, port
        finally:
            process.terminate()
            process.wait(30)


def _person(ground: Ground) -> None:
    seed = next(seed for seed in SEEDS if seed.key == "admin")
    with db.system_transaction() as session:
        session.add(
            Role(
                merchant_id=ground.scope.merchant_id,
                key=seed.key,
                name=seed.name,
                permissions=list(seed.permissions),
                masks=list(seed.masks),
            )
        )
        session.flush()
        add_member(session, ground.scope, email=EMAIL, name="Bench", password=PASSWORD, role_key=seed.key)


def _until_healthy(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + STARTED_WITHIN
    while not _is_healthy(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the web process did not start:\n" + log.read_text(errors="replace")[-2000:])
        time.sleep(0.2)


def _is_healthy(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/api/health", timeout=5).is_success
    except httpx.HTTPError:
        return False


@contextmanager
def _tab(address: str, port: int) -> Iterator[Page]:
    """Somebody logged in; the browser is told that the address of the build is reached at the port in use."""
    asked = {"email": EMAIL, "password": PASSWORD}
    answer = httpx.post(f"http://127.0.0.1:{port}/api/login", json=asked, timeout=30)
    answer.raise_for_status()
    cookie = {"name": sessions.COOKIE, "value": answer.json()["token"], "url": address}
    mapped = f"--host-resolver-rules=MAP {address.removeprefix('http://')} 127.0.0.1:{port}"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser.ensure_chromium(), args=[*CHROMIUM, mapped]
        )
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="tr-TR")
        context.add_cookies([cookie])  # type: ignore[list-item]  # a cookie as a plain dictionary
        page = context.new_page()
        page.set_default_timeout(LONGEST_WAIT_MS)
        yield page
        chromium.close()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
