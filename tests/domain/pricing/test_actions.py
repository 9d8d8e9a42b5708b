"""Prices set in one go: floors hold, changes are recorded, every live channel has one row waiting."""

from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.catalog.queries.filters import ProductFilter, Selection
from prapazar.domain.pricing import queries
from prapazar.domain.pricing.actions import (
    FloorLine,
    PriceLine,
    PriceOutcome,
    set_floors,
    set_prices,
    step_prices,
)
from prapazar.domain.pricing.errors import Refusal, RefusedPrice
from prapazar.domain.pricing.rules import PriceStep
from prapazar.foundation import db
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import PermissionDenied, Scope
from tests.factories import catalog as make


def waiting(session: Session) -> list[tuple[str, UUID, UUID]]:
    rows = session.execute(
        text("SELECT topic, partition, coalesce_key FROM outbox ORDER BY partition, coalesce_key")
    )
    return [tuple(row) for row in rows]


def prices(session: Session) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    rows = session.execute(text("SELECT sku, sale_price, list_price FROM variant"))
    return {row.sku: (row.sale_price, row.list_price) for row in rows}


def without_floor(session: Session, variant_id: UUID) -> None:
    session.execute(text("UPDATE variant SET floor_price = NULL WHERE id = :id"), {"id": variant_id})


def test_set_prices_writes_records_and_tells_every_channel(scope: Scope) -> None:
    with db.transaction(scope) as session:
        tea, coffee = make.variant(session, scope, "CAY"), make.variant(session, scope, "KHV")
        first, second = make.connection(session, scope), make.connection(session, scope, "woocommerce")
        for channel in (first, second):
            make.listing(session, scope, channel, tea, "CAY")

    with db.transaction(scope) as session:
        outcome = set_prices(
            session,
            scope,
            [PriceLine(tea, Decimal("89.904"), Decimal(120)), PriceLine("KHV", Decimal(250))],
            reason="kampanya",
        )

    with db.transaction(scope) as session:
        assert outcome == PriceOutcome(changed=2, unchanged=0, without_floor=0, refused=())
        assert prices(session) == {"CAY": (Decimal("89.90"), Decimal(120)), "KHV": (Decimal(250), None)}
        assert waiting(session) == sorted(
            ("listings.push_price", channel, tea) for channel in (first, second)
        )
        history = queries.price_changes(session, scope, tea)
        assert [(h.sale_price_before, h.sale_price, h.list_price, h.reason) for h in history] == [
            (Decimal(100), Decimal("89.90"), Decimal(120), "kampanya")
        ]
        assert len(queries.price_changes(session, scope, coffee)) == 1


def test_set_prices_twice_changes_nothing_more(scope: Scope) -> None:
    with db.transaction(scope) as session:
        tea = make.variant(session, scope, "CAY")

    with db.transaction(scope) as session:
        outcomes = [set_prices(session, scope, [PriceLine(tea, Decimal(90))]) for _ in range(2)]
        history = queries.price_changes(session, scope, tea)

    assert outcomes == [PriceOutcome(1, 0, 0, ()), PriceOutcome(0, 1, 0, ())]
    assert len(history) == 1


def test_set_prices_refuses_line_by_line(scope: Scope) -> None:
    missing = new_id()
    with db.transaction(scope) as session:
        tea = make.variant(session, scope, "CAY")
        for sku in ("ZERO", "LOW", "LIST"):
            make.variant(session, scope, sku)
        session.execute(text("UPDATE variant SET floor_price = 80 WHERE sku = 'LOW'"))

    with db.transaction(scope) as session:
        outcome = set_prices(
            session,
            scope,
            [
                PriceLine("ZERO", Decimal("0.004")),
                PriceLine("LIST", Decimal(90), Decimal(80)),
                PriceLine("NOBODY", Decimal(5)),
                PriceLine(missing, Decimal(5)),
                PriceLine("LOW", Decimal("79.99")),
                PriceLine(tea, Decimal(90)),
            ],
        )
        after = prices(session)

    assert (outcome.changed, outcome.unchanged) == (1, 0)
    assert outcome.refused == (
        RefusedPrice("ZERO", Refusal.NOT_POSITIVE, Decimal("0.004")),
        RefusedPrice("LIST", Refusal.LIST_BELOW_SALE, Decimal(90)),
        RefusedPrice("NOBODY", Refusal.UNKNOWN_VARIANT, Decimal(5)),
        RefusedPrice("LOW", Refusal.BELOW_FLOOR, Decimal("79.99"), Decimal(80)),
        RefusedPrice(missing, Refusal.UNKNOWN_VARIANT, Decimal(5)),
    )
    assert {sku: sale for sku, (sale, _) in after.items()} == {
        "CAY": Decimal(90),
        "ZERO": Decimal(100),
        "LOW": Decimal(100),
        "LIST": Decimal(100),
    }


