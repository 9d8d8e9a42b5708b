"""iyzico through `iyzipay` from npm, iyzico's own client: only its `uri` is ours."""

from typing import Any

import pytest

from tests.factories import strangers
from tests.factories.stages import Server

pytestmark = pytest.mark.foreign("iyzipay")


@pytest.fixture(scope="module")
def told(server: Server, packages: None) -> dict[str, Any]:
    opened = server.pull("POST", "/iyzico/accounts", {"name": "yabanci"})
    keys = {name: opened[name] for name in ("api_key", "secret_key")}
    said: dict[str, Any] = strangers.talk("iyzico", {"address": f"{server.address}/iyzico", **keys})
    return said


def test_client_is_let_in_by_its_signature_alone(told: dict[str, Any]) -> None:
    assert (told["alive"], told["refused"]) == ("success", ["failure", "1000"])


def test_client_asks_for_cards_and_installments(told: dict[str, Any]) -> None:
    assert told["card"] == ["CREDIT_CARD", "Paraf"]
    assert told["plans"] == [[1, 100], [2, 103.9], [3, 105.85], [6, 111.7], [9, 117.55], [12, 123.4]]


def test_client_opens_a_form_and_reads_what_the_buyer_paid(told: dict[str, Any]) -> None:
    assert told["wrong"] == ["failure", "5057", "paidPrice price değerinden küçük olamaz"]
    assert (told["opened"], told["brought"]) == (["success", "Y1", 1800], True)
    assert told["paid"] == ["SUCCESS", 100, 105.85, 3, "Y1", 1]
    assert told["items"] == [["SAL-1", 99.1, 104.9], ["CAY-1", 0.9, 0.95]]
    assert told["read"] == [True, 105.85]


def test_client_gives_back_by_item_and_by_payment(told: dict[str, Any]) -> None:
    assert (told["ofItem"], told["ofPayment"]) == (["success", 10.05, "TRY"], ["success", 5])
    assert told["tooMuch"] == "failure"
    assert told["report"] == [["PARTIALLY_REFUNDED", [10.05, 5]]]


def test_client_cancels_and_is_told_of_a_declined_card(told: dict[str, Any]) -> None:
    assert told["cancelled"] == ["success", 100]
    assert told["declined"] == ["10051", "NOT_SUFFICIENT_FUNDS", "FAILURE"]
