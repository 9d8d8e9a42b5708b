"""Claims, questions and account lines between Hepsiburada's shapes and our records."""

import base64
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.aftersales import (
    ClaimKind,
    ClaimLine,
    ClaimRecord,
    ClaimStatus,
    EvidenceFile,
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
    optional,
    recorded_rows,
    required,
    rows,
    text,
    whole,
)
from prapazar.connectors.hepsiburada.schemas import ClaimRejection, Raw, folded, instant, moment

CLAIM_STATUSES = {
    "NewRequest": ClaimStatus.REQUESTED,
    "AwaitingPreApproval": ClaimStatus.REQUESTED,
    "AwaitingAction": ClaimStatus.WAITING,
    "InDispute": ClaimStatus.DISPUTED,
    "Accepted": ClaimStatus.ACCEPTED,
    "Refunded": ClaimStatus.ACCEPTED,
    "Rejected": ClaimStatus.REJECTED,
    "Cancelled": ClaimStatus.CANCELLED,
}
"""Each has a feed of its own, and any other word is refused."""
_KINDS = {
    "return": ClaimKind.RETURN,
    "damagedwithreport": ClaimKind.RETURN,
    "wrongproduct": ClaimKind.RETURN,
    "extraproduct": ClaimKind.RETURN,
    "renewproduct": ClaimKind.EXCHANGE,
    "change": ClaimKind.EXCHANGE,
    "missingitem": ClaimKind.MISSING,
    "missingpart": ClaimKind.MISSING,
    "missinginvoice": ClaimKind.MISSING,
    "missingwaranty": ClaimKind.MISSING,
    "undeliveredproduct": ClaimKind.MISSING,
}
REASONS = (
    ("CustomerReturnedWrongItem", "Müşteri yanlış ürünü iade etti"),
    ("ProductIsDamaged", "Ürün hasarlı geldi"),
    ("MissingQuantity", "Adet eksik"),
    ("NoSuchAccessory", "Böyle bir aksesuar yok"),
    ("BoxIsEmptyWithReport", "Kutu boş, tutanak var"),
    ("BoxIsEmptyWithoutReport", "Kutu boş, tutanak yok"),
    ("SomePartsOrSomeAccessoriesOrSomePapersAreMissing", "Parça, aksesuar ya da belge eksik"),
    ("ReturnedProductIsNotDelivered", "İade ürün ulaşmadı"),
    ("NewProductWillBeSent", "Yeni ürün gönderilecek"),
    ("ExtraProductHasBeenReturned", "Fazla ürün iade edildi"),
    ("ProductNotWrong", "Ürün yanlış değil"),
    ("ProductNotDefective", "Ürün kusurlu değil"),
    ("StockProblem", "Stok sorunu"),
    ("ReturnedProductHasAccountOrPassword", "Ürün hesap ya da parola ile kilitli"),
    ("MarkedAsServiceProcess", "Ürün serviste inceleniyor"),
    ("ProductSentComplete", "Ürün eksiksiz gönderildi"),
    ("MissingItemOrPartCannotBeSupplied", "Eksik parça tedarik edilemiyor"),
    ("ClaimedComponentIsNotPartOfTheProduct", "İstenen parça ürüne ait değil"),
    ("InvoiceReplacesWarranty", "Fatura garanti belgesi yerine geçer"),
    ("PartialShipmentMissingPackageWillBeDelivered", "Parçalı gönderim, eksik paket yolda"),
    ("CustomerProblemSolved", "Müşterinin sorunu çözüldü"),
    ("Other", "Diğer"),
)
"""Hepsiburada's words and ours; those from ProductSentComplete on belong to claims of something missing."""
QUESTION_STATUSES = {
    "WaitingForAnswer": QuestionStatus.WAITING,
    "Answered": QuestionStatus.ANSWERED,
    "Rejected": QuestionStatus.REPORTED,
    "AutoClosed": QuestionStatus.EXPIRED,
}
QUESTION_NUMBERS = (1, 2, 3, 4)
"""What the statuses are called in the filter, which takes one at a time."""
_SETTLEMENTS = {
    "Payment": SettlementKind.SALE,
    "Return": SettlementKind.RETURN,
    "Commission": SettlementKind.COMMISSION,
    "CommissionRefund": SettlementKind.COMMISSION,
    "CommissionCorrection": SettlementKind.COMMISSION,
    "ProcessingFeeExpense": SettlementKind.SERVICE_FEE,
    "ProcessingFeeExpenseRefund": SettlementKind.SERVICE_FEE,
    "DeliveryProcessingFee": SettlementKind.SHIPPING,
    "DeliveryProcessingFeeRefund": SettlementKind.SHIPPING,
    "ShipmentCostSharingExpense": SettlementKind.SHIPPING,
    "ShipmentCostSharingIncome": SettlementKind.SHIPPING,
    "ReturnShipmentCostSharingExpense": SettlementKind.SHIPPING,
    "CargoCompensationIncome": SettlementKind.SHIPPING,
    "CampaignDiscount": SettlementKind.DISCOUNT,
    "CampaignDiscountRefund": SettlementKind.DISCOUNT,
    "Stoppage": SettlementKind.WITHHOLDING,
    "StoppageRefund": SettlementKind.WITHHOLDING,
    "AdSharingExpense": SettlementKind.SERVICE_FEE,
    "MarketingExpense": SettlementKind.SERVICE_FEE,
    "LateInterestExpense": SettlementKind.PENALTY,
    "TotalPayment": SettlementKind.PAYOUT,
}
"""The most used of about eighty; the others are told as OTHER, under Hepsiburada's name."""


