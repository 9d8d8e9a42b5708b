"""Shopify's shapes as our records, and ours as Shopify's."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.records import (
    Address,
    LineRecord,
    PackageRecord,
    PackageStatus,
    ParkedRecord,
)
from prapazar.connector_kit.statuses import explaining
from prapazar.connectors.shopify import mapper
from prapazar.connectors.shopify.schemas import PARCELS
from tests.factories.provider import fixture

_HERE = Path(__file__).parent
_ADDRESS = Address(
    name="Şule Iğdırlıoğlu",
    line="Deneme Sokak No: 1 Kadıköy",
    city="İstanbul",
    postal_code="34710",
    country="TR",
    phone="+905321112233",
)
_PARCEL: dict[str, Any] = {
    "status": "SUCCESS",
    "displayStatus": "FULFILLED",
    "trackingInfo": [{"company": "Aras", "number": "726"}],
}


def _order(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    [order] = fixture(_HERE, "orders")["data"]["orders"]["nodes"]
    return {**order, **changes}


def _with_line(order: dict[str, Any], **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    [line] = order["lineItems"]["nodes"]
    return {**order, "lineItems": {"nodes": [{**line, **changes}]}}


def _mapped(raw: dict[str, Any], *, ships_unpaid: bool = False) -> Any:  # noqa: ANN401 - a record
    [found] = mapper.packages([raw], ships_unpaid=ships_unpaid)
    return found


def test_order_is_a_package() -> None:
    assert _mapped(_order()) == PackageRecord(
        external_id="501",
        order_external_id="501",
        order_number="#1001",
        status=PackageStatus.NEW,
        provider_status="UNFULFILLED/PAID",
        ordered_at=datetime(2026, 11, 20, 9, 15, 30, tzinfo=UTC),
        modified_at=datetime(2026, 11, 20, 10, tzinfo=UTC),
        currency="TRY",
        total=Decimal("279.70"),
        lines=(
            LineRecord(
                external_id="901",
                listing_external_id="44-99",
                sku="SAL-MAVI",
                barcode=None,
                title="Oyalı Şal, Mavi",
                quantity=2,
                unit_price=Decimal("124.90"),
                total=Decimal("249.80"),
                discount=Decimal("10.00"),
                vat_rate=Decimal(20),
            ),
        ),
        discount=Decimal("10.00"),
        shipping=Decimal("29.90"),
        buyer_name="Şule Iğdırlıoğlu",
        buyer_email="alici@example.com",
        buyer_phone="+905321112233",
        shipping_address=_ADDRESS,
        billing_address=_ADDRESS,
        note="Zile basmayın",
    )


@pytest.mark.parametrize(
    ("work", "paid", "expected"),
    [
        ("UNFULFILLED", "PAID", PackageStatus.NEW),
        ("UNFULFILLED", "AUTHORIZED", PackageStatus.NEW),
        ("UNFULFILLED", None, PackageStatus.NEW),
        ("UNFULFILLED", "PENDING", PackageStatus.AWAITING_PAYMENT),
        ("UNFULFILLED", "VOIDED", PackageStatus.AWAITING_PAYMENT),
        ("ON_HOLD", "PAID", PackageStatus.AWAITING_PAYMENT),
        ("SCHEDULED", "PAID", PackageStatus.AWAITING_PAYMENT),
        ("IN_PROGRESS", "PAID", PackageStatus.PICKING),
        ("PARTIALLY_FULFILLED", "PAID", PackageStatus.PICKING),
        ("FULFILLED", "REFUNDED", PackageStatus.SHIPPED),
        ("RESTOCKED", "REFUNDED", PackageStatus.CANCELLED),
    ],
)
def test_status_is_that_of_the_work_and_the_payment(
    work: str, paid: str | None, expected: PackageStatus
) -> None:
    raw = _order(displayFulfillmentStatus=work, displayFinancialStatus=paid)

    assert _mapped(raw).status is expected


def test_unpaid_order_is_prepared_where_the_merchant_says_so() -> None:
    assert _mapped(_order(displayFinancialStatus="PENDING"), ships_unpaid=True).status is PackageStatus.NEW


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (["DELIVERED"], PackageStatus.DELIVERED),
        (["DELIVERED", "IN_TRANSIT"], PackageStatus.SHIPPED),
        (["NOT_DELIVERED"], PackageStatus.UNDELIVERED),
    ],
)
def test_sent_order_stands_where_its_parcels_stand(shown: list[str], expected: PackageStatus) -> None:
    parcels = [{**_PARCEL, "displayStatus": one} for one in shown]

    found = _mapped(_order(displayFulfillmentStatus="FULFILLED", fulfillments=parcels))

    assert (found.status, found.carrier, found.tracking_number) == (expected, "Aras", "726")


def test_cancelled_order_has_no_units_left() -> None:
    found = _mapped(_order(cancelledAt="2026-11-20T11:00:00Z"))

    assert (found.status, found.lines[0].cancelled_quantity) == (PackageStatus.CANCELLED, 2)


def test_order_of_which_every_unit_was_taken_out_is_cancelled() -> None:
    assert _mapped(_with_line(_order(), currentQuantity=0)).status is PackageStatus.CANCELLED


def test_units_that_came_back_are_no_cancelled_ones() -> None:
    raw = _with_line(_order(fulfillments=[_PARCEL]), currentQuantity=1, unfulfilledQuantity=0)

    returned = _mapped({**raw, "sentUnits": {"gid://shopify/LineItem/901": 2}})
    removed = _mapped({**raw, "sentUnits": {"gid://shopify/LineItem/901": 1}})
    unsaid = _mapped(raw)

    assert [one.lines[0].cancelled_quantity for one in (returned, removed)] == [0, 1]
    assert (type(unsaid), unsaid.code) == (ParkedRecord, "connector.missing_field")


def test_units_sent_are_counted_unless_some_are_out_of_sight() -> None:
    row = {"quantity": 1, "lineItem": {"id": "gid://shopify/LineItem/901"}}
    page: dict[str, Any] = {"pageInfo": {"hasNextPage": False}, "nodes": [row]}
    parcel = {**_PARCEL, "fulfillmentLineItems": page}
    cut: dict[str, Any] = {**_PARCEL, "fulfillmentLineItems": {**page, "pageInfo": {"hasNextPage": True}}}

    assert mapper.sent_units({"fulfillments": [parcel, parcel]}) == {"gid://shopify/LineItem/901": 2}
    for parcels in ([cut], [parcel] * PARCELS):
        with pytest.raises(UnexpectedAnswer):
            mapper.sent_units({"fulfillments": parcels})


def test_taxes_beside_the_price_are_added() -> None:
    [line] = _mapped(_order(taxesIncluded=False)).lines

    assert (line.total, line.unit_price) == (Decimal("291.43"), Decimal("145.72"))


def test_article_the_merchant_deleted_is_a_line_without_listing() -> None:
    [line] = _mapped(_with_line(_order(), variant=None)).lines

    assert (line.listing_external_id, line.sku) == (None, "SAL-MAVI")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"displayFulfillmentStatus": "TELEPORTED"}, "connector.unknown_status"),
        ({"displayFinancialStatus": "BARTERED"}, "connector.unknown_status"),
        ({"currencyCode": "XQX"}, "connector.unknown_currency"),
        ({"totalPriceSet": {"shopMoney": {"amount": "NaN"}}}, "connector.odd_value"),
        ({"createdAt": "yesterday"}, "connector.odd_value"),
        ({"lineItems": {"pageInfo": {"hasNextPage": True}, "nodes": []}}, "connector.pages_do_not_add_up"),
        ({"lineItems": None}, "connector.missing_field"),
    ],
)
def test_order_that_cannot_be_read_is_parked_alone(changes: dict[str, Any], code: str) -> None:
    good, odd = mapper.packages([_order(), _order(**changes)], ships_unpaid=False)

    assert isinstance(good, PackageRecord)
    assert isinstance(odd, ParkedRecord)
    assert (odd.external_id, odd.code) == ("501", code)


def test_tax_without_a_rate_is_parked() -> None:
    found = _mapped(_with_line(_order(), taxLines=[{"rate": None}]))

    assert found.code == "connector.unknown_tax"


def test_province_makes_the_city_a_district() -> None:
    address = {**_order()["shippingAddress"], "city": "Kadıköy", "province": "İstanbul"}

    found = _mapped(_order(shippingAddress=address)).shipping_address

    assert (found.city, found.district) == ("İstanbul", "Kadıköy")


def _work(
    number: int, location: str, lines: dict[str, int], action: str = "CREATE_FULFILLMENT"
) -> dict[str, Any]:
    rows = [
        {"id": f"gid://shopify/FulfillmentOrderLineItem/{number}{line}", "remainingQuantity": units,
         "lineItem": {"id": f"gid://shopify/LineItem/{line}"}}
        for line, units in lines.items()
    ]  # fmt: skip
    return {
        "id": f"gid://shopify/FulfillmentOrder/{number}",
        "status": "OPEN",
        "supportedActions": [{"action": action}],
        "assignedLocation": {"location": {"id": location}},
        "lineItems": {"pageInfo": {"hasNextPage": False}, "nodes": rows},
    }


def _part(part: dict[str, Any]) -> tuple[str, list[tuple[str, int]]]:
    units = [(row["id"][-2:], row["quantity"]) for row in part["fulfillmentOrderLineItems"]]
    return part["fulfillmentOrderId"][-1], units


def test_parcels_are_made_by_location_of_the_lines_of_the_work() -> None:
    work = {
        "fulfillmentOrders": [
            _work(1, "A", {"5": 2, "6": 1}),
            _work(2, "B", {"5": 3}),
            _work(3, "A", {"7": 1}),
        ]
    }

    found = mapper.parcels(work, {"5": 3, "7": 1})

    taken = [[_part(part) for part in parcel] for parcel in found]
    assert taken == [[("1", [("15", 2)]), ("3", [("37", 1)])], [("2", [("25", 1)])]]


def test_work_that_is_held_back_is_refused() -> None:
    with pytest.raises(Rejected) as raised:
        mapper.parcels({"fulfillmentOrders": [_work(1, "A", {"5": 1}, "RELEASE_HOLD")]}, {})

    assert raised.value.code == "shopify.held_back"


def test_work_with_lines_out_of_sight_is_refused() -> None:
    work = _work(1, "A", {"5": 1})
    work["lineItems"]["pageInfo"]["hasNextPage"] = True

    with pytest.raises(Rejected) as raised:
        mapper.parcels({"fulfillmentOrders": [work]}, {})

    assert raised.value.code == "shopify.order_too_long"


def test_window_is_widened_to_whole_seconds() -> None:
    since = datetime(2026, 11, 20, 10, 0, 0, 400, tzinfo=UTC)
    until = datetime(2026, 11, 20, 11, 0, 0, 400, tzinfo=UTC)

    assert mapper.window("updated_at", since, until) == (
        "updated_at:>='2026-11-20T10:00:00Z' AND updated_at:<'2026-11-20T11:00:01Z'"
    )


def test_recorded_answer_can_be_replayed() -> None:
    [found] = mapper.READERS["orders"](fixture(_HERE, "orders"))

    assert isinstance(found, PackageRecord)


@pytest.mark.parametrize("means", [PackageStatus.NEW, PackageStatus.AWAITING_PAYMENT])
def test_payment_word_somebody_explained_says_whether_it_is_paid(means: PackageStatus) -> None:
    order = _order(displayFinancialStatus="IN_LIMBO")
    with explaining({"IN_LIMBO": means}):
        explained = _mapped(order)

    assert (_mapped(order).code, explained.status) == ("connector.unknown_status", means)
