"""A plan pulled about in the calendar, taken back, and a job that is asked to run now."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from prapazar.domain.planning.enums import Layer
from tests.factories.running import RunningShop, awaited
from tests.factories.screens import Open, t, toast

pytestmark = pytest.mark.browser
DAY = timedelta(days=1)
TITLE = "Raf sayımı"


def test_entry_is_dragged_pulled_longer_and_put_back_and_a_job_runs_now(
    opened: Open, shop: RunningShop
) -> None:
    tab = opened("/calendar")
    _show_only(tab, Layer.APPOINTMENT)  # jobs come and go, and each lays the days out anew
    first = date.fromisoformat(tab.locator("td.fc-daygrid-day").nth(8).get_attribute("data-date") or "")
    entry = _planned(shop, first)
    bar = tab.locator(".fc-event", has_text=TITLE)

    _drag(tab, bar, _cell(tab, first + DAY))
    expect(tab.get_by_role("status").filter(has_text=TITLE)).to_be_visible()
    moved = awaited(lambda: _days(shop, entry), (first + DAY, first + DAY))

    bar.hover()
    _drag(tab, bar.locator(".fc-event-resizer-end"), _cell(tab, first + 3 * DAY))
    pulled = awaited(lambda: _days(shop, entry), (first + DAY, first + 3 * DAY))

    tab.get_by_role("button", name=t("words.undo"), exact=True).click()
    expect(toast(tab, t("calendar.undone"))).to_be_visible()
    back = awaited(lambda: _days(shop, entry), (first + DAY, first + DAY))

    _show_only(tab, Layer.APPOINTMENT, Layer.JOB)
    tab.locator(".fc-event.pp-cal-job").first.click()
    tab.get_by_role("dialog").get_by_role("button", name=t("calendar.job_run"), exact=True).click()
    expect(toast(tab, t("calendar.job_asked"))).to_be_visible()

    assert (moved, pulled, back) == (
        (first + DAY, first + DAY),
        (first + DAY, first + 3 * DAY),
        (first + DAY, first + DAY),
    )


def test_list_begins_today_and_says_what_each_line_is(opened: Open, shop: RunningShop) -> None:
    tab = opened("/calendar")
    today = date.fromisoformat(tab.locator("td.fc-day-today").get_attribute("data-date") or "")
    _planned(shop, today - DAY, "Dünkü sayım")
    _planned(shop, today, "Bugünkü sayım")
    _show_only(tab, Layer.APPOINTMENT)

    tab.locator(".fc-agenda-button").click()

    expect(tab.locator(".fc-list-day").first).to_have_attribute("data-date", str(today))
    line = tab.locator(".fc-list-event", has_text="Bugünkü sayım")
    expect(line.locator(".fc-list-event-title")).to_have_attribute(
        "data-about", t("calendar.layer_appointment")
    )
    expect(tab.get_by_text("Dünkü sayım")).to_have_count(0)


def _show_only(tab: Page, *layers: Layer) -> None:
    group = tab.get_by_role("group", name=t("calendar.layers"))
    for layer in Layer:
        switch = group.get_by_role("button", name=t(f"calendar.layer_{layer}"), exact=True)
        wanted = "true" if layer in layers else "false"
        expect(switch).to_have_attribute("aria-pressed", re.compile("true|false"))
        if switch.get_attribute("aria-pressed") != wanted:
            switch.click()
        expect(switch).to_have_attribute("aria-pressed", wanted)


def _planned(shop: RunningShop, day: date, title: str = TITLE) -> str:
    """A whole day, entered by a program meanwhile: the open calendar shows it."""
    wanted = {
        "kind": "appointment",
        "title": title,
        "starts_at": f"{day}T00:00:00+03:00",
        "ends_at": f"{day + DAY}T00:00:00+03:00",
        "is_all_day": True,
    }
    answer = shop.http.post(
        "/api/calendar/entries", json=wanted, headers={"Authorization": f"Bearer {shop.key_of('admin')}"}
    )
    answer.raise_for_status()
    return str(answer.json()["id"])


def _days(shop: RunningShop, entry: str) -> tuple[date, date]:
    """First and last."""
    kept = shop.look_up(
        "SELECT CAST(starts_at AT TIME ZONE 'Europe/Istanbul' AS date) || ' ' ||"
        f" CAST(ends_at AT TIME ZONE 'Europe/Istanbul' AS date) FROM calendar_entry WHERE id = '{entry}'"
    )
    since, until = map(date.fromisoformat, kept.split())
    return since, until - DAY


def _cell(tab: Page, day: date) -> Locator:
    return tab.locator(f"td.fc-daygrid-day[data-date='{day}']")


def _drag(tab: Page, what: Locator, to: Locator) -> None:
    """By hand: a press, some way, and the place where it is let go."""
    what.hover()
    there = to.bounding_box()
    assert there is not None
    tab.mouse.down()
    tab.mouse.move(there["x"] + there["width"] / 2, there["y"] + there["height"] / 2, steps=8)
    expect(tab.locator(".fc-event-dragging, .fc-event-resizing").first).to_be_visible()
    tab.mouse.up()
