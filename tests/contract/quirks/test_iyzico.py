"""What only iyzico does, seen in its simulator."""

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from prapazar.connector_kit.errors import AuthFailed, Rejected
from prapazar.connector_kit.payments import BasketItem, PaymentState
from tests.factories.receiver import Receiver, receiving
from tests.factories.stages import Stage
from tests.factories.stages.iyzico import IyzicoStage

_USUAL = {"unpaid": "status", "declined": "failure", "signs_webhooks": True}


@pytest.fixture
def iyzico(stage: Stage) -> Iterator[IyzicoStage]:
    assert isinstance(stage, IyzicoStage)
    yield stage
    _rule(stage, **_USUAL)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as taking:
        yield taking


def _rule(iyzico: IyzicoStage, **rules: object) -> None:
    iyzico.server.pull("PATCH", "/iyzico/rules", rules)


def test_wrong_secret_and_unknown_key_are_refused_within_a_good_status(iyzico: IyzicoStage) -> None:
    for wrong in ({"secret_key": "yanlis"}, {"api_key": "yanlis"}):
        with pytest.raises(AuthFailed):
            iyzico.connector(credentials=wrong).test_credentials()


@pytest.mark.parametrize("unpaid", ["status", "failure"])
def test_form_nobody_paid_is_nothing_so_far_however_it_is_told(iyzico: IyzicoStage, unpaid: str) -> None:
    connector, request = iyzico.unhurried(), iyzico.request()
    page = connector.open_payment(request)
    _rule(iyzico, unpaid=unpaid)

    assert connector.fetch_payment(request.reference, page.external_id) is None


@pytest.mark.parametrize("declined", ["failure", "status"])
def test_declined_payment_is_read_however_it_is_told(iyzico: IyzicoStage, declined: str) -> None:
    connector, request = iyzico.unhurried(), iyzico.request()
    page = connector.open_payment(request)
    _rule(iyzico, declined=declined)
    iyzico.press(page, "no_money")

    found = connector.fetch_payment(request.reference, page.external_id)

    assert (found.state, found.failure) == (PaymentState.FAILED, "Kart limiti yetersiz, yetersiz bakiye")


def test_buyer_pays_by_another_card_after_a_refused_one(iyzico: IyzicoStage) -> None:
    connector, request = iyzico.unhurried(), iyzico.request()
    page = connector.open_payment(request)
    iyzico.press(page, "no_money")
    iyzico.press(page)

    found = connector.fetch_payment(request.reference, page.external_id)

    assert (found.state, found.amount) == (PaymentState.PAID, request.amount)


def test_buyer_who_leaves_brings_a_token_and_nothing_is_paid(iyzico: IyzicoStage, receiver: Receiver) -> None:
    connector = iyzico.unhurried()
    page = connector.open_payment(iyzico.request(callback_url=receiver.address))

    [delivery] = iyzico.pay(page, receiver, "leave")

    found = connector.read_payment(delivery)
    assert (found.external_id, found.state, found.amount) == (page.external_id, PaymentState.OPEN, Decimal(0))


def test_webhook_that_is_not_signed_is_asked_about(iyzico: IyzicoStage, receiver: Receiver) -> None:
    connector = iyzico.unhurried()
    iyzico.listen(receiver.address)
    _rule(iyzico, signs_webhooks=False)
    page = connector.open_payment(iyzico.request(callback_url="http://127.0.0.1:9/odeme"))
    iyzico.press(page)
    iyzico.server.pull("POST", "/webhooks/deliver")

    [delivery] = receiver.deliveries
    lying = replace(delivery, body=json.dumps({**json.loads(delivery.body), "status": "FAILURE"}).encode())

    assert "x-iyz-signature-v3" not in delivery.headers
    assert {connector.read_payment(one).state for one in (delivery, lying)} == {PaymentState.PAID}


def test_page_that_ran_out_is_open_no_more(iyzico: IyzicoStage) -> None:
    page = iyzico.unhurried().open_payment(iyzico.request())
    iyzico.server.pull("PATCH", "/iyzico/rules", {"token_seconds": -1})
    late = iyzico.unhurried().open_payment(iyzico.request())
    iyzico.server.pull("PATCH", "/iyzico/rules", {"token_seconds": 1800})

    assert [iyzico.server.http.get(one.url).status_code for one in (page, late)] == [200, 404]


def test_basket_that_does_not_add_up_is_refused(iyzico: IyzicoStage) -> None:
    request = replace(iyzico.request(), items=(BasketItem("1", "Çay", "Gıda", Decimal("1.00")),))

    with pytest.raises(Rejected) as raised:
        iyzico.unhurried().open_payment(request)

    assert raised.value.code == "iyzico.form_refused"


def test_payment_whose_token_was_never_learned_is_found_by_our_reference(iyzico: IyzicoStage) -> None:
    connector, request = iyzico.unhurried(), iyzico.request()
    iyzico.press(connector.open_payment(request))

    found = connector.fetch_payment(request.reference, "")

    assert (found.reference, found.external_id, found.state) == (request.reference, "", PaymentState.PAID)
    assert connector.fetch_payment("PRZ0", "") is None


def test_refund_is_spread_over_the_items_and_interest_goes_back_too(iyzico: IyzicoStage) -> None:
    connector, request = iyzico.unhurried(), iyzico.request(max_installments=3)
    page = connector.open_payment(request)
    iyzico.press(page, installments=3)
    payment = connector.fetch_payment(request.reference, page.external_id)

    whole = connector.refund_payment(payment, payment.amount, "IADE1")

    assert (whole.state, iyzico.refunds(request.reference)) == (PaymentState.REFUNDED, [payment.amount])
    rows = iyzico.deed("kept", reference=request.reference)["refunds"]
    assert [Decimal(one["price"]) for one in rows] == [Decimal("1322.07"), Decimal("0.95")]


def test_payment_that_went_back_in_part_is_not_cancelled(iyzico: IyzicoStage) -> None:
    connector, request = iyzico.unhurried(), iyzico.request()
    page = connector.open_payment(request)
    iyzico.press(page)
    payment = connector.fetch_payment(request.reference, page.external_id)
    connector.refund_payment(payment, Decimal("1.00"), "IADE1")

    with pytest.raises(Rejected) as raised:
        connector.cancel_payment(payment)

    assert raised.value.code == "iyzico.not_cancelled"
