"""Pazarama's answers as our records, and our offers as its bodies."""

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
    PackageRecord,
    PackageStatus,
    ParkedRecord,
    PriceOffer,
    StockOffer,
)
from prapazar.connectors.pazarama import mapper
from tests.factories.provider import fixture

_HERE = Path(__file__).parent


def _raw(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of an order
    return {**fixture(_HERE, "orders")["data"][0], **changes}


def _item(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of an item
    return {**_raw()["items"][0], **changes}


def _money(value: str, currency: str = "TL") -> dict[str, Any]:
    return {"currency": currency, "value": Decimal(value)}


def test_order_is_mapped_whole() -> None:
    placed = datetime(2026, 11, 21, 12, 22, tzinfo=UTC)
    assert mapper.package(_raw()) == PackageRecord(
        external_id="735071001",
        order_external_id="735071001",
        order_number="735071001",
        status=PackageStatus.NEW,
        provider_status="13,3",
        ordered_at=placed,
        modified_at=placed,
        currency="TRY",
        total=Decimal("300.90"),
        discount=Decimal("10.5"),
        shipping=Decimal("29.9"),
        lines=(
            LineRecord(
                external_id="5516bd97-5344-4d22-a346-0f263c0f51ca",
                listing_external_id="8680000000017",
                sku="ŞAL-1",
                barcode="8680000000017",
                title="Çiçekli Şal, İğne Oyalı",
                quantity=2,
                unit_price=Decimal("124.70"),
                total=Decimal("249.40"),
                discount=Decimal("10.5"),
                vat_rate=Decimal(10),
            ),
            LineRecord(
                external_id="5516bd97-5344-4d22-a346-0f263c0f51cb",
                listing_external_id="8680000000024",
                sku=None,
                barcode="8680000000024",
                title="Siyah Çay 1 kg",
                quantity=1,
                unit_price=Decimal("51.50"),
                total=Decimal("51.5"),
                vat_rate=Decimal(1),
                cancelled_quantity=1,
            ),
        ),
        buyer_name="Şule Iğdırlı",
        buyer_email="sule@example.com",
        buyer_phone="5550000000",
        shipping_address=Address(
            name="Şule Iğdırlı",
            line="Gül Sokak No: 5 Moda Mah.",
            district="Kadıköy",
            city="İstanbul",
            phone="5550000000",
        ),
        billing_address=Address(
            name="Şule Iğdırlı",
            company="Çınar Gıda A.Ş.",
            line="Atatürk Bulvarı No: 9",
            district="Çankaya",
            city="Ankara",
            phone="5550000001",
            tax_number="1234567890",
            tax_office="Çankaya",
        ),
        carrier="PTT",
    )


@pytest.mark.parametrize(
    ("numbers", "status"),
    [
        ((3,), PackageStatus.NEW),
        ((18, 12), PackageStatus.NEW),
        ((12, 5), PackageStatus.PICKING),
        ((5, 16, 19), PackageStatus.SHIPPED),
        ((14, 11), PackageStatus.UNDELIVERED),
        ((11, 7, 8, 9), PackageStatus.DELIVERED),
        ((10,), PackageStatus.RETURNED),
        ((6, 13), PackageStatus.CANCELLED),
        ((6, 5), PackageStatus.SHIPPED),
    ],
)
def test_order_stands_where_its_least_advanced_item_stands(
    numbers: tuple[int, ...], status: PackageStatus
) -> None:
    items = [_item(orderItemStatus=number) for number in numbers]

    assert mapper.package(_raw(items=items)).status is status


@pytest.mark.parametrize(
    "told", ["2026-11-21 15:22", "2026-11-21T15:22:00", "2026-11-21T12:22:00Z", "2026-11-21T15:22:00+03:00"]
)
def test_moment_is_istanbuls_in_every_form(told: str) -> None:
    assert mapper.moment(told, "orderDate") == datetime(2026, 11, 21, 12, 22, tzinfo=UTC)


@pytest.mark.parametrize("total", ["249.40", "259.90"])
def test_total_is_read_before_and_after_its_discount(total: str) -> None:
    [line] = mapper.package(_raw(items=[_item(totalPrice=_money(total))])).lines

    assert (line.total, line.discount) == (Decimal("249.40"), Decimal("10.5"))


def test_parcel_with_a_number_is_shown_with_its_address() -> None:
    cargo = {"companyName": "Aras", "trackingNumber": "726", "trackingUrl": "https://aras.example/726"}
    found = mapper.package(_raw(items=[_item(), _item(orderItemId="x", cargo=cargo)]))

    assert (found.carrier, found.tracking_number, found.tracking_url) == (
        "Aras",
        "726",
        "https://aras.example/726",
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"currency": "USD"}, "connector.unknown_currency"),
        ({"currency": None}, "connector.missing_field"),
        ({"orderDate": "dün"}, "connector.odd_value"),
        ({"items": [_item(orderItemStatus=99)]}, "connector.unknown_status"),
        ({"items": [_item(orderItemStatus="Işınlandı")]}, "connector.unknown_status"),
        ({"items": [_item(quantity=0)]}, "connector.odd_value"),
        ({"items": [_item(totalPrice=_money("1"))]}, "connector.odd_value"),
        ({"items": [_item(salePrice=_money("129.95", "EUR"))]}, "connector.unknown_currency"),
        ({"items": [_item(product={**_item()["product"], "vatRate": 7})]}, "connector.unknown_tax"),
        ({"items": None}, "connector.missing_field"),
    ],
)
def test_order_nobody_can_read_is_parked_alone(changes: dict[str, Any], code: str) -> None:
    parked, read = mapper.packages([_raw(**changes), _raw()])

    assert isinstance(parked, ParkedRecord)
    assert (parked.external_id, parked.code) == ("735071001", code)
    assert isinstance(read, PackageRecord)


