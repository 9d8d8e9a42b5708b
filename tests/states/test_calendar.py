"""The calendar screen: its window and layers, a move and taking it back, the entry's form."""

import asyncio
from typing import Any

import pytest

from prapazar.states.calendar import CalendarState
from prapazar.states.calendar_address import CalendarAddressState
from prapazar.states.calendar_entry import CalendarEntryState
from tests.factories.tabs import Tab, person

pytestmark = pytest.mark.usefixtures("database", "redis_server")
SINCE, UNTIL = "2040-01-01T00:00:00", "2040-02-01T00:00:00"
MEETING = {"title": "Sayım", "starts": "2040-01-02T09:00", "ends": "2040-01-02T10:00", "remind": "15"}


def _shown(state: CalendarState, layer: str = "appointment") -> list[tuple[str, str]]:
    return [(one["title"], one["start"]) for one in state.events if one["extendedProps"]["layer"] == layer]


async def _opened() -> tuple[Tab, CalendarState, CalendarEntryState]:
    tab = Tab(person(), "/calendar")
    state = await tab.state(CalendarState)
    entry = await tab.state(CalendarEntryState)
    await tab.call(CalendarState.load, state)
    await tab.call(CalendarState.show, state, SINCE, UNTIL)
    return tab, state, entry


async def _weekly(tab: Tab, entry: CalendarEntryState) -> None:
    await tab.call(CalendarEntryState.begin, entry, "2040-01-02", "2040-01-03", True)
    await tab.call(CalendarEntryState.choose_all_day, entry, False)
    await tab.call(CalendarEntryState.choose_repeat, entry, "FREQ=WEEKLY")
    await tab.call(CalendarEntryState.save, entry, MEETING)


def test_series_is_written_moved_once_and_taken_back() -> None:
    async def day() -> list[Any]:
        tab, state, entry = await _opened()
        await _weekly(tab, entry)
        await tab.call(CalendarState.news, state)
        key = next(one["id"] for one in state.events if one["start"] == "2040-01-09T09:00:00")
        await tab.call(CalendarState.move, state, key, "2040-01-10T11:00:00", "2040-01-10T12:00:00", False)
        seen: list[Any] = [_shown(state)[:2], state.moved]
        await tab.call(CalendarState.undo, state)
        return [*seen, _shown(state)[:2], state.moved]

    assert asyncio.run(day()) == [
        [("Sayım", "2040-01-02T09:00:00"), ("Sayım", "2040-01-10T11:00:00")],
        {"text": "Sayım: 10 Oca 11:00 tarihine taşındı", "series": "1"},
        [("Sayım", "2040-01-02T09:00:00"), ("Sayım", "2040-01-09T09:00:00")],
        {},
    ]


def test_whole_series_moves_by_its_shown_time() -> None:
    async def day() -> list[tuple[str, str]]:
        tab, state, entry = await _opened()
        await _weekly(tab, entry)
        await tab.call(CalendarState.news, state)
        key = next(one["id"] for one in state.events if one["start"] == "2040-01-16T09:00:00")
        await tab.call(CalendarEntryState.open_entry, entry, key)
        await tab.call(CalendarEntryState.choose_which, entry, "all")
        changed = {**MEETING, "starts": "2040-01-17T14:00", "ends": "2040-01-17T15:00"}
        await tab.call(CalendarEntryState.save, entry, changed)
        await tab.call(CalendarState.news, state)
        return _shown(state)

    assert asyncio.run(day()) == [("Sayım", f"2040-01-{day:02}T14:00:00") for day in (3, 10, 17, 24, 31)]


def test_refused_form_says_which_field_and_writes_nothing() -> None:
    async def day() -> list[Any]:
        tab, state, entry = await _opened()
        await tab.call(CalendarEntryState.begin, entry, "", "", False)
        seen: list[Any] = []
        for change in ({"title": " "}, {"starts": "yarın"}, {"ends": "2039-01-01T10:00"}):
            await tab.call(CalendarEntryState.save, entry, {**MEETING, **change})
            seen.append(list(entry.errors))
        await tab.call(CalendarEntryState.choose_kind, entry, "price")
        await tab.call(CalendarEntryState.save, entry, {**MEETING, "lines": "KAHVE"})
        await tab.call(CalendarState.news, state)
        return [*seen, entry.errors, entry.is_open, _shown(state) + _shown(state, "price")]

    assert asyncio.run(day()) == [
        ["title"],
        ["starts"],
        ["ends"],
        {"lines": "1. satır okunamadı: KAHVE. Örnek: KAHVE-250; 199,90"},
        True,
        [],
    ]


def test_layer_switched_off_is_not_asked_for() -> None:
    async def day() -> list[Any]:
        tab, state, _ = await _opened()
        before = [title for title, _ in _shown(state, "sales")]
        await tab.call(CalendarState.switch, state, "sales")
        await tab.call(CalendarState.switch, state, "'; DROP TABLE task")
        return [before, _shown(state, "sales"), state.hidden]

    assert asyncio.run(day()) == [["Yılbaşı", "Kış indirimleri"], [], "job,sales"]


def test_what_cannot_be_moved_stays_and_says_so() -> None:
    async def day() -> list[Any]:
        tab, state, _ = await _opened()
        key = state.events[0]["id"]
        await tab.call(CalendarState.move, state, key, "2040-01-05", "", True)
        return [key.partition(":")[0], state.moved, state.events[0]["start"]]

    assert asyncio.run(day()) == ["sale", {}, "2040-01-01"]


def test_address_is_made_replaced_and_closed() -> None:
    async def day() -> list[Any]:
        tab = Tab(person(), "/calendar")
        state = await tab.state(CalendarAddressState)
        await tab.call(CalendarAddressState.open_address, state, True)
        seen: list[Any] = [state.address]
        await tab.call(CalendarAddressState.make, state)
        first = state.address["url"]
        await tab.call(CalendarAddressState.make, state)
        seen += [first.startswith("http"), first != state.address["url"]]
        await tab.call(CalendarAddressState.forget, state)
        return [*seen, state.address]

    assert asyncio.run(day()) == [{}, True, True, {}]
