"""What only PayTR does, seen in its simulator."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from prapazar.connector_kit.errors import AuthFailed, Rejected
from prapazar.connector_kit.payments import PaymentState
from prapazar.foundation.clock import now
from tests.factories.receiver import Receiver, receiving
from tests.factories.stages import Stage
from tests.factories.stages.paytr import PaytrStage

_USUAL = {"comma": False, "tells_more": True, "empty_returns": "list"}


@pytest.fixture
def paytr(stage: Stage) -> Iterator[PaytrStage]:
    assert isinstance(stage, PaytrStage)
    yield stage
    _rule(stage, **_USUAL)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as taking:
        yield taking


def _rule(paytr: PaytrStage, **rules: object) -> None:
    paytr.server.pull("PATCH", "/paytr/rules", rules)


@pytest.mark.parametrize("name", ["merchant_key", "merchant_salt"])
def test_wrong_key_and_wrong_salt_are_refused_at_every_call(paytr: PaytrStage, name: str) -> None:
    request = paytr.request()
    paytr.press(paytr.unhurried().open_payment(request))
    wrong = paytr.connector(credentials={name: "yanlis"})

    for call in (
        wrong.test_credentials,
        lambda: wrong.open_payment(paytr.request()),
        lambda: wrong.fetch_payment(request.reference, ""),
    ):
        with pytest.raises(AuthFailed):
            call()


@pytest.mark.parametrize(
    "rules",
    [{"comma": True}, {"tells_more": False}, {"empty_returns": "none"}, {"comma": True, "tells_more": False}],
)
def test_status_is_read_however_it_is_told(paytr: PaytrStage, rules: dict[str, object]) -> None:
    connector, request = paytr.unhurried(), paytr.request()
    page = connector.open_payment(request)
    paytr.press(page)
    _rule(paytr, **rules)

    found = connector.fetch_payment(request.reference, page.external_id)

    assert (found.state, found.amount, found.refunded) == (PaymentState.PAID, request.amount, Decimal(0))
    assert found.fee == (None if rules.get("tells_more") is False else Decimal("30.00"))
    assert now() - timedelta(minutes=1) < found.at < now() + timedelta(minutes=1)


def test_notification_comes_again_until_it_is_answered_ok(paytr: PaytrStage, receiver: Receiver) -> None:
    connector, request = paytr.unhurried(), paytr.request()
    paytr.listen(receiver.address)
    paytr.press(connector.open_payment(request))
    for answer in (b"ok", b"OK", b"OK"):
        receiver.answer = answer
        paytr.server.pull("POST", "/webhooks/deliver")

    seen = [connector.read_payment(one) for one in receiver.deliveries]

    # Once by itself with an empty answer or by the first lever; never again after the first OK.
    taken = [
        one["taken"]
        for one in paytr.server.pull("GET", "/webhooks/deliveries")
        if one["topic"] == request.reference
    ]
    assert (taken[-1], taken.count(True), len(taken)) == (True, 1, len(seen))
    assert {one.amount for one in seen} == {request.amount}


def test_buyer_is_sent_on_out_of_the_frame_and_tells_nothing(paytr: PaytrStage) -> None:
    connector = paytr.unhurried()
    paid, declined = (connector.open_payment(paytr.request()) for _ in range(2))

    ways = [paytr.press(paid), paytr.press(declined, "leave")]

    assert [(one.method, one.url, one.fields) for one in ways] == [
        ("get", "https://magaza.example/tamam", {}),
        ("get", "https://magaza.example/olmadi", {}),
    ]


def test_test_mode_is_told_for_every_environment_but_the_live_one(paytr: PaytrStage) -> None:
    request = paytr.request()

    paytr.unhurried().open_payment(request)

    assert paytr.deed("kept", reference=request.reference)["test_mode"] == "1"


@pytest.mark.parametrize(
    "changes", [{"reference": "PRZ-1"}, {"reference": "P" * 65}, {"buyer_ip": ""}, {"currency": "CHF"}]
)
def test_what_paytr_does_not_take_is_rejected(paytr: PaytrStage, changes: dict[str, str]) -> None:
    request = replace(paytr.request(), **changes)  # type: ignore[arg-type]  # texts all of them

    with pytest.raises(Rejected) as raised:
        paytr.unhurried().open_payment(request)

    assert raised.value.code == "paytr.rejected"


def test_reference_of_a_refund_is_shown_with_it(paytr: PaytrStage) -> None:
    connector, request = paytr.unhurried(), paytr.request()
    page = connector.open_payment(request)
    paytr.press(page)
    payment = connector.fetch_payment(request.reference, page.external_id)

    connector.refund_payment(payment, Decimal("10.00"), "IADE-7")

    [row] = paytr.deed("kept", reference=request.reference)["returns"]
    assert row == {
        "is_test": 1,
        "merchant_oid": request.reference,
        "return_amount": "10.00",
        "reference_no": "IADE7",
    }
