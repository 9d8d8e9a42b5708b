"""What every payment provider does, from the buyer's page to the last refund."""

import dataclasses
import logging
import re
from decimal import Decimal
from typing import Any

import pytest
from structlog.testing import capture_logs

from prapazar.connector_kit.errors import (
    AuthFailed,
    ConnectorError,
    RateLimited,
    Rejected,
    Unavailable,
    UnexpectedAnswer,
)
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.limits import LocalLimiter
from prapazar.connector_kit.payments import PaymentRecord, PaymentState
from prapazar.connector_kit.traffic import TrafficRecord
from prapazar.foundation.clock import now
from tests.factories.receiver import Receiver
from tests.factories.silence import Silence
from tests.factories.stages import Stage
from tests.factories.stages.payment import PaymentStage

_LOST = ("lost_answer", "hung_answer", "cut_off", "timeout", "500")
_NEVER_ARRIVES = {"timeout", "500"}


@pytest.fixture
def provider(stage: Stage, receiver: Receiver) -> PaymentStage:
    assert isinstance(stage, PaymentStage)
    receiver.answer = b"OK"
    stage.listen(receiver.address)
    return stage


def _paid(provider: PaymentStage, **changes: Any) -> tuple[Any, PaymentRecord]:  # noqa: ANN401 - any connector and request
    """A connector, and a payment somebody has made, as the provider tells it when asked."""
    connector, request = provider.unhurried(), provider.request(**changes)
    page = connector.open_payment(request)
    provider.press(page)
    found = connector.fetch_payment(request.reference, page.external_id)
    assert isinstance(found, PaymentRecord)
    return connector, found


@pytest.mark.needs("take_payments")
def test_page_shows_what_is_paid_for_and_asks_for_no_card(provider: PaymentStage) -> None:
    connector, request = provider.unhurried(), provider.request()

    page = connector.open_payment(request)

    shown = provider.look(page)
    assert [word for word in ("Çiçekli Şal, İğne Oyalı", "Çay ğüşöç", "1.249,90") if word not in shown] == []
    assert re.findall(r"<input", shown) == []
    assert page.in_frame is provider.in_frame
    assert page.expires_at is not None
    assert page.expires_at > now()
    assert connector.fetch_payment(request.reference, page.external_id) is None


@pytest.mark.needs("take_payments")
@pytest.mark.proves("money_exact")
@pytest.mark.proves("webhooks_verified")
@pytest.mark.parametrize(("amount", "currency"), [("1249.90", "TRY"), ("100.00", "TRY"), ("10.05", "USD")])
def test_every_callback_of_a_payment_tells_the_same(
    provider: PaymentStage, receiver: Receiver, amount: str, currency: str
) -> None:
    connector = provider.unhurried()
    request = provider.request(amount=Decimal(amount), currency=currency, callback_url=receiver.address)
    page = connector.open_payment(request)

    deliveries = provider.pay(page, receiver)

    by_buyer = [connector.comes_with_buyer(one) for one in deliveries]
    assert by_buyer == ([True, False] if provider.browser_calls else [False])
    read = [connector.read_payment(one) for one in [*deliveries, *deliveries]]
    told = {
        (one.reference, one.external_id, one.state, one.amount, one.currency, one.refunded) for one in read
    }
    same = (request.reference, page.external_id, PaymentState.PAID, Decimal(amount), currency, Decimal(0))
    assert told == {same}
    asked = connector.fetch_payment(request.reference, page.external_id)
    assert (
        asked.reference,
        asked.external_id,
        asked.state,
        asked.amount,
        asked.currency,
        asked.refunded,
    ) == same
    assert (asked.fee is not None, asked.installments, asked.failure) == (True, 1, "")
    assert re.fullmatch(r"\*{4} \d{4}", asked.card)


