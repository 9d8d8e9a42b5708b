"""The message log and its templates, as the person who writes to buyers uses them."""

import pytest
from playwright.sync_api import expect

from tests.factories.screens import Open, t

pytestmark = pytest.mark.browser


def test_template_is_previewed_in_each_language_as_it_is_typed(opened: Open) -> None:
    tab = opened("/messages/templates")

    tab.get_by_role("button", name=t("messages.template_new")).click()
    editor = tab.get_by_role("dialog")
    editor.get_by_label(t("messages.body_tr")).fill("Merhaba {first_name}, {ticket}")
    expect(editor.get_by_text("Merhaba Ayşe, T-1042", exact=True)).to_be_visible()
    editor.get_by_label(t("messages.body_en")).fill("Hello {first_name}")

    expect(editor.get_by_text("Hello Ayşe", exact=True)).to_be_visible()
    expect(editor.get_by_text("Merhaba Ayşe, T-1042", exact=True)).to_be_visible()


def test_log_is_taken_out_with_the_columns_it_shows(opened: Open) -> None:
    tab = opened("/messages")

    tab.get_by_role("button", name=t("words.export")).click()
    links = tab.get_by_role("link", name="CSV", exact=True)
    expect(links).to_have_count(2)
    shown, whole = links.all()
    files = [tab.request.get(one.get_attribute("href") or "").text() for one in (shown, whole)]

    heads = [one.lstrip("\ufeff").splitlines()[0].split(";") for one in files]
    assert heads[0] == [
        t(f"exports.col_{name}")
        for name in ("created", "way", "to", "subject", "text", "status", "order", "cost")
    ]
    assert heads[1] == [*heads[0], t("exports.col_sent"), t("exports.col_delivered")]
