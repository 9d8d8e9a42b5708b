"""Coming in and going out."""

import pytest
from playwright.sync_api import expect

from prapazar.demo.people import PASSWORD
from tests.factories.running import RunningShop
from tests.factories.screens import Open, t, visit

pytestmark = pytest.mark.browser


def test_person_logs_in_after_a_wrong_password(opened: Open, shop: RunningShop) -> None:
    tab = opened("/login/", who=None)

    tab.get_by_label(t("login.email")).fill("admin@demo.local")
    tab.get_by_label(t("login.password")).fill("not this one")
    tab.get_by_role("button", name=t("login.submit")).click()

    expect(tab.get_by_role("alert")).to_have_text(t("login_problem.refused"))

    tab.get_by_label(t("login.email")).fill("admin@demo.local")
    tab.get_by_label(t("login.password")).fill(PASSWORD)
    tab.get_by_role("button", name=t("login.submit")).click()

    expect(tab).to_have_url(f"{shop.address}/")
    expect(tab.get_by_role("button", name=t("frame.merchant"))).to_have_text("Anadolu Lezzet")


def test_screen_asked_for_without_a_session_comes_after_the_log_in(opened: Open, shop: RunningShop) -> None:
    tab = opened("/orders", who=None)

    expect(tab.get_by_label(t("login.password"))).to_be_visible()
    tab.get_by_label(t("login.email")).fill("admin@demo.local")
    tab.get_by_label(t("login.password")).fill(PASSWORD)
    tab.get_by_role("button", name=t("login.submit")).click()

    expect(tab.get_by_role("heading", level=1)).to_contain_text(t("orders.title"))
    assert tab.url.split("?")[0].rstrip("/") == f"{shop.address}/orders"


def test_log_out_everywhere_throws_the_other_tabs_out(opened: Open, shop: RunningShop) -> None:
    first = opened("/orders", key=shop.log_in("tech"))
    mine = shop.log_in("tech")

    answer = shop.http.post("/api/logout?everywhere=true", headers={"Authorization": f"Bearer {mine}"})

    assert answer.status_code == 204
    expect(first.get_by_label(t("login.password"))).to_be_visible()
    visit(first, "/stock")
    expect(first.get_by_label(t("login.password"))).to_be_visible()