def test_offers_are_written_by_barcode() -> None:
    price = PriceOffer("868", None, Decimal("129.905"), Decimal(100), "TRY")

    assert mapper.stock_items([StockOffer("868", None, 5)]) == [{"code": "868", "stockCount": 5}]
    assert mapper.price_items([price]) == [
        {"code": "868", "listPrice": Decimal("129.91"), "salePrice": Decimal("129.91")}
    ]


def test_price_in_another_currency_is_refused() -> None:
    with pytest.raises(Rejected) as raised:
        mapper.price_items([PriceOffer("868", None, Decimal(1), None, "EUR")])

    assert (raised.value.code, raised.value.field) == ("pazarama.currency", "currency")


def test_items_of_a_batch_get_their_own_answers() -> None:
    assert mapper.item_results(fixture(_HERE, "projections")["data"]) == [
        ItemResult("8680000000017", ItemState.ACCEPTED),
        ItemResult(
            "8680000000024",
            ItemState.REJECTED,
            "pazarama.item_refused",
            "Satış fiyatı liste fiyatından büyük",
        ),
        ItemResult("8680000000031", ItemState.PENDING),
        ItemResult("8680000000048", ItemState.REJECTED, "pazarama.item_refused"),
    ]


def test_items_of_a_batch_are_found_in_a_page_too_with_the_reason_beside_them() -> None:
    row = {"code": "8680000000017", "price": {"status": 1}, "operationStatusText": "Stok yetersiz"}

    recorded = {"data": {"data": [row], "totalCount": 1}, "success": True}

    refused = ItemResult("8680000000017", ItemState.REJECTED, "pazarama.item_refused", "Stok yetersiz")
    assert mapper.READERS["projections"](recorded) == [refused]


def test_item_in_a_state_nobody_knows_is_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer):
        mapper.item_results([{"code": "868", "stock": {"status": 9}}])


def test_carriers_are_found_at_any_depth() -> None:
    raw = [
        {
            "deliveryName": "Kargo",
            "cargoCompanies": [{"cargoCompanyId": "g-1", "cargoCompanyName": "Aras Kargo"}],
        }
    ]
    flat = [{"companyId": "g-2", "companyName": "PTT"}]

    assert mapper.companies(raw) == {"aras kargo": "g-1"}
    assert mapper.companies(flat) == {"ptt": "g-2"}
    assert mapper.company(mapper.companies(raw), "ARAS") == "g-1"
    with pytest.raises(Rejected) as raised:
        mapper.company({}, "Aras")
    assert raised.value.code == "pazarama.carrier_unknown"
