"""Returns, buyers' cancellations, conversations and the account's lines, between eBay's shapes and our records."""

from collections.abc import Callable, Iterable, Mapping, Sequence
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
from prapazar.connector_kit.parsing import iso_utc, mapping, optional, required, rows, text, whole
from prapazar.connectors.ebay import mapper
from prapazar.connectors.ebay.mapper import money, some_money
from prapazar.connectors.ebay.schemas import Raw

CANCEL = "cancel:"
"""Before the number of a buyer's cancellation."""
DECLINE = "DECLINE"
REFUSAL_REASONS = ((DECLINE, "Kabul etmiyorum"),)
"""eBay lists none: a refusal is explained in words."""
_CLOSED = "CLOSED"
CLAIM_STATUSES = {
    **dict.fromkeys(
        (
            *("RETURN_REQUESTED", "REPLACEMENT_REQUESTED", "PARTIAL_REFUND_REQUESTED", "WAITING_FOR_RMA"),
            *("WAITING_FOR_RETURN_LABEL", "RETURN_LABEL_REQUESTED", "RETURN_LABEL_PENDING"),
        ),
        ClaimStatus.WAITING,
    ),
    **dict.fromkeys(
        (
            *("READY_FOR_SHIPPING", "ITEM_SHIPPED", "ITEM_DELIVERED", "PARTIAL_REFUND_INITIATED"),
            *("LESS_THAN_A_FULL_REFUND_ISSUED", "PARTIAL_REFUND_FAILED", "PARTIAL_REFUND_DECLINED"),
            *("REPLACED", "REPLACEMENT_STARTED", "REPLACEMENT_SHIPPED", "REPLACEMENT_DELIVERED"),
            "REPLACEMENT_CLOSED",
        ),
        ClaimStatus.ACCEPTED,
    ),
    **dict.fromkeys(
        ("ESCALATED", "RETURN_REQUESTED_TIMEOUT", "RETURN_LABEL_PENDING_TIMEOUT"), ClaimStatus.DISPUTED
    ),
    "RETURN_REJECTED": ClaimStatus.REJECTED,
    _CLOSED: ClaimStatus.CANCELLED,  # accepted, where money went back
}
CANCEL_STATUSES = {
    "REQUESTED": ClaimStatus.WAITING,
    "COMPLETED": ClaimStatus.ACCEPTED,
    "REJECTED": ClaimStatus.REJECTED,
}
_CONVERSATION_STATUSES = {"ACTIVE", "READ", "UNREAD", "ARCHIVE", "DELETE"}
SETTLEMENT_KINDS = {
    "SALE": SettlementKind.SALE,
    "REFUND": SettlementKind.RETURN,
    "SHIPPING_LABEL": SettlementKind.SHIPPING,
    "NON_SALE_CHARGE": SettlementKind.SERVICE_FEE,
    "DISPUTE": SettlementKind.PENALTY,
    **dict.fromkeys(
        ("CREDIT", "TRANSFER", "ADJUSTMENT", "WITHDRAWAL", "LOAN_REPAYMENT", "PURCHASE"), SettlementKind.OTHER
    ),
}
_PAID_OUT, _NOT_PAID_OUT = {"SUCCEEDED", "INITIATED"}, {"RETRYABLE_FAILED", "TERMINAL_FAILED", "REVERSED"}


def returns(raws: Iterable[Raw], orders: Mapping[str, Raw]) -> list[Parsed[ClaimRecord]]:
    return [parked(lambda r: claim(r, orders), raw, lambda r: text(optional(r, "returnId"))) for raw in raws]


