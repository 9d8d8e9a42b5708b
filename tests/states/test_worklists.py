"""The counters beside the places: of one's own merchant, and only of what one may read."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from prapazar.foundation import db
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope
from prapazar.states import tabs, worklists
from prapazar.states.orders import OrdersState
from prapazar.states.worklists import WorkState

_ORDER = text(
    "INSERT INTO purchase_order (id, merchant_id, external_id, number, status, has_problem, ordered_at, currency,"
    " total, discount, shipping, line_count, unit_count, buyer_name, city, district, shipping_address,"
    " billing_address, note, tags, created_at, updated_at) VALUES (:id, :merchant, :number, :number, :status, false,"
    " :at, 'TRY', 0, 0, 0, 0, 0, '', '', '', '{}', '{}', '', '[]', :at, :at)"
)


def _order(scope: Scope, number: str, status: str) -> None:
    at = datetime(2026, 11, 21, 9, tzinfo=UTC)
    with db.transaction(scope) as session:
        session.execute(
            _ORDER,
            {"id": new_id(), "merchant": scope.merchant_id, "number": number, "status": status, "at": at},
        )


def test_counters_show_new_orders_of_the_own_merchant(scope: Scope, other_scope: Scope) -> None:
    _order(scope, "1", "new")
    _order(scope, "2", "new")
    _order(scope, "3", "shipped")
    _order(other_scope, "4", "new")

    counted = worklists.waiting(scope)

    assert counted == (2, 0, 0, 0, 0)


def test_counters_are_empty_for_who_may_not_read(scope: Scope) -> None:
    _order(scope, "1", "new")

    counted = worklists.waiting(replace(scope, permissions=frozenset({"stock.read"})))

    assert counted == (0, 0, 0, 0, 0)


def test_a_kind_watched_twice_gives_both_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabs, "_watched", {})
    monkeypatch.setattr(tabs, "_open", {})
    tabs.watch("/orders", {"orders.imported": OrdersState.news})
    tabs.watch("/orders", dict.fromkeys(worklists.KINDS, WorkState.load))
    tab = tabs.Tab(
        token="t",
        user_id="u",
        merchant_id="m",
        key="k",
        permissions=frozenset(),
        locale="tr",
        route="/orders",
        due={"orders.imported"},
    )
    tabs.enter(tab)

    owed = tabs.take_due("t")

    assert owed == [OrdersState.news, WorkState.load]
