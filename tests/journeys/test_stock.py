"""Counting, and the answers to why a number is what it is."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from prapazar.foundation.clock import ISTANBUL, now
from tests.factories.running import RunningShop, awaited
from tests.factories.screens import Open, follow, is_shown, row, t, toast

pytestmark = pytest.mark.browser


def test_counted_stock_reaches_both_shops_and_says_why(opened: Open, shop: RunningShop) -> None:
    article = shop.article()
    tab = opened("/stock")

    tab.get_by_placeholder(t("stock.search")).fill(article.sku)
    expect(tab).to_have_url(re.compile(rf"search={article.sku}"))
    follow(row(tab, article.sku).get_by_role("link").first)
    expect(tab.get_by_role("heading", level=1)).to_contain_text(article.name)
    tab.get_by_role("button", name=t("stock.count"), exact=True).click()
    box = tab.get_by_label(t("stock.count_label"))
    box.fill("1777")
    tab.get_by_label(t("stock.count_note")).fill("Depo sayımı")
    tab.get_by_role("button", name=t("words.save"), exact=True).click()

    expect(toast(tab, t("stock.count_done", count="1.777"))).to_be_visible()
    held = _held(shop, article.variant_id)
    wanted = (1777 - held, 1777 - held)
    assert awaited(lambda: shop.shelves(article), wanted) == wanted

    tab.get_by_role("button", name=t("stock.why", sku=article.sku, count=_dotted(1777 - held))).click()
    why = tab.locator(".pp-popover")
    expect(why).to_contain_text("1.777")
    expect(why.locator(".pp-why-result")).to_contain_text(_dotted(1777 - held))
    tab.keyboard.press("Escape")
    told = tab.get_by_role("table", name=t("stock.told")).locator("tbody tr")
    expect(told).to_have_count(2)
    for place in range(2):
        expect(told.nth(place)).to_contain_text(_dotted(1777 - held))
        expect(told.nth(place)).to_contain_text(t("stock.state_accepted"))
    expect(tab.get_by_role("table", name=t("stock.movements"))).to_contain_text("Depo sayımı")


def test_what_was_shown_at_a_moment_is_answered(opened: Open, shop: RunningShop) -> None:
    article = shop.article()
    tab = opened(f"/stock/{article.variant_id}")
    is_shown(tab)

    long_ago = now().astimezone(ISTANBUL) - timedelta(days=365)
    tab.get_by_label(t("stock.shown_at")).fill(long_ago.strftime("%Y-%m-%dT%H:%M"))
    tab.get_by_role("button", name=t("stock.shown_ask"), exact=True).click()

    expect(tab.get_by_text(t("stock.shown_none"))).to_be_visible()

    tab.get_by_label(t("stock.shown_at")).fill(f"{now().year + 1}-01-01T10:00")
    tab.get_by_role("button", name=t("stock.shown_ask"), exact=True).click()

    expect(tab.get_by_text(t("stock.shown_note"))).to_be_visible()


def _held(shop: RunningShop, variant_id: str) -> int:
    balances = shop.ask(f"/api/stock/{variant_id}")
    return sum(balance["reserved"] for balance in balances)


def _dotted(count: int) -> str:
    return f"{count:,}".replace(",", ".")
