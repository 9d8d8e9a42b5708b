"""Returns, conversations and the account's lines at eBay as our records."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.aftersales import (
    ClaimKind,
    ClaimStatus,
    QuestionStatus,
    SettlementKind,
    SettlementRecord,
)
from prapazar.connector_kit.records import ParkedRecord
from prapazar.connectors.ebay import aftersales


def _return(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    return {
        "returnId": "5000",
        "orderId": "06-1",
        "status": "RETURN_REQUESTED",
        "creationInfo": {
            "item": {"itemId": "110", "transactionId": "10", "returnQuantity": 1},
            "creationDate": {"value": "2026-11-20T10:00:00.000Z"},
        },
        "sellerTotalRefund": {"estimatedRefundAmount": {"value": Decimal("12.5"), "currency": "USD"}},
        **changes,
    }


@pytest.mark.parametrize(
    ("status", "paid", "expected"),
    [
        ("RETURN_REQUESTED", None, ClaimStatus.WAITING),
        ("ITEM_SHIPPED", None, ClaimStatus.ACCEPTED),
        ("ESCALATED", None, ClaimStatus.DISPUTED),
        ("RETURN_REJECTED", None, ClaimStatus.REJECTED),
        ("CLOSED", None, ClaimStatus.CANCELLED),
        ("CLOSED", "12.50", ClaimStatus.ACCEPTED),
    ],
)
def test_closed_return_was_accepted_where_money_went_back(
    status: str, paid: str | None, expected: ClaimStatus
) -> None:
    refund = {"actualRefundAmount": {"value": paid, "currency": "USD"}} if paid else {}
    amounts = {**_return()["sellerTotalRefund"], **refund}

    found = aftersales.claim(_return(status=status, sellerTotalRefund=amounts), {})

    assert (found.status, found.lines[0].status, found.kind) == (expected, expected, ClaimKind.RETURN)


def test_return_of_an_order_that_is_gone_is_still_told() -> None:
    [line] = aftersales.claim(_return(), {}).lines

    assert (line.title, line.sku, line.order_line_external_id, line.quantity) == ("eBay 110", None, None, 1)


def _message(sender: str, at: str, words: str) -> dict[str, str]:
    return {
        "senderUsername": sender,
        "createdDate": f"2026-11-20T{at}:00.000Z",
        "messageBody": words,
    }


@pytest.mark.parametrize(
    ("seller", "messages", "expected"),
    [
        ("magaza", [("alici", "09:00", "Wie lang?")], ("Wie lang?", QuestionStatus.WAITING, None)),
        ("", [("alici", "09:00", "A?"), ("magaza", "10:00", "B")], ("A?", QuestionStatus.ANSWERED, "B")),
        (
            "magaza",
            [("magaza", "08:00", "Hi"), ("alici", "09:00", "A?")],
            ("A?", QuestionStatus.WAITING, None),
        ),
        (
            "magaza",
            [("alici", "11:00", "C?"), ("magaza", "10:00", "B"), ("alici", "09:00", "A?")],
            ("C?", QuestionStatus.WAITING, None),
        ),
    ],
)
def test_last_word_of_the_other_side_is_the_question(
    seller: str, messages: Sequence[tuple[str, str, str]], expected: tuple[str, QuestionStatus, str | None]
) -> None:
    head = {"conversationId": "77", "conversationStatus": "ACTIVE", "conversationTitle": "Shawl"}

    found = aftersales.question(head, [_message(*one) for one in messages], seller)

    assert (found.text, found.status, found.answer) == expected
    assert (found.customer_name, found.is_public) == ("alici", False)


def _booked(kind: str, entry: str, amount: str, fee: str | None = None) -> dict[str, Any]:
    fees = {"totalFeeAmount": {"value": fee, "currency": "USD"}} if fee else {}
    return {
        "transactionId": "23",
        "transactionType": kind,
        "bookingEntry": entry,
        "transactionDate": "2026-11-20T10:00:00.000Z",
        "amount": {"value": amount, "currency": "USD"},
        **fees,
    }


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (_booked("SALE", "CREDIT", "85", "15"), (SettlementKind.SALE, Decimal(85), Decimal(15))),
        (_booked("REFUND", "DEBIT", "85", "15"), (SettlementKind.RETURN, Decimal(-85), Decimal(-15))),
        (_booked("SHIPPING_LABEL", "DEBIT", "7"), (SettlementKind.SHIPPING, Decimal(-7), None)),
        (_booked("NON_SALE_CHARGE", "DEBIT", "2"), (SettlementKind.SERVICE_FEE, Decimal(-2), None)),
        (_booked("CREDIT", "CREDIT", "1"), (SettlementKind.OTHER, Decimal(1), None)),
    ],
)
def test_account_line_is_signed_by_its_entry(
    raw: dict[str, Any], expected: tuple[SettlementKind, Decimal, Decimal | None]
) -> None:
    found = aftersales.transaction(raw)

    assert (found.kind, found.amount, found.commission) == expected


def test_account_line_of_an_unknown_kind_is_parked() -> None:
    odd, entry, good = aftersales.transactions(
        [
            _booked("BARTER", "CREDIT", "1"),
            _booked("SALE", "BOTH", "1"),
            _booked("SALE", "CREDIT", "1"),
        ]
    )

    assert isinstance(odd, ParkedRecord)
    assert isinstance(entry, ParkedRecord)
    assert (odd.code, entry.code) == ("connector.unknown_status", "connector.odd_value")
    assert isinstance(good, SettlementRecord)


def test_payout_that_failed_moved_no_money() -> None:
    paid = {
        "payoutId": "58",
        "payoutStatus": "SUCCEEDED",
        "payoutDate": "2026-11-20T12:00:00.000Z",
        "amount": {"value": "85.00", "currency": "USD"},
    }

    [found] = aftersales.payouts([paid, {**paid, "payoutId": "59", "payoutStatus": "TERMINAL_FAILED"}])

    assert isinstance(found, SettlementRecord)
    assert (found.external_id, found.amount) == ("58:PAYOUT", Decimal("85.00"))
