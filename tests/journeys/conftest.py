"""One whole shop for the run, one Chromium for each file, one tab of somebody logged in for each test."""

import base64
from collections.abc import Iterator
from contextlib import ExitStack
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright
from sqlalchemy import create_engine, make_url, text

from prapazar.cli import browser as chromium
from prapazar.cli import build
from prapazar.domain.access import sessions
from prapazar.foundation import secrets
from prapazar.foundation.embedded import redis
from tests.factories.running import RunningShop, running_shop
from tests.factories.screens import DESKTOP, Open, visit

_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
_LONGEST_WAIT_MS = 120_000
"""Everything is waited for and nothing is timed; this only ends a wait for what never comes."""


@pytest.fixture(scope="session")
def journeys_database(server_url: str, template_database: str) -> Iterator[str]:
    """A migrated database that the shop's processes share for the whole run."""
    name = f"journeys_{uuid4().hex[:12]}"
    admin = create_engine(server_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template_database}"))
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory, journeys_database: str) -> Iterator[RunningShop]:
    build.build_screens()
    folder = tmp_path_factory.mktemp("journeys")
    with ExitStack() as stack:
        queue = stack.enter_context(redis.Server(folder))
        yield stack.enter_context(
            running_shop(
                folder,
                database_url=journeys_database,
                redis_url=queue.url,
                secret_key=_secret_key(),
            )
        )


def _secret_key() -> str:
    """The log-in roles belong to the whole database server: their passwords come from the run's one key."""
    return base64.b64encode(secrets.master_key()).decode()


@pytest.fixture(scope="module")
def browser(shop: RunningShop) -> Iterator[Browser]:
    """For one file only: an open Playwright keeps an event loop running that later tests would trip over."""
    found = chromium.find_chromium()
    if found is None:
        pytest.skip("no Chromium; `./dev test` installs one")
    expect.set_options(timeout=_LONGEST_WAIT_MS)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=[*_OPTIONS])
        yield opened
        opened.close()


@pytest.fixture
def opened(shop: RunningShop, browser: Browser) -> Iterator[Open]:
    """Opens a screen as somebody; a script that fails on any of them fails the test."""
    faults: list[str] = []
    with ExitStack() as stack:

        def open_screen(
            path: str, *, who: str | None = "admin", key: str = "", size: ViewportSize = DESKTOP
        ) -> Page:
            is_phone = size["width"] < 800
            context = browser.new_context(
                viewport=size, locale="tr-TR", is_mobile=is_phone, has_touch=is_phone, base_url=shop.address
            )
            stack.callback(context.close)
            if key or who:
                cookie = key or shop.key_of(str(who))
                context.add_cookies([{"name": sessions.COOKIE, "value": cookie, "url": shop.address}])
            tab = context.new_page()
            tab.set_default_timeout(_LONGEST_WAIT_MS)
            tab.on("pageerror", lambda error: faults.append(f"{tab.url}: {error}"))
            visit(tab, path)
            return tab

        yield open_screen
        assert faults == []
