"""The customer screens: the list, one customer, who may be the same person."""

import asyncio
from typing import Any

import pytest

from prapazar.domain.customers import queries
from prapazar.domain.customers.queries import CustomerFilter
from prapazar.foundation import db, formats, routes
from prapazar.foundation.clock import ISTANBUL
from prapazar.states.customer import CustomerState
from prapazar.states.customer_pairs import CustomerPairsState
from prapazar.states.customers import CustomersState
from tests.factories import catalog
from tests.factories.customers import MODA, arrive, bought, ids, people
from tests.factories.tabs import Person, Tab, person

pytestmark = pytest.mark.usefixtures("database", "redis_server")


def _prepared() -> Person:
    """Somebody with Ayşe twice, who may be one, and Can."""
    who = person()
    with db.transaction(who.scope) as session:
        store = catalog.connection(session, who.scope)
    arrive(
        who.scope,
        store,
        bought("1", "Ayşe Yılmaz", email="a@x.com", phone="05321234567", address=MODA, quantity=2),
        bought("2", "Ayşe Yılmaz", email="b@x.com", address=MODA, day=1),
        bought("3", "Can Er", email="c@x.com", day=2),
    )
    return who


def test_list_is_narrowed_sorted_and_its_chosen_ones_merged() -> None:
    who = _prepared()

    async def work() -> list[Any]:
        tab = Tab(who, routes.CUSTOMERS)
        listed = await tab.state(CustomersState)
        await tab.call(CustomersState.load, listed)
        seen: list[Any] = [([row["email"] for row in listed.rows], listed.pairs, listed.total_label)]
        await tab.call(CustomersState.sort_by, listed, "-spent")
        seen.append(listed.rows[0]["email"])
        await tab.call(CustomersState.set_filter, listed, "search", "ayse")
        seen.append((len(listed.rows), listed.chips[0]["label"]))
        await tab.call(CustomersState.ask_merge, listed, True)
        seen.append(listed.merge_open)
        await tab.call(CustomersState.select, listed, [row["id"] for row in listed.rows], True)
        await tab.call(CustomersState.ask_merge, listed, True)
        seen.append(listed.merge_open)
        await tab.call(CustomersState.merge, listed)
        seen.append(([row["orders"] for row in listed.rows], listed.merge_open, listed.pairs))
        return seen

    assert asyncio.run(work()) == [
        (["c@x.com", "b@x.com", "a@x.com"], "1", "3"),
        "a@x.com",
        (2, "Arama: ayse"),
        False,
        True,
        (["2"], False, ""),
    ]


def test_customer_is_read_edited_merged_and_split() -> None:
    who = _prepared()
    can = ids(who.scope)["Can Er"]
    days: list[tuple[str, str]] = []
    with db.transaction(who.scope) as session:
        row = next(one for one in queries.page(session, who.scope, CustomerFilter()) if one.id == can)
    said = formats.date_of(row.last_order_at.astimezone(ISTANBUL).date())

    async def work() -> list[Any]:
        tab = Tab(who, routes.customer(can))
        one = await tab.state(CustomerState)
        await tab.call(CustomerState.load, one)
        seen: list[Any] = [(one.customer["name"], one.emails, [row["number"] for row in one.happened])]
        days.append((one.customer["first_day"], one.customer["last_day"]))
        await tab.call(CustomerState.save, one, {"name": " ", "note": "", "tags": ""})
        seen.append(one.fault)
        await tab.call(
            CustomerState.save, one, {"name": "Can Erdem", "note": "bayi adayı", "tags": "bayi, yeni"}
        )
        seen.append((one.customer["name"], one.customer["note"], one.customer["tags"]))
        await tab.call(CustomerState.find, one, True)
        await tab.call(CustomerState.look_for, one, "b@x.com")
        await tab.call(CustomerState.choose, one, one.hits[0]["id"])
        seen.append(one.other["name"])
        await tab.call(CustomerState.merge, one)
        seen.append((one.customer["orders"], [row["name"] for row in one.merges]))
        await tab.call(CustomerState.show_kind, one, "claim")
        seen.append(one.happened)
        await tab.call(CustomerState.unmerge, one, one.merges[0]["id"])
        seen.append((one.customer["orders"], one.merges))
        return seen

    assert asyncio.run(work()) == [
        ("Can Er", ["c@x.com"], ["o-3"]),
        "Bir ad yazın.",
        ("Can Erdem", "bayi adayı", "bayi, yeni"),
        "Ayşe Yılmaz",
        ("2", ["Ayşe Yılmaz"]),
        [],
        ("1", []),
    ]
    assert days == [(said, said)]


def test_pairs_are_told_apart_or_put_together() -> None:
    who = _prepared()

    async def work() -> list[Any]:
        tab = Tab(who, routes.CUSTOMER_PAIRS)
        pairs = await tab.state(CustomerPairsState)
        await tab.call(CustomerPairsState.load, pairs)
        seen: list[Any] = [(pairs.total, {pairs.pairs[0]["first_email"], pairs.pairs[0]["second_email"]})]
        await tab.call(CustomerPairsState.merge, pairs, pairs.pairs[0]["id"])
        seen.append((pairs.total, pairs.pairs))
        return seen

    assert asyncio.run(work()) == [("1", {"a@x.com", "b@x.com"}), ("0", [])]
    assert sorted(people(who.scope).values()) == [1, 2]
