"""Claims, questions and account lines between Trendyol's shapes and our records."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.aftersales import (
    ClaimKind,
    ClaimLine,
    ClaimRecord,
    ClaimStatus,
    QuestionRecord,
    QuestionStatus,
    SettlementKind,
    SettlementRecord,
)
from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import (
    amount,
    mapping,
    millis,
    optional,
    recorded_rows,
    required,
    rows,
    text,
)
from prapazar.connectors.trendyol.schemas import Raw

CLAIM_STATUSES = {
    "Created": ClaimStatus.REQUESTED,
    "WaitingInAction": ClaimStatus.WAITING,
    "WaitingFraudCheck": ClaimStatus.DISPUTED,
    "Unresolved": ClaimStatus.DISPUTED,
    "InAnalysis": ClaimStatus.DISPUTED,
    "Accepted": ClaimStatus.ACCEPTED,
    "Rejected": ClaimStatus.REJECTED,
    "Cancelled": ClaimStatus.CANCELLED,
}
_FIRST_TO_TELL = (
    ClaimStatus.WAITING,
    ClaimStatus.DISPUTED,
    ClaimStatus.REQUESTED,
    ClaimStatus.REJECTED,
    ClaimStatus.ACCEPTED,
    ClaimStatus.CANCELLED,
)
"""A claim has no status of its own: it stands where its most urgent unit stands."""
WITHOUT_FILE = {"1651", "451", "2101"}
"""Reasons of a dispute that need no picture or document; all others do."""
QUESTION_STATUSES = {
    "WAITING_FOR_ANSWER": QuestionStatus.WAITING,
    "WAITING_FOR_APPROVE": QuestionStatus.ANSWERED,
    "ANSWERED": QuestionStatus.ANSWERED,
    "REPORTED": QuestionStatus.REPORTED,
    "REJECTED": QuestionStatus.EXPIRED,
    "UNANSWERED": QuestionStatus.EXPIRED,
}
"""Once an answer was rejected, or the time for it is over, no other is taken."""
SETTLEMENTS: dict[SettlementKind, str] = {
    SettlementKind.SALE: "Sale",
    SettlementKind.RETURN: "Return,ManualRefund,ManualRefundCancel",
    SettlementKind.DISCOUNT: (
        "Discount,DiscountCancel,Coupon,CouponCancel,TYDiscount,TYDiscountCancel,TYCoupon,TYCouponCancel"
    ),
    SettlementKind.COMMISSION: (
        "CommissionPositive,CommissionNegative,CommissionPositiveCancel,CommissionNegativeCancel"
    ),
    SettlementKind.SHIPPING: "DeliveryFee,DeliveryFeeCancel",
    SettlementKind.OTHER: (
        "ProvisionPositive,ProvisionNegative,SellerRevenuePositive,SellerRevenueNegative,"
        "SellerRevenuePositiveCancel,SellerRevenueNegativeCancel,PayByLink"
    ),
}
"""Which types are asked for together: a row names its type in Turkish words only."""
OTHER_FINANCIALS: dict[SettlementKind, str] = {
    SettlementKind.PAYOUT: "PaymentOrder",
    SettlementKind.WITHHOLDING: "Stoppage",
    SettlementKind.COMMISSION: "CommissionAgreementInvoice",
    SettlementKind.SERVICE_FEE: "DeductionInvoices",
    SettlementKind.OTHER: "CashAdvance,WireTransfer,IncomingTransfer,ReturnInvoice,FinancialItem",
}
_DEDUCTIONS = (
    ("kargo", SettlementKind.SHIPPING),
    ("ceza", SettlementKind.PENALTY),
    ("hizmet bedeli", SettlementKind.SERVICE_FEE),
    ("komisyon", SettlementKind.COMMISSION),
)
"""What an invoice keeps money back for, by a word of its type."""


def claims(raws: Iterable[Raw]) -> list[Parsed[ClaimRecord]]:
    return [parked(claim, raw, claim_id) for raw in raws]


def claim_id(raw: Raw) -> str:
    return text(optional(raw, "claimId", "id"))


def claim(raw: Raw) -> ClaimRecord:
    groups = rows(required(raw, "items"), "items")
    units = [unit for group in groups for unit in _units(group)]
    if not units:
        raise UnexpectedAnswer("a claim of nothing", raw=raw, code="connector.odd_value")
    lines = tuple(line for group in groups for line in _claim_lines(group))
    standing = {line.status for line in lines}
    return ClaimRecord(
        external_id=text(required(raw, "claimId", "id")),
        kind=ClaimKind.RETURN,
        order_external_id=text(required(raw, "orderNumber")),
        status=next(one for one in _FIRST_TO_TELL if one in standing),
        provider_status=", ".join(dict.fromkeys(_status_name(unit) for unit in units)),
        created_at=millis(required(raw, "claimDate"), "claimDate"),
        modified_at=millis(required(raw, "lastModifiedDate"), "lastModifiedDate"),
        lines=lines,
        buyer_name=f"{text(optional(raw, 'customerFirstName'))} "
        f"{text(optional(raw, 'customerLastName'))}".strip(),
        due_at=min((due for unit in units if (due := _due_at(unit))), default=None),
        carrier=text(optional(raw, "cargoProviderName")) or None,
        tracking_number=_tracking_number(raw),
    )


def _claim_lines(group: Raw) -> list[ClaimLine]:
    """One for each unit, as Trendyol decides them one by one."""
    line = mapping(required(group, "orderLine"), "orderLine")
    price = optional(line, "price")
    return [
        ClaimLine(
            external_id=text(required(unit, "id")),
            order_line_external_id=text(optional(unit, "orderLineItemId") or optional(line, "id")) or None,
            sku=text(optional(line, "merchantSku", "stockCode")) or None,
            barcode=text(optional(line, "barcode")) or None,
            title=text(required(line, "productName")),
            quantity=1,
            reason=_reason(unit),
            status=CLAIM_STATUSES[_status_name(unit)],
            note=text(optional(unit, "customerNote", "note")),
            amount=None if price is None else amount(price, "price"),
        )
        for unit in _units(group)
    ]


def _units(group: Raw) -> list[dict[str, Any]]:
    return rows(required(group, "claimItems"), "claimItems")


def _status_name(unit: Raw) -> str:
    given = mapping(required(unit, "claimItemStatus"), "claimItemStatus")
    name = text(required(given, "name"))
    if name not in CLAIM_STATUSES:
        raise UnexpectedAnswer(name, raw=unit, code="connector.unknown_status")
    return name


def _reason(unit: Raw) -> str:
    for name in ("customerClaimItemReason", "trendyolClaimItemReason"):
        said = optional(unit, name)
        if isinstance(said, dict) and optional(said, "name"):
            return text(said["name"])
    return ""


def _due_at(unit: Raw) -> datetime | None:
    """Two days after the seller was asked the claim is accepted by itself; 0 before that."""
    moment = optional(unit, "autoApproveDate")
    return millis(moment, "autoApproveDate") if moment and _status_name(unit) == "WaitingInAction" else None


def _tracking_number(raw: Raw) -> str | None:
    number = text(optional(raw, "cargoTrackingNumber"))
    return number if number != "0" and number else None


def claim_reasons(raws: Iterable[Raw]) -> list[tuple[str, str]]:
    """Those that want no file first."""
    named = [(text(required(raw, "id")), text(required(raw, "name"))) for raw in raws]
    return sorted(named, key=lambda one: one[0] not in WITHOUT_FILE)


def questions(raws: Iterable[Raw]) -> list[Parsed[QuestionRecord]]:
    return [parked(question, raw, lambda r: text(r.get("id"))) for raw in raws]


def question(raw: Raw) -> QuestionRecord:
    status = text(required(raw, "status"))
    if status not in QUESTION_STATUSES:
        raise UnexpectedAnswer(status, raw=raw, code="connector.unknown_status")
    answer = mapping(optional(raw, "answer") or {}, "answer")
    answered = optional(answer, "creationDate")
    return QuestionRecord(
        external_id=text(required(raw, "id")),
        status=QUESTION_STATUSES[status],
        provider_status=status,
        asked_at=millis(required(raw, "creationDate"), "creationDate"),
        text=text(required(raw, "text")),
        customer_name=text(optional(raw, "userName")) if optional(raw, "showUserName") else "",
        topic=text(optional(raw, "productName")),
        answer=text(optional(answer, "text")) or None,
        answered_at=millis(answered, "answer.creationDate") if answered else None,
        is_public=optional(raw, "public") is not False,
    )


def settlements(kind: SettlementKind, raws: Iterable[Raw]) -> list[Parsed[SettlementRecord]]:
    return [parked(lambda r: _settlement(kind, r), raw, lambda r: text(r.get("id"))) for raw in raws]


def other_financials(kind: SettlementKind, raws: Iterable[Raw]) -> list[Parsed[SettlementRecord]]:
    return [parked(lambda r: _other(kind, r), raw, lambda r: text(r.get("id"))) for raw in raws]


def _settlement(kind: SettlementKind, raw: Raw) -> SettlementRecord:
    """Debt and credit tell which way money goes; the revenue of a return comes with or without its sign."""
    credit, debt = _side(raw, "credit"), _side(raw, "debt")
    sign = 1 if credit >= debt else -1
    revenue, kept = optional(raw, "sellerRevenue"), optional(raw, "commissionAmount")
    commission = None if kept is None else sign * abs(amount(kept, "commissionAmount"))
    if revenue is not None:
        return _line(kind, raw, sign * abs(amount(revenue, "sellerRevenue")), commission)
    return _line(kind, raw, credit - debt - (commission or 0), commission)


def _other(kind: SettlementKind, raw: Raw) -> SettlementRecord:
    """What was paid out stands on one side or the other; everything else is ours when it is a credit."""
    credit, debt = _side(raw, "credit"), _side(raw, "debt")
    if kind is SettlementKind.PAYOUT:
        return _line(kind, raw, credit + debt, None)
    if kind is SettlementKind.SERVICE_FEE:
        said = text(optional(raw, "transactionType")).lower()
        kind = next((one for word, one in _DEDUCTIONS if word in said), SettlementKind.OTHER)
    return _line(kind, raw, credit - debt, None)


def _side(raw: Raw, name: str) -> Decimal:
    return amount(optional(raw, name) or 0, name)


def _line(kind: SettlementKind, raw: Raw, earned: Decimal, commission: Decimal | None) -> SettlementRecord:
    rate, due = optional(raw, "commissionRate"), optional(raw, "paymentDate")
    return SettlementRecord(
        external_id=text(required(raw, "id")),
        kind=kind,
        provider_kind=text(required(raw, "transactionType")),
        at=millis(required(raw, "transactionDate"), "transactionDate"),
        amount=earned,
        currency="TRY",
        order_external_id=text(optional(raw, "orderNumber")) or None,
        package_external_id=text(optional(raw, "shipmentPackageId")) or None,
        barcode=text(optional(raw, "barcode")) or None,
        commission=commission,
        commission_rate=None if rate is None else amount(rate, "commissionRate"),
        due_at=millis(due, "paymentDate") if due else None,
        payout_external_id=text(optional(raw, "paymentOrderId")) or None,
        note=text(optional(raw, "description")),
    )


def _reading(
    read: Callable[[SettlementKind, Iterable[Raw]], Sequence[object]], kind: SettlementKind
) -> Callable[[Any], Sequence[object]]:
    return lambda raw: read(kind, recorded_rows(raw, "content"))


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "claims": lambda raw: claims(recorded_rows(raw, "content")),
    "claim_reasons": lambda raw: claim_reasons(recorded_rows(raw)),
    "questions": lambda raw: questions(recorded_rows(raw, "content")),
    **{f"settlements.{kind}": _reading(settlements, kind) for kind in SETTLEMENTS},
    **{f"other_financials.{kind}": _reading(other_financials, kind) for kind in OTHER_FINANCIALS},
}
"""How a recorded answer is replayed, by operation; account lines by what was asked for."""
