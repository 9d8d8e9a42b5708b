"""Packages routed to suppliers, the clock over them, and the score, counted by hand beside the books."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.dropship import queries
from prapazar.domain.dropship.queries import GoodsLine
from prapazar.domain.dropship.rules import Score
from prapazar.domain.orders.actions import import_packages, move
from prapazar.domain.orders.enums import CancelReason, OrderStatus
from prapazar.domain.orders.views import DUE
from prapazar.foundation import db
from prapazar.foundation.scope import PermissionDenied, Scope
from tests.factories import orders, supplying


def _sent(session: Session, scope: Scope, supplier: UUID, sent_at: dict[str, datetime]) -> None:
    """A package each that this supplier sent at that moment."""
    shop = session.execute(text("SELECT id FROM connection")).scalar_one()
    import_packages(session, scope, shop, [orders.package(name, orders.line("869CAY")) for name in sent_at])
    session.execute(
        text(
            "UPDATE shipment_package p SET warehouse_id = :supplier, status = 'shipped', shipped_at = s.at"
            " FROM unnest(CAST(:names AS text[]), CAST(:moments AS timestamptz[])) AS s(name, at)"
            " WHERE p.external_id = s.name"
        ),
        {"supplier": supplier, "names": list(sent_at), "moments": list(sent_at.values())},
    )
    session.execute(text("UPDATE purchase_order SET ship_by_at = :at"), {"at": orders.NOON})


def test_packages_are_paged_by_deadline_and_narrowed_to_the_supplier(scope: Scope) -> None:
    made = supplying.supplied(scope)
    own = supplying.of(scope, made.ours)

    with db.transaction(own) as session:
        [row] = queries.packages(session, own)
        lines = queries.lines(session, own, made.mine)
        of_others = queries.package(session, own, made.theirs)
        counted = queries.counts(session, own)
    with db.transaction(scope) as session:
        first = queries.packages(session, scope, limit=1)
        behind = queries.packages(session, scope, cursor=queries.cursor(first[0], "waiting"))
        gone = queries.packages(session, scope, "shipped")

    assert (row.id, row.number, row.supplier, row.units, row.goods) == (
        *(made.mine, "A", "Ege Toptan", 2, "Ürün 869CAY"),
    )
    assert lines == [GoodsLine("869CAY", "869CAY", "Ürün 869CAY", 2)]
    assert (of_others, counted) == (None, {"waiting": 1, "shipped": 0, "cancelled": 0})
    assert ({first[0].id} | {one.id for one in behind}, len(behind), gone) == (
        *({made.mine, made.theirs}, 1, []),
    )


def test_clock_counts_what_waits_by_the_time_left(scope: Scope) -> None:
    made = supplying.supplied(scope)
    own = supplying.of(scope, made.ours)

    with db.transaction(own) as session:
        late = queries.clock(session, own, orders.NOON + timedelta(minutes=1))
        soon = queries.clock(session, own, orders.NOON - timedelta(hours=1))

    rest = {"today": 0, "tomorrow": 0, "later": 0}
    assert (late, soon) == ({"late": 1, "two_hours": 0, **rest}, {"late": 0, "two_hours": 1, **rest})


def test_packages_are_narrowed_to_the_time_they_have_left(scope: Scope) -> None:
    made = supplying.supplied(scope)
    own = supplying.of(scope, made.ours)
    with db.transaction(scope) as session:
        session.execute(text("UPDATE purchase_order SET ship_by_at = now() + interval '1 hour'"))

    with db.transaction(own) as session:
        found = {due: [row.id for row in queries.packages(session, own, due=due)] for due in (*DUE, "")}
        counted = queries.clock(session, own)

    assert found == {
        "late": [],
        "two_hours": [made.mine],
        "today": [],
        "tomorrow": [],
        "later": [],
        "": [made.mine],
    }
    assert {due: len(found[due]) for due in DUE} == counted


def test_score_counts_what_was_sent_in_time_and_what_was_wanting(scope: Scope) -> None:
    made = supplying.supplied(scope)
    noon, hour = orders.NOON, timedelta(hours=1)
    with db.transaction(scope) as session:
        _sent(session, scope, made.ours, {"early": noon - hour, "test": noon - hour, "late": noon + hour})
        session.execute(text("UPDATE purchase_order SET is_test = true WHERE number = 'o-test'"))
        order_id = session.execute(
            text("SELECT order_id FROM shipment_package WHERE id = :id"), {"id": made.mine}
        ).scalar_one()
        move(
            *(session, scope, [order_id], OrderStatus.CANCELLED),
            reason=CancelReason.OUT_OF_STOCK,
            package_ids=[made.mine],
        )
    own = supplying.of(scope, made.ours)

    with db.transaction(own) as session:
        month = queries.scores(session, own, 30, noon + timedelta(days=2))
        later = queries.scores(session, own, 30, noon + timedelta(days=31))
        quarter = queries.scores(session, own, 90, noon + timedelta(days=31))

    assert month == {made.ours: Score(30, routed=3, due=2, on_time=1, wanting=1)}
    assert (later, quarter[made.ours].routed) == ({}, 3)


def test_recipients_are_told_of_open_packages_of_that_supplier_alone(scope: Scope) -> None:
    made = supplying.supplied(scope)
    asked = [made.mine, made.theirs, made.house]

    with db.transaction(scope) as session:
        before = queries.recipients(session, scope, asked, made.ours)
        everybodys = set(queries.recipients(session, scope, asked, None))
        session.execute(
            text("UPDATE shipment_package SET status = 'shipped' WHERE id = :id"), {"id": made.mine}
        )
        after = queries.recipients(session, scope, asked, made.ours)

    assert before == {made.mine: "Ayşe Yılmaz\nModa Caddesi 1\nKadıköy\nİstanbul"}
    assert (everybodys, after) == ({made.mine, made.theirs}, {})


def test_packages_need_the_permission_and_a_cursor_of_ours(scope: Scope) -> None:
    made = supplying.supplied(scope)
    own = supplying.of(scope, made.ours)

    with db.transaction(own) as session:
        with pytest.raises(PermissionDenied):
            queries.recipients(session, own, [made.mine], made.ours)
        with pytest.raises(ValueError, match="yesterday"):
            queries.packages(session, own, cursor="yesterday")
