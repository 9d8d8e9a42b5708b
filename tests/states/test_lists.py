"""What every list does alike, shown on the stock list and the orders list."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from reflex_base.registry import RegistrationContext
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.catalog.actions import write
from prapazar.domain.orders import queries
from prapazar.domain.orders.actions import import_packages
from prapazar.domain.orders.queries import Worklist
from prapazar.domain.stock import actions
from prapazar.domain.stock.actions import StockCount
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.states import lists, policy
from prapazar.states.orders import OrdersState
from prapazar.states.products import ProductsState
from prapazar.states.stock import StockState
from tests.factories import catalog, orders, supplying
from tests.factories.tabs import Person, Tab, person

NAMES = ("Ada", "Buğday", "Çay", "Dut", "Elma")


@pytest.fixture
def who(database: str) -> Person:
    """Five articles with 4, 3, 2, 1 and 0 units, the first two on Trendyol, none in the web shop."""
    made = person()
    with db.transaction(made.scope) as session:
        shop = catalog.connection(session, made.scope)
        for place, name in enumerate(NAMES):
            variant_id = catalog.variant(session, made.scope, f"SKU-{place}", name=name)
            actions.set_on_hand(session, made.scope, [StockCount(variant_id, 4 - place)])
            if place < 2:
                catalog.listing(session, made.scope, shop, variant_id, f"l-{place}")
        catalog.connection(session, made.scope, "woocommerce")
        products = session.execute(text("SELECT id FROM product")).scalars()
        write.refresh_search(session, list(products))
    return made


async def opened(who: Person, path: str = "/stock") -> tuple[Tab, StockState]:
    tab = Tab(who, path)
    state = await tab.state(StockState)
    await tab.call(StockState.load, state)
    return tab, state


def names(state: StockState) -> list[str]:
    return [row["name"] for row in state.rows]


@pytest.mark.parametrize(
    ("state", "reads", "writes"),
    [
        (OrdersState, "orders.read", {"ask_invoices": "invoices.write", "invoice_many": "invoices.write"}),
        (StockState, "stock.read", {"ask_safety": "stock.write", "set_safety": "stock.write"}),
        (
            ProductsState,
            "products.read",
            {
                **dict.fromkeys(("ask_bulk", "bulk_edit", "restore"), "products.write"),
                **dict.fromkeys(("ask_archive", "archive"), "products.delete"),
                "publish": "listings.write",
            },
        ),
    ],
)
def test_every_handler_of_a_list_needs_what_the_list_needs(
    state: type[lists.Listing], reads: str, writes: dict[str, str]
) -> None:
    known = RegistrationContext.ensure_context().event_handlers
    start = state.get_full_name() + "."
    needs = {
        name.removeprefix(start): policy.policy_of(name)
        for name in known
        if name.startswith(start) and not name.endswith(".setvar")
    }

    shared = {
        *("load", "news", "show_new", "show_view", "set_filter", "remove_filter", "clear_filters", "sort_by"),
        *("next_page", "previous_page", "select", "select_all", "clear", "ask_name", "close_name"),
        *("name_view", "update_view", "share_view", "delete_view", "show_column", "set_comfortable"),
    }
    wanted = dict.fromkeys(shared, reads) | writes
    assert needs == {name: frozenset({permission}) for name, permission in wanted.items()}


@pytest.mark.parametrize("sort", ["name", "-name", "on_hand", "-on_hand", "available", "-available"])
def test_pages_follow_the_sorting_forth_and_back(
    who: Person, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    for module in ("lists", "stock"):
        monkeypatch.setattr(f"prapazar.states.{module}.PAGE", 2)

    async def walk() -> list[list[str]]:
        tab, state = await opened(who)
        await tab.call(StockState.sort_by, state, sort)
        pages = [names(state)]
        for turn in (StockState.next_page, StockState.next_page, StockState.next_page):
            await tab.call(turn, state)
            pages.append(names(state))
        await tab.call(StockState.previous_page, state)
        return [*pages, names(state)]

    ordered = list(NAMES) if sort in {"name", "-on_hand", "-available"} else list(reversed(NAMES))
    first, second, third = ordered[:2], ordered[2:4], ordered[4:]
    assert asyncio.run(walk()) == [first, second, third, third, second]


def test_filters_are_chips_and_stand_in_the_address(who: Person) -> None:
    async def walk() -> list[tuple[list[str], list[str], str]]:
        tab, state = await opened(who)
        shop = state.choices["channel"][0]["value"]
        seen = []
        for event, words in (
            (StockState.set_filter, ("channel", shop)),
            (StockState.set_filter, ("made up", "x")),
            (StockState.remove_filter, ("channel",)),
        ):
            await tab.call(event, state, *words)
            chips = [chip["label"] for chip in state.chips]
            seen.append((names(state), chips, state.address.replace(shop, "<id>")))
        return seen

    on = (["Ada", "Buğday"], ["Kanal: trendyol mağazası"], "channel=<id>")
    assert asyncio.run(walk()) == [on, on, (list(NAMES), [], "")]


def test_filter_that_hides_everything_is_named(who: Person) -> None:
    async def look(search: str, channel: str) -> tuple[str, str]:
        tab, state = await opened(who)
        known = {choice["label"]: choice["value"] for choice in state.choices["channel"]}
        await tab.call(StockState.set_filter, state, "channel", known[f"{channel} mağazası"])
        await tab.call(StockState.set_filter, state, "search", search)
        return state.drop["key"], state.drop["label"]

    assert asyncio.run(look("sku-4", "woocommerce")) == ("channel", "Kanal: woocommerce mağazası")
    assert asyncio.run(look("yok", "trendyol")) == ("search", "Arama: yok")
    assert asyncio.run(look("sku-0", "trendyol")) == ("", "")
    assert asyncio.run(look("yok", "woocommerce")) == ("", "")


def test_selection_stays_over_pages_up_to_its_limit(who: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("lists", "stock"):
        monkeypatch.setattr(f"prapazar.states.{module}.PAGE", 2)
    monkeypatch.setattr(lists, "MOST_SELECTED", 3)

    async def walk() -> tuple[int, int, int, bool]:
        tab, state = await opened(who)
        await tab.call(StockState.select, state, [row["id"] for row in state.rows], True)
        first = len(state.selected)
        await tab.call(StockState.next_page, state)
        await tab.call(StockState.select, state, [row["id"] for row in state.rows], True)
        second = len(state.selected)
        await tab.call(StockState.select, state, state.selected[:1], False)
        await tab.call(StockState.select_all, state)
        return first, second, len(state.selected), state.every

    assert asyncio.run(walk()) == (2, 3, 2, True)


def test_saved_view_is_a_tab_that_can_be_changed_and_dropped(who: Person) -> None:
    async def walk() -> list[tuple[list[str], str, bool, list[str]]]:
        tab, state = await opened(who, "/stock?search=sku-1&sort=-name")
        seen = []
        for event, words in (
            (StockState.ask_name, ("new",)),
            (StockState.name_view, ({"name": "Raf"},)),
            (StockState.set_filter, ("search", "sku-2")),
            (StockState.update_view, ()),
            (StockState.share_view, (True,)),
            (StockState.ask_name, ("rename",)),
            (StockState.name_view, ({"name": "Köşe"},)),
            (StockState.show_view, ("all",)),
            (StockState.show_view, ("saved",)),
            (StockState.delete_view, ()),
        ):
            given = [next(iter(state._saved), "") if word == "saved" else word for word in words]  # noqa: SLF001 - its id
            await tab.call(event, state, *given)
            tabs = [view["label"] for view in state.views][5:]
            seen.append((tabs, state.saved_mark, state.is_changed, names(state)))
        return seen

    found = asyncio.run(walk())

    assert found == [
        ([], "", False, ["Buğday"]),
        (["Raf"], "own", False, ["Buğday"]),
        (["Raf"], "own", True, ["Çay"]),
        (["Raf"], "own", False, ["Çay"]),
        (["Raf"], "shared", False, ["Çay"]),
        (["Raf"], "shared", False, ["Çay"]),
        (["Köşe"], "shared", False, ["Çay"]),
        (["Köşe"], "", False, list(NAMES)),
        (["Köşe"], "shared", False, ["Çay"]),
        ([], "", False, ["Çay"]),
    ]


def test_name_that_is_taken_stays_in_the_dialog(who: Person) -> None:
    async def walk() -> tuple[str, str]:
        tab, state = await opened(who, "/stock?search=sku-1")
        for name in ("Raf", "Köşe"):
            await tab.call(StockState.ask_name, state, "new")
            await tab.call(StockState.name_view, state, {"name": name})
        await tab.call(StockState.ask_name, state, "rename")
        await tab.call(StockState.name_view, state, {"name": "Raf"})
        return state.naming, state.name_fault

    assert asyncio.run(walk()) == ("rename", "Bu adda bir görünümünüz var.")


def test_layout_is_there_again_in_another_tab(who: Person) -> None:
    async def walk() -> list[tuple[list[str], bool]]:
        tab, state = await opened(who)
        seen = [(state.hidden, state.comfortable)]
        await tab.call(StockState.show_column, state, "barcode", False)
        await tab.call(StockState.show_column, state, "safety", True)
        await tab.call(StockState.show_column, state, "made up", False)
        await tab.call(StockState.set_comfortable, state, True)
        _, other = await opened(who)
        return [*seen, (other.hidden, other.comfortable)]

    assert asyncio.run(walk()) == [(["safety"], False), (["barcode"], True)]


def test_safety_stock_of_all_that_match_is_kept_back(who: Person) -> None:
    async def walk() -> list[tuple[str, str]]:
        tab, state = await opened(who)
        await tab.call(StockState.set_filter, state, "channel", state.choices["channel"][0]["value"])
        await tab.call(StockState.select, state, [state.rows[0]["id"]], True)
        await tab.call(StockState.select_all, state)
        await tab.call(StockState.set_safety, state, {"units": "1"})
        await tab.call(StockState.clear_filters, state)
        return [(row["available"], row["safety"]) for row in state.rows]

    assert asyncio.run(walk()) == [("3", "1"), ("2", "1"), ("2", ""), ("1", ""), ("0", "")]


def test_new_orders_wait_and_known_ones_change_where_they_stand(database: str) -> None:
    who = person()
    with db.transaction(who.scope) as session:
        shop = catalog.connection(session, who.scope)
    _sold(who, shop, "a", 1)

    async def walk() -> list[tuple[list[str], int, int]]:
        tab = Tab(who, "/orders")
        state = await tab.state(OrdersState)
        await tab.call(OrdersState.load, state)
        _sold(who, shop, "b", 2)
        await tab.call(OrdersState.news, state)
        seen = [([row["number"] for row in state.rows], state.new_count, len(state.fresh))]
        await tab.call(OrdersState.show_new, state)
        return [*seen, ([row["number"] for row in state.rows], state.new_count, len(state.fresh))]

    assert asyncio.run(walk()) == [(["o-a"], 1, 0), (["o-b", "o-a"], 0, 1)]


def _sold(who: Person, shop: UUID, name: str, hour: int) -> None:
    package = orders.package(name, orders.line("?"), ordered_at=orders.NOON + timedelta(hours=hour))
    with db.transaction(who.scope) as session:
        import_packages(session, who.scope, shop, [package])


def test_what_waits_is_counted_anew_on_news_but_not_for_each_letter_of_a_search(
    who: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []
    count = queries.worklists

    def noted(session: Session, scope: Scope) -> dict[str, Worklist]:
        counted.append("again")
        return count(session, scope)

    monkeypatch.setattr(queries, "worklists", noted)

    async def walk() -> list[tuple[int, str]]:
        tab = Tab(who, "/orders")
        state = await tab.state(OrdersState)
        seen = []
        _imported(who, "A", "B")
        for step in (
            (OrdersState.load,),
            (OrdersState.set_filter, "search", "A"),
            (OrdersState.set_filter, "search", ""),
        ):
            await tab.call(step[0], state, *step[1:])
            seen.append((len(counted), _waiting(state)))
        _imported(who, "C")
        await tab.call(OrdersState.news, state)
        return [*seen, (len(counted), _waiting(state))]

    assert asyncio.run(walk()) == [(1, "2"), (1, "2"), (1, "2"), (2, "3")]


def _imported(who: Person, *names: str) -> None:
    with db.transaction(who.scope) as session:
        packages = [orders.package(name, orders.line(name.lower())) for name in names]
        import_packages(session, who.scope, catalog.connection(session, who.scope), packages)


def _waiting(state: OrdersState) -> str:
    return next(view["count"] for view in state.views if view["value"] == "new")


def test_orders_are_narrowed_to_a_supplier_where_there_is_one(who: Person) -> None:
    async def walk() -> list[object]:
        tab = Tab(who, "/orders")
        state = await tab.state(OrdersState)
        await tab.call(OrdersState.load, state)
        seen: list[object] = [state.choices["supplier"]]
        made = supplying.supplied(who.scope)
        await tab.call(OrdersState.load, state)
        seen.append([one["label"] for one in state.choices["supplier"]])
        await tab.call(OrdersState.set_filter, state, "supplier", str(made.other))
        seen.append(([row["number"] for row in state.rows], [chip["label"] for chip in state.chips]))
        await tab.call(OrdersState.set_filter, state, "supplier", "x' OR true")
        return [*seen, len(state.rows)]

    assert asyncio.run(walk()) == [
        [],
        ["Tedarikçilerin hepsi", "Bursa Toptan", "Ege Toptan"],
        (["A"], ["Tedarikçi: Bursa Toptan"]),
        2,
    ]
