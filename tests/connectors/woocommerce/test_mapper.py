"""WooCommerce's answers as our records, and our offers as its bodies."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from prapazar.connectors.woocommerce import mapper
from prapazar.connectors.woocommerce.schemas import PROVINCES, TRACKING_KEY
from tests.factories.provider import fixture

_HERE = Path(__file__).parent
_NOW = datetime(2026, 11, 21, tzinfo=UTC)


def _raw_order(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of an order
    return {**fixture(_HERE, "order"), **changes}


def _raw_line(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a line
    return {**_raw_order()["line_items"][0], **changes}


def test_order_is_one_package_mapped_whole() -> None:
    assert mapper.package(_raw_order()) == PackageRecord(
        external_id="731",
        order_external_id="731",
        order_number="731",
        status=PackageStatus.NEW,
        provider_status="processing",
        ordered_at=datetime(2026, 11, 21, 1, 12, 45, tzinfo=UTC),
        modified_at=datetime(2026, 11, 21, 1, 20, tzinfo=UTC),
        currency="TRY",
        total=Decimal("295.80"),
        discount=Decimal("24.00"),
        shipping=Decimal("30.00"),
        lines=(
            LineRecord(
                external_id="11",
                listing_external_id="41",
                sku="TS-M",
                barcode=None,
                title="Pamuklu Tişört - M",
                quantity=2,
                unit_price=Decimal("117.90"),
                total=Decimal("235.80"),
                discount=Decimal("24.00"),
                vat_rate=Decimal(20),
            ),
            LineRecord(
                external_id="12",
                listing_external_id=None,
                sku=None,
                barcode=None,
                title="Çay",
                quantity=1,
                unit_price=Decimal("30.00"),
                total=Decimal("30.00"),
                vat_rate=Decimal(1),
            ),
        ),
        buyer_name="İpek Çağlar",
        buyer_email="ipek@example.com",
        buyer_phone="05320000000",
        shipping_address=Address(
            name="Öykü Çağlar",
            company="Çağlar Ltd.",
            line="Atatürk Cad. 9",
            district="Nilüfer",
            city="Bursa",
            postal_code="16110",
        ),
        billing_address=Address(
            name="İpek Çağlar",
            line="Gül Sokak 5 Daire 3",
            district="Kadıköy",
            city="İstanbul",
            postal_code="34710",
            phone="05320000000",
        ),
        note="Zili çalmayın",
    )


@pytest.mark.parametrize(("theirs", "ours"), list(mapper.STATUSES.items()))
def test_every_known_status_is_mapped(theirs: str, ours: PackageStatus) -> None:
    assert mapper.package(_raw_order(status=theirs)).status is ours


@pytest.mark.parametrize(
    ("completed", "expected"),
    [(None, PackageStatus.CANCELLED), ("2026-11-20T10:00:00", PackageStatus.RETURNED)],
)
def test_refund_is_a_return_only_after_completion(completed: str | None, expected: PackageStatus) -> None:
    assert mapper.package(_raw_order(status="refunded", date_completed_gmt=completed)).status is expected


def _refund(units: int, *, at: str = "2026-11-20T09:00:00", line: object = 315) -> dict[str, Any]:
    item = {
        "id": 900,
        "quantity": -units,
        "total": "-10.00",
        "meta_data": [{"id": 1, "key": "_refunded_item_id", "value": line}],
    }
    return {"id": 800, "date_created_gmt": at, "amount": "10.00", "line_items": [item]}


def _units(raw: dict[str, Any]) -> list[tuple[int, int]]:
    return [(line.quantity, line.cancelled_quantity) for line in mapper.package(raw).lines]


def _two_of(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of an order
    line = _raw_line(id=315, quantity=3)
    return _raw_order(line_items=[line, {**line, "id": 316}], **changes)


def test_units_refunded_before_the_order_left_are_cancelled() -> None:
    refunds = [_refund(1), _refund(1, line="315"), {"id": 801, "line_items": [], "amount": "5.00"}]

    assert _units(_two_of(refunds=refunds)) == [(3, 2), (3, 0)]


def test_units_refunded_after_the_order_left_are_no_cancellation() -> None:
    refunds = [_refund(1, at="2026-11-20T09:00:00"), _refund(1, at="2026-11-22T09:00:00")]

    left = _two_of(status="completed", date_completed_gmt="2026-11-21T08:00:00", refunds=refunds)

    assert (_units(left), mapper.package(left).status) == ([(3, 1), (3, 0)], PackageStatus.SHIPPED)


def test_refund_that_names_no_lines_takes_no_units() -> None:
    assert _units(_two_of(refunds=[{"id": 800, "reason": "", "total": "-10.00"}])) == [(3, 0), (3, 0)]


@pytest.mark.parametrize(
    ("status", "expected"),
    [("processing", PackageStatus.CANCELLED), ("pending", PackageStatus.CANCELLED)],
)
def test_order_of_which_every_unit_was_refunded_is_cancelled(status: str, expected: PackageStatus) -> None:
    refunds = [_refund(3), _refund(3, line=316)]

    assert mapper.package(_two_of(status=status, refunds=refunds)).status is expected


@pytest.mark.parametrize(
    ("refund", "code"),
    [
        (_refund(4), "connector.odd_value"),
        ({**_refund(1), "line_items": [{"quantity": -1}]}, "connector.missing_field"),
    ],
)
def test_refund_that_cannot_be_read_parks_its_order(refund: dict[str, Any], code: str) -> None:
    [parked] = mapper.packages([_two_of(refunds=[refund])])

    assert isinstance(parked, ParkedRecord)
    assert parked.code == code


def test_whole_order_is_what_was_not_refunded_before() -> None:
    raw = _two_of(refunds=[_refund(2)])

    assert [mapper.is_whole_order(raw, {"315": one, "316": 3}) for one in (0, 1)] == [False, True]


@pytest.mark.parametrize(
    ("changes", "code", "detail"),
    [
        ({"status": "kargoda"}, "connector.unknown_status", "kargoda"),
        ({"currency": "TRL2"}, "connector.unknown_currency", "TRL2"),
        ({"total": "12,50"}, "connector.odd_value", "total is '12,50'"),
        ({"date_modified_gmt": None}, "connector.missing_field", "date_modified_gmt is missing"),
        (
            {"line_items": [_raw_line(quantity=Decimal("0.5"))]},
            "connector.odd_value",
            "quantity is Decimal('0.5')",
        ),
        ({"line_items": [_raw_line(quantity=-1)]}, "connector.odd_value", "quantity -1"),
        ({"tax_lines": []}, "connector.unknown_tax", "tax ['3']"),
        ({"line_items": [_raw_line(taxes=[])]}, "connector.unknown_tax", "tax []"),
        (
            {
                "tax_lines": [
                    {"rate_id": 3, "rate_percent": 20, "compound": True},
                    {"rate_id": 4, "rate_percent": 1},
                ]
            },
            "connector.unknown_tax",
            "taxes on taxes",
        ),
    ],
)
def test_order_that_cannot_be_read_is_parked_alone(changes: dict[str, Any], code: str, detail: str) -> None:
    odd, good = _raw_order(**changes), _raw_order()

    assert mapper.packages([odd, good]) == [ParkedRecord("731", code, detail, odd), mapper.package(good)]


@pytest.mark.parametrize("status", sorted(mapper.DRAFTS))
def test_draft_is_no_order(status: str) -> None:
    assert mapper.packages([_raw_order(status=status)]) == []


@given(st.integers(1, 50), st.integers(0, 10**7), st.integers(0, 10**6))
def test_line_total_is_the_net_amount_and_its_tax(quantity: int, net: int, tax: int) -> None:
    line = _raw_line(
        quantity=quantity,
        total=f"{Decimal(net) / 100:.2f}",
        total_tax=f"{Decimal(tax) / 100:.2f}",
        subtotal=f"{Decimal(net) / 100:.2f}",
        subtotal_tax=f"{Decimal(tax) / 100:.2f}",
    )

    [found] = mapper.package(_raw_order(line_items=[line])).lines

    assert (found.total, found.discount) == (Decimal(net + tax) / 100, Decimal(0))


def test_shop_that_reckons_no_tax_has_lines_without_a_rate() -> None:
    line = _raw_line(taxes=[], total_tax="0.00", subtotal_tax="0.00")

    [found] = mapper.package(_raw_order(line_items=[line], tax_lines=[])).lines

    assert (found.vat_rate, found.total) == (None, Decimal("196.50"))


def test_tracking_is_read_from_the_plugins_field() -> None:
    item = {
        "custom_tracking_provider": "Aras",
        "tracking_number": "726",
        "custom_tracking_link": "https://a.test/726",
    }

    found = mapper.package(_raw_order(meta_data=[{"id": 1, "key": TRACKING_KEY, "value": [item]}]))

    assert (found.carrier, found.tracking_number, found.tracking_url) == ("Aras", "726", "https://a.test/726")


@pytest.mark.parametrize(
    ("state", "city", "expected"),
    [("TR06", "Çankaya", ("Çankaya", "Ankara")), ("", "İzmir", ("", "İzmir")), ("Ege", "", ("", "Ege"))],
)
def test_province_code_becomes_the_city(state: str, city: str, expected: tuple[str, str]) -> None:
    raw = _raw_order()
    raw["shipping"] |= {"state": state, "city": city}

    address = mapper.package(raw).shipping_address

    assert (address.district, address.city) == expected


def test_there_are_eighty_one_provinces() -> None:
    assert (len(PROVINCES), PROVINCES["TR01"], PROVINCES["TR35"], PROVINCES["TR81"]) == (
        81,
        "Adana",
        "İzmir",
        "Düzce",
    )


def test_empty_shipping_address_is_the_billing_address() -> None:
    raw = _raw_order(shipping={"first_name": "", "last_name": "", "address_1": "", "city": "", "country": ""})

    found = mapper.package(raw)

    assert found.shipping_address == found.billing_address


def test_stock_update_makes_the_shop_count() -> None:
    assert mapper.stock_update(StockOffer("41", "40", 5)) == {
        "id": 41,
        "manage_stock": True,
        "stock_quantity": 5,
    }


@pytest.mark.parametrize(
    ("price", "list_price", "with_tax", "expected"),
    [
        ("129.90", "159.90", True, ("159.90", "129.90")),
        ("129.90", "129.90", True, ("129.90", "")),
        ("129.90", "99.90", True, ("129.90", "")),
        ("129.90", None, True, ("129.90", "")),
        ("120.00", "240.00", False, ("200.0000", "100.0000")),
    ],
)
def test_price_update_is_regular_and_sale_price(
    price: str, list_price: str | None, expected: tuple[str, str], *, with_tax: bool
) -> None:
    offer = PriceOffer(
        "41", "40", Decimal(price), Decimal(list_price) if list_price else None, "TRY", vat_rate=Decimal(20)
    )

    update = mapper.price_update(offer, with_tax=with_tax)

    assert update == {"id": 41, "regular_price": expected[0], "sale_price": expected[1]}


def test_price_without_tax_needs_the_rate() -> None:
    with pytest.raises(Rejected) as raised:
        mapper.price_update(PriceOffer("41", "40", Decimal(1), None, "TRY"), with_tax=False)

    assert (raised.value.code, raised.value.field) == ("woocommerce.vat_rate_needed", "vat_rate")


def test_each_item_of_a_batch_has_its_result() -> None:
    sent = [mapper.stock_update(StockOffer(number, None, 5)) for number in ("1", "2", "3", "4")]
    answered: list[dict[str, Any]] = [
        {"id": 1, "manage_stock": True, "stock_quantity": 5},
        {"id": 2, "error": {"code": "woocommerce_rest_product_invalid_id", "message": "Invalid ID."}},
        {"id": 3, "manage_stock": True, "stock_quantity": 7},
        {"id": 0, "error": {"code": "other", "message": "No."}},
    ]

    assert mapper.item_results(sent, answered) == [
        ItemResult("1", ItemState.ACCEPTED),
        ItemResult(
            "2",
            ItemState.REJECTED,
            "woocommerce.not_found",
            "woocommerce_rest_product_invalid_id: Invalid ID.",
        ),
        ItemResult("3", ItemState.REJECTED, "woocommerce.not_taken", "stock_quantity 7"),
        ItemResult("4", ItemState.REJECTED, "woocommerce.item_refused", "other: No."),
    ]


def test_price_shown_with_other_decimals_is_the_same_price() -> None:
    sent = mapper.price_update(PriceOffer("1", None, Decimal("129.90"), None, "TRY"), with_tax=True)

    results = mapper.item_results([sent], [{"id": 1, "regular_price": "129.9", "sale_price": ""}])

    assert results == [ItemResult("1", ItemState.ACCEPTED)]


def test_batch_answer_of_another_length_is_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer):
        mapper.item_results([mapper.stock_update(StockOffer("1", None, 5))], [])


def test_shipped_order_keeps_earlier_tracking_numbers() -> None:
    kept = {"tracking_number": "1", "custom_tracking_provider": "Aras"}
    order = _raw_order(meta_data=[{"key": TRACKING_KEY, "value": [kept]}])

    change = mapper.shipped(order, "Yurtiçi", "725", _NOW)

    assert change == {
        "status": "completed",
        "meta_data": [
            {
                "key": TRACKING_KEY,
                "value": [
                    kept,
                    {
                        "custom_tracking_provider": "Yurtiçi",
                        "tracking_number": "725",
                        "date_shipped": "1795219200",
                        "tracking_id": "725",
                    },
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("quantities", "expected"), [({"11": 2, "12": 1}, True), ({"11": 1, "12": 1}, False), ({"11": 2}, False)]
)
def test_whole_order_is_every_unit_of_every_line(quantities: dict[str, int], *, expected: bool) -> None:
    assert mapper.is_whole_order(_raw_order(), quantities) is expected
