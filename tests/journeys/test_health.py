"""A person sees a store break, understands why, repairs it and sees it recover, on the screens alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.running import SELLER, RunningShop, awaited
from tests.factories.screens import Open, row, t, visit

pytestmark = pytest.mark.browser
_, PROVIDER, ACCOUNT = SELLER.split("/")
_JOBS = "FROM sync_job WHERE connection_id = '{}'"
_RUNS = "last_started_at > coalesce(last_finished_at, '-infinity')"


def test_broken_store_is_understood_and_recovers(opened: Open, shop: RunningShop) -> None:
    fault = {"kind": "500", "provider": PROVIDER, "account": ACCOUNT, "method": "GET", "path": "*/orders*"}
    store, name = shop.look_up(
        "SELECT id || ' ' || name FROM connection WHERE connector = 'trendyol' ORDER BY created_at LIMIT 1"
    ).split(" ", 1)
    tab = opened(f"/channels/schedules?connection={store}")
    job = row(tab, t("channels.job_orders"))
    line = tab.locator(f"tbody tr[data-href='/channels/{store}']")
    cause = row(tab, t("connector.unavailable")).filter(has=tab.get_by_text(name, exact=True))
    shop.channels.pull("POST", "/faults", fault)
    try:
        job.get_by_role("button", name=t("schedules.run")).click()
        expect(job).to_contain_text(t("channels.job_failed"))

        visit(tab, "/channels/health")
        expect(line).to_contain_text(t("health.failing"))
        expect(cause).to_contain_text(t("health.todo_unavailable"))
    finally:
        shop.channels.pull("DELETE", "/faults")

    visit(tab, f"/channels/schedules?connection={store}")
    assert awaited(lambda: shop.look_up(f"SELECT count(*) {_JOBS.format(store)} AND {_RUNS}"), "0") == "0"
    # The orders met the fault, and whatever else asks at the same address and ran meanwhile.
    failed = f"SELECT coalesce(string_agg(kind, ' '), '') {_JOBS.format(store)} AND last_error IS NOT NULL"
    for kind in sorted({"orders", *shop.look_up(failed).split()}):
        again = row(tab, t(f"channels.job_{kind}"))
        again.get_by_role("button", name=t("schedules.run")).click()
        expect(again).to_contain_text(t("channels.job_done", count="").partition(",")[0])

    visit(tab, "/channels/health")
    # A store at which other journeys have sold may answer in a new shape, too: that is told of a sound one alone.
    expect(line).to_contain_text(re.compile(f"{t('health.good')}|{t('health.drifted')}"))
    expect(cause).to_be_visible()


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
