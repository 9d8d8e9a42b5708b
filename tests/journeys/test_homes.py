"""Each role comes to its own home: on a desk and on a phone, in Turkish and in English."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from prapazar.domain.reporting.homes import STARTS
from prapazar.foundation.texts import say
from tests.factories.running import RunningShop, awaited
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
    expect(tab.locator(".pp-part h2")).to_have_text(_titles(role, locale))
    is_shown(tab)
    expect(tab.get_by_text(say(locale, "homes.failed"))).to_have_count(0)


def _fits(tab: Page) -> bool:
    """Once what is drawn has taken the new width."""
    said = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    return awaited(lambda: bool(tab.evaluate(said)), True, seconds=10)


def test_each_role_has_its_own_home(opened: Open, shop: RunningShop, english: list[str]) -> None:
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