@pytest.mark.needs("take_payments")
@pytest.mark.proves("money_exact")
def test_installments_are_paid_with_their_interest(provider: PaymentStage, receiver: Receiver) -> None:
    connector = provider.unhurried()
    request = provider.request(max_installments=6, callback_url=receiver.address)
    page = connector.open_payment(request)

    delivery = provider.pay(page, receiver, installments=3)[0]

    read = connector.read_payment(delivery)
    asked = connector.fetch_payment(request.reference, page.external_id)
    assert (read.installments, asked.installments, read.amount) == (3, 3, asked.amount)
    assert request.amount < read.amount < request.amount * 2
    assert read.amount == read.amount.quantize(Decimal("0.01"))


@pytest.mark.needs("take_payments")
def test_single_payment_offers_no_installments(provider: PaymentStage) -> None:
    connector = provider.unhurried()

    shown = [
        "<select" in provider.look(connector.open_payment(provider.request(max_installments=most)))
        for most in (1, 6)
    ]

    assert shown == [False, True]


@pytest.mark.needs("take_payments")
def test_declined_payment_says_why(provider: PaymentStage, receiver: Receiver) -> None:
    connector, request = provider.unhurried(), provider.request(callback_url=receiver.address)
    page = connector.open_payment(request)

    deliveries = provider.pay(page, receiver, "no_money")

    read = [connector.read_payment(one) for one in deliveries]
    told = {(one.reference, one.external_id, one.state, one.refunded) for one in read}
    assert told == {(request.reference, page.external_id, PaymentState.FAILED, Decimal(0))}
    assert {"yetersiz" in one.failure for one in read} == {True}
    asked = connector.fetch_payment(request.reference, page.external_id)
    assert asked is None or asked.state is PaymentState.FAILED


@pytest.mark.needs("take_payments")
@pytest.mark.proves("webhooks_verified")
@pytest.mark.parametrize("button", ["pay", "no_money"])
def test_forged_callback_is_refused(provider: PaymentStage, receiver: Receiver, button: str) -> None:
    connector, request = provider.unhurried(), provider.request(callback_url=receiver.address)
    page = connector.open_payment(request)
    forged = [one for given in provider.pay(page, receiver, button) for one in provider.forgeries(given)]

    for one in forged:
        with pytest.raises(AuthFailed) as raised:
            connector.read_payment(one)
        assert raised.value.code == "connector.webhook_refused"

    assert len(forged) >= 2


@pytest.mark.needs("take_payments")
@pytest.mark.proves("webhooks_verified")
def test_callback_meant_for_another_account_is_refused(provider: PaymentStage, receiver: Receiver) -> None:
    connector, request = provider.unhurried(), provider.request(callback_url=receiver.address)
    deliveries = list(provider.pay(connector.open_payment(request), receiver))

    stranger = type(provider)(provider.server, f"{provider.account}yabanci").unhurried()

    for one in deliveries:
        with pytest.raises(AuthFailed):
            stranger.read_payment(one)


@pytest.mark.needs("take_payments")
def test_word_nobody_knows_is_unexpected(provider: PaymentStage, receiver: Receiver) -> None:
    connector, request = provider.unhurried(), provider.request(callback_url=receiver.address)
    delivery = provider.pay(connector.open_payment(request), receiver)[0]

    with pytest.raises(UnexpectedAnswer) as raised:
        connector.read_payment(provider.odd_word(request, delivery))

    assert raised.value.code == "connector.unknown_status"


@pytest.mark.needs("take_payments")
def test_reference_that_was_paid_opens_no_second_page(provider: PaymentStage) -> None:
    if not provider.refuses_used:
        pytest.skip("it does not mind")
    connector, request = provider.unhurried(), provider.request()
    provider.press(connector.open_payment(request))

    with pytest.raises(Rejected) as raised:
        connector.open_payment(request)

    assert raised.value.code == f"{provider.slug}.duplicate"


@pytest.mark.needs("take_payments")
@pytest.mark.proves("errors_mapped")
@pytest.mark.parametrize("kind", _LOST)
def test_page_whose_answer_is_lost_can_be_opened_again(provider: PaymentStage, kind: str) -> None:
    request = provider.request()
    connector = provider.connector(Wire(around=Silence(provider.server, provider.slug)))
    provider.fault(kind, method="POST", path=provider.open_path)

    with pytest.raises(Unavailable) as raised:
        connector.open_payment(request)

    provider.server.pull("DELETE", "/faults")
    assert raised.value.maybe_done
    again = provider.unhurried()
    page = again.open_payment(request)
    provider.press(page)
    assert again.fetch_payment(request.reference, page.external_id).state is PaymentState.PAID


