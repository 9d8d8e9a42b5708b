"""Payments by a provider that fails in every way: counted once, given back once, never more than was paid."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.connector_kit.errors import ConnectorError, Rejected, Unavailable
from prapazar.connector_kit.payments import PaymentState
from prapazar.connector_kit.records import WebhookDelivery
from prapazar.domain.invoicing import actions as invoicing
from prapazar.domain.payments import actions
from prapazar.domain.payments.actions import Wish
from prapazar.domain.payments.errors import PaymentRefused
from prapazar.flows import connections, payment_callbacks, payment_follow, payment_refunds, payments
from prapazar.flows.webhooks import WebhookRefused
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import invoicing as invoices
from tests.factories import payments as factory
from tests.factories.payments import BUYER, PretendTill, due_now, money

pytestmark = pytest.mark.usefixtures("redis_server")


@pytest.fixture
def till(monkeypatch: pytest.MonkeyPatch) -> PretendTill:
    made = PretendTill()
    monkeypatch.setattr(connections, "build", lambda *_, **__: made)
    monkeypatch.setattr(payment_callbacks, "build", lambda *_, **__: made)
    return made


def _asked(scope: Scope, *, amount: str | None = None) -> tuple[UUID, UUID, UUID]:
    """The provider's account, the order, the payment."""
    with db.transaction(scope) as session:
        account = factory.account(session, scope)
        order = factory.order(session, scope)
        wanted = None if amount is None else Decimal(amount)
        payment = actions.ask(session, scope, Wish(account, order_id=order, amount=wanted))
    return account, order, payment


def _opened(scope: Scope, till: PretendTill, account: UUID, payment: UUID) -> str:
    """A page the buyer opened; its reference."""
    before = set(till.opened)
    with db.transaction(scope) as session:
        actions.begin(session, scope, payment, BUYER)
    payments.open_pages(account)
    [reference] = set(till.opened) - before
    return reference


def _key(scope: Scope) -> str:
    return f"till-{scope.merchant_id.hex}"


def _tell(scope: Scope, delivery: WebhookDelivery) -> str:
    return payment_callbacks.receive("till", _key(scope), delivery.headers, delivery.body)


def _events(scope: Scope) -> list[str]:
    with db.transaction(scope) as session:
        return list(session.execute(text("SELECT kind FROM payment_event ORDER BY id")).scalars())


def _invoiced(scope: Scope, order: UUID) -> UUID:
    with db.transaction(scope) as session:
        invoices.seller(session, scope)
        made = invoicing.draft(session, scope, order)
    payments.settle(order)
    return made


def test_payment_is_opened_paid_and_laid_upon_order_and_invoice(scope: Scope, till: PretendTill) -> None:
    account, order, payment = _asked(scope)
    _invoiced(scope, order)
    reference = _opened(scope, till, account, payment)
    till.pay(reference)

    answers = [_tell(scope, till.callback(reference)) for _ in range(3)]
    payments.take_in(account)

    request = till.opened[reference]
    assert answers == ["OK", "OK", "OK"]
    assert money(scope) == {"order": "200.00", "invoice": "200.00", "payments": [("paid", "200.00", "0.00")]}
    assert (request.amount, request.buyer_email) == (Decimal("200.00"), BUYER.email)
    assert sum(item.amount for item in request.items) == request.amount
    assert _events(scope) == ["asked", "opened", "paid"]
    with db.transaction(scope) as session:
        row = session.execute(text("SELECT fee, charged, card FROM payment")).one()
        told = list(session.execute(text("SELECT kind FROM order_event ORDER BY id")).scalars())
        inbox = session.execute(text("SELECT repeats, done_at IS NOT NULL, found FROM inbox")).all()
    assert tuple(row) == (Decimal("3.50"), Decimal("200.00"), "**** 0008")
    assert [kind for kind in told if kind.startswith("payment_")] == ["payment_asked", "payment_paid"]
    assert [tuple(one) for one in inbox] == [(2, True, [reference])]


def test_invoice_made_after_the_payment_says_it_is_paid(scope: Scope, till: PretendTill) -> None:
    account, order, payment = _asked(scope, amount="150")
    till.pay(_opened(scope, till, account, payment))
    payments.look(account)
    with db.transaction(scope) as session:
        actions.look(session, scope, payment)
    payments.look(account)

    invoice = _invoiced(scope, order)

    assert money(scope)["invoice"] == "150.00"
    with db.transaction(scope) as session:
        invoicing.discard(session, scope, invoice)
        again = invoicing.draft(session, scope, order)
    payments.settle(order)
    assert again != invoice
    assert money(scope) == {"order": "150.00", "invoice": "150.00", "payments": [("paid", "150.00", "0.00")]}


def test_callbacks_at_the_same_moment_count_once(scope: Scope, till: PretendTill) -> None:
    account, order, payment = _asked(scope)
    _invoiced(scope, order)
    reference = _opened(scope, till, account, payment)
    till.pay(reference)
    with connections.opened(account) as channel, ThreadPoolExecutor(6) as pool:
        news = list(pool.map(lambda _: payments.record(channel, till.records[reference]), range(12)))

    assert sorted(news) == [False] * 11 + [True]
    assert money(scope) == {"order": "200.00", "invoice": "200.00", "payments": [("paid", "200.00", "0.00")]}


