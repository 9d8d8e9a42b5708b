"""Each role comes to its own home: on a desk and on a phone, in Turkish and in English."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from prapazar.domain.orders.views import DUE
from prapazar.domain.reporting.homes import STARTS
from prapazar.foundation.texts import say
from tests.factories.running import SELLER, RunningShop, awaited
from tests.factories.screens import DESKTOP, PHONE, Open, is_shown, t, toast

pytestmark = pytest.mark.browser
WHO = {
    "super_admin": "super",
    "admin": "admin",
    "operator": "operator",
    "integrator": "integrator",
    "tech_service": "tech",
    "dropshipper": "dealer",
    "supplier": "supplier",
    "sales_rep": "sales",
    "support_rep": "support",
}

BEGINS = {
    "super_admin": ("Kullanıcılar", "Users"),
    "admin": ("Bugünün satışı", "Today's sales"),
    "operator": ("Kargoya kalan süre", "Time left to ship"),
    "integrator": ("İlanlar", "Listings"),
    "tech_service": ("Disk", "Disk"),
    "dropshipper": ("Bugünün siparişleri", "Today's orders"),
    "supplier": ("Gönderime kalan süre", "Time left to send"),
    "sales_rep": ("Bugünün satışı", "Today's sales"),
    "support_rep": ("Yanıta kalan süre", "Time left to answer"),
}
"""Written down here once more, so that a home which became another role's does not go unseen."""


def _speak(shop: RunningShop, who: str, locale: str) -> None:
    answer = shop.http.put(
        "/api/me/preferences",
        json={"locale": locale},
        headers={"Authorization": f"Bearer {shop.key_of(who)}"},
    )
    answer.raise_for_status()


@pytest.fixture
def english(shop: RunningShop) -> Iterator[list[str]]:
    """Who was turned to English, and is turned back: other journeys speak Turkish."""
    turned: list[str] = []
    yield turned
    for who in turned:
        _speak(shop, who, "tr")


def _titles(role: str, locale: str) -> list[str]:
    return [say(locale, f"homes.part_{key}") for key in STARTS[role]]


def _sees(tab: Page, role: str, locale: str) -> None:
    """Its own parts in their order and no other, every one of them read."""
    expect(tab.locator(".pp-part h2").first).to_have_text(BEGINS[role][locale == "en"])
    expect(tab.locator(".pp-part h2")).to_have_text(_titles(role, locale))
    is_shown(tab)
    expect(tab.get_by_text(say(locale, "homes.failed"))).to_have_count(0)


def _fits(tab: Page) -> bool:
    """Once what is drawn has taken the new width."""
    said = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    return awaited(lambda: bool(tab.evaluate(said)), True, seconds=10)


def _opens_what_it_counts(tab: Page, clock: Locator) -> bool:
    """The longest bar leads to so many orders; back at home afterwards."""
    numbers = clock.locator(":scope > :last-child").all_inner_texts()
    counted = max(numbers, key=int)
    clock.nth(numbers.index(counted)).press("Enter")
    expect(tab).to_have_url(re.compile(r"/orders\?due="))
    is_shown(tab)
    listed = tab.locator(".pp-page-head .pp-title-count").inner_text()
    tab.go_back()
    expect(tab).to_have_url(re.compile(r"/$"))
    is_shown(tab)
    return listed == counted


def test_each_role_has_its_own_home(opened: Open, shop: RunningShop, english: list[str]) -> None:
    assert len({frozenset(parts) for parts in STARTS.values()}) == len(WHO) == len(BEGINS)
    for role, who in WHO.items():
        tab = opened("/", who=who)
        _sees(tab, role, "tr")
        fits = [_fits(tab)]
        tab.set_viewport_size(PHONE)
        fits.append(_fits(tab))

        english.append(who)
        _speak(shop, who, "en")
        tab.reload()
        _sees(tab, role, "en")
        fits.append(_fits(tab))
        tab.set_viewport_size(DESKTOP)
        fits.append(_fits(tab))
        tab.context.close()

        assert fits == [True] * 4, role


def test_parts_are_moved_by_keys_hidden_and_brought_back(opened: Open, shop: RunningShop) -> None:
    titles = _titles("supplier", "tr")
    tab = opened("/", who="supplier")
    parts = tab.locator(".pp-part h2")

    tab.get_by_role("button", name=t("homes.grip", title=titles[0])).press("ArrowRight")
    expect(parts).to_have_text([titles[1], titles[0], *titles[2:]])
    tab.get_by_role("button", name=t("homes.menu", title=titles[1])).click()
    tab.get_by_role("menuitem", name=t("homes.hide")).click()
    expect(parts).to_have_text([titles[0], *titles[2:]])
    toast(tab, t("homes.hidden", title=titles[1])).get_by_role("button", name=t("words.undo")).click()
    expect(parts).to_have_text([titles[1], titles[0], *titles[2:]])
    tab.reload()
    expect(parts).to_have_text([titles[1], titles[0], *titles[2:]])

    tab.get_by_role("button", name=t("homes.arrange")).click()
    tab.get_by_role("menuitem", name=t("homes.begin_again")).click()
    expect(parts).to_have_text(titles)


def test_a_bar_opens_the_orders_it_counts(opened: Open, shop: RunningShop) -> None:
    number = str(
        shop.order(SELLER, shop.article().seller_key, 1)["orderNumber"]
    )  # the day may have just begun
    arrived = f"SELECT count(*) FROM purchase_order WHERE number = '{number}'"
    assert awaited(lambda: shop.look_up(arrived), "1") == "1"
    tab = opened("/", who="operator")
    clock = tab.locator("[data-widget=late_clock] .pp-span")
    names = [t(f"orders.due_{key}") for key in DUE]
    expect(clock.locator(":scope > :first-child")).to_have_text(names)
    tab.set_viewport_size(PHONE)
    whole = "names => names.every(one => one.clientWidth > 0 && one.scrollWidth <= one.clientWidth)"
    assert awaited(lambda: clock.locator(":scope > :first-child").evaluate_all(whole), True, seconds=10)
    tab.set_viewport_size(DESKTOP)

    assert (
        awaited(lambda: _opens_what_it_counts(tab, clock), True) is True
    )  # an order's time passes meanwhile

    tab.locator("[data-widget=hours] .recharts-bar-rectangle path").first.click()
    expect(tab).to_have_url(re.compile(r"/orders\?period=\d{4}-\d{2}-\d{2}T\d{2}&sold=1$"))
    is_shown(tab)
    expect(tab.locator("tbody tr[data-row-id]").first).to_be_visible()
