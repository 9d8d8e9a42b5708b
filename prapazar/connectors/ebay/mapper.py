"""Between eBay's shapes and our records: marketplaces, pushes, orders and shipments; no I/O, nothing guessed."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from prapazar.connector_kit.errors import Rejected, Unavailable, UnexpectedAnswer
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
from prapazar.connector_kit.records import (
    Address,
    ItemResult,
    ItemState,
    LineRecord,
    PackageRecord,
    PackageStatus,
)
from prapazar.connector_kit.statuses import explained
from prapazar.connectors.ebay import errors
from prapazar.connectors.ebay.schemas import Amount, Raw, Shipment
from prapazar.foundation.money import rounded


class Market(NamedTuple):
    currency: str
    language: str


MARKETS = {
    "EBAY_US": Market("USD", "en-US"),
    "EBAY_GB": Market("GBP", "en-GB"),
    "EBAY_DE": Market("EUR", "de-DE"),
    "EBAY_FR": Market("EUR", "fr-FR"),
    "EBAY_IT": Market("EUR", "it-IT"),
    "EBAY_ES": Market("EUR", "es-ES"),
    "EBAY_AU": Market("AUD", "en-AU"),
    "EBAY_CA": Market("CAD", "en-CA"),
}
_FULFILLMENT = {
    "NOT_STARTED": PackageStatus.NEW,
    "IN_PROGRESS": PackageStatus.PICKING,  # a part of it has left
    "FULFILLED": PackageStatus.SHIPPED,
}
_PAYMENT = {
    "PAID": PackageStatus.NEW,
    "PARTIALLY_REFUNDED": PackageStatus.NEW,
    "PENDING": PackageStatus.AWAITING_PAYMENT,
    "FAILED": PackageStatus.AWAITING_PAYMENT,
    "FULLY_REFUNDED": PackageStatus.CANCELLED,
}
_ENDINGS = {
    "NONE_REQUESTED": PackageStatus.NEW,
    "IN_PROGRESS": PackageStatus.NEW,
    "CANCELED": PackageStatus.CANCELLED,
}
"""What payment and cancelling make of an order nothing of which has left."""
_NO_NUMBER = "999"
"""How eBay calls a shipment without a tracking number."""
_REASONS = {
    "out_of_stock",
    "defective",
    "wrong_price",
    "bulk_purchase",
    "integration_error",
    "force_majeure",
}


def markets(setting: object) -> tuple[str, ...]:
    """The marketplaces the seller named, in the order they were named."""
    names = [one.strip().upper() for one in str(setting or "EBAY_US").split(",") if one.strip()]
    unknown = [one for one in names if one not in MARKETS]
    if unknown:
        raise Rejected(", ".join(unknown), code="ebay.marketplace_unknown", field="marketplaces")
    return tuple(dict.fromkeys(names))


def listing_id(marketplace: str, sku: str) -> str:
    """A SKU is sold by one offer in each marketplace."""
    return f"{marketplace}:{sku}"


def place(external_id: str) -> tuple[str, str] | None:
    """Marketplace and SKU of a listing, None where it is none of ours."""
    marketplace, separator, sku = external_id.partition(":")
    return (marketplace, sku) if separator and sku and marketplace in MARKETS else None


def told(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def window(name: str, since: datetime, until: datetime, present: datetime) -> str:
    """Both ends belong to it; dates to come are refused, so that such an end is left open."""
    last = "" if until >= present else told(until)
    return f"{name}:[{told(min(since, present))}..{last}]"


def money(raw: Raw, name: str) -> Decimal:
    return amount(required(mapping(required(raw, name), name), "value"), name)


def some_money(raw: Raw, name: str) -> Decimal:
    found = optional(raw, name)
    return Decimal(0) if found is None else money(raw, name)


def priced(value: Decimal, currency: str) -> Amount:
    return {"currency": currency, "value": f"{rounded(value):.2f}"}


def packages(raws: Iterable[Raw]) -> list[Parsed[PackageRecord]]:
    return [parked(package, raw, lambda r: text(optional(r, "orderId"))) for raw in raws]


def package(raw: Raw) -> PackageRecord:
    """An order is one package, whatever number of parcels it leaves in."""
    number = text(required(raw, "orderId"))
    status, provider_status = _status(raw)
    currency = _currency(raw)
    is_cancelled = status is PackageStatus.CANCELLED
    lines = tuple(_line(one, currency, is_cancelled) for one in rows(required(raw, "lineItems"), "lineItems"))
    pricing = mapping(required(raw, "pricingSummary"), "pricingSummary")
    shipping = some_money(pricing, "deliveryCost") + some_money(pricing, "deliveryDiscount")
    buyer = mapping(optional(raw, "buyer") or {}, "buyer")
    ship_to = _ship_to(raw)
    billed = mapping(optional(buyer, "buyerRegistrationAddress") or ship_to, "buyerRegistrationAddress")
    return PackageRecord(
        external_id=number,
        order_external_id=number,
        order_number=number,
        status=status,
        provider_status=provider_status,
        ordered_at=iso_utc(required(raw, "creationDate"), "creationDate"),
        modified_at=iso_utc(required(raw, "lastModifiedDate"), "lastModifiedDate"),
        currency=currency,
        total=sum((line.total for line in lines), shipping),
        discount=sum((line.discount for line in lines), Decimal(0)),
        shipping=shipping,
        lines=lines,
        ship_by_at=_ship_by(raw),
        buyer_name=text(optional(ship_to, "fullName") or optional(billed, "fullName")),
        buyer_email=text(optional(ship_to, "email") or optional(billed, "email")) or None,
        buyer_phone=_phone(ship_to) or _phone(billed),
        shipping_address=_address(ship_to),
        billing_address=_address(billed),
        tracking_number=_tracking(raw),
        note=text(optional(raw, "buyerCheckoutNotes")),
    )


def _status(raw: Raw) -> tuple[PackageStatus, str]:
    """Three fields tell it together; what is not paid is not to be sent."""
    fulfilled = text(required(raw, "orderFulfillmentStatus"))
    paid = text(required(raw, "orderPaymentStatus"))
    asked = mapping(optional(raw, "cancelStatus") or {}, "cancelStatus")
    cancelled = text(optional(asked, "cancelState")) or "NONE_REQUESTED"
    words = ",".join((fulfilled, paid, *(() if cancelled == "NONE_REQUESTED" else (cancelled,))))
    standing = _FULFILLMENT.get(fulfilled) or explained(fulfilled, raw)
    payment = _PAYMENT.get(paid) or explained(paid, raw)
    ending = _ENDINGS.get(cancelled) or explained(cancelled, raw)
    is_waiting = standing is PackageStatus.NEW
    if PackageStatus.CANCELLED in (ending, payment if is_waiting else None):
        return PackageStatus.CANCELLED, words
    if payment is PackageStatus.AWAITING_PAYMENT and is_waiting:
        return PackageStatus.AWAITING_PAYMENT, words
    return standing, words


def _currency(raw: Raw) -> str:
    """Of the seller's money; what a buyer abroad paid in stands beside it."""
    pricing = mapping(required(raw, "pricingSummary"), "pricingSummary")
    found = text(required(mapping(required(pricing, "total"), "total"), "currency"))
    if not re.fullmatch(r"[A-Z]{3}", found):
        raise UnexpectedAnswer(found, raw=raw, code="connector.unknown_currency")
    return found


