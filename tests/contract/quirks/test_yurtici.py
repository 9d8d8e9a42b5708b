"""What only Yurtiçi Kargo does, seen in its simulator."""

import dataclasses
from collections.abc import Iterator
from decimal import Decimal

import httpx
import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.parcels import CashKind, ParcelStatus, Payer, TrackingRecord
from tests.factories.stages import Stage
from tests.factories.stages.yurtici import YurticiStage

_PATH = "/yurtici/KOPSWebServices/ShippingOrderDispatcherServices"
_USUAL = {
    "repeat_ms": 0,
    "repeat_answer": "whole",
    "unknown_key": "absent",
    "cash_needs_user": False,
    "ip_refusal": "text",
    "decimal_comma": False,
}


@pytest.fixture
def yurtici(stage: Stage) -> Iterator[YurticiStage]:
    assert isinstance(stage, YurticiStage)
    yield stage
    stage.rule(**_USUAL)


def _post(yurtici: YurticiStage, operation: str, inner: str) -> httpx.Response:
    space = "http://yurticikargo.com.tr/ShippingOrderDispatcherServices"
    login = f"<wsUserName>YK{yurtici.account}</wsUserName><wsPassword>{yurtici.credentials['password']}</wsPassword>"
    body = (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header/><s:Body>'
        f'<o:{operation} xmlns:o="{space}">{login}{inner}</o:{operation}></s:Body></s:Envelope>'
    )
    return httpx.post(f"{yurtici.server.address}{_PATH}", content=body.encode(), trust_env=False)


@pytest.mark.parametrize(
    ("operation", "wrong", "right"),
    [
        ("createShipment", "wsLanguage", "userLanguage"),
        ("cancelShipment", "wsLanguage", "userLanguage"),
        ("queryShipment", "userLanguage", "wsLanguage"),
        ("saveReturnShipmentCode", "userLanguage", "wsLanguage"),
    ],
)
def test_language_has_another_name_in_other_operations(
    yurtici: YurticiStage, operation: str, wrong: str, right: str
) -> None:
    refused = _post(yurtici, operation, f"<{wrong}>TR</{wrong}>")
    good = _post(yurtici, operation, f"<{right}>TR</{right}>")

    words = "Web servis kullanıcı dili boş olamaz"
    assert [(one.status_code, words in one.text) for one in (refused, good)] == [(200, True), (200, False)]


def test_same_key_is_answered_once_a_minute(yurtici: YurticiStage) -> None:
    order = yurtici.order_for()
    connector = yurtici.unhurried()
    connector.create_shipment(order)
    yurtici.rule(repeat_ms=60_000)

    first = connector.fetch_tracking([order.reference])
    with pytest.raises(RateLimited) as raised:
        connector.fetch_tracking([order.reference])
    connector.test_credentials()  # others of the account need not wait

    assert len(first) == 1
    assert (raised.value.code, raised.value.retry_after) == ("yurtici.repeated", 60)


def test_key_that_is_refused_alone_leaves_the_others_to_be_read(yurtici: YurticiStage) -> None:
    known, fresh = yurtici.order_for(), yurtici.order_for()
    connector = yurtici.unhurried()
    for order in (known, fresh):
        connector.create_shipment(order)
    yurtici.rule(repeat_ms=60_000, repeat_answer="key")
    connector.fetch_tracking([known.reference])

    found = connector.fetch_tracking([known.reference, fresh.reference])

    assert [one.reference for one in found] == [fresh.reference]


def test_key_nobody_knows_may_come_with_a_code(yurtici: YurticiStage) -> None:
    yurtici.rule(unknown_key="detail")

    yurtici.connector().test_credentials()
    assert yurtici.connector().fetch_tracking(["PRZ999999999"]) == []


def test_parcels_that_were_taken_are_taken_back_where_another_is_refused(yurtici: YurticiStage) -> None:
    first, second = yurtici.order_for(), yurtici.order_for()
    connector = yurtici.unhurried()
    connector.create_shipment(first)
    mixed = dataclasses.replace(second, parcels=(*second.parcels, *first.parcels))

    with pytest.raises(Rejected) as raised:
        connector.create_shipment(mixed)

    [untouched], [taken_back] = yurtici.parcels(first.reference), yurtici.parcels(second.reference)
    assert raised.value.code == "yurtici.barcode_taken"
    assert (untouched["status"], taken_back["status"]) == ("NOP", "CNL")


