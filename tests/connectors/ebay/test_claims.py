"""Inquiries and payment disputes at eBay as our records."""

from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.aftersales import ClaimRecord, ClaimStatus
from prapazar.connector_kit.records import ParkedRecord
from prapazar.connectors.ebay import claims

_LINE = {"lineItemId": "10", "legacyItemId": "110", "sku": "SAL-1", "title": "Şal", "quantity": 2}
_REFUNDED = {**_LINE, "refunds": [{"amount": {"value": "12.50", "currency": "USD"}}]}


def _inquiry(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    return {
        "inquiryId": 500,
        "orderId": "06-1",
        "itemId": 110,
        "transactionId": 10,
        "inquiryStatusEnum": "WAITING_SELLER_RESPONSE",
        "claimAmount": {"value": Decimal("12.5"), "currency": "USD"},
        "creationDate": {"value": "2026-11-20T10:00:00.000Z"},
        **changes,
    }


def _dispute(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    return {
        "paymentDisputeId": "530",
        "orderId": "06-1",
        "paymentDisputeStatus": "ACTION_NEEDED",
        "reason": "FRAUD",
        "amount": {"value": "12.50", "currency": "USD"},
        "openDate": "2026-11-20T10:00:00.000Z",
        "lineItems": [{"itemId": "110", "lineItemId": "10"}],
        **changes,
    }


@pytest.mark.parametrize(
    ("told", "line", "status"),
    [
        ("PENDING", _LINE, ClaimStatus.REQUESTED),
        ("OPEN", _LINE, ClaimStatus.WAITING),
        ("WAITING_BUYER_RESPONSE", _LINE, ClaimStatus.DISPUTED),
        ("CLOSED_WITH_ESCALATION", _REFUNDED, ClaimStatus.DISPUTED),
        ("CLOSED", _LINE, ClaimStatus.CANCELLED),
        ("CS_CLOSED", _REFUNDED, ClaimStatus.ACCEPTED),
    ],
)
def test_closed_inquiry_was_accepted_where_its_line_was_refunded(
    told: str, line: dict[str, Any], status: ClaimStatus
) -> None:
    found = claims.inquiry(_inquiry(inquiryStatusEnum=told), {"06-1": {"lineItems": [line]}})

    assert (found.external_id, found.status, found.lines[0].sku) == ("inquiry:500", status, "SAL-1")


def test_inquiry_without_its_order_is_tied_to_item_and_transaction() -> None:
    found = claims.inquiry(_inquiry(orderId=None), {})

    assert (found.order_external_id, found.lines[0].title, found.lines[0].quantity) == (
        "110-10",
        "eBay 110",
        1,
    )


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, ClaimStatus.WAITING),
        ({"paymentDisputeStatus": "OPEN"}, ClaimStatus.DISPUTED),
        ({"paymentDisputeStatus": "CLOSED"}, ClaimStatus.REJECTED),
        (
            {
                "paymentDisputeStatus": "CLOSED",
                "resolution": {"recoupAmount": {"value": "12.50", "currency": "USD"}},
            },
            ClaimStatus.ACCEPTED,
        ),
    ],
)
def test_closed_dispute_was_lost_where_money_was_taken(changes: dict[str, Any], status: ClaimStatus) -> None:
    [found] = claims.disputes([_dispute(**changes)], {"06-1": {"lineItems": [_LINE]}})

    assert isinstance(found, ClaimRecord)
    assert (found.external_id, found.status, found.lines[0].order_line_external_id) == (
        "dispute:530",
        status,
        "10",
    )


def test_claims_in_an_unknown_state_are_parked() -> None:
    found = [
        *claims.inquiries([_inquiry(inquiryStatusEnum="OTHER")], {}),
        *claims.disputes([_dispute(paymentDisputeStatus="LOST")], {}),
    ]

    assert [(one.external_id, one.code) for one in found if isinstance(one, ParkedRecord)] == [
        ("inquiry:500", "connector.unknown_status"),
        ("dispute:530", "connector.unknown_status"),
    ]