def _line(raw: Raw, currency: str, is_cancelled: bool) -> LineRecord:
    quantity = whole(required(raw, "quantity"), "quantity")
    if quantity <= 0:
        raise UnexpectedAnswer(f"quantity {quantity}", raw=raw, code="connector.odd_value")
    cost = mapping(required(raw, "lineItemCost"), "lineItemCost")
    if required(cost, "currency") != currency:
        raise UnexpectedAnswer(text(cost["currency"]), raw=raw, code="connector.unknown_currency")
    gross = money(raw, "lineItemCost")
    net = money(raw, "discountedLineItemCost") if optional(raw, "discountedLineItemCost") else gross
    total = net + _own_taxes(raw)
    sku = text(optional(raw, "sku")) or None
    marketplace = text(optional(raw, "listingMarketplaceId", "purchaseMarketplaceId"))
    return LineRecord(
        external_id=text(required(raw, "lineItemId")),
        listing_external_id=listing_id(marketplace, sku) if sku and marketplace else None,
        sku=sku,
        barcode=None,
        title=text(required(raw, "title")),
        quantity=quantity,
        unit_price=rounded(total / quantity),
        total=total,
        discount=gross - net,
        cancelled_quantity=quantity if is_cancelled else 0,
    )


def _own_taxes(raw: Raw) -> Decimal:
    """What the seller has to remit; what eBay collects for the tax office stands elsewhere and is not ours."""
    if optional(raw, "ebayCollectAndRemitTaxes"):
        return Decimal(0)
    return sum((money(one, "amount") for one in rows(optional(raw, "taxes") or [], "taxes")), Decimal(0))


def _ship_to(raw: Raw) -> Raw:
    for one in rows(optional(raw, "fulfillmentStartInstructions") or [], "fulfillmentStartInstructions"):
        step = mapping(optional(one, "shippingStep") or {}, "shippingStep")
        if optional(step, "shipTo"):
            return mapping(step["shipTo"], "shipTo")
    return {}


