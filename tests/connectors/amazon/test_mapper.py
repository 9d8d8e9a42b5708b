"""Amazon's orders, offers and reports as our records, and ours as its patches."""

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
from prapazar.connectors.amazon import mapper
from prapazar.connectors.amazon.schemas import MARKETPLACES
from tests.factories.provider import fixture

_HERE = Path(__file__).parent
_TURKEY = MARKETPLACES["TR"]


def _raw(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of an order
    return {**fixture(_HERE, "order"), **changes}


def _item(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of an item
    return {**_raw()["orderItems"][0], **changes}


def _fulfilled(status: str) -> dict[str, Any]:
    return {"fulfillmentStatus": status, "fulfilledBy": "MERCHANT"}


def test_order_is_mapped_whole() -> None:
    place = Address(
        name="Şule Iğdırlıoğlu",
        line="Caferağa Mah. Moda Cad. No: 1",
        district="Kadıköy",
        city="İstanbul",
        postal_code="34710",
        country="TR",
        phone="+905321112233",
    )
    assert mapper.order(_raw()) == PackageRecord(
        external_id="902-1845936-5435065",
        order_external_id="902-1845936-5435065",
        order_number="902-1845936-5435065",
        status=PackageStatus.SHIPPED,
        provider_status="SHIPPED",
        ordered_at=datetime(2026, 11, 20, 9, 15, tzinfo=UTC),
        modified_at=datetime(2026, 11, 20, 10, 0, 30, tzinfo=UTC),
        currency="TRY",
        total=Decimal("279.80"),
        discount=Decimal("20.00"),
        shipping=Decimal("40.00"),
        lines=(
            LineRecord(
                external_id="68828574383266",
                listing_external_id="SAL-1",
                sku="SAL-1",
                barcode=None,
                title="Çiçekli Şal",
                quantity=2,
                unit_price=Decimal("119.90"),
                total=Decimal("239.80"),
                discount=Decimal("20.00"),
            ),
        ),
        ship_by_at=datetime(2026, 11, 22, 20, 59, 59, tzinfo=UTC),
        buyer_name="Şule Iğdırlıoğlu",
        buyer_email="abc123@marketplace.amazon.com.tr",
        buyer_phone="+905321112233",
        shipping_address=place,
        billing_address=Address(
            name=place.name,
            company="Oya Ltd.",
            line=place.line,
            district=place.district,
            city=place.city,
            postal_code=place.postal_code,
            country="TR",
            phone=place.phone,
            tax_number="1234567890",
        ),
        carrier="Yurtiçi Kargo",
        tracking_number="7261234567890",
    )


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("PENDING_AVAILABILITY", PackageStatus.AWAITING_PAYMENT),
        ("PENDING", PackageStatus.AWAITING_PAYMENT),
        ("UNSHIPPED", PackageStatus.NEW),
        ("PARTIALLY_SHIPPED", PackageStatus.NEW),
        ("SHIPPED", PackageStatus.SHIPPED),
        ("CANCELLED", PackageStatus.CANCELLED),
    ],
)
def test_status_is_one_of_ours(word: str, status: PackageStatus) -> None:
    assert mapper.order(_raw(fulfillment=_fulfilled(word))).status is status


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"fulfillment": _fulfilled("UNFULFILLABLE")}, "connector.unknown_status"),
        ({"fulfillment": None}, "connector.missing_field"),
        ({"orderItems": []}, "connector.missing_field"),
        ({"orderItems": [{"orderItemId": "1", "quantityOrdered": 0}]}, "connector.odd_value"),
        ({"createdTime": "yesterday"}, "connector.odd_value"),
        (
            {"proceeds": {"grandTotal": {"amount": "1", "currencyCode": "XAU"}}},
            "connector.unknown_currency",
        ),
        ({"proceeds": None, "salesChannel": {"channelName": "AMAZON"}}, "connector.unknown_currency"),
    ],
)
def test_order_that_cannot_be_read_is_parked(changes: dict[str, Any], code: str) -> None:
    raw = _raw(**changes)

    [found] = mapper.orders([raw])

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code, found.raw) == ("902-1845936-5435065", code, raw)


def test_line_without_its_price_is_parked_after_payment() -> None:
    item = _item(proceeds=None, product={"sellerSku": "SAL-1", "title": "Şal"})

    with pytest.raises(UnexpectedAnswer):
        mapper.order(_raw(orderItems=[item]))


