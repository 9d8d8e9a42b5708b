"""A spreadsheet with good and bad rows."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.factories.running import RunningShop
from tests.factories.screens import Open, row, t, visit

pytestmark = pytest.mark.browser


def test_good_rows_are_taken_and_bad_ones_named(opened: Open, shop: RunningShop, tmp_path: Path) -> None:
    article = shop.article()
    sheet = tmp_path / "liste.csv"
    sheet.write_text(
        "SKU;Ürün adı;Satış fiyatı;Stok adedi\n"
        f"{article.sku};{article.name};999,90;55\n"
        "YENI-1;Yeni çam balı;120,00;8\n"
        "YENI-2;Yanlış fiyatlı bal;çok;8\n"
        "YENI-3;Eksi stoklu bal;80,00;-4\n",
        encoding="utf-8",
    )
    tab = opened("/products/import")

    tab.locator("input[type=file]").set_input_files(sheet)
    tab.get_by_role("button", name=t("imports.look")).click()
    preview = tab.get_by_role("table", name=t("imports.step_preview")).locator("tbody tr")
    expect(preview).to_have_count(4)
    tab.get_by_role("button", name=t("imports.start", count="2")).click()

    done = t("imports.sum", created=1, updated=1, unchanged=0, failed=2)
    expect(tab.get_by_text(done).first).to_be_visible()
    wrong = tab.get_by_role("table", name=t("imports.errors")).locator("tbody tr")
    expect(wrong).to_have_count(2)
    expect(wrong.nth(0)).to_contain_text("çok")
    expect(wrong.nth(1)).to_contain_text("-4")

    visit(tab, "/products?search=YENI")
    expect(row(tab, "Yeni çam balı")).to_be_visible()
    expect(tab.get_by_text("Yanlış fiyatlı bal")).to_have_count(0)
    assert sum(one["on_hand"] for one in shop.ask(f"/api/stock/{article.variant_id}")) == 55
