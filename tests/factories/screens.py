"""Screens as a person meets them in Chromium."""

import re
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, ViewportSize, expect

from prapazar.foundation.texts import say

DESKTOP: ViewportSize = {"width": 1280, "height": 860}
PHONE: ViewportSize = {"width": 375, "height": 812}
Open = Callable[..., Page]
"""`opened("/orders", who="operator", size=PHONE)`; `who=None` is nobody, `key=` a session of one's own."""
t = partial(say, "tr")


def visit(tab: Page, path: str) -> None:
    """The screen, once it has its own rows: nothing on it says any more that it is loading."""
    tab.goto(path)
    is_shown(tab)


_IS_LOADED = """() => {
    const main = document.querySelector("main");
    const end = path => path.replace(/\\/+$/, "");
    if (main?.ariaBusy === null) return true;  // a page for buyers, which comes whole
    return main?.ariaBusy === "false" && end(main.dataset.path) === end(location.pathname);
}"""


def is_shown(tab: Page) -> None:
    """Not before the page of this very address has been loaded: what one types earlier, its loading wipes away."""
    tab.wait_for_function(_IS_LOADED)
    expect(tab.locator("main")).to_be_visible()
    expect(tab.locator("main [aria-busy=true]")).to_have_count(0)


def follow(link: Locator) -> None:
    """To where it leads inside the app; the screen one leaves looks loaded too, so the new address is waited for."""
    path = urlsplit(link.get_attribute("href") or "").path.rstrip("/")
    link.click()
    expect(link.page).to_have_url(re.compile(rf"^[^?#]*{re.escape(path)}/?([?#].*)?$"))
    is_shown(link.page)


def row(tab: Page, words: str) -> Locator:
    """The line of a list that holds the words."""
    return tab.locator("tbody tr[data-row-id]", has_text=words)


def toast(tab: Page, words: str) -> Locator:
    return tab.locator("[data-sonner-toast]", has_text=words)
