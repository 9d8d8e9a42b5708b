"""A payment given back on its own day is cancelled where its provider does that, else refunded; counted once."""

from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.connector_kit.errors import ConnectorError, Unavailable
from prapazar.domain.payments import actions
from prapazar.flows import connections, payment_refunds
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import payments as factory
from tests.factories.payments import CancellingTill, due_now, money

pytestmark = pytest.mark.usefixtures("redis_server")
REFUNDED = {"order": "0.00", "invoice": None, "payments": [("refunded", "200.00", "200.00")]}


@pytest.fixture
def till(monkeypatch: pytest.MonkeyPatch) -> CancellingTill:
    made = CancellingTill()
    monkeypatch.setattr(connections, "build", lambda *_, **__: made)
    return made


def _ask(scope: Scope, payment: UUID, amount: str) -> None:
    with db.transaction(scope) as session:
        actions.ask_refund(session, scope, payment, Decimal(amount))


def _refunds(scope: Scope) -> list[tuple[str, str, str]]:
    with db.transaction(scope) as session:
        rows = session.execute(text("SELECT status, way, amount FROM refund ORDER BY created_at, id"))
        return [(row.status, row.way, str(row.amount)) for row in rows]


def _given_back(scope: Scope) -> Decimal:
    with db.transaction(scope) as session:
        found: Decimal = session.execute(text("SELECT refunded FROM payment_attempt")).scalar_one()
        return found


def test_payment_of_today_that_goes_back_whole_is_cancelled(scope: Scope, till: CancellingTill) -> None:
    account, payment, reference = factory.paid(scope, till)
    _ask(scope, payment, "200")

    payment_refunds.refund(account)

    assert (till.cancelled, till.refunds) == ([reference], [])
    assert money(scope) == REFUNDED
    assert _refunds(scope) == [("done", "cancel", "200.00")]
    assert factory.events(scope)[-2:] == ["refund_asked", "voided"]


def test_cancellation_gives_the_interest_back_as_well(scope: Scope, till: CancellingTill) -> None:
    account, payment, _ = factory.paid(scope, till, charged="210.00")
    _ask(scope, payment, "200")

    payment_refunds.refund(account)

    assert _given_back(scope) == Decimal("210.00")
    assert money(scope) == REFUNDED


def _a_part(scope: Scope, till: CancellingTill) -> None:
    del scope, till


def _yesterday(scope: Scope, till: CancellingTill) -> None:
    del till
    with db.transaction(scope) as session:
        session.execute(text("UPDATE payment_attempt SET paid_at = paid_at - interval '1 day'"))


def _refused(scope: Scope, till: CancellingTill) -> None:
    del scope
    till.is_day_over = True


@pytest.mark.parametrize(
    ("amount", "when"),
    [
        pytest.param("150.00", _a_part, id="a part"),
        pytest.param("200.00", _yesterday, id="yesterday's"),
        pytest.param("200.00", _refused, id="the provider will not"),
    ],
)
def test_what_cannot_be_cancelled_is_refunded(
    scope: Scope, till: CancellingTill, amount: str, when: Callable[[Scope, CancellingTill], None]
) -> None:
    account, payment, _ = factory.paid(scope, till)
    when(scope, till)
    _ask(scope, payment, amount)

    payment_refunds.refund(account)

    assert till.cancelled == []
    assert [str(given) for _, given in till.refunds] == [amount]
    assert _refunds(scope) == [("done", "refund", amount)]


def test_cancellation_whose_answer_was_lost_is_counted_once(scope: Scope, till: CancellingTill) -> None:
    account, payment, reference = factory.paid(scope, till)
    _ask(scope, payment, "200")
    till.faults = [Unavailable("cut off", maybe_done=True)]

    for _ in range(2):
        try:
            payment_refunds.refund(account)
        except ConnectorError:
            due_now()

    assert (till.cancelled, till.refunds) == ([reference], [])
    assert money(scope) == REFUNDED
    assert _refunds(scope) == [("done", "cancel", "200.00")]