def test_price_without_a_floor_is_kept_but_told_to_nobody(scope: Scope) -> None:
    with db.transaction(scope) as session:
        tea = make.variant(session, scope, "CAY")
        channel = make.connection(session, scope)
        make.listing(session, scope, channel, tea, "CAY")
        without_floor(session, tea)

    with db.transaction(scope) as session:
        outcome = set_prices(session, scope, [PriceLine(tea, Decimal(90))])
        before = waiting(session)
        set_floors(session, scope, [FloorLine(tea, Decimal(50))])
        after = waiting(session)

    assert (outcome.changed, outcome.without_floor) == (1, 1)
    assert (before, after) == ([], [("listings.push_price", channel, tea)])


def test_cost_is_the_floor_where_none_is_given(scope: Scope) -> None:
    with db.transaction(scope) as session:
        tea = make.variant(session, scope, "CAY")
        without_floor(session, tea)
        session.execute(text("UPDATE variant SET cost = 70"))

    with db.transaction(scope) as session:
        outcome = set_prices(session, scope, [PriceLine(tea, Decimal(69))])

    assert outcome.refused == (RefusedPrice(tea, Refusal.BELOW_FLOOR, Decimal(69), Decimal(70)),)


def test_floor_above_the_price_is_refused(scope: Scope) -> None:
    with db.transaction(scope) as session:
        tea, coffee = make.variant(session, scope, "CAY"), make.variant(session, scope, "KHV")

    with db.transaction(scope) as session:
        refused = set_floors(session, scope, [FloorLine(tea, Decimal(101)), FloorLine(coffee, Decimal(0))])
        floors = session.execute(text("SELECT DISTINCT floor_price FROM variant")).scalars().all()

    assert refused == (
        RefusedPrice(coffee, Refusal.NOT_POSITIVE, Decimal(0), Decimal(0)),
        RefusedPrice(tea, Refusal.BELOW_FLOOR, Decimal(100), Decimal(101)),
    )
    assert floors == [Decimal(1)]


def test_step_prices_moves_what_the_filter_finds(scope: Scope) -> None:
    with db.transaction(scope) as session:
        make.variant(session, scope, "CAY")
        make.variant(session, scope, "KHV", name="Kahve", price="200.00")
        make.variant(session, scope, "CAY2", price="10.00")
        session.execute(text("UPDATE variant SET floor_price = 9.5 WHERE sku = 'CAY2'"))
        session.execute(
            text("UPDATE product SET search = array_to_tsvector(string_to_array(folded_name, ' '))")
        )

    with db.transaction(scope) as session:
        chosen = Selection(filter=ProductFilter(text="çay"))
        outcome = step_prices(session, scope, chosen, PriceStep(percent=Decimal(-10)))
        after = prices(session)

    assert (outcome.changed, [r.code for r in outcome.refused]) == (1, [Refusal.BELOW_FLOOR])
    assert {sku: sale for sku, (sale, _) in after.items()} == {
        "CAY": Decimal(90),
        "KHV": Decimal(200),
        "CAY2": Decimal(10),
    }


def test_prices_of_another_merchant_are_out_of_reach(scope: Scope, other_scope: Scope) -> None:
    with db.transaction(other_scope) as session:
        theirs = make.variant(session, other_scope, "CAY")

    with db.transaction(scope) as session:
        outcome = set_prices(session, scope, [PriceLine(theirs, Decimal(5)), PriceLine("CAY", Decimal(5))])
    with db.transaction(other_scope) as session:
        after = prices(session)

    assert (outcome.changed, [r.code for r in outcome.refused]) == (0, [Refusal.UNKNOWN_VARIANT] * 2)
    assert after == {"CAY": (Decimal(100), None)}


def test_set_prices_needs_the_permission(scope: Scope) -> None:
    reader = Scope(scope.merchant_id, permissions=frozenset({"prices.read"}))

    with pytest.raises(PermissionDenied), db.transaction(reader) as session:
        set_prices(session, reader, [PriceLine("CAY", Decimal(5))])
