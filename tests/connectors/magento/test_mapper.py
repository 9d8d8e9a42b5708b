"""Magento's orders as our records."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.records import (
    Address,
    LineRecord,
    PackageRecord,
    PackageStatus,
    ParkedRecord,
)
from prapazar.connectors.magento import mapper
from tests.factories.provider import fixture

_HERE = Path(__file__).parent


def _raw(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of an order
    return {**fixture(_HERE, "orders")["items"][0], **changes}


def _item(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of an item
    return {**_raw()["items"][0], **changes}


def test_order_is_mapped_whole() -> None:
    tracks = [{"entity_id": 3, "tracks": [{"title": "Aras", "track_number": "72"}]}]

    assert mapper.package(_raw(shipments=tracks)) == PackageRecord(
        external_id="12",
        order_external_id="12",
        order_number="000000012",
        status=PackageStatus.NEW,
        provider_status="hazirlaniyor",
        ordered_at=datetime(2026, 11, 20, 22, 15, 3, tzinfo=UTC),
        modified_at=datetime(2026, 11, 21, 6, tzinfo=UTC),
        currency="TRY",
        total=Decimal("289.70"),
        shipping=Decimal("29.90"),
        lines=(
            LineRecord(
                external_id="31",
                listing_external_id="SAL-K",
                sku="SAL-K",
                barcode=None,
                title="Çiçekli Şal",
                quantity=2,
                unit_price=Decimal("129.90"),
                total=Decimal("259.80"),
                vat_rate=Decimal(20),
            ),
        ),
        buyer_name="Şule Iğdırlıoğlu",
        buyer_email="sule@example.com",
        buyer_phone="5321112233",
        shipping_address=Address(
            name="Ali Çınar",
            line="Lale Caddesi 5 Kat 2",
            district="Bornova",
            city="İzmir",
            postal_code="35040",
            phone="5324445566",
        ),
        billing_address=Address(
            name="Şule Iğdırlıoğlu",
            company="Iğdır Tekstil",
            line="Gül Sokak 3",
            district="Kadıköy",
            city="İstanbul",
            postal_code="34710",
            phone="5321112233",
            tax_number="1234567890",
        ),
        carrier="Aras",
        tracking_number="72",
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"state": "teleported"}, "connector.unknown_status"),
        ({"order_currency_code": "ALTIN"}, "connector.unknown_currency"),
        ({"items": None}, "connector.missing_field"),
        ({"items": [_item(qty_ordered="1.5")]}, "connector.odd_value"),
        ({"items": [_item(qty_ordered=0)]}, "connector.odd_value"),
        ({"created_at": "dün"}, "connector.odd_value"),
    ],
)
def test_order_that_cannot_be_read_is_parked(changes: dict[str, Any], code: str) -> None:
    [found] = mapper.packages([_raw(**changes)])

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == ("12", code)


@pytest.mark.parametrize(
    ("item", "state", "expected"),
    [
        ({"qty_shipped": 2}, "processing", PackageStatus.SHIPPED),
        ({"qty_shipped": 1}, "processing", PackageStatus.NEW),
        ({"qty_canceled": 2}, "processing", PackageStatus.CANCELLED),
        ({"qty_refunded": 2}, "closed", PackageStatus.CANCELLED),
        ({"qty_refunded": 2, "qty_shipped": 2}, "closed", PackageStatus.RETURNED),
    ],
)
def test_status_follows_what_left(item: dict[str, int], state: str, expected: PackageStatus) -> None:
    assert mapper.package(_raw(state=state, items=[_item(**item)])).status is expected


def test_line_is_reckoned_with_tax_compensation() -> None:
    """A discount on prices without tax: tax is less, and the difference stands in a field of its own."""
    changes = {"discount_amount": 24, "tax_amount": Decimal("39.3"), "discount_tax_compensation_amount": 4}

    [line] = mapper.package(_raw(items=[_item(**changes)])).lines

    assert (line.total, line.discount) == (Decimal("235.80"), Decimal("24.00"))


def test_open_units_are_those_that_have_not_left() -> None:
    bundle = _item(item_id=41, sku="SET-A-B", product_type="bundle")
    part = _item(item_id=42, sku="A", product_type="simple", parent_item_id=41, qty_ordered=4, qty_shipped=1)

    assert mapper.open_units([_raw(), _raw(items=[bundle, part])]) == {"SAL-K": 2, "A": 3}
