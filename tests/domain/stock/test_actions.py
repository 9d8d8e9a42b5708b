"""The ledger under orders, counts and cancellations: balances, reservations and shortages always agree."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.stock import actions, queries
from prapazar.domain.stock.actions import Demand, StockCount
from prapazar.domain.stock.errors import QuantityInvalid, StockShort, VariantUnknown
from prapazar.foundation import db
from prapazar.foundation.scope import PermissionDenied, Scope
from tests.factories import catalog


def _demand(variant_id: UUID, quantity: int) -> Demand:
    return Demand(uuid4(), uuid4(), variant_id, quantity)


def _balance(session: Session, scope: Scope, variant_id: UUID) -> tuple[int, int, int]:
    """On hand, reserved, short."""
    (row,) = queries.stock_of(session, scope, [variant_id])
    return row.on_hand, row.reserved, row.short


def test_reserve_holds_units_and_tells_every_channel(scope: Scope) -> None:
    with db.transaction(scope) as session:
        variant_id = catalog.variant(session, scope, "A1")
        for slug in ("trendyol", "woocommerce"):
            shop = catalog.connection(session, scope, slug)
            catalog.listing(session, scope, shop, variant_id, f"{slug}-1")
        actions.set_on_hand(session, scope, [StockCount(variant_id, 5)])
        session.execute(text("DELETE FROM outbox"))

        missing = actions.reserve(session, scope, [_demand(variant_id, 2)])

        waiting = session.execute(text("SELECT topic, coalesce_key FROM outbox")).all()
        assert missing == []
        assert _balance(session, scope, variant_id) == (5, 2, 0)
        assert waiting == [("listings.push_stock", variant_id)] * 2


def test_count_by_somebody_who_sees_one_store_is_told_to_all(scope: Scope) -> None:
    with db.transaction(scope) as session:
        variant_id = catalog.variant(session, scope, "A1")
        stores = [catalog.connection(session, scope, slug) for slug in ("trendyol", "woocommerce")]
        for place, store in enumerate(stores):
            catalog.listing(session, scope, store, variant_id, f"{place}")
        queries.default_warehouse(session, scope)
        session.execute(text("DELETE FROM outbox"))

    with db.transaction(replace(scope, stores=frozenset(stores[:1]))) as session:
        actions.set_on_hand(session, scope, [StockCount(variant_id, 5)])
        seen = session.execute(text("SELECT connection_id FROM listing")).scalars().all()

    with db.transaction(scope) as session:
        told = session.execute(text("SELECT partition FROM outbox")).scalars().all()
    assert (seen, sorted(told)) == (stores[:1], sorted(stores))


def test_reserve_beyond_stock_holds_what_is_there_and_records_the_rest(scope: Scope) -> None:
    with db.transaction(scope) as session:
        variant_id = catalog.variant(session, scope, "A1")
        actions.set_on_hand(session, scope, [StockCount(variant_id, 3)])
        first, second = _demand(variant_id, 2), _demand(variant_id, 4)

        missing = actions.reserve(session, scope, [first, second])

        assert [(m.demand, m.quantity) for m in missing] == [(second, 3)]
        assert _balance(session, scope, variant_id) == (3, 3, 3)


def test_released_units_go_to_the_oldest_shortage(scope: Scope) -> None:
    with db.transaction(scope) as session:
        variant_id = catalog.variant(session, scope, "A1")
        actions.set_on_hand(session, scope, [StockCount(variant_id, 2)])
        held, short = _demand(variant_id, 2), _demand(variant_id, 1)
        actions.reserve(session, scope, [held, short])

        actions.release(session, scope, [held.order_line_id])

        rows = session.execute(text("SELECT order_line_id, quantity FROM reservation")).all()
        assert rows == [(short.order_line_id, 1)]
        assert _balance(session, scope, variant_id) == (2, 1, 0)


def test_ship_takes_units_from_the_shelf(scope: Scope) -> None:
    with db.transaction(scope) as session:
        variant_id = catalog.variant(session, scope, "A1")
        actions.set_on_hand(session, scope, [StockCount(variant_id, 5)])
        demand = _demand(variant_id, 2)
        actions.reserve(session, scope, [demand])

        actions.ship(session, scope, [demand.order_line_id])
        actions.ship(session, scope, [demand.order_line_id])

        assert _balance(session, scope, variant_id) == (3, 0, 0)


def test_count_below_reserved_cuts_the_newest_order(scope: Scope) -> None:
    with db.transaction(scope) as session:
        variant_id = catalog.variant(session, scope, "A1")
        actions.set_on_hand(session, scope, [StockCount(variant_id, 5)])
        old, new = _demand(variant_id, 3), _demand(variant_id, 2)
        actions.reserve(session, scope, [old])
        actions.reserve(session, scope, [new])

        changed = actions.set_on_hand(session, scope, [StockCount(variant_id, 4)])

        shortages = session.execute(text("SELECT order_line_id, quantity, cause FROM shortage")).all()
        assert changed == 1
        assert shortages == [(new.order_line_id, 1, "count")]
        assert _balance(session, scope, variant_id) == (4, 4, 1)


def test_bundle_reserves_its_components(scope: Scope) -> None:
    with db.transaction(scope) as session:
        tea, cup = catalog.variant(session, scope, "T"), catalog.variant(session, scope, "C")
        box = catalog.bundle(session, scope, "B", {tea: 1, cup: 2})
        actions.set_on_hand(session, scope, [StockCount(tea, 9), StockCount(cup, 9)])
        demand = _demand(box, 3)
        actions.reserve(session, scope, [demand])

        actions.release(session, scope, {demand.order_line_id: 1})

        assert _balance(session, scope, tea) == (9, 2, 0)
        assert _balance(session, scope, cup) == (9, 4, 0)


def test_same_count_again_changes_nothing(scope: Scope) -> None:
    with db.transaction(scope) as session:
        variant_id = catalog.variant(session, scope, "A1")
        actions.set_on_hand(session, scope, [StockCount(variant_id, 5)])

        changed = actions.set_on_hand(session, scope, [StockCount(variant_id, 5)])

        assert changed == 0
        assert len(queries.movements(session, scope, variant_id)) == 1


def test_count_refuses_what_it_cannot_hold(scope: Scope) -> None:
    with db.transaction(scope) as session:
        variant_id = catalog.variant(session, scope, "A1")

        with pytest.raises(QuantityInvalid):
            actions.set_on_hand(session, scope, [StockCount(variant_id, -1)])
        with pytest.raises(VariantUnknown):
            actions.set_on_hand(session, scope, [StockCount(uuid4(), 1)])

        assert queries.stock_of(session, scope, [variant_id]) == []


def test_adjust_never_takes_reserved_units(scope: Scope) -> None:
    with db.transaction(scope) as session:
        variant_id = catalog.variant(session, scope, "A1")
        actions.set_on_hand(session, scope, [StockCount(variant_id, 5)])
        actions.reserve(session, scope, [_demand(variant_id, 4)])

        with pytest.raises(StockShort):
            actions.adjust(session, scope, variant_id, -2)

        assert actions.adjust(session, scope, variant_id, 3) == 8
        assert _balance(session, scope, variant_id) == (8, 4, 0)


def test_stock_needs_permission(scope: Scope) -> None:
    reader = Scope(scope.merchant_id, permissions=frozenset({"stock.read"}))
    with db.transaction(reader) as session:
        variant_id = catalog.variant(session, reader, "A1")

        with pytest.raises(PermissionDenied, match=r"stock\.write"):
            actions.set_on_hand(session, reader, [StockCount(variant_id, 1)])


def test_safety_stock_is_kept_from_every_channel(scope: Scope) -> None:
    with db.transaction(scope) as session:
        variant_id = catalog.variant(session, scope, "A1")
        shop = catalog.connection(session, scope)
        catalog.listing(session, scope, shop, variant_id, "1")
        actions.set_on_hand(session, scope, [StockCount(variant_id, 5)])
        session.execute(text("DELETE FROM outbox"))

        changed = [actions.set_safety_stock(session, scope, [variant_id], 2) for _ in range(2)]

        (row,) = queries.stock_of(session, scope, [variant_id])
        waiting = session.execute(text("SELECT topic, coalesce_key FROM outbox")).all()
        assert (changed, row.safety_stock, row.available) == ([1, 0], 2, 3)
        assert waiting == [("listings.push_stock", variant_id)]


def test_safety_stock_below_zero_is_refused(scope: Scope) -> None:
    with db.transaction(scope) as session:
        variant_id = catalog.variant(session, scope, "A1")
        actions.set_on_hand(session, scope, [StockCount(variant_id, 5)])

        with pytest.raises(QuantityInvalid):
            actions.set_safety_stock(session, scope, [variant_id], -1)

        (row,) = queries.stock_of(session, scope, [variant_id])
        assert row.safety_stock == 0
