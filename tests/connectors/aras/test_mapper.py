"""Between Aras Kargo's shapes and ours, on plain values."""

import dataclasses
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.errors import AuthFailed, UnexpectedAnswer
from prapazar.connector_kit.parcels import (
    CashKind,
    Parcel,
    ParcelStatus,
    Payer,
    ShipmentOrder,
    TrackingRecord,
)
from prapazar.connector_kit.records import Address, ParkedRecord
from prapazar.connectors.aras import mapper
from tests.factories.provider import fixture

_REFERENCE = "PZAAAA00000001"
_ORDER = ShipmentOrder(
    reference=_REFERENCE,
    sender=Address(),
    recipient=Address(
        name="Deneme Alıcı",
        line="Çınar Sokağı No: 7",
        district="Çankaya",
        city="Ankara",
        phone="0532 111 22 33",
    ),
    parcels=(Parcel(_REFERENCE, Decimal("2.5"), Decimal("1.2"), "Şal"), Parcel("P2", Decimal(1), Decimal(3))),
    description="Çiçekli Şal",
)
_SENT = {
    "TradingWaybillNumber": _REFERENCE,
    "IntegrationCode": _REFERENCE,
    "ReceiverName": "Deneme Alıcı",
    "ReceiverAddress": "Çınar Sokağı No: 7",
    "ReceiverPhone1": "5321112233",
    "ReceiverCityName": "Ankara",
    "ReceiverTownName": "Çankaya",
    "VolumetricWeight": "3.50",
    "Weight": "4.20",
    "PieceCount": "2",
    "PayorTypeCode": "1",
    "IsWorldWide": "0",
    "IsCod": "0",
    "PieceDetails": {
        "PieceDetail": [
            {
                "VolumetricWeight": "2.50",
                "Weight": "1.20",
                "BarcodeNumber": _REFERENCE,
                "Description": "Şal",
            },
            {"VolumetricWeight": "1.00", "Weight": "3.00", "BarcodeNumber": "P2"},
        ]
    },
    "Description": "Çiçekli Şal",
}


def _record(row: dict[str, Any]) -> TrackingRecord | ParkedRecord:
    return mapper.tracking(_REFERENCE, [{"TIP_KODU": "1", **row}])


def test_order_is_written_as_the_carrier_names_it() -> None:
    assert mapper.order(_ORDER, "") == _SENT


def test_cash_invoice_payer_and_address_of_the_sender_are_named_where_there_are_any() -> None:
    order = dataclasses.replace(
        _ORDER,
        payer=Payer.RECEIVER,
        invoice_number="ARS2026000000001",
        cash_on_delivery=Decimal("1249.9"),
        cash_kind=CashKind.CARD,
    )

    assert mapper.order(order, "77") == {
        **_SENT,
        "PayorTypeCode": "2",
        "TradingWaybillNumber": "ARS2026000000001",
        "InvoiceNumber": "ARS2026000000001",
        "SenderAccountAddressId": "77",
        "IsCod": "1",
        "CodAmount": "1249.90",
        "CodCollectionType": "1",
        "CodBillingType": "0",
    }


def test_tracking_is_read_whole() -> None:
    [row] = mapper.tracked(f'{{"QueryResult":{{"Cargo":{_text()}}}}}')

    assert mapper.tracking(_REFERENCE, [row]) == TrackingRecord(
        reference=_REFERENCE,
        status=ParcelStatus.DELIVERED,
        provider_status="6 Teslim Edildi",
        tracking_number="2100000000001",
        tracking_url="https://kargotakip.araskargo.com.tr/mainpage.aspx?code=2100000000001",
        delivered_at=datetime(2026, 11, 21, 6, 30, tzinfo=UTC),
        received_by="Deneme Alıcı",
        billed_desi=Decimal("2.5"),
        billed_amount=Decimal("96.20"),
    )


def _text() -> str:
    return (Path(__file__).parent / "fixtures" / "tracking.json").read_text(encoding="utf-8")


def test_recorded_rows_are_replayed() -> None:
    [found] = mapper.READERS["tracking"](fixture(Path(__file__).parent, "tracking"))

    assert isinstance(found, TrackingRecord)


@pytest.mark.parametrize(
    ("told", "count"),
    [
        ('{"QueryResult":null}', 0),
        ('{"QueryResult":{"Cargo":{"DURUM_KODU":1}}}', 1),
        ('{"QueryResult":{"Cargo":[{"DURUM_KODU":1},{"DURUM_KODU":2}]}}', 2),
    ],
)
def test_query_answers_none_one_or_several(told: str, count: int) -> None:
    assert len(mapper.tracked(told)) == count


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ("Kullanıcı adı veya şifre hatalı.", AuthFailed),
        ("Bakımdayız.", UnexpectedAnswer),
        ("", UnexpectedAnswer),
    ],
)
def test_sentence_in_place_of_json_is_read(told: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        mapper.tracked(told)


@pytest.mark.parametrize(
    ("row", "moment"),
    [
        ({"TESLIM_TARIHI": "1.2.2026"}, datetime(2026, 1, 31, 21, 0, tzinfo=UTC)),
        ({"TESLIM_TARIHI": "01.02.2026 14:05:09"}, datetime(2026, 2, 1, 11, 5, tzinfo=UTC)),
        ({"TESLIM_TARIHI": "01.02.2026", "TESLIM_ZAMANI": "14:05"}, datetime(2026, 2, 1, 11, 5, tzinfo=UTC)),
        ({}, None),
    ],
)
def test_delivery_is_told_in_one_field_or_in_two(row: dict[str, str], moment: datetime | None) -> None:
    found = _record({"DURUM_KODU": "6", **row})

    assert isinstance(found, TrackingRecord)
    assert found.delivered_at == moment


def test_parcel_that_travels_back_leads_whatever_became_of_it_before() -> None:
    rows = [{"DURUM_KODU": "6", "TIP_KODU": "1"}, {"DURUM_KODU": "2", "TIP_KODU": "3"}]

    found = mapper.tracking(_REFERENCE, rows)

    assert isinstance(found, TrackingRecord)
    assert (found.status, found.provider_status) == (ParcelStatus.RETURNING, "2 (TIP 3)")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"DURUM_KODU": "99"}, "connector.unknown_status"),
        ({"DURUM_KODU": "1", "TIP_KODU": "8"}, "connector.unknown_status"),
        ({}, "connector.missing_field"),
        ({"DURUM_KODU": "6", "TESLIM_TARIHI": "dün"}, "connector.odd_value"),
        ({"DURUM_KODU": "6", "TUTAR": "çok"}, "connector.odd_value"),
    ],
)
def test_what_cannot_be_read_is_parked_with_its_cause(row: dict[str, str], code: str) -> None:
    found = _record(row)

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == (_REFERENCE, code)
