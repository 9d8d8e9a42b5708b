"""Amazon's transactions as lines of the seller's account."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.aftersales import SettlementKind, SettlementRecord
from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import (
    amount,
    iso_utc,
    mapping,
    optional,
    recorded_rows,
    required,
    rows,
    text,
)
from prapazar.connectors.amazon.schemas import MARKETPLACES, Raw

_KINDS = {
    "shipment": SettlementKind.SALE,
    "refund": SettlementKind.RETURN,
    "servicefee": SettlementKind.SERVICE_FEE,
    "transfer": SettlementKind.PAYOUT,
}
"""The documents name the first alone; whatever else comes is kept under its own name."""
_FEES = "amazonfees"
_PAID_OUT = ("DISBURSEMENT_ID", "TRANSFER_ID", "SETTLEMENT_ID", "FINANCIAL_EVENT_GROUP_ID")
_CURRENCIES = {place.currency for place in MARKETPLACES.values()}


def is_booked(raw: Raw) -> bool:
    """A deferred transaction comes once more when it is released; only then is it in the account."""
    return text(optional(raw, "transactionStatus")).upper() in ("", "RELEASED")


def settlements(raws: Iterable[Raw]) -> list[Parsed[SettlementRecord]]:
    return [
        parked(_settlement, raw, lambda r: text(r.get("transactionId"))) for raw in raws if is_booked(raw)
    ]


def _settlement(raw: Raw) -> SettlementRecord:
    total = mapping(required(raw, "totalAmount"), "totalAmount")
    currency = text(required(total, "currencyCode"))
    if currency not in _CURRENCIES:
        raise UnexpectedAnswer(currency, raw=raw, code="connector.unknown_currency")
    word = text(required(raw, "transactionType"))
    kind = _KINDS.get(_folded(word), SettlementKind.OTHER)
    value = amount(required(total, "currencyAmount"), "currencyAmount")
    related = {
        text(optional(one, "relatedIdentifierName")): text(optional(one, "relatedIdentifierValue"))
        for one in rows(optional(raw, "relatedIdentifiers") or [], "relatedIdentifiers")
    }
    trades = kind in (SettlementKind.SALE, SettlementKind.RETURN)
    return SettlementRecord(
        external_id=text(required(raw, "transactionId")),
        kind=kind,
        provider_kind=word,
        at=iso_utc(required(raw, "postedDate"), "postedDate"),
        amount=abs(value) if kind is SettlementKind.PAYOUT else value,
        currency=currency,
        order_external_id=related.get("ORDER_ID") or None,
        package_external_id=related.get("ORDER_ID") or None,
        commission=-sum(_fees(raw), Decimal(0)) if trades else None,
        payout_external_id=next((related[name] for name in _PAID_OUT if related.get(name)), None),
        note=text(optional(raw, "description")),
    )


def _fees(raw: Raw) -> Iterator[Decimal]:
    """What Amazon keeps; its parts stand at any depth, of the whole transaction or of each of its items."""
    parts = rows(optional(raw, "breakdowns") or [], "breakdowns")
    if not parts:
        parts = [
            part
            for item in rows(optional(raw, "items") or [], "items")
            for part in rows(optional(item, "breakdowns") or [], "breakdowns")
        ]
    for part in parts:
        if _folded(text(optional(part, "breakdownType"))) == _FEES:
            money = mapping(required(part, "breakdownAmount"), "breakdownAmount")
            yield amount(required(money, "currencyAmount"), "currencyAmount")
        elif optional(part, "breakdowns"):
            yield from _fees(part)


def _folded(word: str) -> str:
    return word.replace(" ", "").casefold()


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "settlements": lambda raw: settlements(recorded_rows(raw, "transactions")),
}
"""How a recorded answer is replayed, by operation."""
