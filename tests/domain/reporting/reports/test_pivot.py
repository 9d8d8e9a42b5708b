"""Answers against orders of known days, provinces and brands, and what stands behind a cell."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders.actions import import_packages
from prapazar.domain.reporting.reports import asking, drill, pivot, ranking, summing
from prapazar.domain.reporting.reports.errors import ReportUnknown
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog, orders

TODAY = date(2026, 11, 20)


def _sold(session: Session, scope: Scope) -> UUID:
    """Two in İstanbul and one in Muş this week, one in Muş the week before; A is of a brand, B of none."""
    shop = catalog.connection(session, scope)
    branded = catalog.variant(session, scope, "A")
    catalog.variant(session, scope, "B")
    session.execute(
        text(
            "WITH b AS (INSERT INTO brand (id, merchant_id, name, folded)"
            " VALUES (gen_random_uuid(), :m, 'Oba', 'oba') RETURNING id)"
            " UPDATE product SET brand_id = b.id FROM b WHERE product.id ="
            "  (SELECT product_id FROM variant WHERE id = :v)"
        ),
        {"m": scope.merchant_id, "v": branded},
    )
    this, before = datetime(2026, 11, 19, 12, tzinfo=UTC), datetime(2026, 11, 12, 12, tzinfo=UTC)
    packages = [
        orders.package("1", orders.line("869A", 2), ordered_at=this),
        orders.package("2", orders.line("869A", 1), ordered_at=this),
        replace(orders.package("3", orders.line("869B", 3), ordered_at=this), city="Muş"),
        replace(orders.package("4", orders.line("869A", 4), ordered_at=before), city="Muş"),
    ]
    import_packages(session, scope, shop, packages)
    summing.sum_marked(session, scope)
    summing.sum_month(session, scope, date(2026, 11, 1), None)
    return shop


def test_answer_has_rows_totals_and_what_was_before(scope: Scope) -> None:
    with db.transaction(scope) as session:
        _sold(session, scope)
        said = {"period": "last_7", "rows": "province", "compare": "before"}
        found = pivot.answer(session, scope, asking.read("sales", said, TODAY))

    rows = [(row.key, row.values["sold"], row.values["orders"], row.before["sold"]) for row in found.rows]
    assert rows == [
        ("Muş", Decimal(300), Decimal(1), Decimal(400)),
        ("İstanbul", Decimal(300), Decimal(2), None),
    ]
    assert (found.total.values["sold"], found.total.before["sold"]) == (Decimal(600), Decimal(400))


def test_answer_crosses_two_dimensions_with_sums_of_both(scope: Scope) -> None:
    with db.transaction(scope) as session:
        _sold(session, scope)
        said = {"period": "this_month", "rows": "brand", "columns": "province", "measure": "units"}
        found = pivot.answer(session, scope, asking.read("sales", said, TODAY))

    assert found.columns == (("Muş", ""), ("İstanbul", ""))
    assert [(row.label, row.cells, row.values["units"]) for row in found.rows] == [
        ("Oba", (Decimal(4), Decimal(3)), Decimal(7)),
        ("", (Decimal(3), None), Decimal(3)),
    ]
    assert (found.total.cells, found.total.values["units"]) == ((Decimal(7), Decimal(3)), Decimal(10))


def test_time_goes_on_where_nothing_was_sold(scope: Scope) -> None:
    with db.transaction(scope) as session:
        _sold(session, scope)
        found = pivot.answer(session, scope, asking.read("sales", {"period": "last_7", "rows": "day"}, TODAY))

    assert [(row.key[8:], row.values["units"]) for row in found.rows] == [
        *((str(day), None) for day in range(14, 19)),
        ("19", 6),
        ("20", None),
    ]


def test_cell_opens_the_orders_behind_it(scope: Scope) -> None:
    with db.transaction(scope) as session:
        shop = _sold(session, scope)
        said = {"period": "this_month", "rows": "brand", "columns": "province", "channel": str(shop)}
        question = asking.read("sales", said, TODAY)
        rows = pivot.answer(session, scope, question).rows
        branded = drill.behind(session, scope, question, {"brand": rows[0].key, "province": "Muş"})
        plain = drill.behind(session, scope, question, {"brand": pivot.NONE})

    assert [(one.kind, one.title) for one in branded] == [("order", "o-4")]
    assert [one.title for one in plain] == ["o-3"]


def test_every_report_answers_and_opens_over_empty_books(scope: Scope) -> None:
    with db.transaction(scope) as session:
        for kind in pivot.known(scope):
            for dimension in kind.dimensions:
                question = asking.read(kind.key, {"rows": dimension}, TODAY)
                assert pivot.answer(session, scope, question).total.values is not None
                if drill.can_drill(question, dimension):
                    assert drill.behind(session, scope, question, {}) == []


def test_abc_ranks_articles_by_what_they_bring(scope: Scope) -> None:
    with db.transaction(scope) as session:
        _sold(session, scope)
        found = ranking.ranking(session, scope, TODAY, TODAY)

    assert [(row.sku, row.letter, row.amount, row.running) for row in found.rows] == [
        ("A", "A", Decimal(700), Decimal("0.7")),
        ("B", "A", Decimal(300), Decimal(1)),
    ]
    assert [(one.letter, one.articles) for one in found.classes] == [("A", 2)]


def test_report_is_refused_to_whoever_may_not_see_it(scope: Scope) -> None:
    person = replace(scope, permissions=frozenset({"reports.read", "orders.read"}))

    with db.transaction(person) as session, pytest.raises(ReportUnknown):
        pivot.answer(session, person, asking.read("profit", {}, TODAY))

    assert [kind.key for kind in pivot.known(person)] == ["sales", "channels"]


def test_sums_of_other_stores_and_merchants_are_not_seen(scope: Scope, other_scope: Scope) -> None:
    with db.transaction(scope) as session:
        _sold(session, scope)
    question = asking.read("sales", {"period": "this_month"}, TODAY)
    elsewhere = replace(scope, stores=frozenset({UUID(int=7)}))

    totals = []
    for who in (scope, elsewhere, other_scope):
        with db.transaction(who) as session:
            totals.append(pivot.answer(session, who, question).total.values["units"])

    assert totals == [10, None, None]
