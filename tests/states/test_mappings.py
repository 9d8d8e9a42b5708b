"""The mapping screen's events: look, accept one or many, undo, choose by hand, and take a spreadsheet in."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.catalog.actions import create_product
from prapazar.domain.catalog.drafts import ProductDraft, VariantDraft
from prapazar.domain.channels import actions as channels
from prapazar.domain.channels.enums import Topic
from prapazar.foundation import db
from prapazar.states.mapping_import import MappingImportState
from prapazar.states.mappings import MappingsState
from tests.factories import catalog as make
from tests.factories.tabs import Person, Tab, person

Walk = Callable[[Tab, MappingsState], Awaitable[None]]
_TREE = [
    ("1", None, "Ev", False),
    ("2", "1", "Kupalar", True),
    ("3", "1", "Bardak", True),
    ("9", None, "Şal", True),
]


class File:
    """As a browser hands it over."""

    def __init__(self, name: str, content: str) -> None:
        self.name, self._content = name, content.encode()

    async def read(self, most: int) -> bytes:
        return self._content[:most]


@pytest.fixture
def who(database: str) -> Person:
    """A category much like one of the channel's, one the same, and one like none."""
    made = person()
    with db.transaction(made.scope) as session:
        channel = make.connection(session, made.scope)
        channels.replace_categories(session, made.scope, channel, _TREE)
        for sku, category in (("1", "Ev > Kupa"), ("2", "Şal"), ("3", "Hırdavat")):
            variant = VariantDraft(sku, f"869{sku}")
            create_product(session, made.scope, ProductDraft(f"Ürün {sku}", (variant,), category=category))
    return made


def channel_of(who: Person) -> UUID:
    with db.transaction(who.scope) as session:
        found: UUID = session.execute(text("SELECT id FROM connection")).scalar_one()
        return found


def walked(who: Person, steps: Walk, query: str = "") -> MappingsState:
    async def walk() -> MappingsState:
        tab = Tab(who, f"/channels/{channel_of(who)}/mappings{query}")
        state = await tab.state(MappingsState)
        await tab.call(MappingsState.load, state)
        await steps(tab, state)
        return state

    return asyncio.run(walk())


def mapped(who: Person) -> dict[str, str]:
    with db.transaction(who.scope) as session:
        rows = session.execute(text("SELECT label, target_name FROM mapping"))
        return {row.label: row.target_name for row in rows}


async def nothing(_tab: Tab, _state: MappingsState) -> None:
    """Only look."""


def test_screen_opens_with_categories_their_suggestions_and_reasons(who: Person) -> None:
    state = walked(who, nothing)

    assert [(row["label"], row["view"], row["target"], row["why"]) for row in state.rows] == [
        ("Ev > Kupa", "suggested", "Ev > Kupalar", "Benzer sözcükler: kupa"),
        ("Hırdavat", "open", "", ""),
        ("Şal", "suggested", "Şal", "Adı aynı"),
    ]
    assert {kind["value"]: kind["count"] for kind in state.kinds}["category"] == "3"
    assert (state.store["open"], state.store["suggested"], state.store["mapped"]) == ("1", "2", "0")


def test_both_sides_are_searched(who: Person) -> None:
    async def look(tab: Tab, state: MappingsState) -> None:
        await tab.call(MappingsState.set_filter, state, "search", "kupalar")

    state = walked(who, look)

    assert [row["label"] for row in state.rows] == ["Ev > Kupa"]


def test_suggestions_above_a_share_are_previewed_accepted_and_undone(who: Person) -> None:
    seen: list[object] = []

    async def accept(tab: Tab, state: MappingsState) -> None:
        await tab.call(MappingsState.set_share, state, "100")
        await tab.call(MappingsState.ask_accept, state, True)
        seen.append([one["ours"] for one in state.preview])
        await tab.call(MappingsState.accept_all, state)
        seen.append((mapped(who), state.done_label))
        await tab.call(MappingsState.undo, state)

    state = walked(who, accept)

    assert seen == [["Şal"], ({"Şal": "Şal"}, "1 eşleme kaydedildi")]
    assert (mapped(who), state.done_label) == ({}, "")


def test_target_is_found_and_chosen_by_hand_and_taken_back(who: Person) -> None:
    seen = []

    async def choose(tab: Tab, state: MappingsState) -> None:
        row = next(row for row in state.rows if row["label"] == "Hırdavat")
        await tab.call(MappingsState.ask_choose, state, row["id"])
        await tab.call(MappingsState.set_typed, state, "bard")
        await tab.call(MappingsState.choose, state, state.hits[0]["id"])
        seen.append(mapped(who))
        await tab.call(MappingsState.remove, state, row["id"])

    walked(who, choose)

    assert (seen, mapped(who)) == ([{"Hırdavat": "Ev > Bardak"}], {})


def test_selected_suggestions_are_accepted_and_ask_for_their_attributes(who: Person) -> None:
    async def accept(tab: Tab, state: MappingsState) -> None:
        await tab.call(MappingsState.select, state, [row["id"] for row in state.rows], True)
        await tab.call(MappingsState.accept, state)

    walked(who, accept)

    with db.transaction(who.scope) as session:
        asked = session.execute(
            text("SELECT payload ->> 'category' FROM outbox WHERE topic = :topic ORDER BY 1"),
            {"topic": Topic.LEARN.value},
        ).scalars()
        assert list(asked) == ["2", "9"]
    assert mapped(who) == {"Ev > Kupa": "Ev > Kupalar", "Şal": "Şal"}


def test_sheet_maps_what_fits_and_names_the_rows_that_do_not(who: Person) -> None:
    with db.transaction(who.scope) as session:
        keys = {
            row.path: str(row.id)
            for row in session.execute(text("SELECT id, path FROM category WHERE path <> 'Ev'"))
        }
    sheet = "\n".join(
        [
            "Yer;Anahtar;Ad;Karşılık no;Karşılık",
            f";{keys['Hırdavat']};Hırdavat;3;",
            f";{keys['Şal']};Şal;;şal",
            f";{keys['Ev > Kupa']};Kupa;;Tencere",
            ";nobody;Biri;2;",
        ]
    )
    seen: list[MappingImportState] = []

    async def take(tab: Tab, _state: MappingsState) -> None:
        taking = await tab.state(MappingImportState)
        await tab.call(MappingImportState.upload, taking, [File("t.csv", sheet)])
        seen.append(taking)

    walked(who, take)

    assert mapped(who) == {"Hırdavat": "Ev > Bardak", "Şal": "Şal"}
    assert [(one["row"], one["value"], one["cause"]) for one in seen[0].errors] == [
        ("Satır 4", "Tencere", "Karşılığı bulunamadı"),
        ("Satır 5", "nobody", "Böyle bir satır yok"),
    ]


def test_file_that_is_no_table_changes_nothing(who: Person) -> None:
    seen: list[str] = []

    async def take(tab: Tab, _state: MappingsState) -> None:
        taking = await tab.state(MappingImportState)
        await tab.call(MappingImportState.upload, taking, [File("t.csv", "a;b\n1;2")])
        seen.append(taking.problem)

    walked(who, take)

    assert (seen, mapped(who)) == (["Dosya okunamadı ya da sütunları başka."], {})


def test_foreign_channel_is_missing(who: Person) -> None:
    stranger = person()
    with db.transaction(stranger.scope) as session:
        theirs = make.connection(session, stranger.scope)

    async def look() -> bool:
        tab = Tab(who, f"/channels/{theirs}/mappings")
        state = await tab.state(MappingsState)
        await tab.call(MappingsState.load, state)
        return state.missing

    assert asyncio.run(look())
