"""A person who never saw the code connects a store, sees it break, understands why and repairs it: by screens alone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.factories.running import RunningShop
from tests.factories.screens import Open, follow, row, t, visit

pytestmark = pytest.mark.browser
NAME = "Çeşme Şubesi"


def test_store_is_connected_breaks_is_understood_and_repaired(opened: Open, shop: RunningShop) -> None:
    account = shop.channels.pull("POST", "/hepsiburada/accounts", {"name": NAME})
    fault = {"kind": "401", "provider": "hepsiburada", "account": account["account"]}
    tab = opened("/channels")

    follow(tab.get_by_role("link", name=t("channels.connect")).first)
    _connect(tab, account)
    _turn_to(tab, "schedules")
    shop.channels.pull("POST", "/faults", fault)
    try:
        row(tab, t("channels.job_orders")).get_by_role("button", name=t("schedules.run")).click()
        expect(_status(tab)).to_contain_text(t("channels.broken"))

        visit(tab, "/notifications")
        tab.get_by_role("link", name=t("notifications.channels.refused", channel=NAME)).click()
        expect(tab.get_by_text(t("channels.broken_text"))).to_be_visible()
        expect(row(tab, t("connector.auth_failed"))).to_contain_text(t("health.todo_auth_failed"))

        _turn_to(tab, "console")
        tab.get_by_role("button", name=t("channels.renew")).click()
        _answer(tab, "yanlış anahtar")
        expect(tab.get_by_role("dialog")).to_contain_text(t("channels.not_renewed"))
    finally:
        shop.channels.pull("DELETE", "/faults")
    _answer(tab, account["service_key"])

    expect(_status(tab)).to_contain_text(t("channels.active"))
    _turn_to(tab, "schedules")
    expect(row(tab, t("channels.job_orders"))).to_contain_text(
        t("channels.job_done", count="").partition(",")[0]
    )
    _turn_to(tab, "overview")
    expect(tab.get_by_text(t("channels.broken_text"))).to_have_count(0)


def _connect(tab: Page, account: dict[str, str]) -> None:
    """By the wizard, after a key that is refused."""
    tab.get_by_role("searchbox").fill("hepsi")
    expect(tab.locator(".pp-pick", has_not_text="Hepsi")).to_have_count(
        0
    )  # the list is that of the search by now
    tab.locator(".pp-pick", has_text="Hepsiburada").click()
    tab.get_by_label(t("channels.store_name")).fill(NAME)
    tab.get_by_label(t("channels.environment")).select_option("sandbox")
    tab.locator("#f-merchant_id").fill(account["merchant_id"])
    tab.locator("#f-user_agent").fill(account["user_agent"])
    for key in ("yanlış anahtar", account["service_key"]):
        tab.locator("#f-service_key").fill(key)
        tab.get_by_role("button", name=t("channels.save"), exact=True).click()
        if key != account["service_key"]:
            expect(tab.get_by_role("alert")).to_contain_text(t("connector.auth_failed"))
    follow(tab.get_by_role("link", name=t("channels.to_store")))
    expect(tab.get_by_role("heading", level=1)).to_contain_text(NAME)


def _turn_to(tab: Page, name: str) -> None:
    pages = tab.get_by_role("navigation", name=t("store.tabs"))
    follow(pages.get_by_role("link", name=t(f"store.tab_{name}"), exact=True))
    expect(pages.locator("[aria-current=page]")).to_have_text(t(f"store.tab_{name}"))


def _answer(tab: Page, key: str) -> None:
    dialog = tab.get_by_role("dialog")
    dialog.locator("#f-service_key").fill(key)
    dialog.get_by_role("button", name=t("channels.renew_submit")).click()


def _status(tab: Page) -> Locator:
    return tab.locator(".pp-page-head")
