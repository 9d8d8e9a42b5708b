"""A bundle is made on the product's page, and sold."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.running import RunningShop
from tests.factories.screens import Open, is_shown, row, t, toast, visit

pytestmark = pytest.mark.browser


def test_variant_becomes_a_bundle_that_says_how_many_there_are_and_why(
    opened: Open, shop: RunningShop
) -> None:
    part = shop.article()
    tab = opened("/products/new")
    tab.locator("#f-name").fill("Kahvaltı paketi")
    tab.locator("input[name^=sku-]").fill("PAKET-1")
    tab.locator("form button[type=submit]").first.click()
    expect(toast(tab, t("products.created"))).to_be_visible()
    expect(tab).not_to_have_url(re.compile("/products/new"))
    is_shown(tab)

    card = tab.locator(".pp-card", has_text=t("bundles.title"))
    card.get_by_placeholder(t("bundles.find")).fill(part.sku)
    card.locator(".pp-pick", has_text=part.sku).click()
    card.get_by_label(t("bundles.quantity")).fill("2")
    card.get_by_label(t("bundles.quantity")).press("Tab")
    expect(card.get_by_text(t("bundles.after_saving"))).to_be_visible()
    card.get_by_role("button", name=t("bundles.save")).click()

    expect(toast(tab, t("bundles.saved"))).to_be_visible()
    expect(card.get_by_text(" ÷ 2 = ")).to_be_visible()
    visit(tab, "/products?search=PAKET-1")
    expect(row(tab, "Kahvaltı paketi")).to_be_visible()