@pytest.mark.parametrize("sign", ["", "-"])
def test_discount_is_taken_off_whatever_its_sign(sign: str) -> None:
    def part(kind: str, value: str) -> dict[str, Any]:
        return {"type": kind, "subtotal": {"amount": value, "currencyCode": "TRY"}}

    parts = [part("ITEM", "100.00"), part("DISCOUNT", f"{sign}10.01"), part("TAX", "15.00")]

    [line] = mapper.order(_raw(orderItems=[_item(proceeds={"breakdowns": parts})])).lines

    assert (line.total, line.discount, line.unit_price) == (
        Decimal("89.99"),
        Decimal("10.01"),
        Decimal("45.00"),
    )


def test_line_of_which_nothing_is_left_is_left_out() -> None:
    gone = _item(orderItemId="2", quantityOrdered=0)

    order = mapper.order(_raw(orderItems=[_item(), gone]))

    assert [line.external_id for line in order.lines] == ["68828574383266"]


def test_cancelled_order_of_which_nothing_is_left_keeps_its_lines() -> None:
    gone = _item(quantityOrdered=0, proceeds=None, product={"sellerSku": "SAL-1"})

    order = mapper.order(_raw(orderItems=[gone], fulfillment=_fulfilled("CANCELLED")))

    assert [(line.quantity, line.cancelled_quantity, line.total) for line in order.lines] == [
        (1, 1, Decimal(0))
    ]


@pytest.mark.parametrize(("tracking", "reference"), [("7261234567890", "1"), ("another", "2")])
def test_known_tracking_number_keeps_its_package(tracking: str, reference: str) -> None:
    assert mapper.next_reference(_raw(), tracking) == reference


def test_stock_and_price_become_merged_patches() -> None:
    stock = mapper.stock_patch(StockOffer("SAL-1", None, 4))
    price = mapper.price_patch(PriceOffer("SAL-1", None, Decimal("149.90"), None, "TRY"), _TURKEY)

    assert stock == {
        "op": "merge",
        "path": "/attributes/fulfillment_availability",
        "value": [{"fulfillment_channel_code": "DEFAULT", "quantity": 4}],
    }
    assert price == {
        "op": "merge",
        "path": "/attributes/purchasable_offer",
        "value": [
            {
                "marketplace_id": "A33AVAJ2PDY3EV",
                "currency": "TRY",
                "audience": "ALL",
                "our_price": [{"schedule": [{"value_with_tax": Decimal("149.90")}]}],
            }
        ],
    }


def test_price_in_another_currency_is_refused() -> None:
    with pytest.raises(Rejected) as raised:
        mapper.price_patch(PriceOffer("SAL-1", None, Decimal(1), None, "EUR"), _TURKEY)

    assert raised.value.code == "amazon.currency"


def _issue(severity: str, message: str, **more: object) -> dict[str, Any]:
    return {"messageId": 1, "code": "1", "severity": severity, "message": message, **more}


def test_report_tells_the_refused_with_all_their_errors_and_no_warnings() -> None:
    issues = [
        _issue("ERROR", "Fiyat yok.", sku="SAL-1"),
        _issue("ERROR", "Marka yok.", sku="SAL-1"),
        _issue("WARNING", "Görsel küçük.", sku="SAL-2"),
    ]

    answer = mapper.report({"issues": issues, "summary": {"messagesInvalid": 1}})

    refused = ItemResult("SAL-1", ItemState.REJECTED, "amazon.item_refused", "Fiyat yok.; Marka yok.")
    assert answer == BatchAnswer(is_final=True, items=(refused,), unnamed=ItemState.ACCEPTED)


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("IN_QUEUE", "waiting"),
        ("IN_PROGRESS", "waiting"),
        ("DONE", "done"),
        ("FATAL", "failed"),
        ("CANCELLED", "failed"),
    ],
)
def test_feed_stands_where_its_status_says(word: str, state: str) -> None:
    assert mapper.feed_state({"processingStatus": word}) == state


def test_unknown_words_of_feeds_and_submissions_are_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer):
        mapper.feed_state({"processingStatus": "PAUSED"})
    with pytest.raises(UnexpectedAnswer):
        mapper.submission("SAL-1", {"status": "MAYBE"})
