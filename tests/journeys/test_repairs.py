"""An order nobody understands is mended where it waits."""

import pytest
from playwright.sync_api import expect

from tests.factories.running import SELLER, RunningShop, awaited
from tests.factories.screens import Open, follow, row, t, visit

pytestmark = pytest.mark.browser


def test_unknown_article_is_matched_and_its_stock_is_held(opened: Open, shop: RunningShop) -> None:
    article = shop.article()
    before = shop.shelves(article)
    stranger = {
        "barcode": "8699911100011",
        "title": "Bilinmeyen kavanoz",
        "quantity": 30,
        "salePrice": "45.00",
    }
    shop.channels.pull("POST", f"{SELLER}/products", [stranger])
    tab = opened("/repairs")

    number = shop.order(SELLER, "8699911100011", 5)["orderNumber"]
    waiting = row(tab, number)
    expect(waiting).to_contain_text("Bilinmeyen kavanoz")
    waiting.get_by_role("button", name=t("repairs.match")).click()
    tab.get_by_placeholder(t("repairs.search")).fill(article.sku)
    tab.locator(".pp-pick", has_text=article.sku).click()

    expect(waiting).to_have_count(0)
    wanted = (before[0] - 5, before[1] - 5)
    assert awaited(lambda: shop.shelves(article), wanted) == wanted
    visit(tab, f"/orders?search={number}")
    follow(row(tab, number).get_by_role("link").first)
    expect(tab.get_by_role("table", name=t("orders.lines"))).to_contain_text(t("orders.held"))
