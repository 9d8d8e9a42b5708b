"""A store connected on its channel's own page: denied once, then allowed; and its access renewed when it ended."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories.running import RunningShop, awaited
from tests.factories.screens import Open, follow, t

pytestmark = pytest.mark.browser


def _ask(tab: Page, account: dict[str, str]) -> None:
    """From the wizard's first step to the channel's own page."""
    tab.get_by_role("searchbox").fill("shopify")
    expect(tab.locator(".pp-pick").first).to_contain_text("Shopify")  # the list is that of the search by now
    tab.locator(".pp-pick", has_text="Shopify").click()
    tab.get_by_label(t("channels.store_name")).fill("Bodrum Dükkânı")
    tab.get_by_label(t("channels.environment")).select_option("sandbox")
    expect(tab.get_by_label(t("connect.way"))).to_have_value("page")
    expect(tab.locator("#f-refresh_token")).to_have_count(0)
    expect(tab.get_by_text("/connect/back")).to_be_visible()
    for name in ("shop", "client_id", "client_secret"):
        tab.locator(f"#f-{name}").fill(account[name])
    tab.get_by_role("button", name=t("connect.to_grant")).click()
    tab.get_by_role("link", name=t("connect.grant_open")).click()


def _decide(tab: Page, decision: str) -> None:
    expect(tab.get_by_role("heading", level=1)).to_have_text("Bodrum Butik")
    tab.locator(f"button[value={decision}]").click()


def test_store_is_connected_on_the_channels_page(opened: Open, shop: RunningShop) -> None:
    account = shop.channels.pull("POST", "/shopify/accounts", {"shop": "bodrum", "name": "Bodrum Butik"})
    goods = [{"sku": f"B-{n}", "title": f"Keten gömlek {n}", "price": "750", "quantity": 4} for n in range(3)]
    shop.channels.pull("POST", "/shopify/bodrum/products", goods)
    tab = opened("/channels/new")

    _ask(tab, account)
    _decide(tab, "deny")

    expect(tab.get_by_role("alert")).to_contain_text(t("grant.denied"))
    assert [one for one in shop.ask("/api/integrations/") if one["name"] == "Bodrum Dükkânı"] == []

    tab.get_by_role("button", name=t("connect.grant_again")).click()
    tab.get_by_role("link", name=t("connect.grant_open")).click()
    _decide(tab, "allow")

    expect(tab.get_by_text(t("channels.connected"))).to_be_visible()
    expect(tab.get_by_text("Bodrum Butik")).to_be_visible()
    follow(tab.get_by_role("link", name=t("channels.to_store")))
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Bodrum Dükkânı")

    def listed() -> int:
        return sum(
            one["listings"] for one in shop.ask("/api/integrations/") if one["name"] == "Bodrum Dükkânı"
        )

    assert awaited(listed, 3) == 3

    shop.channels.pull("POST", "/shopify/bodrum/uninstall", {})
    follow(tab.get_by_role("link", name=t("store.tab_settings"), exact=True))
    # A job that finds the access gone meanwhile puts another button of this name above the page.
    tab.locator("main .pp-card").get_by_role("button", name=t("channels.renew")).click()
    tab.get_by_role("dialog").get_by_role("link", name=t("connect.grant_open")).click()
    _decide(tab, "allow")

    expect(tab.get_by_text(t("connect.grant_renewed"))).to_be_visible()


@pytest.mark.parametrize(
    ("slug", "name", "fields", "agree"),
    [
        ("etsy", "Etsy", ("keystring", "shared_secret"), "button[value=allow]"),
        ("ebay", "eBay", ("client_id", "client_secret", "ru_name"), "button[value=agree]"),
        ("amazon", "Amazon", ("client_id", "client_secret", "application_id"), "a.spapi-confirm"),
    ],
)
def test_store_is_connected_on_the_page_of(
    opened: Open, shop: RunningShop, slug: str, name: str, fields: tuple[str, ...], agree: str
) -> None:
    account = shop.channels.pull("POST", f"/{slug}/accounts", {"name": f"Butik {name}"})
    if slug == "ebay":  # its page leads to the address that stands behind the RuName
        back = {"accept_url": f"{shop.address}/connect/back"}
        shop.channels.pull("PATCH", f"/ebay/accounts/{account['account']}", back)
    tab = opened("/channels/new")

    tab.get_by_role("searchbox").fill(slug)
    expect(tab.locator(".pp-pick").first).to_contain_text(name)  # the list is that of the search by now
    tab.locator(".pp-pick", has_text=name).click()
    tab.get_by_label(t("channels.store_name")).fill(f"{name} dükkânı")
    tab.get_by_label(t("channels.environment")).select_option("sandbox")
    for field in fields:
        tab.locator(f"#f-{field}").fill(account[field])
    tab.get_by_role("button", name=t("connect.to_grant")).click()
    tab.get_by_role("link", name=t("connect.grant_open")).click()
    tab.locator(agree).click()

    expect(tab.get_by_text(t("channels.connected"))).to_be_visible()


def test_way_back_nobody_asked_for_is_told(opened: Open) -> None:
    tab = opened("/connect/back?state=made-up&code=c0de")

    expect(tab.get_by_role("alert")).to_contain_text(t("grant.unknown"))
    expect(tab).not_to_have_url(re.compile("c0de"))