@pytest.mark.parametrize("status", ["ISR", "IND", "DLV"])
def test_shipment_with_a_document_is_not_taken_back(yurtici: YurticiStage, status: str) -> None:
    order = yurtici.order_for()
    connector = yurtici.unhurried()
    connector.create_shipment(order)
    yurtici.carry(order.reference, status)

    with pytest.raises(Rejected) as raised:
        connector.cancel_shipment(order.reference, order.reference)

    [kept] = yurtici.parcels(order.reference)
    assert (raised.value.code, kept["status"]) == ("yurtici.too_late", status)


@pytest.mark.parametrize("answer", ["text", "403"])
def test_address_that_is_not_listed_is_told_as_such(yurtici: YurticiStage, answer: str) -> None:
    yurtici.rule(ip_refusal=answer)
    yurtici.server.pull("PATCH", f"/yurtici/accounts/{yurtici.account}", {"listed": False})

    with pytest.raises(AuthFailed) as raised:
        yurtici.connector().test_credentials()

    assert raised.value.code == "yurtici.ip_not_listed"


def test_flag_2_is_an_outage_after_which_nobody_knows(yurtici: YurticiStage) -> None:
    trouble = {"trouble": "Beklenmeyen bir hata oluştu."}
    yurtici.server.pull("PATCH", f"/yurtici/accounts/{yurtici.account}", trouble)

    with pytest.raises(Unavailable) as raised:
        yurtici.connector(Wire(sleep=lambda _: None)).create_shipment(yurtici.order_for())

    assert raised.value.maybe_done


def test_each_contract_has_a_user_and_each_user_its_own_books(yurtici: YurticiStage) -> None:
    yurtici.rule(cash_needs_user=True)
    cash = yurtici.order_for(cash_on_delivery=Decimal("99.90"), cash_kind=CashKind.CARD)
    collect, usual = yurtici.order_for(payer=Payer.RECEIVER), yurtici.order_for()
    with pytest.raises(Rejected) as raised:
        yurtici.unhurried().create_shipment(cash)
    yurtici.with_contracts()
    connector = yurtici.unhurried()

    for order in (cash, collect, usual):
        connector.create_shipment(order)
    found = connector.fetch_tracking([one.reference for one in (cash, collect, usual)])
    connector.cancel_shipment(cash.reference, cash.reference)

    users = [yurtici.parcels(one.reference)[0]["user"][:2] for one in (cash, collect, usual)]
    assert (raised.value.code, users) == ("yurtici.cash", ["TT", "AO", "YK"])
    assert {one.reference for one in found} == {one.reference for one in (cash, collect, usual)}
    assert yurtici.parcels(cash.reference)[0]["status"] == "CNL"


def test_wrong_password_of_one_contract_is_found_by_the_test(yurtici: YurticiStage) -> None:
    yurtici.with_contracts()

    yurtici.connector().test_credentials()
    with pytest.raises(AuthFailed):
        yurtici.connector(credentials={"cash_password": "yanlış"}).test_credentials()


def test_shipment_of_two_parcels_stands_with_the_later_one_and_is_billed_once(yurtici: YurticiStage) -> None:
    yurtici.rule(decimal_comma=True)
    order = yurtici.order_for()
    second = dataclasses.replace(order.parcels[0], barcode=f"{order.reference}-2")
    connector = yurtici.unhurried()
    connector.create_shipment(dataclasses.replace(order, parcels=(*order.parcels, second)))
    yurtici.carry(order.reference, "IND")
    body = {"reference": order.reference, "status": "DLV", "cargo": order.reference}
    yurtici.server.pull("POST", f"/yurtici/{yurtici.account}/carry", body)

    [found] = connector.fetch_tracking([order.reference])

    assert isinstance(found, TrackingRecord)
    told = (found.status, found.delivered_at, found.billed_amount)
    assert told == (ParcelStatus.IN_TRANSIT, None, Decimal("85.40"))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "1234567"}, "name"),
        ({"line": "Kısa"}, "line"),
        ({"line": "Uzun " * 50}, "line"),
        ({"phone": "12"}, "phone"),
    ],
)
def test_recipient_is_held_against_the_carriers_measures(
    yurtici: YurticiStage, change: dict[str, str], field: str
) -> None:
    order = yurtici.order_for()
    wrong = dataclasses.replace(order, recipient=dataclasses.replace(order.recipient, **change))

    with pytest.raises(Rejected) as raised:
        yurtici.unhurried().create_shipment(wrong)

    assert raised.value.field == field
