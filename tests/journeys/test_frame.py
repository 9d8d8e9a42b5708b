"""What holds for every screen: language, phones, and who may not see it."""

import gzip
import re
from functools import cache, partial
from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from prapazar.app import screens
from prapazar.cli import build
from prapazar.foundation.texts import say
from prapazar.pages.page import Page
from tests.factories.running import RunningShop, awaited
from tests.factories.screens import PHONE, Open, follow, is_shown, row, t, toast, visit

pytestmark = pytest.mark.browser
_HEAVIEST = 400_000
"""Of a screen's scripts when it is the first one somebody opens; all screens together are five times as much."""


_LETS_THROUGH = """said => {
    const { left, top, width, height } = said.getBoundingClientRect();
    return !said.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}"""


def test_language_changes_at_once_and_stays(opened: Open) -> None:
    tab = opened("/orders", who="integrator")
    expect(tab.get_by_role("heading", level=1)).to_contain_text(say("tr", "orders.title"))

    tab.get_by_role("button", name=say("tr", "frame.language")).click()
    tab.get_by_role("menuitem", name="English").click()

    expect(tab.get_by_role("heading", level=1)).to_contain_text(say("en", "orders.title"))
    visit(tab, "/stock")
    expect(tab.get_by_role("heading", level=1)).to_contain_text(say("en", "stock.title"))
    expect(tab.locator("html")).to_have_attribute("lang", "en")

    tab.get_by_role("button", name=say("en", "frame.language")).click()
    tab.get_by_role("menuitem", name="Türkçe").click()

    expect(tab.get_by_role("heading", level=1)).to_contain_text(say("tr", "stock.title"))


def test_no_screen_scrolls_sideways_on_a_phone(opened: Open, shop: RunningShop) -> None:
    inside = opened("/", size=PHONE)
    outside = opened("/login", who=None, size=PHONE)
    wide: dict[str, int] = {}

    for screen in screens():
        tab = outside if screen.permission == "public" else inside
        visit(tab, _address(shop, screen))
        if not awaited(partial(_fits, tab), True, seconds=10):  # once what is drawn has taken the width
            wide[screen.route] = tab.evaluate("document.documentElement.scrollWidth")

    assert wide == {}


