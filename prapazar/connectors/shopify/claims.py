"""Returns: found by the orders they are of, each read whole, and mapped to our claims."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from prapazar.connector_kit.aftersales import ClaimKind, ClaimLine, ClaimRecord, ClaimStatus
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
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
from prapazar.connectors.shopify import errors, mapper
from prapazar.connectors.shopify.client import ShopifyClient, cursor, pages
from prapazar.connectors.shopify.schemas import Raw

STATUSES = {
    "REQUESTED": ClaimStatus.WAITING,
    "OPEN": ClaimStatus.ACCEPTED,  # the goods may come
    "CLOSED": ClaimStatus.ACCEPTED,
    "DECLINED": ClaimStatus.REJECTED,
    "CANCELED": ClaimStatus.CANCELLED,
}
REASONS = (("OTHER", "Other"), ("RETURN_PERIOD_ENDED", "Return period ended"), ("FINAL_SALE", "Final sale"))


def of_orders(client: ShopifyClient, search: str) -> Iterator[list[Parsed[ClaimRecord]]]:
    for orders in pages(lambda after: client.returned_orders(search, after)):
        found = (client.return_of(number) for order in orders for number in _ids(client, order))
        if raws := [one for one in found if one is not None]:
            yield claims(raws)


def claims(raws: Sequence[Raw]) -> list[Parsed[ClaimRecord]]:
    return [parked(claim, raw, lambda r: mapper.number(r.get("id"))) for raw in raws]


def claim(raw: Mapping[str, Any]) -> ClaimRecord:
    """A return tells no moment of its last change: its order does."""
    told = text(required(raw, "status"))
    if told not in STATUSES:
        raise UnexpectedAnswer(told, raw=raw, code="connector.unknown_status")
    order = mapping(required(raw, "order"), "order")
    tracking = _tracking(raw)
    return ClaimRecord(
        external_id=mapper.number(required(raw, "id")),
        kind=ClaimKind.RETURN,
        order_external_id=text(required(order, "legacyResourceId")),
        status=STATUSES[told],
        provider_status=told,
        created_at=iso_utc(required(raw, "createdAt"), "createdAt"),
        modified_at=iso_utc(required(order, "updatedAt"), "updatedAt"),
        lines=tuple(_line(one, STATUSES[told]) for one in _lines(raw)),
        buyer_name=text(optional(optional(order, "shippingAddress") or {}, "name")),
        carrier=text(optional(tracking, "carrierName")) or None,
        tracking_number=text(optional(tracking, "number")) or None,
        currency=text(required(order, "currencyCode")),
    )


def _lines(raw: Mapping[str, Any]) -> list[Raw]:
    page = mapping(required(raw, "returnLineItems"), "returnLineItems")
    if mapping(required(page, "pageInfo"), "pageInfo").get("hasNextPage") is True:
        raise UnexpectedAnswer(
            "a return without its last lines", raw=raw, code="connector.pages_do_not_add_up"
        )
    return rows(required(page, "nodes"), "nodes")


def _line(raw: Mapping[str, Any], status: ClaimStatus) -> ClaimLine:
    """What nobody has checked against the order has no article."""
    sent = optional(raw, "fulfillmentLineItem")
    article = mapping(required(mapping(sent, "sent"), "lineItem"), "lineItem") if sent else {}
    paid = optional(raw, "withCodeDiscountedTotalPriceSet")
    notes = (text(optional(raw, "returnReasonNote")), text(optional(raw, "customerNote")))
    definition = optional(raw, "returnReasonDefinition") or {}
    return ClaimLine(
        external_id=mapper.number(required(raw, "id")),
        order_line_external_id=mapper.number(required(article, "id")) if article else None,
        sku=text(optional(article, "sku")) or None,
        barcode=None,
        title=text(optional(article, "title")),
        quantity=mapper.count(raw, "quantity"),
        reason=text(optional(definition, "name")) or text(optional(raw, "returnReason")),
        status=status,
        note="; ".join(filter(None, notes)),
        amount=None if paid is None else amount(required(required(paid, "shopMoney"), "amount"), "amount"),
    )


def _tracking(raw: Mapping[str, Any]) -> Raw:
    """Of the first parcel that has any."""
    parcels = (
        parcel
        for work in _nodes(raw, "reverseFulfillmentOrders")
        for parcel in _nodes(work, "reverseDeliveries")
    )
    told = (optional(optional(one, "deliverable") or {}, "tracking") for one in parcels)
    return mapping(next(filter(None, told), {}), "tracking")


def _nodes(raw: Mapping[str, Any], name: str) -> list[Raw]:
    return rows(required(optional(raw, name) or {"nodes": []}, "nodes"), name)


def _ids(client: ShopifyClient, order: Raw) -> Iterator[str]:
    page = mapping(required(order, "returns"), "returns")
    while True:
        for one in rows(required(page, "nodes"), "nodes"):
            yield text(required(one, "id"))
        after = cursor(page)
        if after is None:
            return
        page = client.more_returns(text(required(order, "id")), after)


def approve(client: ShopifyClient, number: str, lines: Sequence[str]) -> None:
    client.approve_return({"id": _whole(client, number, lines)})


def decline(client: ShopifyClient, number: str, lines: Sequence[str], reason: str, note: str) -> None:
    if reason not in dict(REASONS):
        raise Rejected(f"reason {reason}", code=errors.REJECTED, field="reason")
    declined = _whole(client, number, lines)
    client.decline_return({"id": declined, "declineReason": reason, "declineNote": note or None})


def _whole(client: ShopifyClient, number: str, lines: Sequence[str]) -> str:
    """Its id, once all of its lines are seen to be meant: a return is decided as a whole."""
    full = mapper.gid("Return", number)
    found = client.return_of(full)
    if found is None:
        raise Rejected(number, code=errors.NOT_FOUND)
    if {mapper.number(required(one, "id")) for one in _lines(found)} != set(lines):
        raise Rejected(f"lines {lines} of {number}", code="shopify.return_is_whole", field="lines")
    return full


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "claim": lambda raw: claims(recorded_rows(raw["data"]["return"] if "data" in raw else raw)),
}
"""How a recorded answer is replayed, by operation."""
