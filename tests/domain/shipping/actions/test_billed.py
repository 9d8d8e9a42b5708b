"""A carrier's bill beside what was expected."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.shipping import actions, queries_bills
from prapazar.domain.shipping.actions import billed
from prapazar.domain.shipping.actions.billed import BilledRow
from prapazar.domain.shipping.queries import CarrierAccount
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import paper_carrier


def _shipped(session: Session, scope: Scope, count: int) -> tuple[UUID, list[UUID], list[str]]:
    """The account, and shipments that should cost 100 each, with their references."""
    account = paper_carrier.account(session, scope)
    packages = paper_carrier.packages(session, scope, count)
    opened = actions.open_shipments(
        session, scope, packages, [CarrierAccount(account, paper_carrier.SLUG, "Kâğıt Kargo")]
    )
    ids = [opened.shipments[one] for one in packages]
    session.execute(text("UPDATE shipment SET expected_amount = 100, status = 'delivered'"))
    rows = session.execute(
        text(
            "SELECT reference FROM shipment s JOIN unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS n(id, i)"
            " USING (id) ORDER BY i"
        ),
        {"ids": ids},
    )
    return account, ids, list(rows.scalars())


def test_bill_is_laid_beside_the_tariff_and_taken_again_without_counting_twice(scope: Scope) -> None:
    with db.transaction(scope) as session:
        account, ids, references = _shipped(session, scope, 3)
        rows = [
            BilledRow(2, references[0], Decimal(100), Decimal(2)),
            BilledRow(3, references[1], Decimal("120.50"), Decimal(4)),
            BilledRow(4, references[1], Decimal("9.50")),
            BilledRow(5, "NOBODY", Decimal(75)),
        ]

        told = [billed.record_bill(session, scope, account, "F-1", rows) for _ in range(2)]
        second = billed.record_bill(
            session, scope, account, "F-2", [BilledRow(2, references[0], Decimal(100))]
        )

        assert told[0] == told[1]
        assert (told[0].matched, told[0].strays) == (2, {5: "billing.unknown"})
        assert (second.matched, second.strays) == (0, {2: "billing.twice"})
        row = queries_bills.bill(session, scope, told[0].bill_id)
        assert (row.row_count, row.matched, row.billed, row.expected, row.over, row.differing) == (
            4,
            2,
            Decimal("305.00"),
            Decimal("200.00"),
            Decimal("30.00"),
            1,
        )
        assert [(one.key, one.amount) for one in row.strays] == [("NOBODY", Decimal(75))]
        [differing] = queries_bills.shipments(session, scope, row.id)
        assert (differing.id, differing.billed, differing.difference) == (
            ids[1],
            Decimal("130.00"),
            Decimal("30.00"),
        )


def test_dispute_is_of_what_is_billed_and_a_bill_that_goes_leaves_nothing(scope: Scope) -> None:
    with db.transaction(scope) as session:
        account, ids, references = _shipped(session, scope, 2)
        made = billed.record_bill(session, scope, account, "F-1", [BilledRow(2, references[0], Decimal(180))])

        marked = billed.dispute(session, scope, ids, "2 desi, 9 değil")

        row = queries_bills.bill(session, scope, made.bill_id)
        assert (marked, row.disputed, row.disputed_over) == (1, 1, Decimal("80.00"))
        [disputed] = queries_bills.shipments(session, scope, made.bill_id, "disputed")
        assert (disputed.id, disputed.note) == (ids[0], "2 desi, 9 değil")
        assert billed.settle(session, scope, [ids[0]]) == 1
        billed.remove_bill(session, scope, made.bill_id)
        assert (
            session.execute(text("SELECT count(*) FROM shipment WHERE billed_amount IS NOT NULL")).scalar()
            == 0
        )
