"""Payments asked for and entered by hand: what is owed, by whom, once."""

from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.payments import actions, queries
from prapazar.domain.payments.actions import Wish
from prapazar.domain.payments.errors import PaymentMissing, PaymentRefused
from prapazar.domain.payments.queries import PaymentFilter
from prapazar.foundation import db
from prapazar.foundation.scope import PermissionDenied, Scope
from tests.factories import invoicing
from tests.factories import payments as factory
from tests.factories.payments import BUYER, money


@pytest.fixture
def account(scope: Scope) -> UUID:
    with db.transaction(scope) as session:
        return factory.account(session, scope)


@pytest.fixture
def order(scope: Scope) -> UUID:
    with db.transaction(scope) as session:
        return factory.order(session, scope)


def _refusal(scope: Scope, wish: Wish) -> tuple[str, str]:
    with pytest.raises(PaymentRefused) as refused, db.transaction(scope) as session:
        actions.ask(session, scope, wish)
    return refused.value.code, refused.value.detail


def test_link_asks_for_what_is_owed_and_never_for_more(scope: Scope, account: UUID, order: UUID) -> None:
    with db.transaction(scope) as session:
        first = actions.ask(session, scope, Wish(account, order, amount=Decimal(150), key="k"))
        assert actions.ask(session, scope, Wish(account, order, amount=Decimal(150), key="k")) == first
        second = actions.ask(session, scope, Wish(account, order))

    assert _refusal(scope, Wish(account, order)) == ("payments.already_asked", "200.00")
    with db.transaction(scope) as session:
        actions.cancel(session, scope, first)
        actions.cancel(session, scope, first)
        rows = session.execute(
            text("SELECT status, amount, length(link) > 30 FROM payment ORDER BY id")
        ).all()
    assert [tuple(row) for row in rows] == [
        ("cancelled", Decimal("150.00"), True),
        ("open", Decimal("50.00"), True),
    ]
    assert _refusal(scope, Wish(account, order, amount=Decimal("200.01"))) == (
        "payments.already_asked",
        "50.00",
    )
    assert second != first


def test_odd_wishes_are_refused(scope: Scope, account: UUID) -> None:
    sum_of_its_own = {"amount": Decimal(5), "title": "Kapora"}
    wishes = [
        Wish(account, title="Kapora"),
        Wish(account, amount=Decimal(5)),
        Wish(account, amount=Decimal(0), title="Kapora"),
        Wish(account, **sum_of_its_own, days=91),  # type: ignore[arg-type]  # fields of a wish
        Wish(account, order_id=UUID(int=1)),
        Wish(account, invoice_id=UUID(int=1)),
    ]

    assert [_refusal(scope, wish)[0].removeprefix("payments.") for wish in wishes] == [
        "needs_amount",
        "needs_amount",
        "nothing_owed",
        "days_odd",
        "nothing_owed",
        "nothing_owed",
    ]


def test_test_account_takes_no_money_of_a_real_order(scope: Scope, account: UUID, order: UUID) -> None:
    with db.transaction(scope) as session:
        session.execute(text("UPDATE connection SET is_test = true"))

    assert _refusal(scope, Wish(account, order))[0] == "payments.test_account"
    assert _refusal(scope, Wish(UUID(int=1), order))[0] == "payments.no_provider"
    with db.transaction(scope) as session:
        session.execute(text("UPDATE purchase_order SET is_test = true"))
        actions.ask(session, scope, Wish(account, order))


def test_order_that_a_channel_collects_asks_for_nothing(scope: Scope, account: UUID) -> None:
    with db.transaction(scope) as session:
        [sold] = invoicing.sold(session, scope)

    assert _refusal(scope, Wish(account, sold))[0] == "payments.channel_has_it"
    with db.transaction(scope) as session:
        owing = queries.owing(session, scope, sold, None)
    assert owing is not None
    assert (owing.settlement, owing.is_takeable) == ("channel", False)


