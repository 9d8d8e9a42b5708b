"""eBay's shapes as our records: orders, statuses, money, shipments, marketplaces."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.errors import Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.records import (
    Address,
    ItemResult,
    ItemState,
    LineRecord,
    PackageRecord,
    PackageStatus,
    ParkedRecord,
)
from prapazar.connector_kit.statuses import explaining
from prapazar.connectors.ebay import mapper
from prapazar.connectors.ebay.mapper import Wanted

_NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def _money(value: str, **more: str) -> dict[str, str]:
    return {"value": value, "currency": "EUR", **more}


def _line(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    return {
        "lineItemId": "10",
        "legacyItemId": "110",
        "sku": "ŞAL-1",
        "title": "İğne Oyalı Şal",
        "quantity": 2,
        "lineItemCost": _money("100.00"),
        "discountedLineItemCost": _money("90.00"),
        "listingMarketplaceId": "EBAY_DE",
        "purchaseMarketplaceId": "EBAY_FR",
        "lineItemFulfillmentInstructions": {"shipByDate": "2026-11-24T22:59:59.000Z"},
        **changes,
    }


def _order(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    contact = {
        "fullName": "Şule Iğdırlıoğlu",
        "contactAddress": {
            "addressLine1": "Hauptstr. 1",
            "addressLine2": "Hinterhaus",
            "city": "Köln",
            "stateOrProvince": "NRW",
            "postalCode": "50667",
            "countryCode": "DE",
        },
        "primaryPhone": {"phoneNumber": "+49 221 1"},
        "email": "alici@example.com",
    }
    return {
        "orderId": "06-00012-34567",
        "creationDate": "2026-11-21T09:00:00.123Z",
        "lastModifiedDate": "2026-11-21T10:00:00.456Z",
        "orderFulfillmentStatus": "NOT_STARTED",
        "orderPaymentStatus": "PAID",
        "cancelStatus": {"cancelState": "NONE_REQUESTED", "cancelRequests": []},
        "pricingSummary": {
            "total": _money("95.99", convertedFromValue="104.00", convertedFromCurrency="USD"),
            "deliveryCost": _money("7.99"),
            "deliveryDiscount": _money("-2.00"),
        },
        "fulfillmentStartInstructions": [{"shippingStep": {"shipTo": contact}}],
        "fulfillmentHrefs": [],
        "buyerCheckoutNotes": "Bitte klingeln",
        "lineItems": [_line()],
        **changes,
    }


def test_order_is_one_package_in_the_sellers_money() -> None:
    [found] = mapper.packages([_order()])

    address = Address(
        name="Şule Iğdırlıoğlu",
        line="Hauptstr. 1 Hinterhaus",
        district="NRW",
        city="Köln",
        postal_code="50667",
        country="DE",
        phone="+49 221 1",
    )
    assert found == PackageRecord(
        external_id="06-00012-34567",
        order_external_id="06-00012-34567",
        order_number="06-00012-34567",
        status=PackageStatus.NEW,
        provider_status="NOT_STARTED,PAID",
        ordered_at=datetime(2026, 11, 21, 9, 0, 0, 123_000, tzinfo=UTC),
        modified_at=datetime(2026, 11, 21, 10, 0, 0, 456_000, tzinfo=UTC),
        currency="EUR",
        total=Decimal("95.99"),
        discount=Decimal("10.00"),
        shipping=Decimal("5.99"),
        ship_by_at=datetime(2026, 11, 24, 22, 59, 59, tzinfo=UTC),
        lines=(
            LineRecord(
                external_id="10",
                listing_external_id="EBAY_DE:ŞAL-1",
                sku="ŞAL-1",
                barcode=None,
                title="İğne Oyalı Şal",
                quantity=2,
                unit_price=Decimal("45.00"),
                total=Decimal("90.00"),
                discount=Decimal("10.00"),
            ),
        ),
        buyer_name="Şule Iğdırlıoğlu",
        buyer_email="alici@example.com",
        buyer_phone="+49 221 1",
        shipping_address=address,
        billing_address=address,
        note="Bitte klingeln",
    )


@pytest.mark.parametrize(
    ("fulfilled", "paid", "cancelled", "expected"),
    [
        ("NOT_STARTED", "PAID", "NONE_REQUESTED", PackageStatus.NEW),
        ("NOT_STARTED", "PARTIALLY_REFUNDED", "NONE_REQUESTED", PackageStatus.NEW),
        ("NOT_STARTED", "PENDING", "NONE_REQUESTED", PackageStatus.AWAITING_PAYMENT),
        ("NOT_STARTED", "FAILED", "NONE_REQUESTED", PackageStatus.AWAITING_PAYMENT),
        ("NOT_STARTED", "FULLY_REFUNDED", "NONE_REQUESTED", PackageStatus.CANCELLED),
        ("NOT_STARTED", "PAID", "IN_PROGRESS", PackageStatus.NEW),
        ("NOT_STARTED", "PAID", "CANCELED", PackageStatus.CANCELLED),
        ("IN_PROGRESS", "PAID", "NONE_REQUESTED", PackageStatus.PICKING),
        ("FULFILLED", "PAID", "NONE_REQUESTED", PackageStatus.SHIPPED),
        ("FULFILLED", "FULLY_REFUNDED", "NONE_REQUESTED", PackageStatus.SHIPPED),
    ],
)
def test_three_fields_tell_the_status(
    fulfilled: str, paid: str, cancelled: str, expected: PackageStatus
) -> None:
    raw = _order(
        orderFulfillmentStatus=fulfilled,
        orderPaymentStatus=paid,
        cancelStatus={"cancelState": cancelled},
    )

    assert mapper.package(raw).status is expected


@pytest.mark.parametrize(
    ("field", "means", "expected"),
    [
        ("orderFulfillmentStatus", PackageStatus.PACKED, PackageStatus.PACKED),
        ("orderPaymentStatus", PackageStatus.NEW, PackageStatus.NEW),
        ("orderPaymentStatus", PackageStatus.AWAITING_PAYMENT, PackageStatus.AWAITING_PAYMENT),
        ("cancelState", PackageStatus.CANCELLED, PackageStatus.CANCELLED),
    ],
)
def test_word_somebody_explained_is_read_where_it_stands(
    field: str, means: PackageStatus, expected: PackageStatus
) -> None:
    change = {"cancelStatus": {field: "LIMBO"}} if field == "cancelState" else {field: "LIMBO"}
    with explaining({"LIMBO": means}):
        found = mapper.package(_order(**{"orderFulfillmentStatus": "NOT_STARTED", **change}))

    assert found.status is expected


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"orderPaymentStatus": "BARTERED"}, "connector.unknown_status"),
        ({"orderFulfillmentStatus": "BEAMED"}, "connector.unknown_status"),
        ({"cancelStatus": {"cancelState": "MAYBE"}}, "connector.unknown_status"),
        ({"lineItems": [_line(quantity=0)]}, "connector.odd_value"),
        (
            {"lineItems": [_line(lineItemCost={"value": "1", "currency": "USD"})]},
            "connector.unknown_currency",
        ),
        ({"pricingSummary": {"total": {"value": "1", "currency": "Euro"}}}, "connector.unknown_currency"),
        ({"lineItems": None}, "connector.missing_field"),
        ({"creationDate": "gestern"}, "connector.odd_value"),
    ],
)
def test_odd_order_is_parked_and_no_other(change: dict[str, Any], code: str) -> None:
    odd, good = mapper.packages([_order(**change), _order()])

    assert isinstance(odd, ParkedRecord)
    assert (odd.external_id, odd.code) == ("06-00012-34567", code)
    assert isinstance(good, PackageRecord)


@pytest.mark.parametrize(
    ("change", "total"),
    [
        ({"taxes": [{"amount": _money("9.50")}]}, Decimal("99.50")),
        ({"taxes": [{"amount": _money("9.50")}], "ebayCollectAndRemitTaxes": [{}]}, Decimal("90.00")),
        ({"discountedLineItemCost": None}, Decimal("100.00")),
    ],
)
def test_line_holds_the_taxes_that_are_the_sellers_to_remit(change: dict[str, Any], total: Decimal) -> None:
    [line] = mapper.package(_order(lineItems=[_line(**change)])).lines

    assert line.total == total


@pytest.mark.parametrize(
    ("tails", "expected"), [([], None), (["999"], None), (["999", "1Z9"], "1Z9"), (["TR1", "TR2"], "TR1")]
)
def test_tracking_number_ends_a_shipments_address(tails: list[str], expected: str | None) -> None:
    hrefs = [f"https://api.ebay.com/sell/fulfillment/v1/order/06/shipping_fulfillment/{one}" for one in tails]

    assert mapper.package(_order(fulfillmentHrefs=hrefs)).tracking_number == expected


def test_shipment_is_letters_and_digits() -> None:
    assert mapper.shipment({"10": 2}, _NOON, None, "TR 12-3") == {
        "lineItems": [{"lineItemId": "10", "quantity": 2}],
        "shippedDate": "2026-11-21T12:00:00.000Z",
        "shippingCarrierCode": "Other",
        "trackingNumber": "TR123",
    }
    assert "shippingCarrierCode" not in mapper.shipment({"10": 2}, _NOON, "PTT", None)


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("", ("EBAY_US",)),
        (None, ("EBAY_US",)),
        ("ebay_de, EBAY_GB,EBAY_DE", ("EBAY_DE", "EBAY_GB")),
    ],
)
def test_marketplaces_are_read_in_their_order(setting: object, expected: tuple[str, ...]) -> None:
    assert mapper.markets(setting) == expected


def test_marketplace_nobody_knows_is_refused() -> None:
    with pytest.raises(Rejected) as raised:
        mapper.markets("EBAY_TR")

    assert raised.value.code == "ebay.marketplace_unknown"


def test_window_is_left_open_where_it_reaches_ahead() -> None:
    hour = timedelta(hours=1)

    past = mapper.window("creationdate", _NOON - hour, _NOON, _NOON + hour)
    ahead = mapper.window("creationdate", _NOON - hour, _NOON + hour, _NOON)

    assert past == "creationdate:[2026-11-21T11:00:00.000Z..2026-11-21T12:00:00.000Z]"
    assert ahead == "creationdate:[2026-11-21T11:00:00.000Z..]"


def test_push_that_is_not_answered_counts_as_not_done() -> None:
    wanted = [Wanted("EBAY_DE:A", "A", "1"), Wanted("EBAY_DE:B", "B", "2")]
    answered = {"responses": [{"sku": "A", "statusCode": 200}]}

    assert mapper.push_results(answered, wanted) == [
        ItemResult("EBAY_DE:A", ItemState.ACCEPTED),
        ItemResult("EBAY_DE:B", ItemState.REJECTED, "ebay.not_answered"),
    ]


@pytest.mark.parametrize(("status", "number"), [(500, 25025), (500, 25001), (503, 0)])
def test_item_somebody_else_is_changing_is_pushed_again_later(status: int, number: int) -> None:
    told = {"sku": "A", "offerId": "1", "statusCode": status, "errors": [{"errorId": number}]}

    with pytest.raises(Unavailable) as raised:
        mapper.push_results({"responses": [told]}, [Wanted("EBAY_DE:A", "A", "1")])

    assert raised.value.maybe_done


def test_push_answered_in_another_shape_is_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer):
        mapper.push_results({"response": []}, [])


def test_recorded_orders_are_replayed() -> None:
    assert mapper.READERS["orders"]({"orders": [_order()]}) == mapper.READERS["order"](_order())
