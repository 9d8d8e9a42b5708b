"""Somebody asks to be forgotten: one person takes it down, another approves, and what proves it names nobody."""

import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.factories.running import RunningShop, awaited
from tests.factories.screens import Open, row, t, toast, visit

pytestmark = pytest.mark.browser
_BUYER = "Nilay Unutulmaz"
_TRACES = ("nilay", "unutulmaz", "5069990011")


def test_person_is_forgotten_by_request_of_one_and_approval_of_another(
    opened: Open, shop: RunningShop
) -> None:
    customer = _bought(shop)
    desk = opened(f"/customers/{customer}", who="support")
    expect(desk.get_by_role("heading", level=1)).to_have_text(_BUYER)

    _take_down(desk)
    boss = opened("/settings/privacy")
    receipt = _approved(boss, shop, customer)

    assert [trace for trace in _TRACES if trace in receipt.lower()] == []
    assert t("privacy.receipt_title") in receipt
    visit(desk, f"/customers/{customer}")
    expect(desk.get_by_text(t("customers.missing"))).to_be_visible()
    visit(desk, "/customers")
    desk.get_by_role("searchbox", name=t("customers.search")).fill(_BUYER)
    expect(desk.get_by_text(t("lists.no_hits"))).to_be_visible()
    found = json.dumps(shop.ask(f"/api/orders?search={_BUYER}"))
    assert [trace for trace in _TRACES if trace in found.lower()] == []


def _bought(shop: RunningShop) -> str:
    """A buyer with one order, as the customer they became."""
    order = {
        "buyer_name": _BUYER,
        "buyer_email": "nilay.unutulmaz@example.com",
        "buyer_phone": "+905069990011",
        "city": "Muğla",
        "district": "Datça",
        "address": "Palamut Sokak 5",
        "lines": [{"variant_id": shop.article().variant_id, "quantity": 1, "unit_price": "59.90"}],
    }
    headers = {"Authorization": f"Bearer {shop.key_of('admin')}"}
    shop.http.post("/api/orders", json=order, headers=headers).raise_for_status()

    def known() -> list[Any]:
        return [one["id"] for one in shop.ask(f"/api/customers?search={_BUYER}")["customers"]]

    assert awaited(lambda: len(known()), 1) == 1
    return str(known()[0])


def _take_down(desk: Page) -> None:
    """Who answers people may ask for it; approving is not theirs."""
    desk.get_by_role("button", name=t("privacy.ask_erasure")).click()
    form = desk.get_by_role("dialog")
    expect(form.get_by_text(t("privacy.place_purchase_order"), exact=True)).to_be_visible()
    form.get_by_label(t("privacy.way")).select_option("letter")
    form.get_by_label(t("privacy.identity")).select_option("document")
    form.get_by_role("button", name=t("privacy.ask_save")).click()
    expect(toast(desk, t("privacy.asked_done"))).to_be_visible()
    visit(desk, "/settings/privacy")
    expect(row(desk, _BUYER)).to_contain_text(t("privacy.status_asked"))
    expect(desk.get_by_role("button", name=t("privacy.approve"))).to_have_count(0)


def _approved(boss: Page, shop: RunningShop, customer: str) -> str:
    """What the receipt says, in words."""
    asked = shop.ask(f"/api/privacy/requests?customer_id={customer}")["requests"][0]["id"]
    row(boss, _BUYER).get_by_role("button", name=t("privacy.approve")).click()
    dialog = boss.get_by_role("dialog")
    confirm = dialog.get_by_role("button", name=t("privacy.approve"))
    expect(confirm).to_be_disabled()
    dialog.locator("#f-confirm-name").fill(t("privacy.approve_word"))
    confirm.click()
    expect(toast(boss, t("privacy.approved"))).to_be_visible()
    line = boss.locator(f"tr[data-row-id='{asked}']")
    expect(line).to_contain_text(t("privacy.status_done"), timeout=120_000)
    expect(line).to_contain_text(t("privacy.gone"))
    expect(row(boss, _BUYER)).to_have_count(0)
    with boss.expect_download() as coming:
        line.get_by_role("link", name=t("privacy.receipt_open")).click()
    paper = pypdfium2.PdfDocument(Path(coming.value.path()))
    return "\n".join(page.get_textpage().get_text_range() for page in paper)
