"""Support: a ticket opened on a screen, answered with a canned answer, its clock stopped, solved and rated."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories.screens import Open, is_shown, t, visit

pytestmark = pytest.mark.browser
_CLOCK = "[data-promise=solution] [data-clock=runs]"


def test_ticket_is_opened_answered_and_solved_and_its_clock_stops(opened: Open) -> None:
    tab = opened("/inbox/templates")
    _write_template(tab)
    visit(tab, "/tickets/new")
    tab.get_by_label(t("tickets.subject"), exact=True).fill("Kargom nerede?")
    tab.get_by_label(t("tickets.new_words")).fill("Üç gündür bekliyorum.")
    tab.get_by_role("button", name=t("tickets.new_open")).click()

    expect(tab.locator(".pp-page-head")).to_contain_text("Kargom nerede?")
    is_shown(tab)
    expect(tab.get_by_role("log")).to_contain_text("Üç gündür bekliyorum.")
    expect(tab.locator(_CLOCK)).to_be_visible()

    field = tab.locator("#f-words")
    tab.get_by_role("button", name=t("tickets.canned_open")).click()
    tab.get_by_role("option", name=re.compile("Yolda")).click()
    expect(field).to_have_value(f"Merhaba, {_number(tab)} yolda.")
    field.fill("")
    field.press_sequentially("/yol")
    tab.get_by_role("option", name=re.compile("Yolda")).click()
    expect(field).to_have_value(f"Merhaba, {_number(tab)} yolda.")
    field.press("Control+Enter")

    expect(tab.get_by_role("log")).to_contain_text(f"Merhaba, {_number(tab)} yolda.")
    expect(tab.locator(".pp-page-head")).to_contain_text(t("tickets.status_waiting_customer"))
    expect(tab.locator(_CLOCK)).to_have_count(0)
    expect(field).to_have_value("")

    tab.locator("body").press("e")

    expect(tab.locator(".pp-page-head")).to_contain_text(t("tickets.status_solved"))
    expect(tab.get_by_role("button", name=t("tickets.reopen"))).to_be_visible()


def _write_template(tab: Page) -> None:
    tab.get_by_role("button", name=t("questions.template_new")).first.click()
    editor = tab.get_by_role("dialog")
    editor.get_by_label(t("questions.template_name")).fill("Yolda")
    editor.get_by_label(t("questions.template_body")).first.fill("Merhaba, {ticket} yolda.")
    editor.get_by_role("button", name=t("words.save")).hover()
    tab.mouse.down()
    preview = editor.get_by_role("heading", name=t("questions.template_preview"))
    expect(preview).to_be_visible()  # and nothing has moved from below the mouse
    tab.mouse.up()
    expect(tab.get_by_role("dialog")).to_have_count(0)


def _number(tab: Page) -> str:
    found = re.search(r"T-\d+", tab.locator(".pp-page-head").inner_text())
    assert found is not None
    return found[0]
