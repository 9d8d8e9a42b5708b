"""The import wizard's events, from the file to the finished run."""

import asyncio
import io
from pathlib import Path
from uuid import UUID

import pytest
import reflex as rx

from prapazar.flows import catalog_sheets
from prapazar.foundation.settings import settings
from prapazar.states.imports import ImportsState
from tests.factories.tabs import Person, Tab, person

SHEET = "Stok kodu;Ürün adı;Satış fiyatı;Renk\nCAY;Çay;99,90;yeşil\nTUZ;Tuz;beş;\n".encode()


@pytest.fixture
def who(database: str) -> Person:
    return person()


async def opened(who: Person, path: str = "/products/import") -> tuple[Tab, ImportsState]:
    tab = Tab(who, path)
    state = await tab.state(ImportsState)
    await tab.call(ImportsState.load, state)
    return tab, state


def sent(content: bytes, name: str = "ürünler.csv") -> list[rx.UploadFile]:
    return [rx.UploadFile(file=io.BytesIO(content), path=Path(name))]


def uploads(who: Person) -> list[Path]:
    folder = settings().data_dir / "uploads" / str(who.merchant_id)
    return sorted(folder.iterdir()) if folder.exists() else []


def test_file_goes_through_columns_and_preview_to_a_run(who: Person) -> None:
    async def walk() -> tuple[ImportsState, list[object]]:
        tab, state = await opened(who)
        steps: list[object] = [state.step]
        await tab.call(ImportsState.upload, state, sent(SHEET))
        steps.append((state.step, state.source, [column["field"] for column in state.mapping]))
        await tab.call(ImportsState.look, state)
        steps.append(
            (state.step, [(row["outcome"], row["cause"]) for row in state.preview], state.start_label)
        )
        await tab.call(ImportsState.start, state)
        steps.append((state.step, state.run["status"], state.run["count"]))
        return state, steps

    async def after(state_run: str) -> ImportsState:
        _, state = await opened(who, f"/products/import?run={state_run}")
        return state

    state, steps = asyncio.run(walk())
    run_id = state.run["id"]
    catalog_sheets.run_import(UUID(run_id))
    done = asyncio.run(after(run_id))

    assert steps == [
        0,
        (1, "ürünler.csv", ["sku", "name", "sale_price", ""]),
        (
            2,
            [("Yeni", ""), ("Alınamaz", "Satış fiyatı: Sayı değil. Örnek: 1.234,50")],
            "1 uygun satırı aktar",
        ),
        (3, "waiting", "0 / 2"),
    ]
    assert (done.run["status"], done.run["sum"], done.percent) == (
        "done",
        "1 yeni · 0 değişti · 0 aynı · 1 hatalı",
        100,
    )
    assert [(e["row"], e["column"], e["value"]) for e in done.errors] == [("3", "Satış fiyatı", "beş")]
    assert uploads(who) == []


def test_file_without_a_key_column_cannot_start(who: Person) -> None:
    async def walk() -> ImportsState:
        tab, state = await opened(who)
        await tab.call(ImportsState.upload, state, sent(SHEET))
        await tab.call(ImportsState.map_column, state, "Stok kodu", "")
        await tab.call(ImportsState.look, state)
        return state

    state = asyncio.run(walk())

    assert (state.step, state.problem) == (1, "Stok kodu ya da barkod sütununu seçin.")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Dosya boş."),
        (b"PK\x03\x04broken", "Dosya CSV ya da XLSX olarak okunamadı."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Eski .xls biçimi okunmaz; .xlsx olarak kaydedin."),
    ],
)
def test_unreadable_file_is_refused_and_not_kept(who: Person, content: bytes, said: str) -> None:
    async def walk() -> ImportsState:
        tab, state = await opened(who)
        await tab.call(ImportsState.upload, state, sent(content, "../../x.xlsx"))
        return state

    state = asyncio.run(walk())

    assert (state.step, state.problem, state.busy, uploads(who)) == (0, said, False, [])


def test_waiting_run_can_be_cancelled(who: Person) -> None:
    async def walk() -> ImportsState:
        tab, state = await opened(who)
        await tab.call(ImportsState.upload, state, sent(SHEET))
        await tab.call(ImportsState.start, state)
        await tab.call(ImportsState.cancel, state)
        return state

    state = asyncio.run(walk())

    assert (state.run["status"], [run["status"] for run in state.runs]) == ("cancelled", ["cancelled"])