def _ship_by(raw: Raw) -> datetime | None:
    """The line that has to leave first."""
    told_dates = [
        optional(mapping(one.get("lineItemFulfillmentInstructions") or {}, "instructions"), "shipByDate")
        for one in rows(required(raw, "lineItems"), "lineItems")
    ]
    return min((iso_utc(one, "shipByDate") for one in told_dates if one), default=None)


def _address(raw: Raw) -> Address:
    where = mapping(optional(raw, "contactAddress") or {}, "contactAddress")
    lines = (text(optional(where, "addressLine1")), text(optional(where, "addressLine2")))
    return Address(
        name=text(optional(raw, "fullName")),
        company=text(optional(raw, "companyName")),
        line=" ".join(one for one in lines if one),
        district=text(optional(where, "stateOrProvince", "county")),
        city=text(optional(where, "city")),
        postal_code=text(optional(where, "postalCode")),
        country=text(optional(where, "countryCode")),
        phone=_phone(raw),
    )


def _phone(raw: Raw) -> str | None:
    return text(optional(mapping(optional(raw, "primaryPhone") or {}, "primaryPhone"), "phoneNumber")) or None


def _tracking(raw: Raw) -> str | None:
    """A shipment's address ends in its tracking number."""
    found = [text(one).rpartition("/")[2] for one in optional(raw, "fulfillmentHrefs") or []]
    return next((one for one in found if one and one != _NO_NUMBER), None)


def shipment(
    lines: Mapping[str, int], at: datetime, carrier: str | None, tracking_number: str | None
) -> Shipment:
    """Numbers are letters and digits alone; carrier and number come together or not at all."""
    number = re.sub(r"[^A-Za-z0-9]", "", tracking_number or "")
    wanted: Shipment = {
        "lineItems": [{"lineItemId": one, "quantity": quantity} for one, quantity in lines.items()],
        "shippedDate": told(at),
    }
    if number:
        wanted |= {"shippingCarrierCode": carrier or "Other", "trackingNumber": number}
    return wanted


def is_told(fulfillments: Sequence[Raw], lines: Mapping[str, int], tracking_number: str | None) -> bool:
    """Whether a shipment of these lines, or with this number, is there already."""
    number = re.sub(r"[^A-Za-z0-9]", "", tracking_number or "")
    for one in fulfillments:
        if number and text(optional(one, "shipmentTrackingNumber", "fulfillmentId")) == number:
            return True
        sent = {text(line.get("lineItemId")) for line in rows(optional(one, "lineItems") or [], "lineItems")}
        if not number and sent >= set(lines):
            return True
    return False


def check_reason(reason: str) -> None:
    """EBay has one reason for a seller's own; an unknown one of ours is a mistake."""
    if reason not in _REASONS:
        raise Rejected(reason, code="connector.reason_unknown", field="reason")


class Wanted(NamedTuple):
    """An item of a push and the offer it goes to."""

    external_id: str
    sku: str
    offer_id: str


def push_results(raw: object, wanted: Sequence[Wanted]) -> list[ItemResult]:
    """One answer for each; raises Unavailable where eBay asks to send the same again later."""
    answers = rows(required(mapping(raw, "answer"), "responses"), "responses")
    by_offer = {(text(one.get("sku")), text(optional(one, "offerId"))): one for one in answers}
    found = []
    for one in wanted:
        answer = by_offer.get((one.sku, one.offer_id)) or by_offer.get((one.sku, ""))
        if answer is None:
            found.append(ItemResult(one.external_id, ItemState.REJECTED, "ebay.not_answered"))
        else:
            found.append(_result(one.external_id, answer))
    return found


def _result(external_id: str, answer: Raw) -> ItemResult:
    status = whole(required(answer, "statusCode"), "statusCode")
    if 200 <= status < 300:  # noqa: PLR2004 - what counts as done
        return ItemResult(external_id, ItemState.ACCEPTED)
    number, words = errors.said(answer)
    if number in errors.BUSY or status >= 500:  # noqa: PLR2004 - the server's own faults
        raise Unavailable(f"{status} {number} {words}"[:500], maybe_done=True)
    is_absent = status == 404  # noqa: PLR2004 - its own name
    code = errors.NOT_FOUND if is_absent else errors.code_of(number)
    code = "ebay.item_refused" if code == "ebay.rejected" else code
    return ItemResult(external_id, ItemState.REJECTED, code, words or None)


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "orders": lambda raw: packages(recorded_rows(raw, "orders")),
    "order": lambda raw: packages([raw]),
}
"""How a recorded answer is replayed, by operation."""
