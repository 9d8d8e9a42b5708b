"""What people arrange for themselves in a list, and what they do to many rows at once."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories.running import RunningShop
from tests.factories.screens import PHONE, Open, is_shown, row, t, toast, visit

pytestmark = pytest.mark.browser
_ROWS = "tbody tr[data-row-id]"


def test_saved_view_of_the_stock_comes_back_and_goes(opened: Open, shop: RunningShop) -> None:
    article = shop.article()
    tab = opened("/stock")
    tab.get_by_placeholder(t("stock.search")).fill(article.sku)
    expect(tab).to_have_url(re.compile(rf"search={article.sku}"))
    expect(tab.locator(_ROWS).first).to_contain_text(article.sku)

    tab.get_by_role("button", name=t("lists.save_view")).click()
    tab.get_by_label(t("lists.view_name")).fill("Rafım")
    tab.get_by_role("button", name=t("words.save"), exact=True).click()
    view = tab.get_by_role("tab", name="Rafım")
    expect(view).to_have_attribute("aria-selected", "true")
    visit(tab, "/stock")
    view.click()

    expect(row(tab, article.sku)).to_be_visible()
    expect(tab).to_have_url(re.compile(rf"search={article.sku}"))
    tab.get_by_role("button", name=t("lists.view_actions")).click()
    tab.get_by_role("menuitem", name=t("lists.delete_view")).click()
    expect(view).to_have_count(0)


def test_chosen_columns_are_there_after_the_next_log_in(opened: Open, shop: RunningShop) -> None:
    tab = opened("/stock", key=shop.log_in("operator"))
    heading = tab.get_by_role("columnheader", name=t("stock.barcode"))
    expect(heading).to_be_visible()

    _layout(tab)
    tab.get_by_label(t("stock.barcode"), exact=True).click()
    expect(heading).to_be_hidden()
    tab.get_by_role("button", name=t("lists.comfortable")).click()
    expect(tab.locator("table.pp-table-comfortable")).to_be_visible()

    again = opened("/stock", key=shop.log_in("operator"))
    expect(again.locator("table.pp-table-comfortable")).to_be_visible()
    expect(again.get_by_role("columnheader", name=t("stock.barcode"))).to_be_hidden()


def test_all_that_match_are_changed_not_only_the_page(opened: Open, shop: RunningShop) -> None:
    tab = opened("/stock?search=ulker")
    expect(tab.locator(_ROWS)).to_have_count(50)

    tab.get_by_label(t("lists.select_page")).click()
    bar = tab.get_by_role("region", name=t("lists.bulk"))
    expect(bar).to_contain_text(t("lists.selected", count=50))
    bar.get_by_role("button", name=re.compile(r"tümünü seç")).click()
    bar.get_by_role("button", name=t("stock.set_safety")).click()
    tab.get_by_label(t("stock.safety_units")).fill("1")
    tab.get_by_role("button", name=t("words.save"), exact=True).click()

    told = toast(tab, t("stock.safety_done", count="").strip()).inner_text()
    changed = shop.look_up("SELECT count(*) FROM stock WHERE safety_stock = 1")
    assert t("stock.safety_done", count=changed) in told
    assert int(changed) > 50


def test_list_on_a_phone_filters_in_a_sheet(opened: Open) -> None:
    tab = opened("/orders", size=PHONE)

    tab.get_by_role("button", name=t("lists.filters")).tap()
    sheet = tab.get_by_role("dialog", name=t("lists.filters"))
    sheet.get_by_label(t("orders.channel")).select_option(label="Trendyol")
    expect(tab.locator(".pp-chip")).to_contain_text("Trendyol")
    sheet.locator(".pp-button-primary").tap()
    expect(sheet).to_be_hidden()

    is_shown(tab)
    tab.locator(f"{_ROWS} td.pp-check label").first.tap()
    expect(tab.get_by_role("region", name=t("lists.bulk"))).to_be_visible()
    assert tab.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert tab.locator(_ROWS).first.evaluate("(line) => line.offsetHeight") >= 44


def _layout(tab: Page) -> None:
    tab.get_by_role("button", name=t("lists.display")).click()
