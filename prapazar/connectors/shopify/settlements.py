"""The shop's account with Shopify Payments: what moved its balance, and what was paid out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.aftersales import SettlementKind, SettlementRecord
from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import amount, iso_utc, mapping, optional, recorded_rows, required, text
from prapazar.connectors.shopify import mapper
from prapazar.connectors.shopify.client import ShopifyClient, pages
from prapazar.connectors.shopify.schemas import Raw

_KINDS = {
    "CHARGE": SettlementKind.SALE,
    "REFUND": SettlementKind.RETURN,
    "REFUND_ADJUSTMENT": SettlementKind.RETURN,
    "REFUND_FAILURE": SettlementKind.RETURN,
    "CHARGEBACK_FEE": SettlementKind.PENALTY,
    "CHARGEBACK_FEE_REFUND": SettlementKind.PENALTY,
    "STRIPE_FEE": SettlementKind.SERVICE_FEE,
    "REFERRAL_FEE": SettlementKind.SERVICE_FEE,
    "REFERRAL_FEE_TAX": SettlementKind.SERVICE_FEE,
}
_BEGINNINGS = {
    "SHIPPING_": SettlementKind.SHIPPING,
    "BILLING_DEBIT": SettlementKind.SERVICE_FEE,
    "MARKETPLACE_FEE_": SettlementKind.SERVICE_FEE,
    "IMPORT_TAX": SettlementKind.WITHHOLDING,
    "CUSTOMS_DUTY": SettlementKind.WITHHOLDING,
    "TAX_ADJUSTMENT_": SettlementKind.WITHHOLDING,
}
"""Shopify knows more than a hundred words; what none of these names is told as other, with its word."""
_PAID, _UNDONE = {"SCHEDULED", "IN_TRANSIT", "PAID"}, {"CANCELED", "FAILED"}
_SIGNS = {"DEPOSIT": 1, "WITHDRAWAL": -1}
_EMPTY: Raw = {"nodes": [], "pageInfo": {"hasNextPage": False}}


def between(
    client: ShopifyClient, since: datetime, until: datetime
) -> Iterator[list[Parsed[SettlementRecord]]]:
    booked, paid = (mapper.window(name, since, until) for name in ("processed_at", "issued_at"))
    for raws in pages(lambda after: client.transactions(booked, after) or _EMPTY):
        yield transactions(raws)
    for raws in pages(lambda after: client.payouts(paid, after) or _EMPTY):
        if found := payouts([one for one in raws if one.get("status") not in _UNDONE]):
            yield found


def transactions(raws: Sequence[Raw]) -> list[Parsed[SettlementRecord]]:
    return [parked(_transaction, raw, lambda r: mapper.number(r.get("id"))) for raw in raws]


def payouts(raws: Sequence[Raw]) -> list[Parsed[SettlementRecord]]:
    return [parked(_payout, raw, lambda r: f"payout-{mapper.number(r.get('id'))}") for raw in raws]


def _transaction(raw: Mapping[str, Any]) -> SettlementRecord:
    """`net` is what the balance gained once the fee was off; a refund brings no fee back."""
    told = text(required(raw, "type"))
    net, fee = _money(raw, "net"), _money(raw, "fee")
    if _money(raw, "amount") - fee != net:
        raise UnexpectedAnswer(f"{told}: net {net}", raw=raw, code="connector.odd_value")
    order, payout = optional(raw, "associatedOrder") or {}, optional(raw, "associatedPayout") or {}
    return SettlementRecord(
        external_id=mapper.number(required(raw, "id")),
        kind=_kind(told),
        provider_kind=told,
        at=iso_utc(required(raw, "transactionDate"), "transactionDate"),
        amount=net,
        currency=_currency(raw),
        order_external_id=mapper.number(optional(order, "id")) or None,
        commission=fee,
        payout_external_id=mapper.number(optional(payout, "id")) or None,
        note=text(optional(raw, "adjustmentReason")),
    )


def _payout(raw: Mapping[str, Any]) -> SettlementRecord:
    told, direction = text(required(raw, "status")), text(required(raw, "transactionType"))
    if told not in _PAID or direction not in _SIGNS:
        raise UnexpectedAnswer(f"{told} {direction}", raw=raw, code="connector.unknown_status")
    number = mapper.number(required(raw, "id"))
    return SettlementRecord(
        external_id=f"payout-{number}",
        kind=SettlementKind.PAYOUT,
        provider_kind=told,
        at=iso_utc(required(raw, "issuedAt"), "issuedAt"),
        amount=abs(_money(raw, "net")) * _SIGNS[direction],
        currency=_currency(raw),
        payout_external_id=number,
    )


def _kind(told: str) -> SettlementKind:
    begun = (kind for start, kind in _BEGINNINGS.items() if told.startswith(start))
    return _KINDS.get(told) or next(begun, SettlementKind.OTHER)


def _money(raw: Mapping[str, Any], name: str) -> Decimal:
    return amount(required(mapping(required(raw, name), name), "amount"), name)


def _currency(raw: Mapping[str, Any]) -> str:
    return text(required(mapping(required(raw, "net"), "net"), "currencyCode"))


def _recorded(raw: Any, name: str) -> list[Raw]:  # noqa: ANN401 - it may be rows already
    account = raw["data"]["shopifyPaymentsAccount"] if "data" in raw else {name: {"nodes": raw}}
    return recorded_rows((account or {name: _EMPTY})[name]["nodes"])


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "balanceTransactions": lambda raw: transactions(_recorded(raw, "balanceTransactions")),
    "payouts": lambda raw: payouts(_recorded(raw, "payouts")),
}
"""How a recorded answer is replayed, by operation."""
