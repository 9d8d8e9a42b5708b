"""Claims and questions of İdefix as our records."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from prapazar.connector_kit.aftersales import (
    ClaimKind,
    ClaimLine,
    ClaimRecord,
    ClaimStatus,
    QuestionRecord,
    QuestionStatus,
)
from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import (
    amount,
    mapping,
    optional,
    recorded_rows,
    required,
    rows,
    text,
    whole,
)
from prapazar.connectors.idefix.schemas import DeclinedLine, Raw, moment

_STATES = {
    "ready": ClaimStatus.REQUESTED,
    "in_cargo": ClaimStatus.REQUESTED,
    "waiting_vendor_approve": ClaimStatus.WAITING,
    "approved": ClaimStatus.ACCEPTED,
    "decline": ClaimStatus.REJECTED,
    "vendor_decline_request": ClaimStatus.DISPUTED,
}
_WAY = (
    ClaimStatus.WAITING,
    ClaimStatus.REQUESTED,
    ClaimStatus.DISPUTED,
    ClaimStatus.REJECTED,
    ClaimStatus.ACCEPTED,
)
"""A claim stands where the first of these stands among its lines."""


def claims(raws: Iterable[Raw]) -> list[Parsed[ClaimRecord]]:
    return [parked(_claim, raw, lambda r: text(optional(r, "id"))) for raw in raws]


def _claim(raw: Raw) -> ClaimRecord:
    """Its last change carries no date, so that its own stands for it."""
    found = rows(required(raw, "items"), "items")
    lines = tuple(_claim_line(one) for one in found)
    if not lines:
        raise UnexpectedAnswer("a claim without lines", raw=raw, code="connector.missing_field")
    created_at = moment(required(raw, "createdAt"), "createdAt")
    changed = optional(raw, "updatedAt")
    return ClaimRecord(
        external_id=text(required(raw, "id")),
        kind=_kind(raw),
        order_external_id=text(required(raw, "orderNumber")),
        status=min((line.status for line in lines), key=_WAY.index),
        provider_status=",".join(sorted({text(one["state"]) for one in found})),
        created_at=created_at,
        modified_at=created_at if changed is None else moment(changed, "updatedAt"),
        lines=lines,
        buyer_name=text(optional(raw, "customerName")),
        carrier=text(optional(raw, "cargoCompanyName")) or None,
        tracking_number=text(optional(raw, "cargoTrackingNumber")) or None,
    )


def _kind(raw: Raw) -> ClaimKind:
    told = text(required(raw, "cargoTypeName"))
    if told != "return":
        raise UnexpectedAnswer(told, raw=raw, code="connector.odd_value")
    return ClaimKind.RETURN


def _claim_line(raw: Raw) -> ClaimLine:
    """One unit each."""
    told = text(required(raw, "state"))
    if told not in _STATES:
        raise UnexpectedAnswer(told, raw=raw, code="connector.unknown_status")
    paid = optional(raw, "discountedTotalPrice")
    return ClaimLine(
        external_id=text(required(raw, "id")),
        order_line_external_id=text(optional(raw, "orderLineId")) or None,
        sku=text(optional(raw, "productCode", "erpId")) or None,
        barcode=text(optional(raw, "barcode")) or None,
        title=text(required(raw, "productName")),
        quantity=1,
        reason=_words(optional(raw, "customerReason", "platformReason", "vendorReason")),
        status=_STATES[told],
        note=text(optional(raw, "customerNote", "note")),
        amount=None if paid is None else amount(paid, "discountedTotalPrice"),
    )


def _words(reason: object) -> str:
    """A sentence, or an object that holds it; the documents show only the field."""
    return text(reason.get("name")) if isinstance(reason, dict) else text(reason)


def declined(lines: Sequence[str], reason: str, note: str) -> list[DeclinedLine]:
    number = whole(reason, "reason")
    return [
        {"id": whole(line, "line"), "claimDeclineReasonId": number, "description": note, "images": []}
        for line in lines
    ]


def reasons(raws: Sequence[Raw]) -> list[tuple[str, str]]:
    return [(text(required(raw, "id")), text(required(raw, "name"))) for raw in raws]


def questions(raws: Iterable[Raw]) -> list[Parsed[QuestionRecord]]:
    return [parked(_question, raw, lambda r: text(optional(r, "id"))) for raw in raws]


def _question(raw: Raw) -> QuestionRecord:
    answers = rows(optional(raw, "productQuestionAnswer") or [], "productQuestionAnswer")
    answered = optional(answers[0], "createdAt") if answers else None
    is_archived = required(raw, "isArchived")
    if not isinstance(is_archived, bool):
        raise UnexpectedAnswer(str(is_archived), raw=raw, code="connector.unknown_status")
    unanswered = QuestionStatus.EXPIRED if is_archived else QuestionStatus.WAITING
    product = mapping(optional(raw, "product") or {}, "product")
    return QuestionRecord(
        external_id=text(required(raw, "id")),
        status=QuestionStatus.ANSWERED if answers else unanswered,
        provider_status="archived" if is_archived else "open",
        asked_at=moment(required(raw, "createdAt"), "createdAt"),
        text=text(required(raw, "question")),
        customer_name=text(optional(raw, "customerName")),
        listing_external_id=text(optional(product, "barcode")) or None,
        topic=text(optional(product, "name")),
        answer=text(required(answers[0], "answerBody")) if answers else None,
        answered_at=None if answered is None else moment(answered, "createdAt"),
    )


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "claims": lambda raw: claims(recorded_rows(raw, "items")),
    "questions": lambda raw: questions(recorded_rows(raw, "items")),
}
"""How a recorded answer is replayed, by operation."""
