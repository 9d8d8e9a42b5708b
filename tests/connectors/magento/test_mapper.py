"""Magento's orders as our records, and our offers as its bodies."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.records import (
    Address,
    ItemState,
    LineRecord,
    PackageRecord,
    PackageStatus,
    ParkedRecord,
    PriceOffer,
    StockOffer,
)
from prapazar.connectors.magento import mapper
from tests.factories.provider import fixture

_HERE = Path(__file__).parent
_NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


def _raw(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of an order
    return {**fixture(_HERE, "orders")["items"][0], **changes}


def _item(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of an item
    return {**_raw()["items"][0], **changes}


def _offer(price: str, full: str | None = None, vat: str | None = None) -> PriceOffer:
    rate = Decimal(vat) if vat else None
    return PriceOffer("SAL-K", None, Decimal(price), Decimal(full) if full else None, "TRY", rate)


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


def test_stock_is_told_with_what_is_reserved() -> None:
    offers = [StockOffer("A", None, 5), StockOffer("B", None, 0), StockOffer("C", None, 0)]

    found = mapper.source_items(offers, "depo", {"A": 3, "B": 2})

    assert [(one["sku"], one["quantity"], one["status"]) for one in found] == [
        ("A", 8, 1),
        ("B", 2, 1),
        ("C", 0, 0),
    ]


def test_lower_price_begins_yesterday_for_every_time_zone() -> None:
    found = mapper.special_price(_offer("99.90", "149.90"), 2, _NOW, with_tax=True)

    assert found == {
        "price": Decimal("99.90"),
        "store_id": 2,
        "sku": "SAL-K",
        "price_from": "2026-11-20 00:00:00",
        "price_to": "2099-12-31 23:59:59",
    }
    assert mapper.special_price(_offer("99.90"), 2, _NOW, with_tax=True) is None


def test_price_without_tax_needs_the_rate() -> None:
    assert mapper.base_price(_offer("100", vat="20"), 0, with_tax=False)["price"] == Decimal("83.3333")
    with pytest.raises(Rejected):
        mapper.base_price(_offer("100"), 0, with_tax=False)


@pytest.mark.parametrize(
    "told",
    ['{"sourceItems":[{"sku":"A"}]}', '{"meta_information":"{\\"sourceItems\\":[{\\"sku\\":\\"A\\"}]}"}'],
)
@pytest.mark.parametrize(
    ("status", "state"),
    [
        (1, ItemState.ACCEPTED),
        (2, ItemState.REJECTED),
        (3, ItemState.REJECTED),
        (4, ItemState.PENDING),
        (5, ItemState.REJECTED),
    ],
)
def test_bulk_operation_is_answered_by_its_sku(told: str, status: int, state: ItemState) -> None:
    [found] = mapper.bulk_results([{"status": status, "serialized_data": told}])

    assert (found.external_id, found.state) == ("A", state)


@pytest.mark.parametrize(
    "raw", [{"status": 9, "serialized_data": '{"sku":"A"}'}, {"status": 1, "serialized_data": "x"}]
)
def test_bulk_operation_nobody_understands_is_unexpected(raw: dict[str, Any]) -> None:
    with pytest.raises(UnexpectedAnswer):
        mapper.bulk_results([raw])


def test_price_problem_that_names_nobody_is_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer):
        mapper.refused_by([{"message": "no", "parameters": ["B"]}], ["A"])
