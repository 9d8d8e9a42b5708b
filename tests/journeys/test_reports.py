"""A report asked in one's own way: its cells opened to the orders behind, kept under a name, taken out as a sheet."""

import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from tests.factories.running import RunningShop
from tests.factories.screens import Open, follow, is_shown, row, t, toast, visit

pytestmark = pytest.mark.browser
_ASKED = "/api/reports/profit{}?period=last_month&rows=channel"
"""Of a month that no new order falls into: the shop trades on meanwhile."""
_NAME = "Kanalların kârı"
_MAILED = "Haftanın satışı"


def test_profit_is_asked_by_channel_opened_kept_and_taken_out(opened: Open, shop: RunningShop) -> None:
    tab = opened("/reports")
    follow(tab.get_by_role("link", name=re.compile(t("reports.profit_about"))))
    expect(tab.get_by_role("heading", level=1)).to_have_text(t("reports.profit"))

    _ask(tab, "period", "last_month")
    _ask(tab, "rows", "channel")
    answer = shop.ask(_ASKED.format(""))
    expect(_names(tab)).to_have_text([one["label"] for one in answer["rows"]])
    expect(tab).to_have_url(re.compile("period=last_month"))

    first = answer["rows"][0]
    behind = shop.ask(_ASKED.format("/behind") + f"&row={first['key']}")
    tab.get_by_role("table", name=t("reports.profit")).get_by_role("button", name=first["label"]).click()
    records = tab.get_by_role("table", name=t("reports.behind"))
    expect(records.locator("tbody tr")).to_have_count(len(behind))
    number = records.locator("a.pp-row-link").first.inner_text()
    tab.get_by_role("dialog").get_by_role("button", name=t("words.close")).click()

    _keep(tab)
    rows = shop.ask(_ASKED.format(""))["rows"]
    while (sheet := _sheet(tab)) and (later := shop.ask(_ASKED.format(""))["rows"]) != rows:
        rows = later  # what a claim took back between the two
    assert _cells(sheet, [one["label"] for one in rows]) == [
        [_number(cell) for cell in one["cells"]] for one in rows
    ]

    visit(tab, "/reports")
    follow(row(tab, _NAME).get_by_role("link", name=_NAME))
    rows = shop.ask(_ASKED.format(""))["rows"]  # in the order of what each has earned by now
    expect(_names(tab)).to_have_text([one["label"] for one in rows])
    tab.get_by_role("table", name=t("reports.profit")).get_by_role("button", name=first["label"]).click()
    tab.get_by_role("table", name=t("reports.behind")).get_by_role("link", name=number, exact=True).click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text(number)
    is_shown(tab)


def test_weekly_report_is_asked_for_its_day_and_stands_among_those_that_are_mailed(opened: Open) -> None:
    tab = opened("/reports/sales")

    tab.get_by_role("button", name=t("reports.schedule")).click()
    dialog = tab.get_by_role("dialog")
    expect(dialog.get_by_label(t("reports.people"))).not_to_have_value("")
    expect(dialog.get_by_label(t("reports.weekday"), exact=True)).to_have_count(0)
    dialog.get_by_label(t("reports.rhythm")).select_option("weekly")
    dialog.get_by_label(t("reports.weekday"), exact=True).select_option("2")
    dialog.get_by_label(t("reports.name")).fill(_MAILED)
    dialog.get_by_role("button", name=t("reports.schedule")).click()
    expect(toast(tab, t("reports.scheduled"))).to_be_visible()

    visit(tab, "/reports")
    expect(row(tab, _MAILED)).to_contain_text(f"{t('reports.rhythm_weekly')}, {t('reports.weekday_2')} 08:00")


def _ask(tab: Page, name: str, value: str) -> None:
    """The select keeps what was chosen once the answer is there."""
    chosen = tab.locator(f"label.pp-filter:has(> span:text-is('{t(f'reports.{name}')}')) select")
    chosen.select_option(value)
    expect(chosen).to_have_value(value)


def _names(tab: Page) -> Locator:
    return tab.locator("table.pp-pivot tbody td:first-child")


def _keep(tab: Page) -> None:
    tab.get_by_role("button", name=t("reports.save"), exact=True).click()
    dialog = tab.get_by_role("dialog")
    dialog.get_by_label(t("reports.name")).fill(_NAME)
    dialog.get_by_role("button", name=t("words.save")).click()
    expect(toast(tab, t("reports.saved"))).to_be_visible()


def _sheet(tab: Page) -> list[tuple[Any, ...]]:
    tab.get_by_role("button", name=t("words.export")).click()
    with tab.expect_download() as coming:
        tab.get_by_role("menuitem", name=t("reports.export_xlsx")).click()
    book = load_workbook(BytesIO(Path(coming.value.path()).read_bytes()), data_only=True)
    return list(book.worksheets[0].iter_rows(values_only=True))


def _cells(sheet: list[tuple[Any, ...]], labels: list[str]) -> list[list[Any]]:
    """Of the lines with these names, in the order of the sheet."""
    return [[_number(cell) for cell in line[1:]] for line in sheet if line[0] in labels]


def _number(cell: object) -> object:
    """As both say it: to the hundredth of a kuruş, which a sheet's own numbers keep."""
    if cell is None or cell == "":
        return None
    try:
        return Decimal(str(cell)).quantize(Decimal("0.0001"))
    except ArithmeticError:
        return cell
