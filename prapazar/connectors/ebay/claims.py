"""All that buyers claim: returns, cancellations, goods that did not arrive and payments disputed with the bank."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from prapazar.connector_kit.aftersales import ClaimKind, ClaimLine, ClaimRecord, ClaimStatus
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.paging import Page, Row, paged
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import iso_utc, mapping, optional, required, rows, text, whole
from prapazar.connectors.ebay import aftersales, mapper
from prapazar.connectors.ebay.client import DISPUTE_PAGE, EbayClient
from prapazar.connectors.ebay.mapper import money, some_money
from prapazar.connectors.ebay.orders import Orders
from prapazar.connectors.ebay.schemas import Raw
from prapazar.foundation.clock import now

INQUIRY, DISPUTE = "inquiry:", "dispute:"
"""Before their numbers: each kind is decided at another address."""
_CLOSED = "CLOSED"
_INQUIRY_STATUSES = {
    "PENDING": ClaimStatus.REQUESTED,
    "OPEN": ClaimStatus.WAITING,
    "WAITING_SELLER_RESPONSE": ClaimStatus.WAITING,
    "WAITING_BUYER_RESPONSE": ClaimStatus.DISPUTED,  # answered, and not yet settled
    "CLOSED_WITH_ESCALATION": ClaimStatus.DISPUTED,
    _CLOSED: ClaimStatus.CANCELLED,  # accepted, where money went back
    "CS_CLOSED": ClaimStatus.CANCELLED,
}
_DISPUTE_STATUSES = {
    "ACTION_NEEDED": ClaimStatus.WAITING,
    "OPEN": ClaimStatus.DISPUTED,
    _CLOSED: ClaimStatus.REJECTED,  # accepted, where the seller lost the money
}
_TICK = timedelta(milliseconds=1)


def inquiries(raws: Iterable[Raw], orders: Mapping[str, Raw]) -> list[Parsed[ClaimRecord]]:
    return [
        parked(lambda r: inquiry(r, orders), raw, lambda r: _named(INQUIRY, r, "inquiryId")) for raw in raws
    ]


def inquiry(raw: Mapping[str, Any], orders: Mapping[str, Raw]) -> ClaimRecord:
    """Of a line with all its units: how many did not arrive is not told in the list."""
    told = text(required(raw, "inquiryStatusEnum"))
    if told not in _INQUIRY_STATUSES:
        raise UnexpectedAnswer(told, raw=raw, code="connector.unknown_status")
    number, item = _named(INQUIRY, raw, "inquiryId"), text(required(raw, "itemId"))
    order_id = text(optional(raw, "orderId"))
    line = aftersales.line_of(orders.get(order_id) or {}, raw)
    status = _INQUIRY_STATUSES[told]
    if status is ClaimStatus.CANCELLED and optional(line, "refunds"):
        status = ClaimStatus.ACCEPTED
    created = aftersales.moment(raw, "creationDate")
    return ClaimRecord(
        external_id=number,
        kind=ClaimKind.MISSING,
        order_external_id=order_id or f"{item}-{text(required(raw, 'transactionId'))}",
        status=status,
        provider_status=told,
        created_at=created,
        modified_at=aftersales.moment(raw, "lastModifiedDate")
        if optional(raw, "lastModifiedDate")
        else created,
        lines=(_claimed(number, line, item, "ITEM_NOT_RECEIVED", status, raw, "claimAmount"),),
        buyer_name=text(optional(raw, "buyer")),
        due_at=aftersales.moment(raw, "respondByDate") if optional(raw, "respondByDate") else None,
        currency=text(required(mapping(required(raw, "claimAmount"), "claimAmount"), "currency")),
    )


def disputes(raws: Iterable[Raw], orders: Mapping[str, Raw]) -> list[Parsed[ClaimRecord]]:
    return [
        parked(lambda r: dispute(r, orders), raw, lambda r: _named(DISPUTE, r, "paymentDisputeId"))
        for raw in raws
    ]


def dispute(raw: Mapping[str, Any], orders: Mapping[str, Raw]) -> ClaimRecord:
    """Who won a closed one is seen by what was taken from the seller."""
    told = text(required(raw, "paymentDisputeStatus"))
    if told not in _DISPUTE_STATUSES:
        raise UnexpectedAnswer(told, raw=raw, code="connector.unknown_status")
    number, order_id = _named(DISPUTE, raw, "paymentDisputeId"), text(required(raw, "orderId"))
    outcome = mapping(optional(raw, "resolution") or {}, "resolution")
    is_lost = told == _CLOSED and some_money(outcome, "recoupAmount") > 0
    status = ClaimStatus.ACCEPTED if is_lost else _DISPUTE_STATUSES[told]
    opened, closed, due = (
        required(raw, "openDate"),
        optional(raw, "closedDate"),
        optional(raw, "respondByDate"),
    )
    named = rows(optional(raw, "lineItems") or [], "lineItems")
    wanted = {"transactionId": named[0].get("lineItemId"), **named[0]} if len(named) == 1 else {}
    line, reason = aftersales.line_of(orders.get(order_id) or {}, wanted), text(optional(raw, "reason"))
    item = text(optional(wanted, "itemId")) or order_id
    return ClaimRecord(
        external_id=number,
        kind=ClaimKind.CHARGEBACK,
        order_external_id=order_id,
        status=status,
        provider_status=told,
        created_at=iso_utc(opened, "openDate"),
        modified_at=iso_utc(closed or opened, "closedDate"),
        lines=(_claimed(number, line, item, reason, status, raw, "amount"),),
        buyer_name=text(optional(raw, "buyerUsername")),
        due_at=None if due is None else iso_utc(due, "respondByDate"),
        currency=text(required(mapping(required(raw, "amount"), "amount"), "currency")),
    )


def _claimed(
    number: str, line: Raw, item: str, reason: str, status: ClaimStatus, raw: Mapping[str, Any], amount: str
) -> ClaimLine:
    """A line that is not found in the order is told all the same, as one unit."""
    return ClaimLine(
        external_id=number,
        order_line_external_id=text(optional(line, "lineItemId")) or None,
        sku=text(optional(line, "sku")) or None,
        barcode=None,
        title=text(optional(line, "title")) or f"eBay {item}",
        quantity=whole(optional(line, "quantity") or 1, "quantity"),
        reason=reason,
        status=status,
        amount=money(dict(raw), amount),
    )


def _named(kind: str, raw: Mapping[str, Any], name: str) -> str:
    number = text(optional(raw, name))
    return f"{kind}{number}" if number else ""


class Claims:
    """The calls behind the connector's methods."""

    def __init__(self, client: EbayClient, orders: Orders) -> None:
        self._client = client
        self._orders = orders

    def between(self, since: datetime, until: datetime) -> Iterator[list[Parsed[ClaimRecord]]]:
        """By the moment they were asked for; buyers' cancellations by their order's last change."""
        for page in self._post_order(self._client.returns, since, until, "returnId"):
            yield aftersales.returns(page, self._owners(page))
        for page in self._post_order(self._client.inquiries, since, until, "inquiryId"):
            yield inquiries(page, self._owners(page))
        for page in self._disputes(since, until):
            # One without a number is parked as it is: nobody can be asked about it.
            told = [
                self._client.dispute(text(one["paymentDisputeId"])) if one.get("paymentDisputeId") else one
                for one in page
            ]
            yield disputes(told, self._owners(page))
        for orders_page in self._orders.raw(since, until):
            if found := aftersales.cancellations(orders_page):
                yield found

    def approve(self, claim: str) -> None:
        """Money goes back at once for what did not arrive or is disputed; for a return it waits for the goods."""
        kind, number = _split(claim)
        if kind == aftersales.CANCEL:
            self._client.decide_cancellation(number, "approve", {})
        elif kind == INQUIRY:
            self._client.answer_inquiry(number, "issue_refund", {})
        elif kind == DISPUTE:
            self._client.answer_dispute(number, "accept", {"revision": self._revision(number)})
        else:
            self._client.decide_return(number, {"decision": "APPROVE"})

    def reject(self, claim: str, reason: str, note: str) -> None:
        if reason not in dict(aftersales.REFUSAL_REASONS):
            raise Rejected(reason, code="connector.reason_unknown", field="reason")
        kind, number = _split(claim)
        if kind == aftersales.CANCEL:
            self._client.decide_cancellation(number, "reject", {})
        elif kind == INQUIRY:
            self._client.answer_inquiry(number, "provide_shipment_info", self._shipment(number, note))
        elif kind == DISPUTE:
            body: dict[str, object] = {"note": note, "revision": self._revision(number)}
            if address := optional(self._client.dispute(number), "returnAddress"):
                body["returnAddress"] = address
            self._client.answer_dispute(number, "contest", body)
        else:
            decision = {"decision": aftersales.DECLINE, "comments": {"content": note}}
            self._client.decide_return(number, decision)

    def _revision(self, number: str) -> int:
        return whole(required(self._client.dispute(number), "revision"), "revision")

    def _shipment(self, number: str, note: str) -> dict[str, object]:
        """What was shipped under a number is told with it; whether an inquiry names its order is not documented."""
        found = mapping(self._client.inquiry(number), "inquiry")
        order = text(optional(found, "orderId"))
        told = mapping(self._client.fulfillments(order), "fulfillments") if order else {"fulfillments": []}
        sent = [
            one
            for one in rows(told["fulfillments"], "fulfillments")
            if optional(one, "shipmentTrackingNumber")
        ]
        body: dict[str, object] = {"sellerComments": {"content": note}, "shippedWithTracking": bool(sent)}
        if sent:
            body["shippingCarrierName"] = text(optional(sent[-1], "shippingCarrierCode"))
            body["trackingNumber"] = text(required(sent[-1], "shipmentTrackingNumber"))
        return body

    def _owners(self, page: Iterable[Raw]) -> dict[str, Row]:
        numbers = [text(one.get("orderId")) for one in page if one.get("orderId")]
        return self._orders.named(list(dict.fromkeys(numbers)))

    def _post_order(
        self, ask: Callable[[str, str, int], object], since: datetime, until: datetime, key: str
    ) -> Iterator[list[Row]]:
        first, last = mapper.told(since), mapper.told(until)

        def read(page: int, _: str | None) -> Page:
            found = mapping(ask(first, last, page), "members")
            paging = mapping(optional(found, "paginationOutput") or {}, "paginationOutput")
            total = optional(paging, "totalEntries")
            total = required(found, "total") if total is None else total
            return Page(rows(required(found, "members"), "members"), whole(total, "total"))

        return paged(read, lambda row: text(required(row, key)), first=1)

    def _disputes(self, since: datetime, until: datetime) -> Iterator[list[Row]]:
        """Days to come are refused."""
        last = min(until - _TICK, now())
        if last < since:
            return iter(())

        def read(page: int, _: str | None) -> Page:
            answer = self._client.disputes(mapper.told(since), mapper.told(last), page * DISPUTE_PAGE)
            found, name = mapping(answer, "disputes"), "paymentDisputeSummaries"
            return Page(rows(optional(found, name) or [], name), whole(required(found, "total"), "total"))

        return paged(read, lambda row: text(required(row, "paymentDisputeId")))


def _split(claim: str) -> tuple[str, str]:
    for kind in (aftersales.CANCEL, INQUIRY, DISPUTE):
        if claim.startswith(kind):
            return kind, claim.removeprefix(kind)
    return "", claim


READERS: dict[str, Callable[[Any], list[Parsed[ClaimRecord]]]] = {
    "inquiries": lambda raw: inquiries(rows(raw["members"], "members"), {}),
    "dispute": lambda raw: disputes([mapping(raw, "dispute")], {}),
}
"""How a recorded answer is replayed, by operation."""
