"""Connecting a store in the wizard."""

import pytest
from playwright.sync_api import expect

from tests.factories.running import RunningShop, awaited
from tests.factories.screens import Open, follow, row, t, visit

pytestmark = pytest.mark.browser


def test_store_is_connected_after_wrong_credentials(opened: Open, shop: RunningShop) -> None:
    account = shop.channels.pull("POST", "/trendyol/accounts", {"name": "Ege Şubesi"})
    goods = [{"barcode": f"86990000000{n}", "title": f"Ege zeytini {n}", "quantity": 7} for n in range(3)]
    shop.channels.pull("POST", f"/trendyol/{account['account']}/products", goods)
    tab = opened("/channels")

    follow(tab.get_by_role("link", name=t("channels.connect")).first)
    tab.locator(".pp-pick", has_text="Trendyol").click()
    tab.get_by_label(t("channels.store_name")).fill("Ege Şubesi")
    tab.get_by_label(t("channels.environment")).select_option("sandbox")
    tab.locator("#f-seller_id").fill(account["account"])
    tab.locator("#f-api_key").fill("wrong")
    tab.locator("#f-api_secret").fill("wrong")
    tab.get_by_role("button", name=t("channels.save"), exact=True).click()

    expect(tab.get_by_role("alert")).to_contain_text(t("channels.not_connected"))
    assert [one["name"] for one in shop.ask("/api/integrations/") if one["name"] == "Ege Şubesi"] == []

    tab.locator("#f-api_key").fill(account["api_key"])
    tab.locator("#f-api_secret").fill(account["api_secret"])
    tab.get_by_role("button", name=t("channels.save"), exact=True).click()

    expect(tab.get_by_text(t("channels.connected"))).to_be_visible()
    follow(tab.get_by_role("link", name=t("channels.to_store")))
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Ege Şubesi")

    def listed() -> int:
        return sum(one["listings"] for one in shop.ask("/api/integrations/") if one["name"] == "Ege Şubesi")

    assert awaited(listed, 3) == 3
    visit(tab, "/channels")
    expect(row(tab, "Ege Şubesi")).to_be_visible()


def test_wizard_names_the_field_that_does_not_fit(opened: Open) -> None:
    tab = opened("/channels/new")

    tab.locator(".pp-pick", has_text="Trendyol").click()
    tab.locator("#f-seller_id").fill("not a number")
    tab.locator("#f-api_key").fill("key")
    tab.locator("#f-api_secret").fill("secret")
    tab.get_by_role("button", name=t("channels.save"), exact=True).click()

    wrong = tab.locator(".pp-field", has=tab.get_by_role("alert"))
    expect(wrong).to_have_count(1)
    expect(wrong.locator("#f-seller_id")).to_be_visible()
