"""Returns between N11's shapes and our records: one line each, dated to the day."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from prapazar.connector_kit import soap
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
    optional,
    recorded_rows,
    required,
    text,
    whole,
)
from prapazar.connectors.n11.schemas import (
    Raw,
)
from prapazar.foundation.clock import ISTANBUL

CLAIM_STATUSES = {
    "REQUESTED": ClaimStatus.WAITING,
    "APPROVAL_WAITING": ClaimStatus.WAITING,
    "PENDING": ClaimStatus.WAITING,
    "PENDED": ClaimStatus.WAITING,
    "APPROVED": ClaimStatus.ACCEPTED,
    "MANUAL_REFUND": ClaimStatus.ACCEPTED,
    "DENIED": ClaimStatus.REJECTED,
    "CANCELLED": ClaimStatus.CANCELLED,
}
QUESTION_STATUSES = {"OPEN": QuestionStatus.WAITING, "CLOSED": QuestionStatus.ANSWERED}
_CLAIM_STEPS = ("pendingRequestDate", "pendedDate", "cancelledDate", "deniedDate", "approvedDate")


def claims(raws: Iterable[Raw]) -> list[Parsed[ClaimRecord]]:
    return [parked(claim, raw, lambda r: text(r.get("claimReturnId"))) for raw in raws]


def claim(raw: Raw) -> ClaimRecord:
    """A claim is of one line, which it names by product only; its dates are days."""
    told = text(required(raw, "status"))
    if told not in CLAIM_STATUSES:
        raise UnexpectedAnswer(told, raw=raw, code="connector.unknown_status")
    number, asked_at = text(required(raw, "claimReturnId")), day(required(raw, "requestDate"), "requestDate")
    line = ClaimLine(
        external_id=number,
        order_line_external_id=None,
        sku=None,
        barcode=None,
        title=text(optional(raw, "productName")),
        quantity=whole(required(raw, "quantity"), "quantity"),
        reason=text(optional(raw, "returnReasonType")),
        status=CLAIM_STATUSES[told],
        note=text(optional(raw, "returnReasonDescription")),
        amount=amount(required(raw, "finalPrice"), "finalPrice"),
    )
    return ClaimRecord(
        external_id=number,
        kind=ClaimKind.RETURN,
        order_external_id=text(required(raw, "orderNumber")),
        status=CLAIM_STATUSES[told],
        provider_status=told,
        created_at=asked_at,
        modified_at=max([asked_at, *(day(raw[name], name) for name in _CLAIM_STEPS if optional(raw, name))]),
        lines=(line,),
        buyer_name=text(optional(raw, "buyerName")),
        carrier=text(optional(raw, "shipmentCompany")) or None,
        tracking_number=text(optional(raw, "trackingNumber")) or None,
    )


def day(value: object, name: str) -> datetime:
    """`21/11/2026`, or with questions `2026-11-21`: when that day begins in Istanbul."""
    told = text(value)[:10]
    try:
        read = datetime.strptime(told, "%Y-%m-%d" if "-" in told else "%d/%m/%Y")  # noqa: DTZ007 - its zone comes next
    except ValueError:
        raise UnexpectedAnswer(f"{name} is {value!r}", raw=value, code="connector.odd_value") from None
    return read.replace(tzinfo=ISTANBUL).astimezone(UTC)


def period(since: datetime, until: datetime) -> dict[str, str]:
    """Both days belong to it."""
    days = (moment.astimezone(ISTANBUL).strftime("%d/%m/%Y") for moment in (since, until))
    return dict(zip(("startDate", "endDate"), days, strict=True))


def questions(raws: Iterable[Raw]) -> list[Parsed[QuestionRecord]]:
    return [parked(question, raw, lambda r: text(r.get("id"))) for raw in raws]


def question(raw: Raw) -> QuestionRecord:
    """Of the list's row and the detail together; days are told, and in another form than elsewhere."""
    told = text(required(raw, "status"))
    if told not in QUESTION_STATUSES:
        raise UnexpectedAnswer(told, raw=raw, code="connector.unknown_status")
    answered = optional(raw, "answeredDate")
    return QuestionRecord(
        external_id=text(required(raw, "id")),
        status=QUESTION_STATUSES[told],
        provider_status=told,
        asked_at=day(required(raw, "questionDate"), "questionDate"),
        text=text(required(raw, "question")),
        customer_name=text(optional(raw, "fullName")),
        topic=text(optional(raw, "productTitle")),
        answer=text(optional(raw, "answer")) or None,
        answered_at=None if answered is None else day(answered, "answeredDate"),
    )


def deny_reasons(raw: Raw) -> list[tuple[str, str]]:
    """The list repeats itself for each reason, or holds them in elements of their own as the WSDL says."""
    found = soap.listed(optional(raw, "denyReasonTypeDataList"), "denyReasonTypeDataList")
    inner = [
        reason
        for one in found
        for reason in soap.listed(optional(one, "denyReasonTypeData"), "denyReasonTypeData")
    ]
    return [(text(required(one, "id")), text(required(one, "value"))) for one in inner or found]


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "questions": lambda raw: questions(recorded_rows(raw)),
    "claims": lambda raw: claims(soap.listed(raw["claimReturnList"].get("claimReturn"), "claimReturn")),
}
"""How a recorded answer is replayed, by operation."""
