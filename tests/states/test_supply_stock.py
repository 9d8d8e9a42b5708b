"""A supplier's stock sheet, as the tab of somebody who works there sends it."""

import asyncio
import io
from pathlib import Path

import pytest
import reflex as rx

from prapazar.states.supply_stock import SupplyStockState as State
from tests.factories import supplying, tabs

pytestmark = pytest.mark.usefixtures("database", "redis_server")


def _sent(content: str) -> list[rx.UploadFile]:
    return [rx.UploadFile(file=io.BytesIO(content.encode()), path=Path("stok.csv"))]


def test_a_sheet_is_read_and_its_faults_are_listed() -> None:
    who = tabs.person()
    made = supplying.supplied(who.scope)

    async def walk() -> State:
        tab = tabs.Tab(who, "/supplies/stock")
        state = await tab.state(State)
        await tab.call(State.load, state)
        await tab.call(State.choose, state, str(made.ours))
        await tab.call(State.upload, state, _sent("Stok kodu;Adet\nCAY;12\nYOK;3\n"))
        return state

    state = asyncio.run(walk())

    assert {row["sku"]: row["on_hand"] for row in state.rows} == {"BARDAK": "–", "CAY": "12"}
    assert [(row["row"], row["value"]) for row in state.faults] == [("3", "YOK")]
    assert state.told == "2 satır okundu: 1 ürünün stoku değişti."
    assert [(row["name"], row["tone"]) for row in state.feeds] == [
        ("Bursa Toptan", "wait"),
        ("Ege Toptan", "good"),
    ]
    assert (state.busy, state.problem) == (False, "")


def test_a_sheet_without_the_columns_changes_nothing() -> None:
    who = tabs.person()
    supplying.supplied(who.scope)

    async def walk() -> State:
        tab = tabs.Tab(who, "/supplies/stock")
        state = await tab.state(State)
        await tab.call(State.load, state)
        await tab.call(State.upload, state, _sent("Ürün;Fiyat\nÇay;12\n"))
        return state

    state = asyncio.run(walk())

    assert state.problem == "Dosyada “Stok kodu” ve “Adet” sütunları olmalı."
    assert {row["on_hand"] for row in state.rows} == {"–"}


def test_what_was_wrong_with_the_last_sheet_is_still_listed_the_next_day() -> None:
    who = tabs.person()
    made = supplying.supplied(who.scope)

    async def walk() -> list[list[tuple[str, str]]]:
        tab = tabs.Tab(who, "/supplies/stock")
        state = await tab.state(State)
        await tab.call(State.load, state)
        await tab.call(State.choose, state, str(made.ours))
        await tab.call(State.upload, state, _sent("Stok kodu;Adet\nYOK;3\n"))
        await tab.call(State.load, state)
        seen = []
        for supplier in (made.other, made.ours):
            await tab.call(State.choose, state, str(supplier))
            seen.append([(row["row"], row["value"]) for row in state.faults])
        return [*seen, [(state.fault_label, state.told)]]

    assert asyncio.run(walk()) == [[], [("2", "YOK")], [("1 satır alınamadı.", "")]]