def test_forged_callback_is_refused_and_kept_nowhere(scope: Scope, till: PretendTill) -> None:
    account, _, payment = _asked(scope)
    reference = _opened(scope, till, account, payment)
    till.pay(reference)

    with pytest.raises(WebhookRefused):
        _tell(scope, till.callback(reference, key="bad"))
    with pytest.raises(WebhookRefused):
        payment_callbacks.receive("till", "nobody", {}, b"{}")

    assert payments.take_in(account) == 0
    assert money(scope) == {"order": "0.00", "invoice": None, "payments": [("open", "200.00", "0.00")]}


def test_callback_of_another_account_pays_nothing_of_this_one(scope: Scope, till: PretendTill) -> None:
    account, _, payment = _asked(scope)
    with db.transaction(scope) as session:
        other = factory.account(session, scope, "other")
    reference = _opened(scope, till, account, payment)
    till.pay(reference)
    delivery = till.callback(reference)
    payment_callbacks.receive("other", f"other-{scope.merchant_id.hex}", {}, delivery.body)

    payments.take_in(other)

    assert money(scope)["order"] == "0.00"
    with db.transaction(scope) as session:
        assert session.execute(text("SELECT error FROM inbox")).scalar() == payments.UNKNOWN


def test_refused_card_is_tried_again_and_a_late_failure_takes_nothing_back(
    scope: Scope, till: PretendTill
) -> None:
    account, _, payment = _asked(scope)
    first = _opened(scope, till, account, payment)
    till.pay(first, state=PaymentState.FAILED)
    _tell(scope, till.callback(first, "failed"))
    payments.take_in(account)
    second = _opened(scope, till, account, payment)
    till.pay(second)
    _tell(scope, till.callback(second))
    payments.take_in(account)
    _tell(scope, till.callback(second, "failed"))
    payments.take_in(account)

    assert first != second
    assert money(scope) == {"order": "200.00", "invoice": None, "payments": [("paid", "200.00", "0.00")]}
    assert _events(scope) == ["asked", "opened", "failed", "opened", "paid"]


def test_buyer_who_pays_twice_gets_the_second_payment_back(scope: Scope, till: PretendTill) -> None:
    account, _, payment = _asked(scope)
    first = _opened(scope, till, account, payment)
    till.pay(first, state=PaymentState.FAILED)
    with connections.opened(account) as channel:
        payments.record(channel, till.records[first])
    second = _opened(scope, till, account, payment)
    till.pay(second)
    till.pay(first)
    with connections.opened(account) as channel:
        payments.record(channel, till.records[second])
        payments.record(channel, till.records[first])

    payment_refunds.refund(account)

    assert [amount for _, amount in till.refunds] == [Decimal("200.00")]
    assert till.records[first].refunded == Decimal("200.00")
    assert money(scope) == {"order": "200.00", "invoice": None, "payments": [("paid", "200.00", "0.00")]}


@pytest.mark.parametrize(
    ("amount", "state"),
    [pytest.param("1.00", "open", id="less"), pytest.param("210.00", "paid", id="interest")],
)
def test_other_amounts(scope: Scope, till: PretendTill, amount: str, state: str) -> None:
    account, _, payment = _asked(scope)
    reference = _opened(scope, till, account, payment)
    till.pay(reference, amount)

    with connections.opened(account) as channel:
        payments.record(channel, till.records[reference])
    payment_refunds.refund(account)

    paid = "200.00" if state == "paid" else "0.00"
    assert money(scope) == {"order": paid, "invoice": None, "payments": [(state, "200.00", "0.00")]}
    assert [str(given) for _, given in till.refunds] == ([] if state == "paid" else ["1.00"])


def test_lost_callback_is_found_by_asking(scope: Scope, till: PretendTill) -> None:
    account, _, payment = _asked(scope)
    till.pay(_opened(scope, till, account, payment))
    with db.transaction(scope) as session:
        session.execute(text("UPDATE payment_attempt SET asked_at = now() - interval '1 hour'"))

    assert (payment_follow.follow(account), payment_follow.follow(account)) == (1, 0)
    assert money(scope)["order"] == "200.00"


def test_page_that_could_not_be_opened_is_said_and_opened_anew_under_another_reference(
    scope: Scope, till: PretendTill
) -> None:
    account, _, payment = _asked(scope)
    till.faults = [Unavailable("cut off", maybe_done=True), Rejected("no such shop", code="till.closed")]
    for _ in range(2):
        with db.transaction(scope) as session:
            actions.begin(session, scope, payment, BUYER)
        try:
            payments.open_pages(account)
        except ConnectorError:
            due_now()
    _opened(scope, till, account, payment)

    with db.transaction(scope) as session:
        rows = session.execute(
            text("SELECT status, detail FROM payment_attempt ORDER BY created_at, id")
        ).all()
        references = session.execute(text("SELECT count(DISTINCT reference) FROM payment_attempt")).scalar()
    assert [tuple(row) for row in rows] == [("failed", "cut off"), ("failed", "no such shop"), ("open", "")]
    assert references == 3