def claim(raw: Raw, orders: Mapping[str, Raw]) -> ClaimRecord:
    """What the return does not tell of its goods stands in the order."""
    told = text(required(raw, "status"))
    number, order_id = text(required(raw, "returnId")), text(required(raw, "orderId"))
    created = mapping(required(raw, "creationInfo"), "creationInfo")
    item = mapping(required(created, "item"), "item")
    line = line_of(orders.get(order_id) or {}, item)
    comments = mapping(optional(created, "comments") or {}, "comments")
    refund = mapping(optional(raw, "sellerTotalRefund") or {}, "sellerTotalRefund")
    status = _claim_status(told, refund, raw)
    amounts = mapping(optional(refund, "estimatedRefundAmount") or {}, "estimatedRefundAmount")
    asked_at = moment(created, "creationDate")
    due = mapping(optional(raw, "sellerResponseDue") or {}, "sellerResponseDue")
    return ClaimRecord(
        external_id=number,
        kind=_claim_kind(raw),
        order_external_id=order_id,
        status=status,
        provider_status=told,
        created_at=asked_at,
        modified_at=asked_at,
        lines=(
            ClaimLine(
                external_id=number,
                order_line_external_id=text(optional(line, "lineItemId")) or None,
                sku=text(optional(line, "sku")) or None,
                barcode=None,
                title=text(optional(line, "title")) or f"eBay {text(required(item, 'itemId'))}",
                quantity=whole(required(item, "returnQuantity"), "returnQuantity"),
                reason=text(optional(created, "reason")),
                status=status,
                note=text(optional(comments, "content")),
                amount=money(refund, "estimatedRefundAmount") if amounts else None,
            ),
        ),
        buyer_name=text(optional(raw, "buyerLoginName")),
        due_at=moment(due, "respondByDate") if optional(due, "respondByDate") else None,
        currency=text(required(amounts, "currency")) if amounts else _currency(line),
    )


def _claim_status(told: str, refund: Raw, raw: Raw) -> ClaimStatus:
    if told not in CLAIM_STATUSES:
        raise UnexpectedAnswer(told, raw=raw, code="connector.unknown_status")
    if told == _CLOSED and some_money(refund, "actualRefundAmount") > 0:
        return ClaimStatus.ACCEPTED
    return CLAIM_STATUSES[told]


def _claim_kind(raw: Raw) -> ClaimKind:
    return ClaimKind.EXCHANGE if optional(raw, "currentType") == "REPLACEMENT" else ClaimKind.RETURN


def line_of(order: Raw, item: Mapping[str, Any]) -> Raw:
    """By its transaction, or by its listing where the order has only one of it."""
    lines = rows(optional(order, "lineItems") or [], "lineItems")
    number, listing = text(optional(item, "transactionId")), text(optional(item, "itemId"))
    same = [one for one in lines if text(one.get("lineItemId")) == number]
    same = same or [one for one in lines if text(one.get("legacyItemId")) == listing]
    return same[0] if len(same) == 1 else {}


def _currency(line: Raw) -> str:
    return text(required(mapping(required(line, "lineItemCost"), "lineItemCost"), "currency"))


def moment(raw: Mapping[str, Any], name: str) -> datetime:
    """Dates come within an object of their own."""
    return iso_utc(required(mapping(required(raw, name), name), "value"), name)


def cancellations(orders: Iterable[Raw]) -> list[Parsed[ClaimRecord]]:
    """What buyers asked for stands in the order itself; of a seller's own cancellation nothing is to decide."""
    return [
        parked(lambda r, of=order: cancellation(r, of), request, _cancel_id)  # type: ignore[misc]
        for order in orders
        for request in rows(
            optional(mapping(optional(order, "cancelStatus") or {}, "cancelStatus"), "cancelRequests") or [],
            "cancelRequests",
        )
        if text(optional(request, "cancelInitiator")).upper() == "BUYER"
    ]


def cancellation(raw: Raw, order: Raw) -> ClaimRecord:
    told = text(required(raw, "cancelRequestState"))
    if told not in CANCEL_STATUSES:
        raise UnexpectedAnswer(told, raw=raw, code="connector.unknown_status")
    status, package = CANCEL_STATUSES[told], mapper.package(order)
    asked_at = iso_utc(required(raw, "cancelRequestedDate"), "cancelRequestedDate")
    return ClaimRecord(
        external_id=_cancel_id(raw),
        kind=ClaimKind.CANCELLATION,
        order_external_id=package.order_external_id,
        status=status,
        provider_status=told,
        created_at=asked_at,
        modified_at=package.modified_at,
        lines=tuple(
            ClaimLine(
                external_id=f"{_cancel_id(raw)}:{line.external_id}",
                order_line_external_id=line.external_id,
                sku=line.sku,
                barcode=None,
                title=line.title,
                quantity=line.quantity,
                reason=text(optional(raw, "cancelReason")),
                status=status,
                amount=line.total,
            )
            for line in package.lines
        ),
        buyer_name=package.buyer_name,
        currency=package.currency,
    )


def _cancel_id(raw: Raw) -> str:
    number = text(optional(raw, "cancelRequestId"))
    return f"{CANCEL}{number}" if number else ""


