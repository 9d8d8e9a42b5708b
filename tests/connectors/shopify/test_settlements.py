"""The account with Shopify Payments as our lines."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.aftersales import SettlementKind, SettlementRecord
from prapazar.connector_kit.records import ParkedRecord
from prapazar.connectors.shopify import settlements
from tests.factories.provider import telling

_AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def _money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currencyCode": "EUR"}


_CHARGE = {
    "id": "gid://shopify/ShopifyPaymentsBalanceTransaction/91",
    "type": "CHARGE",
    "transactionDate": "2026-11-20T10:00:00Z",
    "adjustmentReason": None,
    "amount": _money("129.90"),
    "fee": _money("3.77"),
    "net": _money("126.13"),
    "associatedOrder": {"id": "gid://shopify/Order/41"},
    "associatedPayout": {"id": "gid://shopify/ShopifyPaymentsPayout/95"},
}
_PAYOUT = {
    "id": "gid://shopify/ShopifyPaymentsPayout/95",
    "status": "PAID",
    "issuedAt": "2026-11-20T10:00:00Z",
    "transactionType": "DEPOSIT",
    "net": _money("126.13"),
}


def test_sale_is_told_less_its_fee() -> None:
    assert settlements.transactions([_CHARGE]) == [
        SettlementRecord(
            external_id="91",
            kind=SettlementKind.SALE,
            provider_kind="CHARGE",
            at=_AT,
            amount=Decimal("126.13"),
            currency="EUR",
            order_external_id="41",
            commission=Decimal("3.77"),
            payout_external_id="95",
        )
    ]


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("REFUND", SettlementKind.RETURN),
        ("CHARGEBACK_FEE", SettlementKind.PENALTY),
        ("SHIPPING_LABEL_ADJUSTMENT", SettlementKind.SHIPPING),
        ("CUSTOMS_DUTY", SettlementKind.WITHHOLDING),
        ("MARKETPLACE_FEE_CREDIT", SettlementKind.SERVICE_FEE),
        ("LENDING_CAPITAL_REMITTANCE", SettlementKind.OTHER),
    ],
)
def test_kind_is_read_from_shopifys_word(told: str, kind: SettlementKind) -> None:
    [found] = settlements.transactions([{**_CHARGE, "type": told}])

    assert isinstance(found, SettlementRecord)
    assert (found.kind, found.provider_kind) == (kind, told)


@pytest.mark.parametrize(("direction", "amount"), [("DEPOSIT", "126.13"), ("WITHDRAWAL", "-126.13")])
def test_payout_is_what_reached_the_bank(direction: str, amount: str) -> None:
    [found] = settlements.payouts([{**_PAYOUT, "transactionType": direction}])

    assert isinstance(found, SettlementRecord)
    assert (found.external_id, found.kind, found.amount) == (
        "payout-95",
        SettlementKind.PAYOUT,
        Decimal(amount),
    )


def test_lines_that_do_not_add_up_or_have_an_unknown_state_are_parked() -> None:
    found = [
        *settlements.transactions([{**_CHARGE, "net": _money("126.14")}]),
        *settlements.payouts([{**_PAYOUT, "status": "LOST"}]),
    ]

    assert [(one.external_id, one.code) for one in found if isinstance(one, ParkedRecord)] == [
        ("91", "connector.odd_value"),
        ("payout-95", "connector.unknown_status"),
    ]


@pytest.mark.parametrize("has_account", [True, False])
def test_payouts_that_failed_and_shops_paid_by_others_have_no_lines(*, has_account: bool) -> None:
    end = {"hasNextPage": False, "endCursor": None}
    lists: Any = {
        "balanceTransactions": {"nodes": [], "pageInfo": end},
        "payouts": {"nodes": [{**_PAYOUT, "status": "FAILED"}], "pageInfo": end},
    }
    provider = telling({"data": {"shopifyPaymentsAccount": lists if has_account else None}})
    credentials = {"client_id": "c", "client_secret": "s", "access_token": "shpat_gizli"}
    connector = provider.connector("shopify", {"shop": "deneme", "location_id": "1"}, credentials)

    assert list(connector.fetch_settlements(_AT, _AT)) == []
