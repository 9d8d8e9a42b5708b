"""Yurtiçi Kargo fulfilling the contract: users, partial acceptance, taking back."""

import dataclasses
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.errors import RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.parcels import Parcel, Payer, ShipmentAnswer, ShipmentOrder
from prapazar.connector_kit.records import Address
from tests.connectors.yurtici.service import connector, served
from tests.factories.provider import Provider
from tests.factories.soap_provider import sent

_ORDER = ShipmentOrder(
    reference="R1",
    sender=Address(),
    recipient=Address(name="Deneme Alıcı", line="Çınar Sokağı No: 7", phone="5321112233"),
    parcels=(Parcel("R1", Decimal(1), Decimal(1)), Parcel("R1-2", Decimal(1), Decimal(1))),
)


def _created(*codes: int) -> str:
    rows = "".join(
        f"<shippingOrderDetailVO><cargoKey>{key}</cargoKey><errCode>{code}</errCode></shippingOrderDetailVO>"
        for key, code in zip(("R1", "R1-2"), codes, strict=True)
    )
    flag = int(any(codes))
    return f"<ShippingOrderResultVO><outFlag>{flag}</outFlag><jobId>7</jobId>{rows}</ShippingOrderResultVO>"


def _cancelled(status: str, key: str = "R1") -> str:
    row = f"<cargoKey>{key}</cargoKey><operationStatus>{status}</operationStatus><errCode>0</errCode>"
    rows = f"<shippingCancelDetailVO>{row}</shippingCancelDetailVO>"
    return f"<ShippingOrderResultVO><outFlag>0</outFlag>{rows}</ShippingOrderResultVO>"


def _told(*rows: str) -> str:
    found = "".join(f"<shippingDeliveryDetailVO>{row}</shippingDeliveryDetailVO>" for row in rows)
    return f"<ShippingDeliveryVO><outFlag>0</outFlag>{found}</ShippingDeliveryVO>"


def _row(key: str, status: str, reference: str = "R1") -> str:
    keys = f"<cargoKey>{key}</cargoKey><invoiceKey>{reference}</invoiceKey>"
    return f"{keys}<operationStatus>{status}</operationStatus>"


def _sent(provider: Provider) -> list[tuple[str, str]]:
    """Operations and their users."""
    return [(tag.rpartition("}")[2], leaves["wsUserName"]) for tag, leaves in sent(provider)]


def test_shipment_is_known_by_the_carriers_job() -> None:
    assert connector(served(_created(0, 0))).create_shipment(_ORDER) == ShipmentAnswer(external_id="7")


@pytest.mark.parametrize(
    ("codes", "error", "code", "asked"),
    [
        ((60020, 60020), Rejected, "yurtici.duplicate", 1),
        ((0, 60020), Rejected, "yurtici.barcode_taken", 2),
        ((0, 82516), Rejected, "yurtici.phone", 2),
        ((936, 936), Unavailable, "connector.unavailable", 1),
    ],
)
def test_shipment_is_taken_whole_or_taken_back(
    codes: tuple[int, int], error: type[Exception], code: str, asked: int
) -> None:
    provider = served(_created(*codes), _cancelled("CNL"))

    with pytest.raises(error) as raised:
        connector(provider).create_shipment(_ORDER)

    assert getattr(raised.value, "code", "") == code
    assert [name for name, _ in _sent(provider)] == ["createShipment", "cancelShipment"][:asked]


@pytest.mark.parametrize(
    ("changes", "user"),
    [
        ({}, "YKTEST"),
        ({"payer": Payer.RECEIVER}, "AO1"),
        ({"cash_on_delivery": Decimal(10)}, "TT1"),
    ],
)
def test_who_pays_chooses_the_user(changes: dict[str, Any], user: str) -> None:
    provider = served(_created(0, 0))
    order = dataclasses.replace(_ORDER, **changes)

    connector(provider, receiver_user="AO1", cash_user="TT1").create_shipment(order)

    assert _sent(provider) == [("createShipment", user)]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"payer": Payer.RECEIVER}, "yurtici.no_contract"),
        ({"payer": Payer.CHANNEL}, "yurtici.no_contract"),
        ({"cash_on_delivery": Decimal(10), "currency": "EUR"}, "yurtici.currency"),
    ],
)
def test_shipment_nobody_has_a_contract_for_is_not_sent(changes: dict[str, Any], code: str) -> None:
    provider = served(_created(0, 0))

    with pytest.raises(Rejected) as raised:
        connector(provider).create_shipment(dataclasses.replace(_ORDER, **changes))

    assert (raised.value.code, _sent(provider)) == (code, [])


def test_every_user_is_asked_for_what_is_left() -> None:
    provider = served(_told(_row("R1", "IND")), _told(_row("R2", "NOP", "R2")))

    found = connector(provider, receiver_user="AO1", cash_user="TT1").fetch_tracking(["R1", "R2"])

    assert [one.reference for one in found] == ["R1", "R2"]
    assert [(name, leaves["wsUserName"], leaves["keys"]) for name, leaves in sent(provider)] == [
        (sent(provider)[0][0], "YKTEST", "R2"),
        (sent(provider)[0][0], "AO1", "R2"),
    ]


def test_living_parcels_are_taken_back_by_their_own_keys() -> None:
    provider = served(_told(_row("R1", "CNL"), _row("R1-2", "NOP")), _cancelled("CNL", "R1-2"))

    connector(provider).cancel_shipment("R1", "7")

    assert [leaves.get("cargoKeys") for _, leaves in sent(provider)] == [None, "R1-2"]


@pytest.mark.parametrize(
    ("answers", "error", "code"),
    [
        ((_told(),), Rejected, "yurtici.not_found"),
        ((_told(_row("R1", "NOP")), _cancelled("ISR")), Rejected, "yurtici.too_late"),
        ((_told(_row("R1", "NOP")), _cancelled("UFO")), UnexpectedAnswer, "connector.unknown_status"),
    ],
)
def test_shipment_that_cannot_be_taken_back_is_told(
    answers: tuple[str, ...], error: type[Exception], code: str
) -> None:
    with pytest.raises(error) as raised:
        connector(served(*answers)).cancel_shipment("R1", "7")

    assert getattr(raised.value, "code", "") == code


def test_key_that_was_asked_for_within_the_minute_waits_alone() -> None:
    words = "Aynı anahtar 1 dakika içerisinde tekrar sorgulanamaz."
    refused = f"<invoiceKey>R1</invoiceKey><errCode>936</errCode><errMessage>{words}</errMessage>"

    found = connector(served(_told(refused, _row("R2", "NOP", "R2")))).fetch_tracking(["R1", "R2"])
    with pytest.raises(RateLimited) as raised:
        connector(served(_told(refused))).fetch_tracking(["R1"])

    assert [one.reference for one in found] == ["R2"]
    assert (raised.value.code, raised.value.retry_after) == ("yurtici.repeated", 60)
