"""Returns, cancellations and questions between Pazarama's shapes and our records."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
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
    optional,
    required,
    rows,
    text,
    whole,
)
from prapazar.connectors.pazarama.mapper import moment, money
from prapazar.connectors.pazarama.schemas import (
    Raw,
)

CANCEL = "cancel:"
"""Before the number of a cancellation."""
APPROVED, REFUSED = 2, 3
CLAIM_STATUSES = {
    "1": ClaimStatus.WAITING,
    "2": ClaimStatus.ACCEPTED,
    "3": ClaimStatus.DISPUTED,  # refused by the seller, Pazarama decides
    "4": ClaimStatus.ACCEPTED,
    "5": ClaimStatus.REJECTED,
    "6": ClaimStatus.ACCEPTED,
    "7": ClaimStatus.CANCELLED,
    "8": ClaimStatus.ACCEPTED,
    "9": ClaimStatus.DISPUTED,  # sent to be examined
}
REFUSAL_REASONS = (
    ("1", "Gelen ürün bana ait değil"),
    ("2", "Gelen ürün defolu/zarar görmüş"),
    ("3", "Gelen ürün adedi eksik"),
    ("4", "Gelen ürün yanlış"),
    ("5", "Gelen ürün kullanılmış"),
    ("6", "Gelen ürün sahte"),
    ("7", "Gelen ürünün parçası/aksesuarı eksik"),
    ("8", "Gönderdiğim ürün kusurlu değil"),
    ("9", "Gönderdiğim ürün yanlış değil"),
    ("10", "İade paketi boş geldi"),
    ("11", "İade paketi elime ulaşmadı"),
    ("12", "Diğer"),
)
QUESTION_STATUSES = {
    "0": QuestionStatus.WAITING,
    "1": QuestionStatus.ANSWERED,
    "2": QuestionStatus.ANSWERED,  # Pazarama looks at the answer
}
_MONTHS = (
    "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran",
    "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık",
)  # fmt: skip


def claims(raws: Iterable[Raw], kind: ClaimKind) -> list[Parsed[ClaimRecord]]:
    return [parked(lambda r: claim(r, kind), raw, lambda r: _claim_id(r, kind)) for raw in raws]


def claim(raw: Raw, kind: ClaimKind) -> ClaimRecord:
    told = text(required(raw, "refundStatus"))
    if told not in CLAIM_STATUSES:
        raise UnexpectedAnswer(told, raw=raw, code="connector.unknown_status")
    asked_at = spoken_moment(required(raw, "refundDate"), "refundDate")
    line = ClaimLine(
        external_id=_claim_id(raw, kind),
        order_line_external_id=None,
        sku=text(optional(raw, "productStockCode")) or None,
        barcode=text(required(raw, "productCode")),
        title=text(required(raw, "productName")),
        quantity=whole(required(raw, "quantity"), "quantity"),
        reason=text(optional(raw, "refundType")),
        status=CLAIM_STATUSES[told],
        note=text(optional(raw, "description")),
        amount=money(required(raw, "refundAmount"), "refundAmount"),
    )
    return ClaimRecord(
        external_id=_claim_id(raw, kind),
        kind=kind,
        order_external_id=text(required(raw, "orderNumber")),
        status=CLAIM_STATUSES[told],
        provider_status=told,
        created_at=asked_at,
        modified_at=asked_at,
        lines=(line,),
        buyer_name=text(optional(raw, "customerName")),
        carrier=text(optional(raw, "shipmentCompanyName")) or None,
        tracking_number=text(optional(raw, "shipmentCode")) or None,
    )


def _claim_id(raw: Raw, kind: ClaimKind) -> str:
    """Cancellations are decided elsewhere than returns, so that their names tell them apart."""
    number = text(optional(raw, "refundId"))
    return f"{CANCEL}{number}" if kind is ClaimKind.CANCELLATION and number else number


def spoken_moment(value: object, name: str) -> datetime:
    """`6 Ekim 2021 14:53` in Istanbul, or as orders tell it."""
    day, _, rest = text(value).partition(" ")
    month, _, rest = rest.partition(" ")
    year, _, clock = rest.partition(" ")
    if month not in _MONTHS:
        return moment(value, name)
    return moment(f"{year}-{_MONTHS.index(month) + 1:02}-{day:0>2} {clock:0>5}", name)


def questions(raws: Iterable[Raw]) -> list[Parsed[QuestionRecord]]:
    return [parked(question, raw, lambda r: text(r.get("questionId"))) for raw in raws]


def question(raw: Raw) -> QuestionRecord:
    told = text(required(raw, "questionStatus"))
    if told not in QUESTION_STATUSES:
        raise UnexpectedAnswer(told, raw=raw, code="connector.unknown_status")
    answered = optional(raw, "answerDate")
    return QuestionRecord(
        external_id=text(required(raw, "questionId")),
        status=QUESTION_STATUSES[told],
        provider_status=told,
        asked_at=moment(required(raw, "questionDate"), "questionDate"),
        text=text(required(raw, "question")),
        customer_name=text(optional(raw, "maskedUserName")),
        listing_external_id=text(optional(raw, "barcode")) or None,
        topic=text(optional(raw, "productName")),
        answer=text(optional(raw, "answer")) or None,
        answered_at=None if answered is None else moment(answered, "answerDate"),
    )


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "returns": lambda raw: claims(rows(raw["data"]["refundList"], "refundList"), ClaimKind.RETURN),
    "cancellations": lambda raw: claims(
        rows(raw["data"]["refundList"], "refundList"), ClaimKind.CANCELLATION
    ),
    "questions": lambda raw: questions(rows(raw["data"]["approvalAnswersByMerchantSearchs"], "questions")),
}
"""How a recorded answer is replayed, by operation."""
