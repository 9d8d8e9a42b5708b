"""Our shipments in Sürat's words, and its answers in ours."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.errors import AuthFailed, Rejected
from prapazar.connector_kit.parcels import Parcel, ParcelStatus, Payer, ShipmentOrder, TrackingRecord
from prapazar.connector_kit.records import Address, ParkedRecord
from prapazar.connectors.surat import mapper, schemas

_MOMENT = datetime(2026, 11, 21, 12, 4, tzinfo=UTC)


def _order(count: int = 1, **changes: Any) -> ShipmentOrder:  # noqa: ANN401 - any field of it
    parcels = tuple(Parcel(f"PRZ1{place}", Decimal("2.5") + place, Decimal("0.2")) for place in range(count))
    return ShipmentOrder("PRZ1", Address(), Address(name="Şule", company="Deneme Ltd."), parcels, **changes)


def test_parcels_of_a_shipment_are_told_as_so_many_of_one_size() -> None:
    told = mapper.new_parcel(_order(2, invoice_number="17"))

    assert (told["Adet"], told["BirimDesi"], told["BirimKg"]) == (2, "3", "1")
    assert (told["KisiKurum"], told["SahisBirim"]) == ("Deneme Ltd.", "Şule")
    assert (told["IrsaliyeSeriNo"], told["IrsaliyeSiraNo"], told["KapidanOdemeTutari"]) == ("", "17", "")


def test_platform_that_pays_is_refused() -> None:
    with pytest.raises(Rejected) as raised:
        mapper.new_parcel(_order(payer=Payer.CHANNEL))

    assert raised.value.code == "surat.payer"


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("KABUL", ParcelStatus.PICKED_UP),
        ("Kabul Edildi", ParcelStatus.PICKED_UP),
        ("Transfer Sürecinde", ParcelStatus.IN_TRANSIT),
        ("DAĞITIMA VERİLDİ", ParcelStatus.OUT_FOR_DELIVERY),
        ("Dagitimda", ParcelStatus.OUT_FOR_DELIVERY),
        ("TESLİM", ParcelStatus.DELIVERED),
        ("Alıcıya Teslim Edildi", ParcelStatus.DELIVERED),
        ("Teslim Edilemedi", ParcelStatus.FAILED_ATTEMPT),
        ("Alıcı kabul etmedi", ParcelStatus.FAILED_ATTEMPT),
        ("Şubeye teslim için yolda", None),
        ("İade Sürecinde", ParcelStatus.RETURNING),
        ("Göndericiye İade Edildi", ParcelStatus.RETURNED),
        ("Sipariş İptal", ParcelStatus.CANCELLED),
        ("Işınlandı", None),
    ],
)
def test_word_is_read_exactly_first_and_then_by_what_it_holds(word: str, status: ParcelStatus | None) -> None:
    assert mapper.status_of(word) is status


def test_movements_are_read_oldest_first_and_the_last_one_counts() -> None:
    said = "Teslim Edildi|21.11.2026 15:04|Çankaya\r\nKabul|20/11/2026 10:00:00|Kadıköy<br/>"

    found = mapper.tracking("PRZ1", said)

    assert isinstance(found, TrackingRecord)
    told = (found.status, found.provider_status, found.delivered_at)
    assert told == (ParcelStatus.DELIVERED, "Teslim Edildi", _MOMENT)
    assert [(one.text, one.place) for one in found.events] == [
        ("Kabul", "Kadıköy"),
        ("Teslim Edildi", "Çankaya"),
    ]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Işınlandı|21.11.2026 15:04|Ay", "connector.unknown_status"),
        ("Kabul|dün|Kadıköy", "connector.odd_value"),
        ("Sistem bakımda", "connector.odd_value"),
    ],
)
def test_answer_that_cannot_be_read_is_parked(said: str, code: str) -> None:
    found = mapper.tracking("PRZ1", said)

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == ("PRZ1", code)


def test_wrong_password_is_no_parcels_fault() -> None:
    with pytest.raises(AuthFailed):
        mapper.tracking("PRZ1", "Web şifresi hatalı")


@pytest.mark.parametrize(
    "told", ["21.11.2026 15:04", "21/11/2026 15:04:00", "2026-11-21T15:04:00", "2026-11-21 12:04:00+00:00"]
)
def test_moment_is_istanbuls_clock_unless_it_says_otherwise(told: str) -> None:
    assert schemas.moment(told) == _MOMENT


def test_answer_without_a_bar_code_is_known_by_our_key() -> None:
    raw = {"isError": False, "Message": "Tamam", "Barcode": None}

    assert mapper.answer("PRZ1", raw, 1).external_id == "PRZ1"


@pytest.mark.parametrize(("said", "is_done"), [("Tamam", True), ("TAMAM.", True), ("Tamamlanamadı", False)])
def test_word_of_success_is_the_whole_answer(said: str, is_done: bool) -> None:
    assert mapper.is_done(said) is is_done
