"""A store at a platform that goes by files: connected, its order file taken in, its product file made."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from prapazar.foundation.clock import ISTANBUL, now
from tests.factories.running import RunningShop
from tests.factories.screens import Open, follow, row, t, visit

pytestmark = pytest.mark.browser
_HEAD = "Sipariş No;Tarih;Durum;Stok Kodu;Adet;Birim Fiyat;Müşteri;İl"


def test_orders_come_by_file_and_the_bad_row_is_named(
    opened: Open, shop: RunningShop, tmp_path: Path
) -> None:
    article = shop.article()
    yesterday = (now().astimezone(ISTANBUL) - timedelta(days=1)).strftime("%d.%m.%Y")
    sheet = tmp_path / "beymen-siparisler.csv"
    sheet.write_text(
        f"{_HEAD}\nBEY-1;{yesterday} 14:05;Yeni;{article.sku};2;1.234,50;Işıl Şahin;İstanbul\n"
        f"BEY-2;{yesterday};Uçtu;{article.sku};1;10;Ali Can;Ankara\n",
        encoding="utf-8",
    )
    tab = opened("/channels/new")

    tab.locator(".pp-pick", has_text="Beymen").click()
    tab.get_by_label(t("channels.store_name")).fill("Beymen mağazam")
    tab.locator("#f-format").select_option("csv")
    tab.get_by_role("button", name=t("channels.save"), exact=True).click()
    follow(tab.get_by_role("link", name=t("channels.to_store")))
    expect(tab.get_by_text("Bu bağlantı henüz yapılmadı", exact=False)).to_be_visible()

    tab.locator("input[type=file]").set_input_files(sheet)
    tab.get_by_role("button", name=t("imports.look")).click()
    answers = tab.get_by_role("table", name=t("imports.step_preview")).locator("tbody tr")
    expect(answers).to_have_count(2)
    expect(answers.nth(1)).to_contain_text("Uçtu")
    tab.get_by_role("button", name=t("files.start_orders", count="1")).click()

    done = t("files.sum_order_file", created=1, updated=0, unchanged=0, failed=1)
    expect(tab.get_by_text(done)).to_be_visible()
    tab.get_by_role("button", name=sheet.name).click()
    wrong = tab.get_by_role("list", name=t("imports.errors")).locator("li")
    expect(wrong).to_have_count(1)
    expect(wrong).to_contain_text(t("file_problem.status_unknown"))
    tab.keyboard.press("Escape")

    tab.get_by_role("button", name=t("files.make_products")).click()
    fetch = tab.get_by_role("button", name=t("files.download"))
    expect(fetch).to_be_visible()
    with tab.expect_download() as fetched:
        fetch.click()
    assert article.sku in Path(fetched.value.path()).read_text(encoding="utf-8-sig")

    visit(tab, "/orders?search=BEY")
    expect(row(tab, "BEY-1")).to_be_visible()
    expect(tab.get_by_text("BEY-2")).to_have_count(0)
