"""A category is mapped on its screen and a new product sent to the channel, where buyers then find it."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.running import SELLER, RunningShop, awaited
from tests.factories.screens import Open, is_shown, row, t, visit

pytestmark = pytest.mark.browser
_KEY = "8690000007771"
_PRODUCT = {
    "name": "Susamlı Deneme Krakeri",
    "code": "DENEME-KRAKER",
    "description": "<p>Bol susamlı</p>",
    "brand": "Şölen",
    "category": "Bisküvi ve Kraker",
    "images": ["https://cdn.example.com/kraker.jpg"],
    "attributes": {"Ağırlık": "80 g", "Yaş grubu": "yetişkin"},
    "variants": [{"sku": _KEY, "barcode": _KEY, "sale_price": "25.00", "floor_price": "20.00", "desi": "1"}],
}


def test_category_is_mapped_and_a_new_product_arrives_at_the_channel(opened: Open, shop: RunningShop) -> None:
    key = {"Authorization": f"Bearer {shop.key_of('admin')}"}
    product = shop.http.post("/api/products", json=_PRODUCT, headers=key).json()["id"]
    variant = shop.look_up(f"SELECT id FROM variant WHERE product_id = '{product}'")
    count = {"counts": [{"variant_id": variant, "on_hand": 9}]}
    shop.http.put("/api/stock", json=count, headers=key).raise_for_status()
    channel = shop.look_up(
        "SELECT id FROM connection WHERE connector = 'trendyol' ORDER BY created_at LIMIT 1"
    )
    tab = opened(f"/channels/{channel}/mappings")

    tab.get_by_role("button", name=t("mappings.fetch")).click()
    tab.get_by_placeholder(t("mappings.search")).fill("bisküvi ve kraker")
    expect(tab.locator("tbody tr[data-row-id]", has_not_text="Bisküvi ve Kraker")).to_have_count(0)
    line = row(tab, "Bisküvi ve Kraker").first
    line.get_by_role("button", name=t("mappings.accept"), exact=True).click()
    expect(line.get_by_role("button", name=t("mappings.remove"))).to_be_visible()
    learned = f"SELECT count(*) > 0 FROM channel_attribute WHERE connection_id = '{channel}'"
    assert awaited(lambda: shop.look_up(learned), "True") == "True"

    visit(tab, f"/products/{product}")
    tab.get_by_role("button", name=t("publishing.button")).click()
    expect(tab).to_have_url(re.compile(r"\?run="))
    is_shown(tab)
    tab.get_by_label(t("publishing.choose_channel"), exact=True).select_option(channel)
    tab.get_by_role("button", name=t("publishing.send", count=1)).click()

    expect(tab.get_by_role("cell", name=t("publishing.state_accepted"))).to_be_visible()
    shop.channels.pull("POST", f"{SELLER}/approve", {"barcode": _KEY})

    def shown() -> int:
        quantity: int = shop.channels.pull("GET", f"{SELLER}/stock/{_KEY}")["quantity"]
        return quantity

    assert awaited(shown, 9) == 9