def _fits(tab: Tab) -> bool:
    return bool(tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"])


def test_no_screen_brings_the_scripts_of_the_others(shop: RunningShop) -> None:
    weights = {screen.route: _weight(shop, screen) for screen in screens()}

    assert max(weights.values()) < _HEAVIEST, weights


def _weight(shop: RunningShop, screen: Page) -> int:
    """Bytes of the scripts that its page names, packed as they are sent."""
    page = shop.http.get(_address(shop, screen), follow_redirects=True).text
    scripts = set(re.findall(r"/assets/[^\"']+\.js", page))
    assert scripts
    client = build.WEB / "build" / "client"
    return sum(_packed(client / script.removeprefix("/")) for script in scripts)


@cache
def _packed(script: Path) -> int:
    return len(gzip.compress(script.read_bytes()))


def test_bottom_bar_leads_to_places_and_to_the_rest(opened: Open) -> None:
    tab = opened("/", size=PHONE)
    bar = tab.get_by_role("navigation", name=t("frame.main")).last

    bar.get_by_role("link", name=t("frame.stock")).tap()
    expect(tab.get_by_role("heading", level=1)).to_contain_text(t("stock.title"))
    is_shown(tab)

    bar.get_by_role("button", name=t("frame.more")).tap()
    tab.locator("#pp-more").get_by_role("link", name=t("frame.channels")).tap()
    expect(tab.get_by_role("heading", level=1)).to_contain_text(t("channels.title"))


def test_bottom_bar_of_a_supplier_leads_to_its_packages(opened: Open) -> None:
    tab = opened("/", who="supplier", size=PHONE)
    bar = tab.locator("nav.pp-bottom")

    expect(bar.get_by_role("link")).to_have_text([t("frame.home"), t("frame.supplies")])
    bar.get_by_role("link", name=t("frame.supplies")).tap()

    expect(tab.get_by_role("heading", level=1)).to_contain_text(t("supplies.title"))
    expect(opened("/", size=PHONE).locator("nav.pp-bottom").get_by_role("link")).to_have_count(4)


def test_screen_of_others_says_that_it_is_not_for_this_person(opened: Open, shop: RunningShop) -> None:
    may = shop.ask("/api/me", who="operator")["permissions"]
    closed = [screen for screen in screens() if screen.permission not in {*may, "public", "*"}]
    tab = opened("/", who="operator")

    for screen in closed:
        tab.goto(_address(shop, screen))
        expect(tab.get_by_role("heading", level=1)).to_have_text(t("errors.closed"))
        expect(tab.get_by_text(t("errors.permission_denied")).first).to_be_visible()

    assert closed != []


def test_palette_leads_only_where_one_may_go(opened: Open) -> None:
    tab = opened("/orders", who="operator")

    tab.keyboard.press("Control+k")

    palette = tab.get_by_role("listbox", name=t("frame.palette"))
    expect(palette.get_by_role("option", name=t("frame.new_order"), exact=True)).to_be_visible()
    for name in ("users", "new_product", "new_channel", "imports"):
        expect(palette.get_by_role("option", name=t(f"frame.{name}"), exact=True)).to_have_count(0)


def test_page_that_is_not_there_says_so(opened: Open) -> None:
    tab = opened("/no/such/page")

    expect(tab.get_by_role("heading", level=1)).to_have_text(t("login.lost_title"))
    follow(tab.get_by_role("link", name=t("login.lost_home")))


def _address(shop: RunningShop, screen: Page) -> str:
    """The route with the ids of things that are there: of the demo's own, whatever other journeys brought."""
    first = {
        "[order_id]": "SELECT id FROM purchase_order ORDER BY created_at, id LIMIT 1",
        "[product_id]": "SELECT id FROM product ORDER BY created_at, id LIMIT 1",
        "[variant_id]": "SELECT id FROM variant ORDER BY created_at, id LIMIT 1",
        "[connection_id]": "SELECT id FROM connection ORDER BY created_at, id LIMIT 1",
    }
    parts = screen.route.strip("/").split("/")
    return "/" + "/".join(shop.look_up(first[part]) if part in first else part for part in parts)


def test_refused_save_does_not_let_anybody_leave_unasked(opened: Open) -> None:
    tab = opened("/products/new")
    name, save = tab.locator("#f-name"), tab.locator("form button[type=submit]").first
    orders = tab.locator("nav.pp-side-nav").get_by_role("link", name=t("frame.orders"))
    asked = tab.get_by_role("dialog", name=t("forms.leave_title"))
    tab.locator("input[name^=sku-]").fill("AD-YOK-1")

    for _ in range(2):  # the same answer a second time says nothing new
        save.click()
        expect(name).to_have_attribute("aria-invalid", "true")
        orders.click()
        expect(asked).to_be_visible()
        asked.get_by_role("button", name=t("forms.stay")).click()
        expect(asked).to_have_count(0)

    name.fill("Adı sonradan yazılan")
    save.click()
    expect(toast(tab, t("products.created"))).to_be_visible()
    expect(tab).not_to_have_url(re.compile("/products/new"))
    follow(orders)


def test_message_is_shown_once_although_the_page_is_loaded_again(opened: Open, shop: RunningShop) -> None:
    tab = opened(f"/products?search={shop.article().sku}")
    follow(row(tab, "").first.locator("a").first)
    expect(tab.get_by_role("button", name=t("products.archive"))).to_be_visible()
    save = tab.locator("form button[type=submit]").first
    tab.locator("#f-description").fill("Bir kez söylenir.")
    save.click()
    said = toast(tab, t("products.saved"))
    expect(said).to_be_visible()
    assert said.evaluate(_LETS_THROUGH)

    tab.reload()
    is_shown(tab)
    expect(tab.locator("#f-description")).to_have_value("Bir kez söylenir.")

    expect(toast(tab, t("products.saved"))).to_have_count(0)
