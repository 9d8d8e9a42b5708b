"""Money by card: a link of an order, the buyer at the provider's own page, the books, and some of it given back."""

import re
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.factories.running import RunningShop
from tests.factories.screens import Open, follow, t, toast, visit

pytestmark = pytest.mark.browser
_PRICE = "₺249,80"
_PAY = "Öde"
"""The button of the pretend providers' pages."""
_MINUTES_MS = 120_000
"""For a worker that has much else to do; nothing is timed."""


@pytest.mark.parametrize("provider", ["iyzico", "PayTR"])
def test_link_is_paid_at_the_providers_page_and_a_part_given_back(
    opened: Open, shop: RunningShop, provider: str
) -> None:
    order_id = _ordered(shop)
    invoice_id = _asked(shop, "/api/invoices", {"order_id": order_id, "issue": True})["id"]
    tab = opened(f"/orders/{order_id}")

    payment, link = _ask_for_it(tab, provider)
    buyer = opened(link, who=None)
    _pay(buyer, provider)

    expect(tab.locator(".pp-page-head")).to_contain_text(t("payments.status_paid"))
    for place in (f"/orders/{order_id}", f"/invoices/{invoice_id}"):
        visit(tab, place)
        expect(_card(tab)).to_contain_text(t("payments.settle_paid"))
        expect(_card(tab)).to_contain_text(_PRICE)

    visit(tab, payment)
    _give_back(tab, "50")

    expect(tab.locator(".pp-page-head")).to_contain_text(t("payments.status_partly_refunded"))
    expect(tab.get_by_role("table", name=t("payments.refunds"))).to_contain_text("₺50,00")
    visit(tab, f"/orders/{order_id}")
    expect(_card(tab)).to_contain_text(t("payments.settle_part"))
    expect(_card(tab)).to_contain_text("₺199,80")
    buyer.reload()
    expect(buyer.get_by_text(t("pay.partly_refunded", amount="₺50,00"))).to_be_visible()


def _ordered(shop: RunningShop) -> str:
    article = shop.article()
    order = {
        "buyer_name": "Deniz Yıldız",
        "buyer_email": "deniz@example.com",
        "buyer_phone": "+905321112233",
        "city": "İzmir",
        "district": "Bornova",
        "address": "Gül Sokak No: 8",
        "lines": [{"variant_id": article.variant_id, "quantity": 2, "unit_price": "124.90"}],
    }
    return str(_asked(shop, "/api/orders", order)["id"])


def _asked(shop: RunningShop, path: str, body: dict[str, Any]) -> Any:  # noqa: ANN401 - what the route answers
    answer = shop.http.post(path, json=body, headers={"Authorization": f"Bearer {shop.key_of('admin')}"})
    answer.raise_for_status()
    return answer.json()


def _ask_for_it(tab: Page, provider: str) -> tuple[str, str]:
    """The payment's own page, and the link a buyer is sent."""
    _card(tab).get_by_role("button", name=t("payments.take")).click()
    dialog = tab.get_by_role("dialog")
    dialog.get_by_label(t("payments.account")).select_option(label=provider)
    dialog.get_by_role("button", name=t("payments.make_link")).click()
    expect(toast(tab, t("payments.link_done"))).to_be_visible()
    follow(_card(tab).get_by_role("link", name=_PRICE))
    expect(tab.get_by_role("heading", level=1)).to_have_text(_PRICE)
    link = tab.get_by_role("link", name=t("payments.open_link")).get_attribute("href")
    return tab.url, str(link)


def _pay(buyer: Page, provider: str) -> None:
    """Iyzico takes the whole window, PayTR stands in a frame of ours."""
    buyer.get_by_role("button", name=t("pay.start")).click()
    page: Page | FrameLocator = buyer if provider == "iyzico" else buyer.frame_locator("iframe")
    page.get_by_role("button", name=_PAY, exact=True).click(timeout=_MINUTES_MS)
    expect(buyer.get_by_role("heading", name=re.compile(t("pay.paid")))).to_be_visible(timeout=_MINUTES_MS)


def _give_back(tab: Page, amount: str) -> None:
    tab.get_by_role("button", name=t("payments.refund"), exact=True).click()
    dialog = tab.get_by_role("dialog")
    dialog.get_by_label(t("payments.refund_amount")).fill(amount)
    dialog.get_by_role("button", name=t("payments.refund"), exact=True).click()
    expect(dialog).to_have_count(0)


def _card(tab: Page) -> Locator:
    """Of the money that came; on an invoice it stands below what the document itself says of paying."""
    title = tab.get_by_role("heading", name=t("payments.card_title"), exact=True)
    return tab.locator("section.pp-card", has=title).last
