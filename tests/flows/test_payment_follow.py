"""Money that went back in the provider's own panel: found by asking, booked once, on order and invoice too."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.connector_kit.errors import ConnectorError, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.payments import given_back
from prapazar.domain.payments import actions
from prapazar.flows import connections, payment_follow, payment_refunds
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import payments as factory
from tests.factories.payments import CancellingTill, due_now, money

pytestmark = pytest.mark.usefixtures("redis_server")


@pytest.fixture
def till(monkeypatch: pytest.MonkeyPatch) -> CancellingTill:
    made = CancellingTill()
    monkeypatch.setattr(connections, "build", lambda *_, **__: made)
    return made


def _in_panel(till: CancellingTill, reference: str, amount: str, *, is_cancelled: bool = False) -> None:
    kept = till.records[reference]
    till.records[reference] = given_back(kept, Decimal(amount), is_cancelled=is_cancelled)


def _later(scope: Scope) -> None:
    with db.transaction(scope) as session:
        session.execute(text("UPDATE payment_attempt SET asked_at = asked_at - interval '2 hours'"))


def _refunds(scope: Scope) -> list[tuple[str, str, bool]]:
    with db.transaction(scope) as session:
        rows = session.execute(text("SELECT way, amount, is_found FROM refund ORDER BY created_at, id"))
        return [(row.way, str(row.amount), row.is_found) for row in rows]


def _asked(scope: Scope, payment: UUID, amount: str) -> None:
    with db.transaction(scope) as session:
        actions.ask_refund(session, scope, payment, Decimal(amount))


def test_refund_in_the_panel_is_booked_once(scope: Scope, till: CancellingTill) -> None:
    account, _, reference = factory.paid(scope, till, invoiced=True)
    _in_panel(till, reference, "50.00")

    news = []
    for _ in range(3):
        _later(scope)
        news.append(payment_follow.follow(account))

    assert news == [1, 0, 0]
    assert money(scope) == {
        "order": "150.00",
        "invoice": "150.00",
        "payments": [("partly_refunded", "200.00", "50.00")],
    }
    assert _refunds(scope) == [("refund", "50.00", True)]
    assert factory.events(scope)[-1] == "found_refund"
    with db.transaction(scope) as session:
        order = session.execute(text("SELECT kind FROM order_event ORDER BY id DESC LIMIT 1")).scalar()
    assert order == "payment_found_refund"


def test_further_refund_in_the_panel_is_booked_on_top(scope: Scope, till: CancellingTill) -> None:
    account, payment, reference = factory.paid(scope, till)
    _asked(scope, payment, "30")
    payment_refunds.refund(account)
    _in_panel(till, reference, "80.00")
    _later(scope)

    payment_follow.follow(account)

    assert _refunds(scope) == [("refund", "30.00", False), ("refund", "50.00", True)]
    assert money(scope)["payments"] == [("partly_refunded", "200.00", "80.00")]


def test_cancellation_in_the_panel_takes_the_money_from_order_and_invoice(
    scope: Scope, till: CancellingTill
) -> None:
    account, _, reference = factory.paid(scope, till, invoiced=True, charged="210.00")
    _in_panel(till, reference, "210.00", is_cancelled=True)
    _later(scope)

    payment_follow.follow(account)

    assert money(scope) == {
        "order": "0.00",
        "invoice": "0.00",
        "payments": [("refunded", "200.00", "200.00")],
    }
    assert _refunds(scope) == [("cancel", "200.00", True)]
    assert factory.events(scope)[-1] == "found_cancel"


def test_refund_of_ours_whose_answer_was_lost_is_not_booked_twice(scope: Scope, till: CancellingTill) -> None:
    account, payment, _ = factory.paid(scope, till)
    _asked(scope, payment, "120")
    till.faults, till.refunds_all_the_same = [Unavailable("cut off", maybe_done=True)], True
    with pytest.raises(ConnectorError):
        payment_refunds.refund(account)
    _later(scope)

    found = payment_follow.follow(account)
    due_now()
    payment_refunds.refund(account)

    assert found == 0
    assert _refunds(scope) == [("refund", "120.00", False)]
    assert money(scope)["payments"] == [("partly_refunded", "200.00", "120.00")]


def test_payment_is_not_asked_about_again_within_the_hour(scope: Scope, till: CancellingTill) -> None:
    account, _, _ = factory.paid(scope, till)
    _later(scope)
    payment_follow.follow(account)
    before = till.asked

    payment_follow.follow(account)

    assert till.asked == before


def test_one_answer_that_cannot_be_read_does_not_hold_the_others_up(
    scope: Scope, till: CancellingTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    account, _, first = factory.paid(scope, till)
    _, _, second = factory.paid(scope, till, owner=account)
    _in_panel(till, second, "50.00")
    _later(scope)
    fetch = till.fetch_payment

    def odd(reference: str, external_id: str) -> object:
        if reference == first:
            raise UnexpectedAnswer("what is this", code="till.odd")
        return fetch(reference, external_id)

    monkeypatch.setattr(till, "fetch_payment", odd)

    with pytest.raises(UnexpectedAnswer):
        payment_follow.follow(account)

    assert _refunds(scope) == [("refund", "50.00", True)]


def test_interest_that_goes_back_later_is_no_refund_of_the_payment(
    scope: Scope, till: CancellingTill
) -> None:
    account, payment, reference = factory.paid(scope, till, charged="210.00")
    till.is_day_over = True
    _asked(scope, payment, "200")
    payment_refunds.refund(account)
    till.records[reference] = replace(till.records[reference], refunded=Decimal("210.00"))
    _later(scope)

    assert payment_follow.follow(account) == 1

    assert _refunds(scope) == [("refund", "200.00", False)]
    assert money(scope)["payments"] == [("refunded", "200.00", "200.00")]
