"""Lines of the merchant's account at Etsy, in our kinds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.aftersales import SettlementKind, SettlementRecord
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import optional, recorded_rows, required, text, whole
from prapazar.connectors.etsy.mapper import moment
from prapazar.connectors.etsy.schemas import Raw

_PARTS = 100
"""Amounts of the ledger are in hundredths, without a divisor."""
_KINDS = (
    (("disburse", "payout"), SettlementKind.PAYOUT),
    (("payment_processing", "vat_on_processing"), SettlementKind.SERVICE_FEE),
    (("payment",), SettlementKind.SALE),
    (("refund",), SettlementKind.RETURN),
    (("transaction", "shipping_transaction"), SettlementKind.COMMISSION),
    (("shipping_label",), SettlementKind.SHIPPING),
    (("sales_tax", "vat"), SettlementKind.WITHHOLDING),
    (
        (
            "listing",
            "renew",
            "auto_renew",
            "offsite_ads",
            "prolist",
            "gift_wrap",
            "subscription",
            "regulatory",
        ),
        SettlementKind.SERVICE_FEE,
    ),
)
"""By what a kind begins with, the first that fits; a fee that was given back is the fee with another sign."""
_PAYMENTS = {"shop_payment", "payment", "processing_fee"}


def settlements(raws: Iterable[Raw], receipts: Mapping[str, str]) -> list[Parsed[SettlementRecord]]:
    """`receipts` by their payment's number."""
    return [
        parked(lambda one: _settlement(one, receipts), raw, lambda one: text(one.get("entry_id")))
        for raw in raws
    ]


def _settlement(raw: Raw, receipts: Mapping[str, str]) -> SettlementRecord:
    told = text(required(raw, "ledger_type", "description"))
    kind = _kind(told)
    amount = Decimal(whole(required(raw, "amount"), "amount")) / _PARTS
    reference = text(optional(raw, "reference_id"))
    return SettlementRecord(
        external_id=text(required(raw, "entry_id")),
        kind=kind,
        provider_kind=told,
        at=moment(required(raw, "created_timestamp", "create_date"), "created_timestamp"),
        amount=-amount if kind is SettlementKind.PAYOUT else amount,
        currency=text(required(raw, "currency")),
        order_external_id=_receipt(raw, reference, receipts),
        payout_external_id=reference or None if kind is SettlementKind.PAYOUT else None,
        note=text(optional(raw, "description")),
    )


def _kind(told: str) -> SettlementKind:
    name = told.lower()
    return next((kind for starts, kind in _KINDS if name.startswith(starts)), SettlementKind.OTHER)


def _receipt(raw: Raw, reference: str, receipts: Mapping[str, str]) -> str | None:
    named = text(optional(raw, "reference_type")).lower()
    if named == "receipt":
        return reference or None
    return receipts.get(reference) if named in _PAYMENTS else None


def paid(raws: Iterable[Raw]) -> list[str]:
    """Lines that name a payment, whose receipt has to be asked for."""
    return [
        text(required(raw, "entry_id"))
        for raw in raws
        if text(optional(raw, "reference_type")).lower() in _PAYMENTS
    ]


def receipts_of(raws: Iterable[Raw]) -> dict[str, str]:
    return {text(required(raw, "payment_id")): text(required(raw, "receipt_id")) for raw in raws}


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "ledger": lambda raw: settlements(recorded_rows(raw, "results"), {}),
}
"""How a recorded answer is replayed, by operation."""
