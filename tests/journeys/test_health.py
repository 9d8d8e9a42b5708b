"""A person sees a store break, understands why, repairs it and sees it recover, on the screens alone."""

import pytest
from playwright.sync_api import expect

from tests.factories.running import SELLER, RunningShop
from tests.factories.screens import Open, row, t, visit

pytestmark = pytest.mark.browser
_, PROVIDER, ACCOUNT = SELLER.split("/")


def test_broken_store_is_understood_and_recovers(opened: Open, shop: RunningShop) -> None:
    fault = {"kind": "500", "provider": PROVIDER, "account": ACCOUNT, "method": "GET", "path": "*/orders*"}
    store = shop.look_up("SELECT id FROM connection WHERE connector = 'trendyol' ORDER BY created_at LIMIT 1")
    tab = opened(f"/channels/schedules?connection={store}")
    job = row(tab, t("channels.job_orders"))
    shop.channels.pull("POST", "/faults", fault)
    try:
        job.get_by_role("button", name=t("schedules.run")).click()
        expect(job).to_contain_text(t("channels.job_failed"))

        visit(tab, "/channels/health")
        expect(tab.locator("tbody tr[data-href]", has_text="Trendyol").first).to_contain_text(
            t("health.failing")
        )
        expect(row(tab, t("connector.unavailable"))).to_contain_text(t("health.todo_unavailable"))
    finally:
        shop.channels.pull("DELETE", "/faults")

    visit(tab, f"/channels/schedules?connection={store}")
    for name in (
        "orders",
        "order_count",
    ):  # the count asks at the same address and may have met the fault too
        again = row(tab, t(f"channels.job_{name}"))
        again.get_by_role("button", name=t("schedules.run")).click()
        expect(again).to_contain_text(t("channels.job_done", count="").partition(",")[0])

    visit(tab, "/channels/health")
    expect(tab.locator("tbody tr[data-href]", has_text="Trendyol").first).to_contain_text(t("health.good"))
    expect(row(tab, t("connector.unavailable"))).to_be_visible()


def test_job_is_paused_and_says_by_whom(opened: Open, shop: RunningShop) -> None:
    store = shop.look_up(
        "SELECT id FROM connection WHERE connector = 'woocommerce' ORDER BY created_at LIMIT 1"
    )
    tab = opened(f"/channels/{store}/schedules")
    job = row(tab, t("channels.job_order_count"))

    job.get_by_role("button", name=t("schedules.pause")).click()
    expect(job).to_contain_text("Selin Aydın")
    job.get_by_role("button", name=t("schedules.resume")).click()
    expect(job.get_by_role("button", name=t("schedules.pause"))).to_be_visible()
