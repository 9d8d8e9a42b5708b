"""An integrator asks a store by hand, sees what came of it, and syncs several stores at once."""

import pytest
from playwright.sync_api import expect

from tests.factories.running import SELLER, RunningShop, awaited
from tests.factories.screens import Open, follow, t, visit

pytestmark = pytest.mark.browser


def test_order_is_asked_for_and_shown_beside_the_raw_answer(opened: Open, shop: RunningShop) -> None:
    article = shop.article()
    number = str(shop.order(SELLER, article.seller_key, 1)["orderNumber"])
    arrived = f"SELECT count(*) FROM purchase_order WHERE number = '{number}'"
    assert awaited(lambda: shop.look_up(arrived), "1") == "1"  # its news would come to whoever is next, else
    store = shop.look_up("SELECT id FROM connection WHERE connector = 'trendyol' AND NOT is_test LIMIT 1")
    tab = opened(f"/channels/{store}/console", who="integrator")

    tab.locator("#f-operation").select_option("orders")
    tab.get_by_role("button", name=t("console.run"), exact=True).click()

    record = tab.locator(".pp-details", has_text=number).first
    expect(record).to_be_visible()
    record.locator("summary").click()
    expect(record).to_contain_text(article.sku)
    expect(tab.locator(".pp-details", has_text="GET").last).to_be_visible()
    expect(tab.get_by_role("table", name=t("console.history"))).to_contain_text(t("console.op_orders"))


def test_sync_of_all_stores_runs_to_its_end(opened: Open) -> None:
    tab = opened("/channels")

    follow(tab.get_by_role("link", name=t("channels.sync")).first)
    tab.locator("#f-kind-stock").click()
    expect(tab.locator("#f-kind-stock")).to_be_checked()
    tab.get_by_role("button", name=t("syncing.start"), exact=True).click()

    parts = tab.get_by_role("table", name=t("syncing.title")).locator("tbody tr")
    unfinished = parts.filter(has_not_text=t("syncing.status_done"))
    expect(parts.filter(has_text=t("syncing.kind_stock")).nth(1)).to_be_visible()
    expect(unfinished).to_have_count(0)
    every = parts.count()
    visit(tab, "/channels/sync")
    expect(parts).to_have_count(every)
    expect(unfinished).to_have_count(0)
