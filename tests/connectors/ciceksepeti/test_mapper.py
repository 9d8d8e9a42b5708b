"""Çiçeksepeti's answers as our records, and our offers as its bodies."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.records import (
    Address,
    ItemResult,
    ItemState,
    LineRecord,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    ParkedRecord,
    PriceOffer,
    StockOffer,
)
from prapazar.connectors.ciceksepeti import mapper
from prapazar.connectors.ciceksepeti.schemas import any_case
from tests.factories.provider import fixture

_HERE = Path(__file__).parent


def _items() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = any_case(fixture(_HERE, "orders"))["supplierOrderListWithBranch"]
    return found


def _item(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of an item
    return {**_items()[0], **changes}


def _product(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a product
    return any_case({**fixture(_HERE, "products")["products"][0], **changes})  # type: ignore[no-any-return]


def _only(*items: dict[str, Any]) -> PackageRecord:
    [found] = mapper.packages(items)
    assert isinstance(found, PackageRecord)
    return found


def _parked(item: dict[str, Any]) -> tuple[str | None, str]:
    [found] = mapper.packages([item])
    assert isinstance(found, ParkedRecord)
    return found.external_id, found.code


def _price(price: str, list_price: str | None, currency: str = "TRY") -> PriceOffer:
    return PriceOffer("SAL-1", None, Decimal(price), Decimal(list_price) if list_price else None, currency)


def test_order_is_mapped_whole() -> None:
    assert mapper.packages(_items()) == [
        PackageRecord(
            external_id="61000001",
            order_external_id="61000001",
            order_number="61000001",
            status=PackageStatus.PACKED,
            provider_status="1 cancelled,11",
            ordered_at=datetime(2026, 11, 21, 12, 22, tzinfo=UTC),
            modified_at=datetime(2026, 11, 21, 13, 5, tzinfo=UTC),
            currency="TRY",
            total=Decimal("291.89"),
            discount=Decimal("10.5"),
            shipping=Decimal("29.9"),
            lines=(
                LineRecord(
                    external_id="88000001",
                    listing_external_id="SAL-1",
                    sku="SAL-1",
                    barcode="8680000000017",
                    title="Çiçekli Şal",
                    quantity=2,
                    unit_price=Decimal("145.45"),
                    total=Decimal("290.90"),
                    discount=Decimal("10.5"),
                ),
                LineRecord(
                    external_id="88000002",
                    listing_external_id="CAY-1",
                    sku="CAY-1",
                    barcode=None,
                    title="Çay",
                    quantity=1,
                    unit_price=Decimal("0.99"),
                    total=Decimal("0.99"),
                    cancelled_quantity=1,
                ),
            ),
            buyer_name="Deneme Gönderen",
            buyer_email="fatura@example.com",
            shipping_address=Address(
                name="Deneme Alıcı",
                line="Deneme Sokak No: 1 Caferağa",
                district="Kadıköy",
                city="İstanbul",
            ),
            billing_address=Address(
                name="Deneme Gönderen",
                company="Deneme Ltd.",
                line="Örnek Caddesi 5",
                district="Çankaya",
                city="Ankara",
                tax_number="1234567890",
                tax_office="Çankaya",
            ),
            carrier="Aras Kargo",
            tracking_number="7001111-10",
            note="İyi ki doğdun\nAyşe'ye",
        )
    ]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, PackageStatus.NEW),
        (2, PackageStatus.PICKING),
        (11, PackageStatus.PACKED),
        (3, PackageStatus.SHIPPED),
        (5, PackageStatus.SHIPPED),
        (7, PackageStatus.DELIVERED),
        (20, PackageStatus.DELIVERED),
        (23, PackageStatus.DELIVERED),
        (18, PackageStatus.RETURNED),
        ("5", PackageStatus.SHIPPED),
    ],
)
def test_status_is_told(number: object, expected: PackageStatus) -> None:
    assert _only(_item(orderItemStatusId=number)).status is expected


@pytest.mark.parametrize(("number", "expected"), [(1, PackageStatus.CANCELLED), (18, PackageStatus.RETURNED)])
def test_item_that_is_not_active_was_cancelled_unless_it_came_back(
    number: int, expected: PackageStatus
) -> None:
    assert _only(_item(orderItemStatusId=number, isOrderStatusActive=False)).status is expected


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"orderItemStatusId": 4}, "connector.unknown_status"),
        ({"isOrderStatusActive": "evet"}, "connector.odd_value"),
        ({"isOrderStatusActive": None}, "connector.missing_field"),
        ({"orderCreateDate": "2026-11-21"}, "connector.odd_value"),
        ({"orderCreateTime": ""}, "connector.odd_value"),
        ({"quantity": 0}, "connector.odd_value"),
        ({"totalPrice": Decimal(1)}, "connector.odd_value"),
        ({"code": None}, "connector.missing_field"),
        ({"itemPrice": "ucuz"}, "connector.odd_value"),
    ],
)
def test_item_that_cannot_be_read_parks_its_order(changes: dict[str, Any], code: str) -> None:
    assert _parked(_item(**changes)) == ("61000001", code)


def test_orders_stand_in_the_order_of_their_changes() -> None:
    later = _item(orderId=1, orderModifyTime="17:00")
    earlier = _item(orderId=2, orderModifyTime="09:00")

    assert [one.external_id for one in mapper.packages([later, earlier])] == ["2", "1"]


def test_total_before_the_discount_means_the_same() -> None:
    assert _only(_item(totalPrice=Decimal("301.40"))).total == Decimal("290.90")


def test_carriers_number_comes_before_the_channels() -> None:
    assert _only(_item(cargoNumber="726")).tracking_number == "726"


def test_listing_is_mapped_whole() -> None:
    assert mapper.listings([_product()]) == [
        ListingRecord(
            external_id="SAL-1",
            external_parent_id="SAL",
            sku="SAL-1",
            barcode="8680000000017",
            title="Çiçekli Şal",
            parent_title="Çiçekli Şal",
            options={},
            price=Decimal("129.95"),
            list_price=Decimal("150.5"),
            quantity=7,
            is_active=True,
            category="Şal & Fular",
            description="<p>İğne oyası</p>",
            images=("https://cdn.example.com/sal.jpg",),
            url="https://www.ciceksepeti.com/sal",
        )
    ]


def test_listing_that_cannot_be_read_is_parked_alone() -> None:
    [good, bad] = mapper.listings([_product(), _product(isActive="evet", stockCode="CAY-1")])

    assert isinstance(good, ListingRecord)
    assert isinstance(bad, ParkedRecord)
    assert (bad.external_id, bad.code) == ("CAY-1", "connector.odd_value")


def test_stock_goes_without_price() -> None:
    items = mapper.stock_items([StockOffer("SAL-1", "SAL", 5)])

    assert items == [{"stockCode": "SAL-1", "stockQuantity": 5}]


@pytest.mark.parametrize(
    ("list_price", "sent"),
    [
        (None, None),
        ("100.00", None),
        ("90.00", None),
        ("101.00", None),
        ("101.02", Decimal("101.02")),
        ("500.00", Decimal("500.00")),
        ("500.01", None),
    ],
)
def test_list_price_goes_with_a_discount_of_one_to_eighty_percent(
    list_price: str | None, sent: Decimal | None
) -> None:
    [item] = mapper.price_items([_price("100.00", list_price)])

    assert (item["salesPrice"], item.get("listPrice")) == (Decimal("100.00"), sent)


def test_price_in_another_currency_is_refused() -> None:
    with pytest.raises(Rejected) as raised:
        mapper.price_items([_price("10", None, "EUR")])

    assert raised.value.code == "ciceksepeti.currency"


def test_batch_answers_item_by_item() -> None:
    raw = any_case(fixture(_HERE, "batch_status"))["items"]

    assert mapper.item_results(raw) == [
        ItemResult("SAL-1", ItemState.ACCEPTED),
        ItemResult(
            "YOK", ItemState.REJECTED, "ciceksepeti.item_refused", "Girmiş olduğunuz kod bulunmamaktadır"
        ),
        ItemResult("CAY-1", ItemState.ACCEPTED, None, "Liste fiyatı son 30 günün en düşüğünden yüksek"),
    ]


@pytest.mark.parametrize("status", ["Done", ""])
def test_unknown_state_of_an_item_is_unexpected(status: str) -> None:
    with pytest.raises(UnexpectedAnswer):
        mapper.item_results([{"data": {"stockCode": "SAL-1"}, "status": status}])


@pytest.mark.parametrize(
    ("carrier", "number"), [("Yurtiçi Kargo", 2), ("SÜRAT", 25), ("aras kargo", 43), ("Kolay Gelsin", 117)]
)
def test_carrier_is_known_by_its_name(carrier: str, number: int) -> None:
    assert mapper.cargo_business(carrier) == number


@pytest.mark.parametrize("carrier", [None, "Deve Kervanı"])
def test_unknown_carrier_is_refused(carrier: str | None) -> None:
    with pytest.raises(Rejected) as raised:
        mapper.cargo_business(carrier)

    assert raised.value.code == "ciceksepeti.carrier_unknown"
