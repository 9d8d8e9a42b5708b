"""İdefix's answers as our records, and our offers as its bodies."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord
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
from prapazar.connectors.idefix import mapper
from prapazar.domain.orders.enums import CancelReason
from tests.factories.provider import fixture

_HERE = Path(__file__).parent
_REASONS = [{"id": 11, "name": "STOKTA YOK"}, {"id": 12, "name": "Hasarlı"}, {"id": 13, "name": "DİĞER"}]


def _raw(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a shipment
    return {**fixture(_HERE, "shipments")["items"][0], **changes}


def _row(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a row
    return {**_raw()["items"][0], **changes}


def test_shipment_is_mapped_whole() -> None:
    assert mapper.package(_raw()) == PackageRecord(
        external_id="9310001",
        order_external_id="IDE1002071001",
        order_number="IDE1002071001",
        status=PackageStatus.NEW,
        provider_status="shipment_ready",
        ordered_at=datetime(2026, 11, 21, 12, 22, tzinfo=UTC),
        modified_at=datetime(2026, 11, 21, 12, 25, 10, tzinfo=UTC),
        currency="TRY",
        total=Decimal("170.95"),
        discount=Decimal("10.50"),
        lines=(
            LineRecord(
                external_id="21440001",
                listing_external_id="8680000000017",
                sku="ŞAL-1",
                barcode="8680000000017",
                title="Çiçekli Şal, İğne Oyalı",
                quantity=1,
                unit_price=Decimal("119.45"),
                total=Decimal("119.45"),
                discount=Decimal("10.50"),
            ),
            LineRecord(
                external_id="21440002",
                listing_external_id="8680000000024",
                sku="ÇAY-9",
                barcode="8680000000024",
                title="Siyah Çay 1 kg",
                quantity=1,
                unit_price=Decimal("51.50"),
                total=Decimal("51.5"),
                cancelled_quantity=1,
            ),
        ),
        ship_by_at=datetime(2026, 11, 23, 20, 59, 59, tzinfo=UTC),
        buyer_name="Şule Iğdırlı",
        buyer_email="sule@example.com",
        buyer_phone="5550000000",
        shipping_address=Address(
            name="Şule Iğdırlı",
            line="Gül Sokak Moda Mah. No: 5 Kat: 2 Daire: 7",
            district="Kadıköy",
            city="İstanbul",
            postal_code="34710",
            phone="5550000000",
        ),
        billing_address=Address(
            name="Şule Iğdırlı",
            line="Atatürk Bulvarı",
            district="Çankaya",
            city="Ankara",
            phone="5550000001",
            tax_number="11111111110",
        ),
        carrier="Aras Kargo",
    )


@pytest.mark.parametrize(
    ("at_shipment", "in_address"),
    [
        ({"isCommercial": True}, {}),
        ({"isCommercial": False}, {"isCommercial": "1"}),
        ({"isLikeCommercial": 1}, {}),
    ],
)
def test_company_is_marked_at_the_shipment_or_in_its_address(
    at_shipment: dict[str, Any], in_address: dict[str, Any]
) -> None:
    found = mapper.package(_raw(**at_shipment, invoiceAddress={**_raw()["invoiceAddress"], **in_address}))

    told = (found.billing_address.company, found.billing_address.tax_number, found.billing_address.tax_office)
    assert told == ("Çınar Gıda A.Ş.", "1234567890", "Çankaya")


@pytest.mark.parametrize(("told", "status"), list(mapper.STATUSES.items()))
def test_status_is_one_of_ours(told: str, status: PackageStatus) -> None:
    assert mapper.package(_raw(status=told)).status is status


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"status": "shipment_teleported"}, "connector.unknown_status"),
        ({"currency": "EUR"}, "connector.unknown_currency"),
        ({"orderDate": "dün"}, "connector.odd_value"),
        ({"orderNumber": None}, "connector.missing_field"),
        ({"items": None}, "connector.missing_field"),
    ],
)
def test_shipment_nobody_can_read_is_parked_alone(changes: dict[str, Any], code: str) -> None:
    found = mapper.packages([_raw(**changes), _raw(id=2)])

    assert [type(one) for one in found] == [ParkedRecord, PackageRecord]
    assert isinstance(found[0], ParkedRecord)
    assert (found[0].external_id, found[0].code) == ("9310001", code)


def test_moment_without_a_zone_is_istanbuls() -> None:
    found = mapper.package(_raw(orderDate="2026-11-21T15:22:00"))

    assert found.ordered_at == datetime(2026, 11, 21, 12, 22, tzinfo=UTC)


def test_quantity_is_believed_where_the_total_is_of_all_units() -> None:
    row = _row(quantity=3, price=Decimal(100), discountedTotalPrice=Decimal(270))

    [line] = mapper.package(_raw(items=[row])).lines

    assert (line.quantity, line.unit_price, line.total) == (3, Decimal("90.00"), Decimal(270))
    assert line.discount == Decimal(30)


@pytest.mark.parametrize("total", [Decimal(90), Decimal(100), Decimal(301)])
def test_total_that_may_be_of_one_unit_is_parked(total: Decimal) -> None:
    row = _row(quantity=3, price=Decimal(100), discountedTotalPrice=total)

    [found] = mapper.packages([_raw(items=[row])])

    assert isinstance(found, ParkedRecord)
    assert found.code == "connector.odd_value"


def test_tracking_address_without_a_number_is_nobodys() -> None:
    before = mapper.package(_raw())
    after = mapper.package(_raw(cargoTrackingNumber=726, cargoTrackingUrl="https://kargo.example/726"))

    assert (before.tracking_number, before.tracking_url) == (None, None)
    assert (after.tracking_number, after.tracking_url) == ("726", "https://kargo.example/726")


def test_product_is_shown_with_its_offer() -> None:
    colors = AttributeRecord(
        "21",
        "Renk",
        is_required=True,
        allows_custom=False,
        is_variant=True,
        values=(AttributeValueRecord("2101", "Kırmızı"),),
    )
    known = mapper.Known(
        mapper.offers(fixture(_HERE, "inventory")["items"]), {"7001": "Deneme Marka"}, {"1012": [colors]}
    )

    offered, unmatched = mapper.listings(fixture(_HERE, "pool")["products"], known)

    assert offered == ListingRecord(
        external_id="8680000000017",
        external_parent_id="OYA-1",
        sku="ŞAL-1",
        barcode="8680000000017",
        title="Çiçekli Şal, İğne Oyalı",
        parent_title="Çiçekli Şal, İğne Oyalı",
        options={"Renk": "Kırmızı"},
        price=Decimal("129.95"),
        list_price=Decimal("149.9"),
        quantity=7,
        is_active=True,
        brand="Deneme Marka",
        vat_rate=Decimal(10),
        description="<p>İğne oyası</p>",
        images=("https://cdn.example.com/sal.jpg",),
        desi=Decimal(2),
    )
    assert isinstance(unmatched, ListingRecord)
    shown = (unmatched.price, unmatched.list_price, unmatched.quantity, unmatched.is_active, unmatched.images)
    assert shown == (Decimal("51.5"), Decimal("51.5"), 9, False, ("https://cdn.example.com/cay.jpg",))


def test_product_with_a_tax_nobody_knows_is_parked() -> None:
    [found] = mapper.listings([{"barcode": "868", "vatRate": 17}], mapper.Known())

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == ("868", "connector.unknown_tax")


def test_offers_are_written_by_barcode() -> None:
    prices = [
        PriceOffer("868", None, Decimal("129.905"), Decimal(150), "TRY"),
        PriceOffer("869", None, Decimal(10), Decimal(10), "TRY"),
        PriceOffer("870", None, Decimal(10), None, "TRY"),
    ]

    assert mapper.stock_items([StockOffer("868", None, 5)]) == [{"barcode": "868", "inventoryQuantity": 5}]
    assert mapper.price_items(prices) == [
        {"barcode": "868", "price": Decimal("129.91"), "comparePrice": Decimal("150.00")},
        {"barcode": "869", "price": Decimal("10.00"), "comparePrice": Decimal(0)},
        {"barcode": "870", "price": Decimal("10.00"), "comparePrice": Decimal(0)},
    ]


def test_price_in_another_currency_is_refused() -> None:
    with pytest.raises(Rejected) as raised:
        mapper.price_items([PriceOffer("868", None, Decimal(1), None, "EUR")])

    assert (raised.value.code, raised.value.field) == ("idefix.currency", "currency")


def test_items_of_a_batch_get_their_own_answers() -> None:
    assert mapper.item_results(fixture(_HERE, "inventory_result")["items"]) == (
        ItemResult("8680000000017", ItemState.ACCEPTED),
        ItemResult("8680000000024", ItemState.REJECTED, "idefix.price_locked", "CATALOG_PRICE_LOCKED"),
        ItemResult("8680000000031", ItemState.REJECTED, "idefix.item_refused", "DATA_PARSE_ERROR"),
        ItemResult("8680000000048", ItemState.PENDING),
    )


def test_item_in_a_state_nobody_knows_is_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer):
        mapper.item_results([{"barcode": "868", "status": "teleported"}])


def test_reason_is_chosen_by_its_words() -> None:
    chosen = {reason.value: mapper.noship_reason(_REASONS, reason) for reason in CancelReason}

    assert chosen == {
        "out_of_stock": 11,
        "defective": 12,
        "wrong_price": 13,
        "bulk_purchase": 13,
        "integration_error": 13,
        "force_majeure": 13,
    }


@pytest.mark.parametrize(("known", "reason"), [(_REASONS, "weather"), (_REASONS[1:2], "out_of_stock")])
def test_reason_that_is_not_among_theirs_is_refused(known: list[dict[str, Any]], reason: str) -> None:
    with pytest.raises(Rejected) as raised:
        mapper.noship_reason(known, reason)

    assert raised.value.code == "connector.reason_unknown"
