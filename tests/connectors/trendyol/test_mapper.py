"""Trendyol's answers as our records, and our offers as its bodies."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parcels import Label, LabelFormat
from prapazar.connector_kit.records import (
    Address,
    BatchAnswer,
    BuyBoxRecord,
    ItemResult,
    ItemState,
    LineRecord,
    PackageRecord,
    PackageStatus,
    ParkedRecord,
    PriceOffer,
    StockOffer,
)
from prapazar.connectors.trendyol import mapper
from tests.factories.provider import fixture

_HERE = Path(__file__).parent


def _raw_package(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a package
    return {**fixture(_HERE, "packages")["content"][0], **changes}


def _raw_line(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a line
    return {**_raw_package()["lines"][1], **changes}


def test_package_is_mapped_whole() -> None:
    assert mapper.package(_raw_package()) == PackageRecord(
        external_id="3330111111",
        order_external_id="1236923056",
        order_number="1236923056",
        status=PackageStatus.NEW,
        provider_status="Created",
        ordered_at=datetime(2025, 11, 21, 2, 0, tzinfo=UTC),
        modified_at=datetime(2025, 11, 21, 2, 0, 0, 123_000, UTC),
        currency="TRY",
        total=Decimal("284.69"),
        discount=Decimal("25.01"),
        lines=(
            LineRecord(
                external_id="4765000001",
                listing_external_id="8680000000017",
                sku="TS-MAVİ-M",
                barcode="8680000000017",
                title="Pamuklu Tişört",
                quantity=2,
                unit_price=Decimal("117.40"),
                total=Decimal("234.79"),
                discount=Decimal("25.01"),
                vat_rate=Decimal(10),
                commission_rate=Decimal("21.5"),
            ),
            LineRecord(
                external_id="4765000002",
                listing_external_id="8680000000024",
                sku="ÇAY-1",
                barcode="8680000000024",
                title="Siyah Çay 1 kg",
                quantity=1,
                unit_price=Decimal("49.90"),
                total=Decimal("49.90"),
                vat_rate=Decimal(1),
                commission_rate=Decimal(8),
            ),
        ),
        ship_by_at=datetime(2025, 11, 23, 2, 0, tzinfo=UTC),
        buyer_name="Şule Iğdırlı",
        buyer_email="pf+3330111111@trendyolmail.com",
        shipping_address=Address(
            name="Şule Iğdırlı",
            line="Gül Sokak No: 5 Moda Mah.",
            district="Kadıköy",
            city="İstanbul",
            postal_code="34710",
        ),
        billing_address=Address(
            name="Şule Iğdırlı",
            company="Çınar Gıda A.Ş.",
            line="Atatürk Bulvarı No: 9 Kat 2",
            district="Çankaya",
            city="Ankara",
            postal_code="06420",
            tax_number="1234567890",
            tax_office="Çankaya",
        ),
        carrier="Trendyol Express",
        tracking_number="7330000000000000",
        tracking_url="https://kargotakip.trendyol.com/?orderNumber=7330000000000000",
        buyer_external_id="99000001",
    )


def test_package_with_older_field_names_is_mapped_alike() -> None:
    assert mapper.package(fixture(_HERE, "package_older_names")) == PackageRecord(
        external_id="3330222222",
        order_external_id="1236923057",
        order_number="1236923057",
        status=PackageStatus.UNPACKED,
        provider_status="UnPacked",
        ordered_at=datetime(2025, 11, 21, 2, 0, tzinfo=UTC),
        modified_at=datetime(2025, 11, 21, 3, 0, tzinfo=UTC),
        currency="TRY",
        total=Decimal(90),
        discount=Decimal(10),
        lines=(
            LineRecord(
                external_id="4765000009",
                listing_external_id="8680000000031",
                sku="KUPA-1",
                barcode="8680000000031",
                title="Kupa",
                quantity=1,
                unit_price=Decimal(90),
                total=Decimal(90),
                discount=Decimal(10),
                vat_rate=Decimal(20),
                cancelled_quantity=1,
            ),
        ),
        buyer_name="Ömer Güneş",
        origin_external_ids=("3330111111",),
    )


@pytest.mark.parametrize(("theirs", "ours"), list(mapper.STATUSES.items()))
def test_every_known_status_is_mapped(theirs: str, ours: PackageStatus) -> None:
    assert mapper.package(_raw_package(status=theirs, shipmentPackageStatus=theirs)).status is ours


@pytest.mark.parametrize(
    ("changes", "code", "detail"),
    [
        ({"shipmentPackageStatus": "Teleported"}, "connector.unknown_status", "Teleported"),
        ({"currencyCode": "EUR"}, "connector.unknown_currency", "EUR"),
        ({"orderNumber": None}, "connector.missing_field", "orderNumber is missing"),
        ({"packageTotalPrice": "çok"}, "connector.odd_value", "packageTotalPrice is 'çok'"),
        ({"lines": [_raw_line(vatRate=17)]}, "connector.unknown_tax", "17"),
        ({"lines": [_raw_line(vatRate=None)]}, "connector.missing_field", "vatRate is missing"),
        ({"lines": [_raw_line(quantity=0)]}, "connector.odd_value", "quantity 0"),
        ({"lines": [_raw_line(quantity=2)]}, "connector.odd_value", "1 discount details for 2 units"),
        ({"lastModifiedDate": 1763690400}, "connector.odd_value", "lastModifiedDate is 1763690400"),
    ],
)
def test_package_that_cannot_be_read_is_parked_alone(changes: dict[str, Any], code: str, detail: str) -> None:
    odd, good = _raw_package(**changes), _raw_package()

    found = mapper.packages([odd, good])

    assert found == [ParkedRecord("3330111111", code, detail, odd), mapper.package(good)]


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 10**4), st.integers(0, 10**4)), min_size=1))
def test_line_amounts_are_the_sums_of_its_units(units: list[tuple[int, int, int]]) -> None:
    details = [
        {
            "lineItemPrice": Decimal(paid) / 100,
            "lineItemSellerDiscount": Decimal(seller) / 100,
            "lineItemTyDiscount": Decimal(trendyol) / 100,
        }
        for paid, seller, trendyol in units
    ]

    raw = _raw_package(lines=[_raw_line(quantity=len(units), discountDetails=details)])
    line = mapper.package(raw).lines[0]

    assert line.total == Decimal(sum(paid for paid, _, _ in units)) / 100
    assert line.discount == Decimal(sum(seller + trendyol for _, seller, trendyol in units)) / 100


def test_line_without_details_counts_its_unit_amounts() -> None:
    raw = _raw_line(quantity=3, discountDetails=None, lineUnitPrice=Decimal("9.90"), lineSellerDiscount=1)

    line = mapper.package(_raw_package(lines=[raw])).lines[0]

    assert (line.unit_price, line.total, line.discount) == (Decimal("9.90"), Decimal("29.70"), Decimal(3))


def test_batch_is_final_when_every_item_is() -> None:
    raw = fixture(_HERE, "batch")
    items = (
        ItemResult("8680000000017", ItemState.ACCEPTED),
        ItemResult(
            "8680000000024",
            ItemState.REJECTED,
            "trendyol.item_refused",
            "Arşivdeki ürün güncellenemez.; Kilitli",
        ),
        ItemResult("8680000000031", ItemState.PENDING),
    )

    pending = mapper.batch_answer(raw)
    raw["items"][2]["status"] = "SUCCESS"
    final = mapper.batch_answer(raw)

    assert pending == BatchAnswer(is_final=False, items=items)
    assert final == BatchAnswer(
        is_final=True, items=(*items[:2], ItemResult("8680000000031", ItemState.ACCEPTED))
    )


@pytest.mark.parametrize(
    "raw",
    [
        {"batchRequestId": "b", "status": "PROCESSING", "items": [], "itemCount": 0},
        {"batchRequestId": "b", "status": "PROCESSING"},
        {"itemCount": 2, "items": [{"requestItem": {"barcode": "1"}, "status": "SUCCESS"}]},
    ],
)
def test_batch_without_all_its_items_is_not_final(raw: dict[str, Any]) -> None:
    assert mapper.batch_answer(raw).is_final is False


def test_stock_is_told_up_to_what_trendyol_shows() -> None:
    offers = [StockOffer("8680000000017", "TS-1", 5), StockOffer("8680000000024", None, 20_001)]

    assert mapper.stock_items(offers) == [
        {"barcode": "8680000000017", "quantity": 5},
        {"barcode": "8680000000024", "quantity": 20_000},
    ]


def test_list_price_is_never_below_the_price() -> None:
    offers = [
        PriceOffer("1", None, Decimal("9.90"), Decimal("19.90"), "TRY"),
        PriceOffer("2", None, Decimal("9.90"), Decimal("5.00"), "TRY"),
        PriceOffer("3", None, Decimal("9.90"), None, "TRY"),
    ]

    assert mapper.price_items(offers) == [
        {"barcode": "1", "salePrice": Decimal("9.90"), "listPrice": Decimal("19.90")},
        {"barcode": "2", "salePrice": Decimal("9.90"), "listPrice": Decimal("9.90")},
        {"barcode": "3", "salePrice": Decimal("9.90"), "listPrice": Decimal("9.90")},
    ]


def test_price_in_another_currency_is_refused() -> None:
    with pytest.raises(Rejected) as raised:
        mapper.price_items([PriceOffer("1", None, Decimal(1), None, "EUR")])

    assert (raised.value.code, raised.value.field) == ("trendyol.currency", "currency")


def test_step_trendyol_is_not_told_is_refused() -> None:
    with pytest.raises(Rejected) as raised:
        mapper.status_change(PackageStatus.SHIPPED, {"1": 1}, None)

    assert raised.value.code == "connector.step_unknown"


@pytest.mark.parametrize(
    ("reason", "number"),
    [
        ("out_of_stock", 500),
        ("defective", 501),
        ("wrong_price", 502),
        ("integration_error", 504),
        ("bulk_purchase", 505),
        ("force_majeure", 506),
    ],
)
def test_reason_is_told_by_trendyols_number(reason: str, number: int) -> None:
    assert mapper.unsupplied({"11": 2}, reason) == {
        "lines": [{"lineId": 11, "quantity": 2}],
        "reasonId": number,
    }


@pytest.mark.parametrize("reason", ["bored", "other", ""])
def test_unknown_reason_is_refused(reason: str) -> None:
    with pytest.raises(Rejected) as raised:
        mapper.unsupplied({"1": 1}, reason)

    assert raised.value.code == "connector.reason_unknown"


@pytest.mark.parametrize("name", ["data", "labels"])
def test_label_of_several_boxes_is_one_file(name: str) -> None:
    boxes = [{"format": "ZPL", "label": "^XA1^XZ"}, {"format": "ZPL", "label": "^XA2^XZ"}]

    assert mapper.label({name: boxes}) == Label(LabelFormat.ZPL, b"^XA1^XZ\n^XA2^XZ")


@pytest.mark.parametrize("answer", [{}, {"data": []}, {"data": [{"format": "PNG", "label": "x"}]}])
def test_answer_without_a_label_is_unexpected(answer: dict[str, Any]) -> None:
    with pytest.raises(UnexpectedAnswer):
        mapper.label(answer)


def _box(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a box
    told = {
        "barcode": "8680000000017",
        "buyboxOrder": 2,
        "buyboxPrice": Decimal("99.90"),
        "hasMultipleSeller": True,
        "secondBuyboxPrice": Decimal("101.50"),
        "thirdBuyboxPrice": None,
    }
    return {**told, **changes}


def test_box_is_mapped_with_our_price_where_it_is_told() -> None:
    second, fifth, unranked = mapper.buyboxes([_box(), _box(buyboxOrder=5), _box(buyboxOrder=None)])

    price, own = Decimal("99.90"), Decimal("101.50")
    assert second == BuyBoxRecord("8680000000017", 2, price, own, has_rivals=True)
    assert fifth == BuyBoxRecord("8680000000017", 5, price, None, has_rivals=True)
    assert unranked == BuyBoxRecord("8680000000017", None, price, None, has_rivals=True)


@pytest.mark.parametrize(
    "changes",
    [{"buyboxOrder": 0}, {"buyboxOrder": "first"}, {"hasMultipleSeller": "yes"}, {"buyboxPrice": {}}],
)
def test_odd_box_is_parked_and_the_others_go_on(changes: dict[str, Any]) -> None:
    odd, good = mapper.buyboxes([_box(**changes), _box()])

    assert isinstance(odd, ParkedRecord)
    assert (odd.external_id, odd.code) == ("8680000000017", "connector.odd_value")
    assert isinstance(good, BuyBoxRecord)