def _paid(scope: Scope, till: PretendTill) -> tuple[UUID, UUID, str]:
    account, order, payment = _asked(scope)
    _invoiced(scope, order)
    reference = _opened(scope, till, account, payment)
    till.pay(reference)
    with connections.opened(account) as channel:
        payments.record(channel, till.records[reference])
    return account, payment, reference


def _refund(scope: Scope, payment: UUID, amount: str, key: str | None = None) -> UUID:
    with db.transaction(scope) as session:
        return actions.ask_refund(session, scope, payment, Decimal(amount), key=key)


def test_refunds_go_through_the_provider_and_never_above_what_was_paid(
    scope: Scope, till: PretendTill
) -> None:
    account, payment, _ = _paid(scope, till)
    one = _refund(scope, payment, "150", "k1")
    assert _refund(scope, payment, "150", "k1") == one
    with pytest.raises(PaymentRefused) as refused:
        _refund(scope, payment, "50.01")
    _refund(scope, payment, "50")

    payment_refunds.refund(account)

    assert (refused.value.code, refused.value.detail) == ("payments.refund_too_much", "50.00")
    assert sorted(amount for _, amount in till.refunds) == [Decimal("50.00"), Decimal("150.00")]
    assert money(scope) == {
        "order": "0.00",
        "invoice": "0.00",
        "payments": [("refunded", "200.00", "200.00")],
    }


def test_refunds_asked_at_the_same_moment_stay_within_the_payment(scope: Scope, till: PretendTill) -> None:
    _, payment, _ = _paid(scope, till)

    def ask(_: int) -> bool:
        try:
            _refund(scope, payment, "80")
        except PaymentRefused:
            return False
        return True

    with ThreadPoolExecutor(5) as pool:
        assert sorted(pool.map(ask, range(5))) == [False, False, False, True, True]


def _lost(till: PretendTill, monkeypatch: pytest.MonkeyPatch) -> None:
    """The provider did it, and its answer never came."""
    del monkeypatch
    till.faults, till.refunds_all_the_same = [Unavailable("cut off", maybe_done=True)], True


def _unheard(till: PretendTill, monkeypatch: pytest.MonkeyPatch) -> None:
    """It never heard of it."""
    del monkeypatch
    till.faults = [Unavailable("cut off", maybe_done=True)]


def _crash(till: PretendTill, monkeypatch: pytest.MonkeyPatch) -> None:
    """It answered, and we died before we wrote it down."""
    del till
    write, calls = actions.record_refunded, iter([True])

    def dies(*args: object) -> object:
        if next(calls, False):
            raise MemoryError
        return write(*args)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(actions, "record_refunded", dies)


@pytest.mark.parametrize("what", [_lost, _unheard, _crash], ids=["answer lost", "never arrived", "we died"])
def test_refund_happens_once_whatever_dies(
    scope: Scope,
    till: PretendTill,
    monkeypatch: pytest.MonkeyPatch,
    what: Callable[[PretendTill, pytest.MonkeyPatch], None],
) -> None:
    account, payment, _ = _paid(scope, till)
    _refund(scope, payment, "120")
    what(till, monkeypatch)

    for _ in range(2):
        try:
            payment_refunds.refund(account)
        except (ConnectorError, MemoryError):
            due_now()

    assert [amount for _, amount in till.refunds] == [Decimal("120.00")]
    assert money(scope) == {
        "order": "80.00",
        "invoice": "80.00",
        "payments": [("partly_refunded", "200.00", "120.00")],
    }


def test_answer_that_was_not_written_down_is_taken_in_again(
    scope: Scope, till: PretendTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    account, _, payment = _asked(scope)
    reference = _opened(scope, till, account, payment)
    till.pay(reference)
    _tell(scope, till.callback(reference))
    write, calls = actions.record_answer, iter([True])

    def dies(*args: object) -> object:
        if next(calls, False):
            write(*args)  # type: ignore[arg-type]  # handed on as they came
            raise MemoryError
        return write(*args)  # type: ignore[arg-type]  # as above

    monkeypatch.setattr(actions, "record_answer", dies)

    for _ in range(2):
        try:
            payments.take_in(account)
        except MemoryError:
            due_now()

    assert money(scope) == {"order": "200.00", "invoice": None, "payments": [("paid", "200.00", "0.00")]}
    assert _events(scope) == ["asked", "opened", "paid"]


def test_refused_refund_is_said_and_can_be_asked_again(scope: Scope, till: PretendTill) -> None:
    account, payment, _ = _paid(scope, till)
    _refund(scope, payment, "200")
    till.faults = [Rejected("card closed", code="till.closed")]
    payment_refunds.refund(account)
    assert money(scope)["payments"] == [("paid", "200.00", "0.00")]

    _refund(scope, payment, "200")
    payment_refunds.refund(account)

    assert money(scope)["payments"] == [("refunded", "200.00", "200.00")]
    assert _events(scope)[-4:] == ["refund_asked", "refund_failed", "refund_asked", "refunded"]
