"""Receipts, money and names between Etsy's shapes and our records."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.records import Address, LineRecord, PackageRecord, PackageStatus, ParkedRecord
from prapazar.connectors.etsy import mapper
from tests.connectors.etsy.shop import recorded

_ADDRESS = Address(
    name="Ayşe Örnek",
    line="Deneme Sokak 1 Daire 2",
    district="Konak",
    city="İzmir",
    postal_code="35000",
    country="TR",
)
_RECEIPT = PackageRecord(
    external_id="3021745515",
    order_external_id="3021745515",
    order_number="3021745515",
    status=PackageStatus.SHIPPED,
    provider_status="Completed",
    ordered_at=datetime(2025, 11, 20, 0, 53, 20, tzinfo=UTC),
    modified_at=datetime(2025, 11, 20, 14, 46, 40, tzinfo=UTC),
    currency="USD",
    total=Decimal("122.5"),
    lines=(
        LineRecord(
            external_id="4100000001",
            listing_external_id="1500000001-200.9",
            sku="SAL-KIRMIZI",
            barcode=None,
            title="Oyalı Şal",
            quantity=2,
            unit_price=Decimal("37.50"),
            total=Decimal("75.00"),
            discount=Decimal("25.00"),
        ),
        LineRecord(
            external_id="4100000002",
            listing_external_id="1500000002",
            sku=None,
            barcode=None,
            title="Çay",
            quantity=1,
            unit_price=Decimal("37.50"),
            total=Decimal("37.50"),
            discount=Decimal("12.50"),
        ),
    ),
    discount=Decimal("37.5"),
    shipping=Decimal(10),
    ship_by_at=datetime(2025, 11, 22, 0, 53, 20, tzinfo=UTC),
    buyer_name="Ayşe Örnek",
    buyer_email="alici@example.com",
    shipping_address=_ADDRESS,
    billing_address=_ADDRESS,
    carrier="ptt",
    tracking_number="RR123456789TR",
    note="Hediye olacak\nMutlu yıllar",
)


def _receipt(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    return {**recorded("receipts")["results"][0], **changes}


def _line(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    return {**_receipt()["transactions"][0], **changes}


def test_receipt_is_read_whole() -> None:
    assert mapper.packages([_receipt()]) == [_RECEIPT]


@pytest.mark.parametrize(
    ("status", "is_shipped", "expected"),
    [
        ("paid", False, PackageStatus.NEW),
        ("Paid", True, PackageStatus.SHIPPED),
        ("completed", True, PackageStatus.SHIPPED),
        ("open", False, PackageStatus.AWAITING_PAYMENT),
        ("payment processing", False, PackageStatus.AWAITING_PAYMENT),
        ("Payment Processing", False, PackageStatus.AWAITING_PAYMENT),
        ("canceled", False, PackageStatus.CANCELLED),
        ("Fully Refunded", False, PackageStatus.CANCELLED),
        ("Fully Refunded", True, PackageStatus.RETURNED),
        ("partially refunded", False, PackageStatus.NEW),
        ("partially refunded", True, PackageStatus.SHIPPED),
    ],
)
def test_status_hangs_on_whether_it_was_shipped(
    status: str, is_shipped: bool, expected: PackageStatus
) -> None:
    assert mapper.package(_receipt(status=status, is_shipped=is_shipped)).status is expected


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"status": "teleported"}, "connector.unknown_status"),
        ({"grandtotal": {"amount": 1, "divisor": 0, "currency_code": "TRY"}}, "connector.odd_value"),
        ({"grandtotal": {"amount": 1.5, "divisor": 100, "currency_code": "TRY"}}, "connector.odd_value"),
        ({"discount_amt": {"amount": 1, "divisor": 100, "currency_code": "EUR"}}, "connector.odd_value"),
        ({"grandtotal": None}, "connector.missing_field"),
        ({"updated_timestamp": 12, "update_timestamp": None}, "connector.odd_value"),
        ({"transactions": [_line(quantity=0)]}, "connector.odd_value"),
        ({"transactions": [_line(price=None)]}, "connector.missing_field"),
    ],
)
def test_receipt_that_cannot_be_read_is_parked(changes: dict[str, Any], code: str) -> None:
    [found] = mapper.packages([_receipt(**changes)])

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == ("3021745515", code)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"product_data": None}, "1500000001-200.9"),
        ({"listing_id": None}, None),
        (
            {
                "product_data": [
                    {"property_id": 514, "value_ids": [7], "values": ["L"]},
                    {"property_id": 200, "value_ids": [], "values": ["Kırmızı"]},
                ]
            },
            "1500000001-200.Kırmızı-514.7",
        ),
    ],
)
def test_bought_product_is_named_by_what_was_chosen(changes: dict[str, Any], expected: str | None) -> None:
    [line] = mapper.package(_receipt(transactions=[_line(**changes)])).lines

    assert line.listing_external_id == expected


def test_discount_is_spread_to_the_cent() -> None:
    third = {"price": {"amount": 333, "divisor": 100, "currency_code": "USD"}, "quantity": 1}
    lines = [_line(**third, transaction_id=number) for number in (1, 2, 3)]
    discount = {"amount": 100, "divisor": 100, "currency_code": "USD"}

    found = mapper.package(_receipt(transactions=lines, discount_amt=discount)).lines

    assert [one.discount for one in found] == [Decimal("0.33"), Decimal("0.34"), Decimal("0.33")]


@pytest.mark.parametrize(
    ("amount", "divisor", "expected"), [(129995, 100, "1299.95"), (500, 1, "500"), (1234, 1000, "1.234")]
)
def test_money_is_so_many_parts(amount: int, divisor: int, expected: str) -> None:
    raw = {"amount": amount, "divisor": divisor, "currency_code": "TRY"}

    assert mapper.money(raw, "price") == (Decimal(expected), "TRY")


@pytest.mark.parametrize("external_id", ["", "abc", "x-200.9"])
def test_name_of_no_listing_leads_nowhere(external_id: str) -> None:
    assert mapper.listing_of(external_id) == ""


def test_parked_receipt_is_not_taken_for_one() -> None:
    [found] = mapper.packages([_receipt(status="?")])

    with pytest.raises(UnexpectedAnswer):
        mapper.parked_or_read(found)