def rejection(reason: str, note: str, files: Sequence[EvidenceFile] = ()) -> ClaimRejection:
    """Pictures stand in it as text; addresses of pictures would have to be open to all."""
    return {
        "ClaimRejectionReason": reason,
        "MerchantStatement": note,
        "Reports": [base64.b64encode(one.content).decode() for one in files],
        "UploadedReportsUrls": [],
    }


def claims(raws: Iterable[Raw]) -> list[Parsed[ClaimRecord]]:
    """Each with the order line it is about, where that could be found."""
    return [parked(_claim, raw, lambda r: text(r["claim"].get("number"))) for raw in raws]


def _claim(joined: Raw) -> ClaimRecord:
    raw, line = joined["claim"], joined["line"]
    word, kind = text(required(raw, "status")), text(required(raw, "claimtype"))
    if word not in CLAIM_STATUSES:
        raise UnexpectedAnswer(word, raw=joined, code="connector.unknown_status")
    if kind.lower() not in _KINDS:
        raise UnexpectedAnswer(kind, raw=joined, code="connector.unknown_kind")
    status, created = CLAIM_STATUSES[word], moment(required(raw, "claimdate"), "claimDate")
    later = [
        moment(raw[name], name)
        for name in ("refunddate", "markedawaitingpreapprovaldate", "preapprovalconfirmeddate")
        if optional(raw, name)
    ]
    due = optional(raw, "awaitingactionexpiredate", "awaitingpreapprovalexpiredate")
    parcel = _way_back(raw)
    return ClaimRecord(
        external_id=text(required(raw, "number")),
        kind=_KINDS[kind.lower()],
        order_external_id=text(required(raw, "ordernumber")),
        status=status,
        provider_status=word,
        created_at=created,
        modified_at=max(created, *later) if later else created,
        lines=(_claim_line(raw, line, status),),
        buyer_name=text(optional(raw, "customername")),
        due_at=moment(due, "expireDate") if due else None,
        carrier=text(mapping(optional(parcel, "cargocompany") or {}, "cargoCompany").get("name")) or None,
        tracking_number=text(optional(parcel, "trackingnumber")) or None,
        currency=_lira(optional(raw, "pricecurrency", "refundcurrency") or "TRY", raw),
    )


