"""Amazon's transactions as lines of the seller's account, and its returns as claims."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.aftersales import ClaimRecord, SettlementKind, SettlementRecord
from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.records import ParkedRecord
from prapazar.connectors.amazon import aftersales


def _money(value: str, currency: str = "TRY") -> dict[str, Any]:
    return {"currencyCode": currency, "currencyAmount": Decimal(value)}


def _part(name: str, value: str, *inner: dict[str, Any]) -> dict[str, Any]:
    return {"breakdownType": name, "breakdownAmount": _money(value), "breakdowns": list(inner) or None}


def _row(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a transaction
    return {
        "transactionType": "Shipment",
        "transactionId": "t-1",
        "transactionStatus": "RELEASED",
        "relatedIdentifiers": [
            {"relatedIdentifierName": "ORDER_ID", "relatedIdentifierValue": "902-1-2"},
            {"relatedIdentifierName": "FINANCIAL_EVENT_GROUP_ID", "relatedIdentifierValue": "g-1"},
        ],
        "description": "Order Payment",
        "postedDate": "2026-11-20T10:00:00Z",
        "totalAmount": _money("85.00"),
        "breakdowns": [
            _part("Sales", "100.00", _part("ProductCharges", "100.00")),
            _part("Expenses", "-15.00", _part("AmazonFees", "-15.00", _part("Commission", "-15.00"))),
        ],
        **changes,
    }


def _read(**changes: Any) -> SettlementRecord:  # noqa: ANN401 - any field of a transaction
    [found] = aftersales.settlements([_row(**changes)])
    assert isinstance(found, SettlementRecord)
    return found


def test_sale_is_mapped_whole() -> None:
    assert _read() == SettlementRecord(
        external_id="t-1",
        kind=SettlementKind.SALE,
        provider_kind="Shipment",
        at=datetime(2026, 11, 20, 10, 0, tzinfo=UTC),
        amount=Decimal("85.00"),
        currency="TRY",
        order_external_id="902-1-2",
        package_external_id="902-1-2",
        commission=Decimal("15.00"),
        payout_external_id="g-1",
        note="Order Payment",
    )


def test_fees_told_item_by_item_are_summed() -> None:
    items = [{"breakdowns": [_part("Amazon Fees", "-7.00")]}, {"breakdowns": [_part("AmazonFees", "-8.00")]}]

    assert _read(breakdowns=[], items=items).commission == Decimal("15.00")


@pytest.mark.parametrize(
    ("word", "kind", "value"),
    [
        ("Refund", SettlementKind.RETURN, "-85.00"),
        ("ServiceFee", SettlementKind.SERVICE_FEE, "-85.00"),
        ("Transfer", SettlementKind.PAYOUT, "85.00"),
        ("Retrocharge", SettlementKind.OTHER, "-85.00"),
    ],
)
def test_kind_is_told_by_the_type_and_none_is_lost(word: str, kind: SettlementKind, value: str) -> None:
    found = _read(transactionType=word, totalAmount=_money("-85.00"))

    assert (found.kind, found.provider_kind, found.amount) == (kind, word, Decimal(value))


def test_refund_gives_fees_back() -> None:
    parts = [_part("Expenses", "15.00", _part("AmazonFees", "15.00"))]

    assert _read(transactionType="Refund", breakdowns=parts).commission == Decimal("-15.00")


def test_deferred_transaction_counts_once_when_it_is_released() -> None:
    rows = [_row(transactionStatus=word) for word in ("DEFERRED", "DEFERRED_RELEASED", "Released")]

    assert len(aftersales.settlements(rows)) == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"totalAmount": _money("1", "XAU")}, "connector.unknown_currency"),
        ({"totalAmount": None}, "connector.missing_field"),
        ({"postedDate": "yesterday"}, "connector.odd_value"),
    ],
)
def test_transaction_that_cannot_be_read_is_parked(changes: dict[str, Any], code: str) -> None:
    [found] = aftersales.settlements([_row(**changes)])

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == ("t-1", code)


_RETURN = b"""<?xml version="1.0"?><AmazonEnvelope><Message><return_details>
<item_details><item_name>\xc5\x9eal</item_name><merchant_sku>SAL-1</merchant_sku>
<return_quantity>1</return_quantity></item_details>
<item_details><item_name>\xc5\x9eal</item_name><merchant_sku>SAL-1</merchant_sku>
<return_quantity>1</return_quantity></item_details>
<order_id>408-9386448-4007569</order_id><return_request_date>2026-11-12T12:44:17Z</return_request_date>
<return_request_status>%s</return_request_status><order_quantity>%d</order_quantity>
</return_details></Message></AmazonEnvelope>"""


@pytest.mark.parametrize(("ordered", "lines"), [(1, 1), (2, 2)])
def test_item_told_twice_counts_twice_only_where_so_many_were_ordered(ordered: int, lines: int) -> None:
    [found] = aftersales.claims(aftersales.returned(_RETURN % (b"Approved", ordered)), "EUR")

    assert isinstance(found, ClaimRecord)
    assert (len(found.lines), found.currency) == (lines, "EUR")


def test_return_without_a_number_is_known_by_its_order_and_moment() -> None:
    [found] = aftersales.claims(aftersales.returned(_RETURN % (b"Beamed up", 1)), "EUR")

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == (
        "408-9386448-4007569@2026-11-12T12:44:17Z",
        "connector.unknown_status",
    )


def test_torn_report_is_said_and_not_taken_for_less() -> None:
    with pytest.raises(UnexpectedAnswer):
        aftersales.returned((_RETURN % (b"Approved", 1))[:200])