@pytest.mark.needs("take_payments")
@pytest.mark.proves("errors_mapped")
def test_trouble_told_within_a_good_answer_can_be_got_over(provider: PaymentStage) -> None:
    if not provider.tells_trouble_inside:
        pytest.skip("its documents name none")
    connector, request = provider.unhurried(), provider.request()
    provider.deed("trouble")

    with pytest.raises(Unavailable) as raised:
        connector.open_payment(request)

    assert raised.value.maybe_done
    assert connector.open_payment(request).url


@pytest.mark.needs("refund_payments")
@pytest.mark.proves("money_exact")
def test_payment_is_given_back_in_parts_until_nothing_is_left(provider: PaymentStage) -> None:
    connector, payment = _paid(provider)

    first = connector.refund_payment(payment, Decimal("249.95"), f"{payment.reference}R1")
    rest = connector.refund_payment(first, Decimal("999.95"), f"{payment.reference}R2")

    assert (first.state, first.refunded) == (PaymentState.PARTLY_REFUNDED, Decimal("249.95"))
    assert (rest.state, rest.refunded) == (PaymentState.REFUNDED, Decimal("1249.90"))
    assert connector.fetch_payment(payment.reference, payment.external_id) == rest
    assert provider.refunds(payment.reference) == [Decimal("249.95"), Decimal("999.95")]


@pytest.mark.needs("refund_payments")
@pytest.mark.proves("errors_mapped")
def test_no_more_is_given_back_than_was_paid(provider: PaymentStage) -> None:
    connector, payment = _paid(provider)
    connector.refund_payment(payment, Decimal("1000.00"), f"{payment.reference}R1")

    with pytest.raises(Rejected) as raised:  # what we kept of it is old
        connector.refund_payment(payment, Decimal("249.91"), f"{payment.reference}R2")

    assert raised.value.code == f"{provider.slug}.too_much"
    assert provider.refunds(payment.reference) == [Decimal("1000.00")]


@pytest.mark.needs("refund_payments")
@pytest.mark.proves("writes_not_repeated")
def test_refund_asked_for_twice_is_one_refund(provider: PaymentStage) -> None:
    connector, payment = _paid(provider)

    once = connector.refund_payment(payment, Decimal("100.00"), f"{payment.reference}R1")
    twice = connector.refund_payment(payment, Decimal("100.00"), f"{payment.reference}R1")

    assert once == twice
    assert provider.refunds(payment.reference) == [Decimal("100.00")]


@pytest.mark.needs("refund_payments")
@pytest.mark.proves("writes_not_repeated")
@pytest.mark.parametrize("kind", _LOST)
def test_refund_whose_answer_is_lost_is_made_once(provider: PaymentStage, kind: str) -> None:
    connector, payment = _paid(provider)
    provider.fault(kind, method="POST", path=provider.refund_path)

    with pytest.raises(Unavailable) as raised:
        provider.connector(Wire(around=Silence(provider.server, provider.slug))).refund_payment(
            payment, Decimal("100.00"), "IADE1"
        )

    provider.server.pull("DELETE", "/faults")
    assert raised.value.maybe_done
    arrived = [] if kind in _NEVER_ARRIVES else [Decimal("100.00")]
    assert provider.refunds(payment.reference) == arrived
    again = connector.refund_payment(payment, Decimal("100.00"), "IADE1")
    assert (again.state, again.refunded) == (PaymentState.PARTLY_REFUNDED, Decimal("100.00"))
    assert provider.refunds(payment.reference) == [Decimal("100.00")]


