"""Every part of a home: that it reads what there is, and is read by nobody who may not."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from prapazar.domain.orders.actions import import_packages
from prapazar.domain.reporting.homes import STARTS, WIDGETS
from prapazar.foundation import db
from prapazar.foundation.scope import PermissionDenied, Scope
from prapazar.foundation.texts import knows
from prapazar.states.home_widgets import READS, drawn
from tests.factories import catalog, orders, supplying

pytestmark = pytest.mark.usefixtures("redis_server")
ALWAYS = {"sales", "orders_today", "storage", "backups", "stock_value", "listings", "prices"} | {
    *("customers", "merchants", "people", "processes")
}
"""Figures say 0 where others say that there is nothing."""


def test_every_part_has_a_reader_and_a_name() -> None:
    assert READS.keys() == WIDGETS.keys()
    assert {key for parts in STARTS.values() for key in parts} <= WIDGETS.keys()
    assert [key for key in WIDGETS if not knows(f"homes.part_{key}")] == []


def test_every_part_is_read_for_a_merchant_that_has_nothing(scope: Scope) -> None:
    mine = ALWAYS | {
        "all_queues",
        "connectors",
        "growth",
    }  # what other merchants have is there for a super admin

    shown = {key for key in WIDGETS if drawn(scope, key).rows}

    assert ALWAYS <= shown <= mine


def test_every_part_is_read_where_something_was_sold(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
        import_packages(session, scope, shop, [orders.package("p", orders.line("?"))])

    shown = {key for key in WIDGETS if drawn(scope, key).rows}

    assert {"attention", "worklists", "stores_today", "store_health", "limits"} <= shown


def test_no_part_is_read_without_its_permission(scope: Scope) -> None:
    for key, widget in WIDGETS.items():
        others = {one.permission for one in WIDGETS.values()} - {widget.permission}
        with pytest.raises(PermissionDenied):
            drawn(replace(scope, permissions=frozenset(others)), key)


def test_a_supplier_reads_every_part_it_begins_with_of_its_own_things(scope: Scope) -> None:
    made = supplying.supplied(scope)
    own = supplying.of(scope, made.ours)

    found = {key: drawn(own, key) for key in STARTS["supplier"]}

    assert sum(int(row["value"]) for row in found["supply_clock"].rows) == 1
    assert [row["title"] for row in found["supply_next"].rows] == ["A"]
    assert [row["value"] for row in found["supply_stock"].rows] == ["1", "0", "0", "1"]
    assert [row["title"] for row in found["supply_feed"].rows] == ["Ege Toptan"]


def test_a_score_of_few_packages_says_so(scope: Scope) -> None:
    made = supplying.supplied(scope)
    with db.transaction(scope) as session:
        session.execute(text("UPDATE purchase_order SET ordered_at = now()"))

    rows = drawn(supplying.of(scope, made.ours), "supply_score").rows

    assert [(row["value"], row["note"], row["tone"]) for row in rows[2:]] == [
        ("–", "az paket (1)", "neutral"),
        ("–", "az paket (1)", "neutral"),
    ]
