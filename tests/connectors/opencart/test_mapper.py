"""OpenCart's rows as our records: money with tax, option values as listings, statuses by number."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.records import (
    Address,
    LineRecord,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    ParkedRecord,
)
from prapazar.connectors.opencart import content, mapper
from tests.factories.provider import fixture

_HERE = Path(__file__).parent
_STATUSES = mapper.by_number(mapper.FRESH_SHOP)


def _order(**changes: object) -> dict[str, Any]:
    return {**fixture(_HERE, "orders")["data"][0], **changes}


def _product(place: int, **changes: object) -> dict[str, Any]:
    return {**fixture(_HERE, "products")["data"][place], **changes}


def _package(raw: dict[str, Any]) -> PackageRecord:
    [found] = mapper.packages([raw], _STATUSES)
    assert isinstance(found, PackageRecord)
    return found


def _line(**changes: object) -> dict[str, Any]:
    return {**_order()["products"][0], **changes}


def test_order_becomes_a_package() -> None:
    address = Address(
        name="Şule Iğdırlıoğlu",
        company="Iğdır & Oğulları",
        line="Deneme Sokak 1 Kat 2",
        district="Kadıköy",
        city="İstanbul",
        postal_code="34710",
        country="TR",
        phone="5321112233",
    )

    assert _package(_order()) == PackageRecord(
        external_id="1001",
        order_external_id="1001",
        order_number="1001",
        status=PackageStatus.NEW,
        provider_status="2",
        ordered_at=datetime(2026, 11, 21, 12, 0, tzinfo=UTC),
        modified_at=datetime(2026, 11, 21, 12, 1, tzinfo=UTC),
        currency="TRY",
        total=Decimal("264.00"),
        shipping=Decimal("24.00"),
        lines=(
            LineRecord(
                external_id="5",
                listing_external_id="41:17",
                sku="TISORT",
                barcode=None,
                title="Tişört, M",
                quantity=2,
                unit_price=Decimal("120.00"),
                total=Decimal("240.00"),
                vat_rate=Decimal(20),
            ),
        ),
        buyer_name="Şule Iğdırlıoğlu",
        buyer_email="alici@example.com",
        buyer_phone="5321112233",
        shipping_address=address,
        billing_address=address,
        note='Zil "bozuk"',
    )


def test_amounts_are_in_the_orders_own_currency() -> None:
    found = _package(_order(currency_code="EUR", currency_value="0.02000000"))

    assert (found.total, found.lines[0].unit_price, found.lines[0].total) == (
        Decimal("5.28"),
        Decimal("2.40"),
        Decimal("4.80"),
    )


def test_coupon_is_a_discount_of_the_order() -> None:
    totals = [*_order()["totals"], {"code": "coupon", "title": "Kupon", "value": "-50.0000"}]

    found = _package(_order(total="204.0000", totals=totals))

    assert (found.shipping, found.discount, found.total) == (
        Decimal("20.00"),
        Decimal("56.00"),
        Decimal("204.00"),
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"order_status_id": "11"}, "connector.unknown_status"),
        ({"currency_code": "TLX"}, "connector.unknown_currency"),
        ({"added_at": 0}, "connector.odd_value"),
        ({"total": "1.0000"}, "connector.odd_value"),
        ({"products": [_line(quantity="0")]}, "connector.odd_value"),
        ({"totals": None}, "connector.missing_field"),
    ],
)
def test_odd_order_is_parked(changes: dict[str, object], code: str) -> None:
    [found] = mapper.packages([_order(**changes)], _STATUSES)

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == ("1001", code)


@pytest.mark.parametrize(
    ("price", "tax", "rate"),
    [
        ("100.0000", "20.0000", "20"),
        ("9.0909", "0.9091", "10"),
        ("100.0000", "12.3400", None),
        ("100.0000", "0", None),
    ],
)
def test_rate_is_told_only_where_the_tax_is_exactly_its(price: str, tax: str, rate: str | None) -> None:
    raw = _order(total="1000.0000", products=[_line(price=price, total=price, tax=tax, quantity="1")])

    assert _package(raw).lines[0].vat_rate == (Decimal(rate) if rate else None)


@pytest.mark.parametrize(
    ("options", "listing"),
    [
        ([], "41"),
        ([{"product_option_value_id": "17", "value": "Hediye", "subtract": "0"}], "41"),
        ([{"product_option_value_id": "0", "value": "Ayşe", "subtract": ""}], "41"),
        ([{"product_option_value_id": n, "value": n, "subtract": "1"} for n in ("17", "21")], None),
    ],
)
def test_line_knows_its_listing_where_one_option_at_most_counts(
    options: list[dict[str, str]], listing: str | None
) -> None:
    assert _package(_order(products=[_line(options=options)])).lines[0].listing_external_id == listing


def test_merchant_says_which_status_is_what() -> None:
    chosen = mapper.chosen_statuses({"status_waiting": "1, 17", "status_shipped": "18,3"})

    assert chosen == {
        PackageStatus.AWAITING_PAYMENT: ("1", "17"),
        PackageStatus.NEW: ("2", "15"),
        PackageStatus.SHIPPED: ("18", "3"),
        PackageStatus.DELIVERED: ("5",),
        PackageStatus.CANCELLED: ("7", "8", "10", "14", "16"),
        PackageStatus.RETURNED: (),
    }


def test_product_becomes_a_listing() -> None:
    assert content.listings(_product(0)) == [
        ListingRecord(
            external_id="40",
            external_parent_id=None,
            sku="ŞAL-1",
            barcode="8690000000017",
            title="Şal & Eşarp",
            parent_title="Şal & Eşarp",
            options={},
            price=Decimal("96.00"),
            list_price=Decimal("120.00"),
            quantity=7,
            is_active=True,
            brand="Oya",
            category="Şal & Eşarp",
            vat_rate=Decimal(20),
            description="<p>İpek</p>",
            images=("https://magaza.example/image/sal.jpg",),
        )
    ]


def test_option_values_that_count_are_listings_of_their_own() -> None:
    found = [one for one in content.listings(_product(1)) if isinstance(one, ListingRecord)]

    assert [(one.external_id, one.external_parent_id, one.title, one.options) for one in found] == [
        ("41:17", "41", "Tişört, M", {"Beden": "M"}),
        ("41:18", "41", "Tişört, XL", {"Beden": "XL"}),
    ]
    assert [(one.price, one.quantity, one.sku, one.is_active) for one in found] == [
        (Decimal("50.00"), 4, None, False),
        (Decimal("40.00"), 5, None, False),
    ]


def test_two_options_that_count_are_parked() -> None:
    options = _product(1)["options"]

    [found] = content.listings(_product(1, options=[options[0], {**options[1], "product_option_id": "4"}]))

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == ("41", "opencart.several_options")


def test_note_has_nothing_in_it_that_the_shop_would_escape() -> None:
    assert mapper.shipped_note('Sürat & "Ortak"', "<7>") == (
        "Siparişiniz Sürat + 'Ortak' ile kargoya verildi. Takip numarası:  7"
    )
