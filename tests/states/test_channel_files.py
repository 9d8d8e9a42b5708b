"""The events of a file channel's screen: upload, columns, preview, import, and what may not be done."""

import asyncio
import io
from pathlib import Path
from uuid import UUID

import pytest
import reflex as rx

from prapazar.flows import file_runs
from prapazar.foundation.scope import system_scope
from prapazar.states.channel_files import ChannelFilesState as State
from tests.factories.files import HEAD, connected, counted
from tests.factories.tabs import Person, Tab, person

SHEET = f"{HEAD}\nS-1;20.11.2026;Yeni;CAY;Çay;2;10,50;Işıl;İzmir;;\nS-2;20.11.2026;Uçtu;CAY;Çay;1;5;;;;\n"


@pytest.fixture
def who(database: str, redis_server: str) -> Person:
    return person()


@pytest.fixture
def shop(who: Person) -> UUID:
    scope = system_scope(who.merchant_id)
    counted(scope, "CAY", 9)
    return connected(scope, "letgo")


async def opened(who: Person, shop: UUID) -> tuple[Tab, State]:
    tab = Tab(who, f"/channels/{shop}")
    state = await tab.state(State)
    await tab.call(State.load, state)
    return tab, state


def sent(content: str) -> list[rx.UploadFile]:
    return [rx.UploadFile(file=io.BytesIO(content.encode()), path=Path("siparişler.csv"))]


def test_order_file_goes_through_columns_and_preview_to_its_answers(who: Person, shop: UUID) -> None:
    async def walk() -> list[object]:
        tab, state = await opened(who, shop)
        seen: list[object] = [(state.can, state.step)]
        await tab.call(State.upload, state, sent(SHEET))
        seen.append((state.step, state.source, state.mapping[0]["field"]))
        await tab.call(State.map_column, state, "Adet", "")
        await tab.call(State.look, state)
        seen.append((state.step, state.problem))
        await tab.call(State.map_column, state, "Adet", "quantity")
        await tab.call(State.look, state)
        seen.append((state.step, [row["outcome"] for row in state.preview], state.start_label))
        await tab.call(State.start, state)
        seen.append((state.step, [row["status_label"] for row in state.order_runs]))
        return [*seen, state.order_runs[0]["id"]]

    async def after(run_id: str) -> tuple[str, list[str]]:
        tab, state = await opened(who, shop)
        await tab.call(State.open_run, state, run_id)
        return state.run["sum"], [error["place"] for error in state.errors]

    *seen, run_id = asyncio.run(walk())
    file_runs.read(UUID(str(run_id)))

    assert seen == [
        ({"product_file": True, "order_file": True, "shipment_file": True}, 0),
        (1, "siparişler.csv", "order_number"),
        (1, "Şu alanlar için sütun seçin: Adet"),
        (2, ["Yeni", "Alınamaz"], "1 siparişi al"),
        (0, ["Sırada"]),
    ]
    assert asyncio.run(after(str(run_id))) == (
        "1 yeni · 0 değişti · 0 aynı · 1 satır alınamadı",
        ["Satır 3 · Durum · Uçtu"],
    )


def test_product_file_is_made_and_can_be_fetched(who: Person, shop: UUID) -> None:
    async def ask() -> dict[str, str]:
        tab, state = await opened(who, shop)
        await tab.call(State.make_products, state)
        return dict(state.product_runs[0])

    async def after() -> dict[str, str]:
        _, state = await opened(who, shop)
        return dict(state.product_runs[0])

    waiting = asyncio.run(ask())
    file_runs.make(UUID(waiting["id"]))
    made = asyncio.run(after())

    assert (waiting["is_open"], waiting["download"]) == ("1", "")
    assert (made["is_open"], made["download"]) == ("", f"/api/channels/files/{made['id']}")


def test_words_of_the_platform_are_kept_and_a_wrong_one_is_named(who: Person, shop: UUID) -> None:
    async def walk() -> list[object]:
        tab, state = await opened(who, shop)
        form = {field["name"]: field["value"] for field in state.form_fields}
        await tab.call(State.save_form, state, {**form, "status_words": "Yolda=uçtu"})
        wrong = list(state.form_faults)
        await tab.call(State.save_form, state, {**form, "status_words": "Yolda=shipped"})
        kept = {field["name"]: field["value"] for field in state.form_fields}
        return [wrong, state.form_faults, kept["status_words"], kept["format"]]

    assert asyncio.run(walk()) == [["status_words"], {}, "Yolda=shipped", "csv"]