def question(head: Raw, messages: Sequence[Raw], seller: str) -> QuestionRecord:
    """A conversation; the other side is whoever is not the seller, or whoever began where we do not know us."""
    told = text(required(head, "conversationStatus"))
    if told not in _CONVERSATION_STATUSES:
        raise UnexpectedAnswer(told, raw=head, code="connector.unknown_status")
    found = sorted(messages, key=_written_at)
    asker = other_side(found, seller)
    asked = [one for one in found if text(one.get("senderUsername")) == asker]
    if not asked:
        raise UnexpectedAnswer("nobody asked", raw=head, code="connector.odd_shape")
    last = asked[-1]
    answers = [one for one in found if one not in asked and _written_at(one) >= _written_at(last)]
    return QuestionRecord(
        external_id=text(required(head, "conversationId")),
        status=QuestionStatus.ANSWERED if answers else QuestionStatus.WAITING,
        provider_status=told,
        asked_at=_written_at(last),
        text=text(required(last, "messageBody")),
        customer_name=asker,
        topic=text(optional(head, "conversationTitle")),
        answer=text(optional(answers[-1], "messageBody")) if answers else None,
        answered_at=_written_at(answers[-1]) if answers else None,
        is_public=False,
    )


def other_side(messages: Sequence[Raw], seller: str) -> str:
    for one in messages:
        sender = text(required(one, "senderUsername"))
        if not seller or sender.casefold() != seller.casefold():
            return sender
    return ""


def _written_at(raw: Raw) -> datetime:
    return iso_utc(required(raw, "createdDate"), "createdDate")


def transactions(raws: Iterable[Raw]) -> list[Parsed[SettlementRecord]]:
    return [parked(transaction, raw, lambda r: text(optional(r, "transactionId"))) for raw in raws]


def transaction(raw: Raw) -> SettlementRecord:
    """The amount is what is left after the fee; a refund takes its fee along."""
    kind = text(required(raw, "transactionType"))
    if kind not in SETTLEMENT_KINDS:
        raise UnexpectedAnswer(kind, raw=raw, code="connector.unknown_status")
    sign = _sign(raw)
    fee = some_money(raw, "totalFeeAmount")
    return SettlementRecord(
        external_id=f"{text(required(raw, 'transactionId'))}:{kind}",
        kind=SETTLEMENT_KINDS[kind],
        provider_kind=kind,
        at=iso_utc(required(raw, "transactionDate"), "transactionDate"),
        amount=sign * money(raw, "amount"),
        currency=text(required(mapping(raw["amount"], "amount"), "currency")),
        order_external_id=text(optional(raw, "orderId")) or None,
        package_external_id=text(optional(raw, "orderId")) or None,
        commission=sign * fee if fee else None,
        payout_external_id=text(optional(raw, "payoutId")) or None,
        note=text(optional(raw, "transactionMemo", "feeType")),
    )


def _sign(raw: Raw) -> Decimal:
    entry = text(required(raw, "bookingEntry"))
    if entry not in {"CREDIT", "DEBIT"}:
        raise UnexpectedAnswer(entry, raw=raw, code="connector.odd_value")
    return Decimal(1 if entry == "CREDIT" else -1)


def payouts(raws: Iterable[Raw]) -> list[Parsed[SettlementRecord]]:
    """Those that failed moved no money."""
    paid = [one for one in raws if text(optional(one, "payoutStatus")) not in _NOT_PAID_OUT]
    return [parked(payout, raw, lambda r: text(optional(r, "payoutId"))) for raw in paid]


def payout(raw: Raw) -> SettlementRecord:
    state, number = text(required(raw, "payoutStatus")), text(required(raw, "payoutId"))
    if state not in _PAID_OUT:
        raise UnexpectedAnswer(state, raw=raw, code="connector.unknown_status")
    return SettlementRecord(
        external_id=f"{number}:PAYOUT",
        kind=SettlementKind.PAYOUT,
        provider_kind=state,
        at=iso_utc(required(raw, "payoutDate"), "payoutDate"),
        amount=money(raw, "amount"),
        currency=text(required(mapping(raw["amount"], "amount"), "currency")),
        payout_external_id=number,
        note=text(optional(raw, "payoutMemo")),
    )


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "returns": lambda raw: returns(rows(raw["members"], "members"), {}),
    "transactions": lambda raw: transactions(rows(raw["transactions"], "transactions")),
    "payouts": lambda raw: payouts(rows(raw["payouts"], "payouts")),
}
"""How a recorded answer is replayed, by operation."""