def test_money_entered_by_hand_is_counted_once_and_given_back_by_hand(scope: Scope, order: UUID) -> None:
    with db.transaction(scope) as session:
        made, left = actions.enter(
            session, scope, order_id=order, amount=Decimal(120), method="cash", key="till-7"
        )
        again, _ = actions.enter(
            session, scope, order_id=order, amount=Decimal(120), method="cash", key="till-7"
        )
    with pytest.raises(PaymentRefused) as refused, db.transaction(scope) as session:
        actions.enter(session, scope, order_id=order, amount=Decimal(81), method="transfer")

    assert (again, left) == (made, Decimal("80.00"))
    assert (refused.value.code, refused.value.detail) == ("payments.too_much", "80.00")
    with db.transaction(scope) as session:
        actions.ask_refund(session, scope, made, Decimal(20))
    assert money(scope) == {
        "order": "100.00",
        "invoice": None,
        "payments": [("partly_refunded", "120.00", "20.00")],
    }


def test_link_of_an_order_that_was_paid_another_way_opens_no_page(
    scope: Scope, account: UUID, order: UUID
) -> None:
    with db.transaction(scope) as session:
        link = actions.ask(session, scope, Wish(account, order))
        actions.enter(session, scope, order_id=order, method="cash")

    with pytest.raises(PaymentRefused) as refused, db.transaction(scope) as session:
        actions.begin(session, scope, link, BUYER)

    assert refused.value.code == "payments.not_owed_any_more"


def test_button_pressed_twice_is_one_page(scope: Scope, account: UUID, order: UUID) -> None:
    with db.transaction(scope) as session:
        link = actions.ask(session, scope, Wish(account, order))
        first = actions.begin(session, scope, link, BUYER)
        second = actions.begin(session, scope, link, BUYER)
        waiting = session.execute(text("SELECT count(*) FROM outbox WHERE topic = 'payments.open'")).scalar()

    assert (first, waiting) == (second, 1)


def test_payments_of_another_merchant_are_nobodys(scope: Scope, other_scope: Scope, order: UUID) -> None:
    with db.transaction(scope) as session:
        made, _ = actions.enter(session, scope, order_id=order, method="cash")

    with db.transaction(other_scope) as session:
        assert queries.page(session, other_scope, PaymentFilter()) == []
        with pytest.raises(PaymentMissing):
            actions.ask_refund(session, other_scope, made, Decimal(1))
        with pytest.raises(PaymentRefused):
            actions.enter(session, other_scope, order_id=order, method="cash")


def test_each_verb_needs_its_right(scope: Scope, order: UUID) -> None:
    nobody = Scope(scope.merchant_id, permissions=frozenset({"orders.write"}))
    calls: list[Callable[[Session], object]] = [
        lambda s: actions.ask(s, nobody, Wish(order, order)),
        lambda s: actions.enter(s, nobody, order_id=order, method="cash"),
        lambda s: actions.ask_refund(s, nobody, order, Decimal(1)),
        lambda s: actions.cancel(s, nobody, order),
        lambda s: queries.page(s, nobody, PaymentFilter()),
    ]
    missing = []

    for call in calls:
        with pytest.raises(PermissionDenied) as denied, db.transaction(scope) as session:
            call(session)
        missing.append(denied.value.permission)

    assert missing == [f"payments.{verb}" for verb in ("write", "write", "approve", "write", "read")]


def test_list_is_found_by_what_people_know_and_summed(scope: Scope, account: UUID, order: UUID) -> None:
    with db.transaction(scope) as session:
        actions.enter(session, scope, order_id=order, amount=Decimal(50), method="cash")
        actions.ask(session, scope, Wish(account, order))
        number = session.execute(text("SELECT number FROM purchase_order")).scalar_one()
        found = {
            words: len(queries.page(session, scope, PaymentFilter(search=words)))
            for words in (number, "Şule", "hiç", "100%")
        }
        views = {view: len(queries.page(session, scope, PaymentFilter(view=view))) for view in queries.VIEWS}
        sums = queries.sums(session, scope, PaymentFilter())
        first = queries.page(session, scope, PaymentFilter(), limit=1)
        rest = queries.page(session, scope, PaymentFilter(), after=queries.cursor(first[0]))

    assert found == {number: 2, "Şule": 2, "hiç": 0, "100%": 0}
    assert views == {"all": 2, "open": 1, "paid": 1, "refunded": 0, "closed": 0, "problem": 0}
    assert (sums["TRY"].count, sums["TRY"].paid, sums["TRY"].open) == (2, Decimal("50.00"), Decimal("150.00"))
    assert [row.method for row in first + rest] == ["card", "cash"]
