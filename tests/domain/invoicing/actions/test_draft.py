"""Invoices in parts: never more than ordered, to the hundredth, and the rest whenever it is asked for."""

from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.invoicing import actions, queries_left
from prapazar.domain.invoicing.errors import InvoiceRefused
from prapazar.domain.invoicing.models import Invoice
from prapazar.domain.packing.actions import splitting
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import invoicing as factory
from tests.factories import orders


def _left(session: Session, scope: Scope, order: UUID) -> list[tuple[int, int, int]]:
    return [(one.ordered, one.invoiced, one.left) for one in queries_left.of_order(session, scope, order)]


def _line(session: Session, order: UUID) -> UUID:
    found: UUID = session.execute(
        text("SELECT id FROM order_line WHERE order_id = :id ORDER BY id LIMIT 1"), {"id": order}
    ).scalar_one()
    return found


def test_order_is_invoiced_in_parts_that_add_up_and_never_beyond(scope: Scope) -> None:
    with db.transaction(scope) as session:
        factory.seller(session, scope)
        [order] = factory.sold(session, scope, lines=(orders.line("869A1", 3),))
        session.execute(text("UPDATE order_line SET total = 100.01; UPDATE purchase_order SET shipping = 30"))
        line = _line(session, order)
        first = actions.draft(session, scope, order, units={line: 1})
        between = _left(session, scope, order)
        with pytest.raises(InvoiceRefused) as beyond:
            actions.draft(session, scope, order, units={line: 3})
        rest = actions.draft(session, scope, order)
        again = actions.draft(session, scope, order)
        after = _left(session, scope, order)
        made = [session.get_one(Invoice, one) for one in (first, rest)]
        with pytest.raises(InvoiceRefused):
            actions.draft(session, scope, order, units={line: 1})

    assert (between, after) == ([(3, 1, 2)], [(3, 3, 0)])
    assert beyond.value.code == "invoicing.more_than_ordered"
    assert again == rest
    assert [one.is_partial for one in made] == [True, True]
    assert [one.payable for one in made] == [Decimal("63.34"), Decimal("66.67")]


def test_part_that_is_thrown_away_or_cancelled_can_be_invoiced_again(scope: Scope) -> None:
    with db.transaction(scope) as session:
        factory.seller(session, scope)
        [order] = factory.sold(session, scope)
        line = _line(session, order)
        first = actions.draft(session, scope, order, units={line: 1})
        second = actions.draft(session, scope, order)
        actions.discard(session, scope, first)
        session.execute(text("UPDATE invoice SET status = 'cancelled' WHERE id = :id"), {"id": second})
        left = _left(session, scope, order)
        whole = session.get_one(Invoice, actions.draft(session, scope, order))

    assert (left, whole.is_partial) == ([(2, 0, 2)], False)


def test_what_is_moved_into_another_parcel_is_not_invoiced_twice(scope: Scope) -> None:
    with db.transaction(scope) as session:
        factory.seller(session, scope)
        [order] = factory.sold(session, scope)
        line = _line(session, order)
        actions.draft(session, scope, order, units={line: 2})
        package = session.execute(text("SELECT id FROM shipment_package")).scalar_one()
        splitting.split(session, scope, package, {line: 1})

        assert sorted(_left(session, scope, order)) == [(1, 1, 0), (1, 1, 0)]


def test_each_parcel_has_its_own_invoice_and_the_order_takes_the_rest(scope: Scope) -> None:
    with db.transaction(scope) as session:
        factory.seller(session, scope)
        [order] = factory.sold(session, scope)
        line = _line(session, order)
        package = session.execute(text("SELECT id FROM shipment_package")).scalar_one()
        new = splitting.split(session, scope, package, {line: 1})
        of_package = session.get_one(Invoice, actions.draft(session, scope, order, new))
        rest = session.get_one(Invoice, actions.draft(session, scope, order))
        session.execute(text("UPDATE invoice SET status = 'sent'"))
        with pytest.raises(InvoiceRefused) as refused:
            actions.draft(session, scope, order)

    assert (of_package.package_id, of_package.payable, rest.package_id, rest.payable) == (
        new,
        Decimal("100.00"),
        None,
        Decimal("100.00"),
    )
    assert refused.value.code == "invoicing.invoiced"
