"""N11's answers as our records, and our offers as its bodies."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.records import (
    Address,
    ItemResult,
    ItemState,
    LineRecord,
    PackageRecord,
    PackageStatus,
    ParkedRecord,
    PriceOffer,
    StockOffer,
)
from prapazar.connectors.n11 import mapper
from tests.factories.provider import fixture

_HERE = Path(__file__).parent


def _raw_package(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a package
    return {**fixture(_HERE, "packages")["content"][0], **changes}


def _raw_line(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a line
    return {**_raw_package()["lines"][0], **changes}


def test_package_is_mapped_whole() -> None:
    assert mapper.package(_raw_package()) == PackageRecord(
        external_id="330000001",
        order_external_id="200123456001",
        order_number="200123456001",
        status=PackageStatus.NEW,
        provider_status="Created",
        ordered_at=datetime(2026, 11, 20, tzinfo=UTC),
        modified_at=datetime(2026, 11, 20, 0, 1, 40, 123_000, UTC),
        currency="TRY",
        total=Decimal("281.50"),
        discount=Decimal("19.5"),
        lines=(
            LineRecord(
                external_id="540000001",
                listing_external_id="ŞAL-1",
                sku="ŞAL-1",
                barcode=None,
                title="Çiçekli Şal, İğne Oyalı",
                quantity=2,
                unit_price=Decimal("140.75"),
                total=Decimal("281.50"),
                discount=Decimal("19.5"),
                vat_rate=Decimal(10),
                commission_rate=Decimal("15.5"),
            ),
        ),
        ship_by_at=datetime(2026, 11, 22, tzinfo=UTC),
        buyer_name="Şule Iğdırlı",
        buyer_email="sule@example.com",
        buyer_phone="5550000001",
        shipping_address=Address(
            name="Şule Iğdırlı",
            line="Gül Sokak No: 5 Moda Mah.",
            district="Kadıköy",
            city="İstanbul",
            postal_code="34710",
            phone="5550000000",
        ),
        billing_address=Address(
            name="Çınar Gıda A.Ş.",
            line="Atatürk Bulvarı No: 9",
            district="Çankaya",
            city="Ankara",
            postal_code="06420",
            phone="5550000001",
            tax_number="1234567890",
            tax_office="Kadıköy",
        ),
        carrier="Yurtiçi Kargo",
        tracking_number="7261000001",
    )


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Created", PackageStatus.NEW),
        ("Picking", PackageStatus.PICKING),
        ("Shipped", PackageStatus.SHIPPED),
        ("Delivered", PackageStatus.DELIVERED),
        ("Cancelled", PackageStatus.CANCELLED),
        ("Canceled", PackageStatus.CANCELLED),
        ("UnSupplied", PackageStatus.CANCELLED),
        ("UnPacked", PackageStatus.UNPACKED),
        ("Unpacked", PackageStatus.UNPACKED),
        (" Shipped", PackageStatus.SHIPPED),
    ],
)
def test_status_is_known_in_every_spelling(word: str, status: PackageStatus) -> None:
    assert mapper.package(_raw_package(shipmentPackageStatus=word)).status is status


def test_package_without_an_id_is_called_by_its_order() -> None:
    assert mapper.package(_raw_package(id=None)).external_id == "order:200123456001"


def test_order_is_as_old_as_the_oldest_step() -> None:
    steps = [{"createdDate": 1795132860000, "status": " Picking"}, {"createdDate": 1795132800000}]

    assert mapper.package(_raw_package(packageHistories=steps)).ordered_at == datetime(
        2026, 11, 20, tzinfo=UTC
    )


def test_number_of_the_carrier_goes_before_the_campaign_code() -> None:
    assert mapper.package(_raw_package(cargoSenderNumber="99-1")).tracking_number == "99-1"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (Decimal("281.50"), Decimal("19.5"))),
        ({"dueAmount": None}, (Decimal("281.50"), Decimal("19.5"))),
        (
            {"totalSellerDiscountPrice": None, "totalMallDiscountPrice": None},
            (Decimal("281.50"), Decimal("19.5")),
        ),
        (
            {"dueAmount": None, "totalMallDiscountPrice": None, "mallDiscount": None},
            (Decimal("286.00"), Decimal(15)),
        ),
    ],
)
def test_discounts_are_the_sellers_and_the_malls(
    changes: dict[str, Any], expected: tuple[Decimal, Decimal]
) -> None:
    [line] = mapper.package(_raw_package(lines=[_raw_line(**changes)])).lines

    assert (line.total, line.discount) == expected


def test_units_of_a_dropped_line_are_cancelled() -> None:
    [line] = mapper.package(_raw_package(lines=[_raw_line(orderItemLineItemStatusName="UnSupplied")])).lines

    assert line.cancelled_quantity == 2


@pytest.mark.parametrize(
    ("changes", "code", "detail"),
    [
        ({"shipmentPackageStatus": "Işınlandı"}, "connector.unknown_status", "Işınlandı"),
        ({"packageHistories": [{"status": "Created"}]}, "connector.missing_field", "no step has a date"),
        ({"packageHistories": None}, "connector.missing_field", "packageHistories is missing"),
        ({"lines": [_raw_line(vatRate=7)]}, "connector.unknown_tax", "7"),
        ({"lines": [_raw_line(quantity=0)]}, "connector.odd_value", "quantity 0"),
        ({"lines": [_raw_line(stockCode=None)]}, "connector.missing_field", "stockCode is missing"),
        ({"lines": None}, "connector.missing_field", "lines is missing"),
    ],
)
def test_package_nobody_can_read_is_parked(changes: dict[str, Any], code: str, detail: str) -> None:
    raw = _raw_package(**changes)

    assert mapper.packages([raw]) == [ParkedRecord("330000001", code, detail, raw)]


def test_stock_is_capped_where_n11_refuses_more() -> None:
    offers = [StockOffer("a", None, 5), StockOffer("b", None, 2_000_000)]

    assert mapper.stock_skus(offers) == [
        {"stockCode": "a", "quantity": 5},
        {"stockCode": "b", "quantity": 999_999},
    ]


@pytest.mark.parametrize(
    ("price", "list_price", "expected"),
    [
        ("129.9", None, ("129.90", "129.90")),
        ("129.905", "150", ("129.91", "150.00")),
        ("129.90", "100", ("129.90", "129.90")),
    ],
)
def test_prices_are_a_pair_of_two_decimals(
    price: str, list_price: str | None, expected: tuple[str, str]
) -> None:
    offer = PriceOffer("a", None, Decimal(price), Decimal(list_price) if list_price else None, "TRY")

    [sku] = mapper.price_skus([offer])

    assert (str(sku["salePrice"]), str(sku["listPrice"]), sku["currencyType"]) == (*expected, "TL")


def test_price_in_a_currency_n11_does_not_know_is_refused() -> None:
    with pytest.raises(Rejected) as raised:
        mapper.price_skus([PriceOffer("a", None, Decimal(1), None, "GBP")])

    assert (raised.value.code, raised.value.field) == ("n11.currency", "currency")


def test_items_of_a_task_get_their_own_answers() -> None:
    assert mapper.item_results(fixture(_HERE, "task_details")["skus"]["content"]) == (
        ItemResult("ŞAL-1-M", ItemState.ACCEPTED),
        ItemResult("YOK-1", ItemState.REJECTED, "n11.item_refused", "stockCode ile eşleşen ürün bulunamadı."),
    )


def test_cancellation_keeps_what_is_left_in_one_package() -> None:
    lines = mapper.package(_raw_package(lines=[_raw_line(), _raw_line(orderLineId=540000002)])).lines

    assert mapper.cancellation(lines, {"540000001": 1}, "out_of_stock") == {
        "splitPackages": [
            {
                "packageDetails": [
                    {"orderLineId": 540000001, "quantities": 1},
                    {"orderLineId": 540000002, "quantities": 2},
                ]
            }
        ],
        "cancelledItems": [{"orderLineId": 540000001, "quantity": 1, "cancelReasonId": 61}],
    }


def test_cancellation_of_everything_leaves_nothing_to_split() -> None:
    lines = mapper.package(_raw_package()).lines

    assert mapper.cancellation(lines, {"540000001": 2}, "defective")["splitPackages"] == []


_COMPANIES = {"aras": "342", "aras kargo": "342", "yurtici kargo": "344"}


@pytest.mark.parametrize("carrier", ["Aras", "ARAS KARGO", "yurtiçi"])
def test_carrier_is_known_by_its_folded_name(carrier: str) -> None:
    [item] = mapper.shipment(["7"], _COMPANIES, carrier, "726")["orderItemList"]["orderItem"]

    assert item == {
        "id": "7",
        "shipmentInfo": {
            "shipmentCompany": {"id": "342" if "ra" in carrier.lower() else "344"},
            "campaignNumber": "",
            "trackingNumber": "726",
            "shipmentMethod": 1,
        },
    }


@pytest.mark.parametrize(
    ("carrier", "number", "code"),
    [("Aras", None, "n11.tracking_needed"), ("Uzay", "1", "n11.carrier_unknown")],
)
def test_shipment_that_cannot_be_told_is_refused(carrier: str, number: str | None, code: str) -> None:
    with pytest.raises(Rejected) as raised:
        mapper.shipment(["7"], _COMPANIES, carrier, number)

    assert raised.value.code == code
