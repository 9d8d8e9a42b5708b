"""PTT AVM's answers as our records, and our offers as its bodies."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.records import (
    Address,
    BatchAnswer,
    ItemResult,
    ItemState,
    LineRecord,
    PackageRecord,
    PackageStatus,
    ParkedRecord,
    PriceOffer,
    StockOffer,
)
from prapazar.connectors.pttavm import mapper
from tests.factories.provider import fixture

_HERE = Path(__file__).parent


def _raw(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of an order
    return {**fixture(_HERE, "orders")[0], **changes}


def _line(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a line
    return {**_raw()["siparisUrunler"][0], **changes}


def _batch(status: str, *infos: dict[str, Any]) -> dict[str, Any]:
    return {"status": status, "productsSubTrackingResult": {"productBasedInfos": list(infos)}}


def test_order_is_mapped_whole() -> None:
    placed = datetime(2026, 11, 21, 12, 22, 10, tzinfo=UTC)
    assert mapper.package(_raw()) == PackageRecord(
        external_id="PTT-0BO6M672N-180925",
        order_external_id="PTT-0BO6M672N-180925",
        order_number="PTT-0BO6M672N-180925",
        status=PackageStatus.NEW,
        provider_status="iptal,kargo_yapilmasi_bekleniyor",
        ordered_at=placed,
        modified_at=placed,
        currency="TRY",
        total=Decimal("311.4"),
        discount=Decimal(5),
        shipping=Decimal("29.9"),
        lines=(
            LineRecord(
                external_id="1266416",
                listing_external_id="8680000000017",
                sku=None,
                barcode="8680000000017",
                title="Çiçekli Şal, İğne Oyalı",
                quantity=2,
                unit_price=Decimal("129.95"),
                total=Decimal("259.9"),
                vat_rate=Decimal(10),
            ),
            LineRecord(
                external_id="1266417",
                listing_external_id=None,
                sku=None,
                barcode=None,
                title="Tişört",
                quantity=1,
                unit_price=Decimal("51.50"),
                total=Decimal("51.5"),
                discount=Decimal(5),
                vat_rate=Decimal(10),
                cancelled_quantity=1,
            ),
        ),
        buyer_name="Şule Iğdırlı",
        buyer_email="sule@example.com",
        buyer_phone="555*****00",
        shipping_address=Address(
            name="Şule Iğdırlı",
            line="Moda Mah. Gül Sokak No: 5",
            district="Kadıköy",
            city="İstanbul",
            phone="555*****00",
        ),
        billing_address=Address(
            name="Çınar Gıda",
            company="Çınar Gıda A.Ş.",
            line="Atatürk Bulvarı No: 9",
            district="Çankaya",
            city="Ankara",
            phone="555*****00",
            tax_number="1234567890",
            tax_office="Çankaya",
        ),
        carrier="PTT Kargo",
        tracking_number="2710282936468",
        note="Kapıya bırakın",
    )


def test_rows_with_one_number_are_one_order() -> None:
    first, second = _raw()["siparisUrunler"]
    rows = [
        _raw(urunKodu="ŞAL-1", siparisUrunler=[first]),
        _raw(siparisNo="PTT-2", urunKodu="X", siparisUrunler=[second]),
        _raw(urunKodu="TİŞ", siparisUrunler=[second]),
    ]

    found = [one for one in mapper.packages(rows) if isinstance(one, PackageRecord)]

    shown = [(one.external_id, [(line.external_id, line.sku) for line in one.lines]) for one in found]
    assert shown == [
        ("PTT-0BO6M672N-180925", [("1266416", "ŞAL-1"), ("1266417", "TİŞ")]),
        ("PTT-2", [("1266417", "X")]),
    ]


@pytest.mark.parametrize(
    ("told", "status"),
    [
        (("havale_onayi_bekleniyor",), PackageStatus.AWAITING_PAYMENT),
        (("onay_surecinde", "kargo_yapilmasi_bekleniyor"), PackageStatus.AWAITING_PAYMENT),
        (("kargo_yapilmasi_bekleniyor", "gonderilmis"), PackageStatus.NEW),
        (("gonderilmiş", "tamamlandi"), PackageStatus.SHIPPED),
        (("tamamlandi", "iade"), PackageStatus.DELIVERED),
        (("gondericisine_teslim_edildi",), PackageStatus.RETURNED),
        (("iade", "iptal"), PackageStatus.RETURNED),
        (("iptal", "odeme_gecersiz"), PackageStatus.CANCELLED),
    ],
)
def test_order_stands_where_its_least_advanced_line_stands(
    told: tuple[str, ...], status: PackageStatus
) -> None:
    lines = [_line(siparisDurumu=one) for one in told]

    assert mapper.package(_raw(siparisUrunler=lines)).status is status


@pytest.mark.parametrize("told", ["2026-11-21T15:22:10", "2026-11-21T12:22:10Z", "2026-11-21T15:22:10+03:00"])
def test_moment_is_turkish_unless_it_brings_its_zone(told: str) -> None:
    moment = mapper.moment(told, "islemTarihi")

    assert moment == datetime(2026, 11, 21, 12, 22, 10, tzinfo=UTC)
    assert mapper.told_moment(moment) == "2026-11-21T15:22:10"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"kargoBarkod": "271", "barcodes": [{"barcode": "272"}]}, "271"),
        ({"kargoBarkod": "", "barcodes": [{"barcode": None}, {"barcode": "272"}]}, "272"),
        ({"kargoBarkod": None, "barcodes": None}, None),
    ],
)
def test_barcode_of_the_parcel_stands_in_a_field_or_a_list(
    told: dict[str, object], expected: str | None
) -> None:
    assert mapper.package(_raw(**told)).tracking_number == expected


@pytest.mark.parametrize(
    ("told", "expected"), [(None, "8680000000017"), ("", "8680000000017"), ("868", "868"), ("1,2,3", None)]
)
def test_line_is_known_by_its_barcode_and_not_by_ids(told: str | None, expected: str | None) -> None:
    [line] = mapper.package(_raw(siparisUrunler=[_line(variantBarkod=told)])).lines

    assert (line.listing_external_id, line.barcode) == (expected, expected)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"islemTarihi": "dün"}, "connector.odd_value"),
        ({"siparisUrunler": None}, "connector.missing_field"),
        ({"siparisUrunler": []}, "connector.missing_field"),
        ({"siparisUrunler": ["x"]}, "connector.odd_value"),
        ({"siparisUrunler": [_line(siparisDurumu=None)]}, "connector.missing_field"),
        ({"siparisUrunler": [_line(siparisDurumu="null")]}, "connector.unknown_status"),
        ({"siparisUrunler": [_line(toplamIslemAdedi=0)]}, "connector.odd_value"),
        ({"siparisUrunler": [_line(kdvOrani=7)]}, "connector.unknown_tax"),
        ({"siparisUrunler": [_line(kdvDahilToplamTutar="çok")]}, "connector.odd_value"),
    ],
)
def test_order_nobody_can_read_is_parked_alone(changes: dict[str, Any], code: str) -> None:
    parked, read = mapper.packages([_raw(**changes), _raw(siparisNo="PTT-2")])

    assert isinstance(parked, ParkedRecord)
    assert (parked.external_id, parked.code) == ("PTT-0BO6M672N-180925", code)
    assert isinstance(read, PackageRecord)


def test_order_without_a_number_is_parked() -> None:
    [parked] = mapper.packages([_raw(siparisNo=None)])

    assert isinstance(parked, ParkedRecord)
    assert (parked.external_id, parked.code) == (None, "connector.missing_field")


def test_stock_is_written_by_barcode_and_never_above_the_most() -> None:
    offers = [StockOffer("868", None, 5), StockOffer("869", None, 12_000)]

    assert mapper.stock_items(offers) == [
        {"barcode": "868", "quantity": 5},
        {"barcode": "869", "quantity": 9999},
    ]


def test_price_is_written_net_and_gross_without_a_discount() -> None:
    offer = PriceOffer("868", None, Decimal("129.905"), Decimal(200), "TRY")

    assert mapper.price_item(offer, Decimal(20)) == {
        "barcode": "868",
        "priceWithVAT": Decimal("129.91"),
        "discount": 0,
        "priceWithoutVAT": Decimal("108.26"),
        "vatRate": 20,
    }
    assert mapper.price_item(offer, None) == {
        "barcode": "868",
        "priceWithVAT": Decimal("129.91"),
        "discount": 0,
    }


def test_price_in_another_currency_is_refused() -> None:
    with pytest.raises(Rejected) as raised:
        mapper.price_item(PriceOffer("868", None, Decimal(1), None, "EUR"), None)

    assert (raised.value.code, raised.value.field) == ("pttavm.currency", "currency")


@pytest.mark.parametrize(
    ("parent", "rate", "code"),
    [
        (None, Decimal(20), None),
        (None, None, None),
        ("867", Decimal(20), "pttavm.variant_price"),
        (None, Decimal(18), "pttavm.vat_rate"),
    ],
)
def test_price_that_cannot_be_told_is_answered_for_its_item(
    parent: str | None, rate: Decimal | None, code: str | None
) -> None:
    fault = mapper.price_fault(PriceOffer("868", parent, Decimal(1), None, "TRY", rate))

    assert (fault.code if fault else None) == code


def test_items_of_a_batch_get_their_own_answers() -> None:
    assert mapper.batch_answer(fixture(_HERE, "tracking_result")) == BatchAnswer(
        is_final=True,
        items=(
            ItemResult("8680000000017", ItemState.ACCEPTED),
            ItemResult("8680000000024", ItemState.REJECTED, "pttavm.item_refused", "Barkod bulunamadı."),
            ItemResult("8680000000048", ItemState.REJECTED, "pttavm.item_refused", "Fiyat değişmedi."),
        ),
    )


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (_batch("Waiting"), BatchAnswer(is_final=False, items=())),
        (_batch("Cancelled"), BatchAnswer(is_final=True, items=())),
        ({"status": "Completed"}, BatchAnswer(is_final=True, items=())),
        (
            _batch("Completed", {"status": "InProgress", "barcode": "868"}),
            BatchAnswer(is_final=False, items=(ItemResult("868", ItemState.PENDING),)),
        ),
    ],
)
def test_batch_is_final_when_all_of_it_is(told: object, expected: BatchAnswer) -> None:
    assert mapper.batch_answer(told) == expected


@pytest.mark.parametrize("told", [_batch("Lost"), _batch("Completed", {"status": "Lost", "barcode": "868"})])
def test_batch_in_a_state_nobody_knows_is_unexpected(told: object) -> None:
    with pytest.raises(UnexpectedAnswer):
        mapper.batch_answer(told)


def test_barcode_that_could_not_be_made_is_refused() -> None:
    mapper.check_label({"status": "pending"})

    with pytest.raises(Rejected) as raised:
        mapper.check_label({"status": "error", "error": "Kargo aşamasında değil."})
    with pytest.raises(UnexpectedAnswer):
        mapper.check_label({"status": "lost"})

    assert (raised.value.code, raised.value.detail) == ("pttavm.barcode_refused", "Kargo aşamasında değil.")