def _claim_line(raw: Raw, line: Raw, status: ClaimStatus) -> ClaimLine:
    sku = text(optional(raw, "merchantsku") or optional(line, "merchantsku")) or None
    total = optional(raw, "totalpriceamount")
    return ClaimLine(
        external_id=text(required(raw, "number")),
        order_line_external_id=text(optional(raw, "lineitemid")) or None,
        sku=sku,
        barcode=text(optional(line, "productbarcode")) or None,
        title=text(optional(line, "name")) or sku or text(optional(raw, "sku")),
        quantity=whole(required(raw, "quantity"), "quantity"),
        reason=text(optional(raw, "reason")),
        status=status,
        note=text(optional(raw, "explanation")),
        amount=None if total is None else amount(total, "totalPriceAmount"),
    )


def _way_back(raw: Raw) -> Raw:
    parcels = rows(optional(raw, "deliveries") or [], "deliveries")
    return next((one for one in parcels if text(one.get("direction")) == "CustomerToMerchant"), {})


def questions(raws: Iterable[Raw]) -> list[Parsed[QuestionRecord]]:
    return [parked(_question, raw, lambda r: text(r.get("issuenumber"))) for raw in raws]


def asked_within(raw: Raw, since: datetime, until: datetime) -> bool:
    """One whose date cannot be read is told, to be parked."""
    at = instant(raw, "createdat")
    return at is None or since <= at < until


def _question(raw: Raw) -> QuestionRecord:
    word = text(required(raw, "status"))
    if word not in QUESTION_STATUSES:
        raise UnexpectedAnswer(word, raw=raw, code="connector.unknown_status")
    said = rows(optional(raw, "conversations") or [], "conversations")
    asked = [text(one.get("content")) for one in said if text(one.get("from")) == "Customer"]
    answers = [one for one in said if text(one.get("from")) == "Merchant"]
    order, due = text(optional(raw, "ordernumber")), optional(raw, "expiredate")
    return QuestionRecord(
        external_id=text(required(raw, "issuenumber")),
        status=QUESTION_STATUSES[word],
        provider_status=word,
        asked_at=moment(required(raw, "createdat"), "createdAt"),
        text=asked[0] if asked else text(required(raw, "lastcontent")),
        listing_external_id=text(mapping(optional(raw, "product") or {}, "product").get("sku")) or None,
        order_external_id=order or None,
        topic=text(mapping(optional(raw, "subject") or {}, "subject").get("description")),
        answer=text(answers[-1].get("content")) if answers else None,
        answered_at=moment(required(answers[-1], "createdat"), "createdAt") if answers else None,
        due_at=moment(due, "expireDate") if due else None,
        is_public=not order,
    )


def settlements(raws: Iterable[Raw]) -> list[Parsed[SettlementRecord]]:
    return [parked(_settlement, raw, lambda r: text(r.get("id"))) for raw in raws]


def _settlement(raw: Raw) -> SettlementRecord:
    """Whether amounts carry a sign is not said; `isIncome` says which way the money goes."""
    word = text(required(raw, "transactiontype"))
    money = mapping(required(raw, "amount"), "amount")
    size: Decimal = abs(amount(required(money, "value"), "amount"))
    order, due = text(optional(raw, "ordernumber")) or None, optional(raw, "duedate")
    return SettlementRecord(
        external_id=text(required(raw, "id")),
        kind=_SETTLEMENTS.get(word, SettlementKind.OTHER),
        provider_kind=word,
        at=moment(required(raw, "invoicedate", "paymentdate", "orderdate"), "invoiceDate"),
        amount=size if required(raw, "isincome") else -size,
        currency=_lira(required(money, "currencycode"), raw),
        order_external_id=order,
        package_external_id=order,
        due_at=moment(due, "dueDate") if due else None,
        note=text(optional(raw, "productname", "invoiceexplanation")),
    )


def _lira(value: object, raw: Raw) -> str:
    currency = text(value)
    if currency != "TRY":
        raise UnexpectedAnswer(currency, raw=raw, code="connector.unknown_currency")
    return currency


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "claims": lambda raw: claims({"claim": one, "line": {}} for one in recorded_rows(folded(raw))),
    "questions": lambda raw: questions(recorded_rows(folded(raw), "data")),
    "settlements": lambda raw: settlements(recorded_rows(folded(raw), "items")),
}
"""How a recorded answer is replayed, by operation."""