@pytest.mark.needs("refund_payments")
@pytest.mark.proves("writes_not_repeated")
@pytest.mark.parametrize(("kind", "expected"), [("503", Unavailable), ("429", RateLimited)])
def test_refund_that_was_turned_away_is_made_later(
    provider: PaymentStage, kind: str, expected: type[ConnectorError]
) -> None:
    connector, payment = _paid(provider)
    provider.fault(kind, method="POST", path=provider.refund_path, options={"retry_after": 600})

    with pytest.raises(expected) as raised:
        provider.connector(Wire(around=Silence(provider.server, provider.slug))).refund_payment(
            payment, Decimal("100.00"), "IADE1"
        )

    provider.server.pull("DELETE", "/faults")
    assert not getattr(raised.value, "maybe_done", False)
    assert provider.refunds(payment.reference) == []
    assert connector.refund_payment(payment, Decimal("100.00"), "IADE1").refunded == Decimal("100.00")


@pytest.mark.needs("refund_payments")
@pytest.mark.proves("errors_mapped")
def test_nothing_is_given_back_of_what_nobody_paid(provider: PaymentStage) -> None:
    connector, request = provider.unhurried(), provider.request()
    page = connector.open_payment(request)
    never = PaymentRecord(
        request.reference, page.external_id, PaymentState.PAID, "", request.amount, request.currency
    )

    with pytest.raises(Rejected) as raised:
        connector.refund_payment(never, Decimal("1.00"), "IADE1")

    assert raised.value.code.startswith(f"{provider.slug}.")


@pytest.mark.needs("cancel_payments")
def test_payment_of_today_is_cancelled_whole(provider: PaymentStage) -> None:
    connector, payment = _paid(provider)

    cancelled = connector.cancel_payment(payment)

    assert (cancelled.state, cancelled.refunded) == (PaymentState.CANCELLED, payment.amount)
    assert connector.fetch_payment(payment.reference, payment.external_id) == cancelled
    with pytest.raises(Rejected) as raised:
        connector.cancel_payment(payment)
    assert raised.value.code == f"{provider.slug}.not_cancelled"


@pytest.mark.needs("refund_payments")
@pytest.mark.proves("money_exact")
def test_refund_made_in_the_providers_own_panel_is_seen(provider: PaymentStage) -> None:
    connector, payment = _paid(provider)

    provider.deed("panel_refund", reference=payment.reference, amount="249.95")

    seen = connector.fetch_payment(payment.reference, payment.external_id)
    assert (seen.state, seen.amount, seen.refunded) == (
        PaymentState.PARTLY_REFUNDED,
        payment.amount,
        Decimal("249.95"),
    )


@pytest.mark.needs("cancel_payments")
def test_cancellation_made_in_the_providers_own_panel_is_seen(provider: PaymentStage) -> None:
    connector, payment = _paid(provider)

    provider.deed("panel_cancel", reference=payment.reference)

    seen = connector.fetch_payment(payment.reference, payment.external_id)
    assert (seen.state, seen.refunded) == (PaymentState.CANCELLED, payment.amount)


@pytest.mark.needs("take_payments")
@pytest.mark.proves("secrets_hidden")
def test_secrets_and_people_stay_out_of_logs(
    provider: PaymentStage, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    records: list[TrafficRecord] = []
    slept: list[float] = []
    limiter = LocalLimiter(now=lambda: sum(slept))
    connector = provider.connector(
        Wire(recorder=records.append, sleep=slept.append, limiter=limiter, max_wait=60)
    )
    request = provider.request(callback_url=receiver.address)

    with capture_logs() as logs:
        page = connector.open_payment(request)
        for one in provider.pay(page, receiver):
            connector.read_payment(one)
        payment = connector.fetch_payment(request.reference, page.external_id)
        connector.refund_payment(payment, Decimal("1.00"), "IADE1")

    kept = f"{[dataclasses.asdict(record) for record in records]} {logs} {caplog.text}"
    people = [
        "Şule",
        "Iğdırlıoğlu",
        "Çınar Sokağı",
        "sule@example.com",
        "5321112233",
        "11111111111",
        "192.0.2.7",
    ]
    assert len(records) >= 3
    assert [word for word in [*provider.secrets, *people] if word in kept] == []
