"""Amazon's transactions as lines of the seller's account, and its report of returns as claims."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from prapazar.connector_kit.aftersales import (
    ClaimKind,
    ClaimLine,
    ClaimRecord,
    ClaimStatus,
    SettlementKind,
    SettlementRecord,
)
from prapazar.connector_kit.errors import RateLimited, Unavailable, UnexpectedAnswer
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
    whole,
)
from prapazar.connector_kit.statuses import UNKNOWN
from prapazar.connectors.amazon import errors
from prapazar.connectors.amazon.client import AmazonClient, Row
from prapazar.connectors.amazon.schemas import MARKETPLACES, Raw, moment
from prapazar.foundation import clock

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


RETURNS = "GET_XML_RETURNS_DATA_BY_RETURN_DATE"
MOST_DAYS = timedelta(days=60)
"""In one report."""
_GOOD_FOR = timedelta(minutes=15)
"""So long a report that was made answers the same question once more: few may be made in an hour."""
_LOOKS = 3
_WAIT = 30.0
_CLAIMS = {
    "pending": ClaimStatus.WAITING,
    "pendingapproval": ClaimStatus.WAITING,
    "pendingauthorization": ClaimStatus.WAITING,
    "approved": ClaimStatus.ACCEPTED,
    "authorized": ClaimStatus.ACCEPTED,
    "completed": ClaimStatus.ACCEPTED,
    "denied": ClaimStatus.REJECTED,
    "declined": ClaimStatus.REJECTED,
    "cancelled": ClaimStatus.CANCELLED,
    "canceled": ClaimStatus.CANCELLED,
}
"""`Approved` has been seen; the documents name no word at all. Any other is told as unknown."""


class Returns:
    """Amazon has no address to ask for returns: a report is asked for, made meanwhile, and fetched as a document."""

    def __init__(self, client: AmazonClient, currency: str, pause: Callable[[], None]) -> None:
        self._client = client
        self._currency = currency
        self._pause = pause

    def asked_for(self, since: datetime, until: datetime) -> Iterator[list[Parsed[ClaimRecord]]]:
        """By the moment the buyer asked; a report of sixty days at a time."""
        end = min(until, clock.now())
        while since < end:
            part = min(since + MOST_DAYS, end)
            with errors.beside_orders():
                found = claims(self._rows(since, part), self._currency)
            yield [
                one for one in found if not isinstance(one, ClaimRecord) or since <= one.created_at < until
            ]
            since = part

    def _rows(self, since: datetime, until: datetime) -> list[Row]:
        report = self._made(since, until)
        for look in range(_LOOKS):
            state = text(required(report, "processingStatus"))
            if state == "DONE":
                return returned(self._client.report_document(text(required(report, "reportDocumentId"))))
            if state == "CANCELLED":  # there was nothing to report
                return []
            if state == "FATAL":
                raise Unavailable(text(required(report, "reportId")), code="amazon.report_failed")
            if look:
                self._pause()
            report = self._client.read_report(text(required(report, "reportId")))
        raise RateLimited("the report is being made", retry_after=_WAIT, code="amazon.report_waiting")

    def _made(self, since: datetime, until: datetime) -> Row:
        """The one of a moment ago that covers the same time, made or in the making; else a new one."""
        for one in self._client.reports(RETURNS, moment(clock.now() - _GOOD_FOR)):
            begins = iso_utc(required(one, "dataStartTime"), "dataStartTime")
            ends = iso_utc(required(one, "dataEndTime"), "dataEndTime")
            is_good = text(optional(one, "processingStatus")) != "FATAL"
            if is_good and begins <= since and ends >= until - _GOOD_FOR:
                return one
        number = self._client.create_report(RETURNS, moment(since), moment(until))
        return self._client.read_report(number)


def returned(document: bytes) -> list[Row]:
    """The report's returns as plain rows, their items under `items`."""
    try:
        root: Element = ElementTree.fromstring(document, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise UnexpectedAnswer("a report that is no XML", code="connector.odd_shape") from error
    return [
        {**_leaves(one), "label": _leaves(one.find("label_details")), "items": _items(one)}
        for one in root.iter("return_details")
    ]


def _leaves(element: Element | None) -> Row:
    return {one.tag: text(one.text) for one in (element if element is not None else ()) if not len(one)}


def _items(element: Element) -> list[Row]:
    """One and the same item has been seen twice: more units than the order has are told once."""
    found = [_leaves(one) for one in element.iter("item_details")]
    units = sum(int(one.get("return_quantity") or 0) for one in found)
    if units <= int(element.findtext("order_quantity") or units):
        return found
    return [one for place, one in enumerate(found) if one not in found[:place]]


def claims(raws: Iterable[Raw], currency: str) -> list[Parsed[ClaimRecord]]:
    return [parked(lambda raw: _claim(raw, currency), raw, _claim_id) for raw in raws]


def _claim_id(raw: Raw) -> str:
    """Amazon's number of the return; one that has none yet is known by its order and moment."""
    return text(raw.get("amazon_rma_id")) or f"{raw.get('order_id')}@{raw.get('return_request_date')}"


def _claim(raw: Raw, currency: str) -> ClaimRecord:
    word, number = text(required(raw, "return_request_status")), _claim_id(raw)
    status = _CLAIMS.get(_folded(word))
    if status is None:
        raise UnexpectedAnswer(word, raw=raw, code=UNKNOWN)
    at = iso_utc(required(raw, "return_request_date"), "return_request_date")
    label = mapping(optional(raw, "label") or {}, "label")
    return ClaimRecord(
        external_id=number,
        kind=ClaimKind.RETURN,
        order_external_id=text(required(raw, "order_id")),
        status=status,
        provider_status=word,
        created_at=at,
        modified_at=at,
        lines=tuple(
            ClaimLine(
                external_id=f"{number}/{place}",
                order_line_external_id=None,
                sku=text(optional(one, "merchant_sku")) or None,
                barcode=None,
                title=text(optional(one, "item_name")),
                quantity=whole(required(one, "return_quantity"), "return_quantity"),
                reason=text(optional(one, "return_reason_code")),
                status=status,
                note=text(optional(one, "resolution")),
            )
            for place, one in enumerate(rows(required(raw, "items"), "items"), start=1)
        ),
        carrier=text(optional(label, "return_carrier")) or None,
        tracking_number=text(optional(label, "tracking_id")) or None,
        currency=currency,
    )


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "settlements": lambda raw: settlements(recorded_rows(raw, "transactions")),
}
"""How a recorded answer is replayed, by operation."""
