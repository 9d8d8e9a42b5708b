"""From a sale on one channel to the number every other channel shows."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.factories.running import SELLER, WEB_SHOP, RunningShop, awaited
from tests.factories.screens import Open, row, t, toast, visit

pytestmark = pytest.mark.browser


def test_order_arrives_live_and_the_other_shop_shows_what_is_left(opened: Open, shop: RunningShop) -> None:
    article = shop.article()
    before = shop.shelves(article)
    tab = opened("/notifications")
    tab.get_by_role("button", name=t("notifications.mark_all")).click()
    visit(tab, "/orders")
    tab.evaluate("window.ppNeverReloaded = true")

    number = shop.order(SELLER, article.seller_key, 2)["orderNumber"]

    expect(toast(tab, number)).to_be_visible()
    expect(row(tab, number)).to_be_visible()
    expect(tab.get_by_role("link", name=re.compile(r"^[1-9]\d* okunmamış"))).to_be_visible()
    assert tab.evaluate("window.ppNeverReloaded") is True
    wanted = (before[0] - 2, before[1] - 2)
    assert awaited(lambda: shop.shelves(article), wanted) == wanted


def test_order_in_the_web_shop_lowers_the_marketplace(opened: Open, shop: RunningShop) -> None:
    article = shop.article()
    before = shop.shelves(article)
    tab = opened("/orders")

    number = str(shop.order(WEB_SHOP, article.web_key, 3)["id"])

    expect(_line(tab, shop, number)).to_be_visible()
    wanted = (before[0] - 3, before[1] - 3)
    assert awaited(lambda: shop.shelves(article), wanted) == wanted


def test_accepted_order_is_being_picked_at_the_channel_too(opened: Open, shop: RunningShop) -> None:
    article = shop.article()
    tab = opened("/orders")
    number = shop.order(SELLER, article.seller_key, 1)["orderNumber"]

    _open_order(tab, number)
    tab.get_by_role("button", name=t("orders.accept"), exact=True).click()

    expect(toast(tab, t("orders.accept_done", count=1))).to_be_visible()
    expect(tab.get_by_role("button", name=t("orders.pack"), exact=True)).to_be_visible()

    def at_the_channel() -> str:
        [package] = shop.channels.pull("GET", f"{SELLER}/orders/{number}")["packages"]
        status: str = package["status"]
        return status

    assert awaited(at_the_channel, "Picking") == "Picking"


def test_cancelled_order_gives_its_units_back_to_every_shop(opened: Open, shop: RunningShop) -> None:
    article = shop.article()
    before = shop.shelves(article)
    tab = opened("/orders")
    order = shop.order(WEB_SHOP, article.web_key, 4)
    sold = (before[0] - 4, before[1] - 4)
    assert awaited(lambda: shop.shelves(article), sold) == sold

    shop.channels.pull("POST", f"{WEB_SHOP}/orders/{order['id']}/status", {"status": "cancelled"})

    assert awaited(lambda: shop.shelves(article), before) == before
    expect(_line(tab, shop, str(order["id"]))).to_contain_text(t("order_status.cancelled"))


def test_order_page_follows_what_happens_at_the_channel(opened: Open, shop: RunningShop) -> None:
    article = shop.article()
    tab = opened("/orders")
    number = shop.order(SELLER, article.seller_key, 1)["orderNumber"]
    _open_order(tab, number)

    shop.channels.pull("POST", f"{SELLER}/orders/{number}/status", {"status": "Shipped"})

    expect(tab.locator(".pp-page-head")).to_contain_text(t("order_status.shipped"))


def _line(tab: Page, shop: RunningShop, number: str) -> Locator:
    """Of the web shop's order: its short number may stand in other lines, too."""
    known = (
        "FROM purchase_order o JOIN connection c ON c.id = o.connection_id"
        f" WHERE c.connector = 'woocommerce' AND NOT o.is_test AND o.number = '{number}'"
    )
    assert awaited(lambda: shop.look_up(f"SELECT count(*) {known}"), "1") == "1"
    return tab.locator(f"tr[data-row-id='{shop.look_up(f'SELECT o.id {known}')}']")


def _open_order(tab: Page, number: str) -> None:
    """On a page of its own: the toast of its arrival would lie over the buttons for some seconds."""
    href = row(tab, number).get_attribute("data-href")
    visit(tab, str(href))
    expect(tab.get_by_role("heading", level=1)).to_contain_text(number)
