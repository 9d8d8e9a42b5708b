"""Between Shopify's shapes and our records; no I/O, nothing guessed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from babel.numbers import is_currency

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
    whole,
)
from prapazar.connector_kit.records import (
    Address,
    LineRecord,
    PackageRecord,
    PackageStatus,
)
from prapazar.connector_kit.statuses import explained
from prapazar.connectors.shopify.schemas import PARCELS, Raw
from prapazar.foundation.money import rounded

WORK_STATUSES = {
    "UNFULFILLED": PackageStatus.NEW,
    "OPEN": PackageStatus.NEW,
    "REQUEST_DECLINED": PackageStatus.NEW,
    "IN_PROGRESS": PackageStatus.PICKING,
    "PENDING_FULFILLMENT": PackageStatus.PICKING,
    "PARTIALLY_FULFILLED": PackageStatus.PICKING,
    "ON_HOLD": PackageStatus.AWAITING_PAYMENT,
    "SCHEDULED": PackageStatus.AWAITING_PAYMENT,
    "FULFILLED": PackageStatus.SHIPPED,
    "RESTOCKED": PackageStatus.CANCELLED,
}
"""What is held back or planned for later is not to be picked, as if it were not paid."""
_PAID = {"PAID", "AUTHORIZED", "PARTIALLY_REFUNDED", "REFUNDED"}
_UNPAID = {"PENDING", "PARTIALLY_PAID", "EXPIRED", "VOIDED"}
NO_OPTION = ("Title", "Default Title")
"""How a product without options shows its only one."""
_SHARE = Decimal(100)
_SECOND = timedelta(seconds=1)


def gid(kind: str, number: str) -> str:
    return number if number.startswith("gid://") else f"gid://shopify/{kind}/{number}"


def number(given: object) -> str:
    """The plain number of an id, as listings, orders and lines are known by."""
    return text(given).rpartition("/")[2].partition("?")[0]


def listing_id(variant: Raw) -> str:
    """The variant, by which prices are set, and its inventory item, by which stock is."""
    item = mapping(required(variant, "inventoryItem"), "inventoryItem")
    return f"{text(required(variant, 'legacyResourceId'))}-{text(required(item, 'legacyResourceId'))}"


def variant_gid(external_id: str) -> str:
    return gid("ProductVariant", external_id.partition("-")[0])


def window(field: str, since: datetime, until: datetime) -> str:
    """Shopify's moments are told to the second, so that the window is widened to whole ones."""
    end = until if not until.microsecond else until + _SECOND
    return f"{field}:>='{_moment(since)}' AND {field}:<'{_moment(end)}'"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def packages(raws: Iterable[Raw], *, ships_unpaid: bool) -> list[Parsed[PackageRecord]]:
    return [
        parked(
            lambda r: package(r, ships_unpaid=ships_unpaid), raw, lambda r: text(r.get("legacyResourceId"))
        )
        for raw in raws
    ]


def package(raw: Mapping[str, Any], *, ships_unpaid: bool) -> PackageRecord:
    currency = text(required(raw, "currencyCode"))
    if not is_currency(currency):
        raise UnexpectedAnswer(currency, raw=raw, code="connector.unknown_currency")
    order = text(required(raw, "legacyResourceId"))
    page = mapping(required(raw, "lineItems"), "lineItems")
    if mapping(optional(page, "pageInfo") or {}, "pageInfo").get("hasNextPage") is True:
        raise UnexpectedAnswer(
            "an order without its last lines", raw=raw, code="connector.pages_do_not_add_up"
        )
    is_taxed = required(raw, "taxesIncluded") is True
    removed = _removed(raw)
    lines = tuple(_line(one, removed, is_taxed=is_taxed) for one in rows(required(page, "nodes"), "nodes"))
    parcels = sent_parcels(raw)
    tracking = _tracking(parcels)
    shipping, billing = _part(raw, "shippingAddress"), _part(raw, "billingAddress")
    return PackageRecord(
        external_id=order,
        order_external_id=order,
        order_number=text(required(raw, "name")),
        status=_status(raw, parcels, lines, ships_unpaid=ships_unpaid),
        provider_status=f"{required(raw, 'displayFulfillmentStatus')}/{optional(raw, 'displayFinancialStatus')}",
        ordered_at=iso_utc(required(raw, "createdAt"), "createdAt"),
        modified_at=iso_utc(required(raw, "updatedAt"), "updatedAt"),
        currency=currency,
        total=_money(raw, "totalPriceSet"),
        discount=_money(raw, "totalDiscountsSet") if raw.get("totalDiscountsSet") else Decimal(0),
        shipping=_money(raw, "totalShippingPriceSet"),
        lines=lines,
        buyer_name=text(optional(shipping, "name")) or text(optional(billing, "name")),
        buyer_email=text(optional(raw, "email")) or None,
        buyer_phone=text(optional(raw, "phone") or optional(shipping, "phone")) or None,
        shipping_address=_address(shipping or billing),
        billing_address=_address(billing or shipping),
        carrier=text(optional(tracking, "company")) or None,
        tracking_number=text(optional(tracking, "number")) or None,
        tracking_url=text(optional(tracking, "url")) or None,
        note=text(optional(raw, "note")),
    )


def sent_parcels(raw: Mapping[str, Any]) -> list[Raw]:
    found = rows(required(raw, "fulfillments"), "fulfillments")
    return [one for one in found if one.get("status") == "SUCCESS"]


def has_units_taken_out(raw: Mapping[str, Any]) -> bool:
    """After something was sent, only the parcels tell units taken out before from those that came back."""
    lines = rows(required(mapping(required(raw, "lineItems"), "lineItems"), "nodes"), "nodes")
    return bool(sent_parcels(raw)) and any(one.get("currentQuantity") != one.get("quantity") for one in lines)


def _removed(raw: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], int]:
    """How many units of a line will never be sent."""
    if optional(raw, "cancelledAt"):
        return lambda line: whole(required(line, "quantity"), "quantity")
    units = optional(raw, "sentUnits")  # put there by the connector, for orders sent in part
    if units is None and has_units_taken_out(raw):
        raise UnexpectedAnswer(
            "units taken out, and no word of what was sent", raw=raw, code="connector.missing_field"
        )
    if units is None:
        return lambda line: count(line, "quantity") - count(line, "currentQuantity")
    return lambda line: (
        count(line, "quantity") - count(line, "unfulfilledQuantity") - units.get(text(line.get("id")), 0)
    )


def sent_units(raw: Mapping[str, Any]) -> dict[str, int]:
    """Raises UnexpectedAnswer where some are out of sight."""
    found: dict[str, int] = {}
    is_whole = len(rows(required(raw, "fulfillments"), "fulfillments")) < PARCELS
    for parcel in sent_parcels(raw):
        page = mapping(required(parcel, "fulfillmentLineItems"), "fulfillmentLineItems")
        if not is_whole or mapping(required(page, "pageInfo"), "pageInfo").get("hasNextPage") is True:
            raise UnexpectedAnswer("parcels out of sight", raw=raw, code="connector.pages_do_not_add_up")
        for row in rows(required(page, "nodes"), "nodes"):
            line = text(required(mapping(required(row, "lineItem"), "lineItem"), "id"))
            found[line] = found.get(line, 0) + count(row, "quantity")
    return found


def _status(
    raw: Mapping[str, Any], parcels: Sequence[Raw], lines: Sequence[LineRecord], *, ships_unpaid: bool
) -> PackageStatus:
    work = text(required(raw, "displayFulfillmentStatus"))
    status = WORK_STATUSES.get(work) or explained(work, raw)
    paid = text(optional(raw, "displayFinancialStatus"))
    is_known = not paid or paid in _PAID | _UNPAID
    is_unpaid = paid in _UNPAID if is_known else explained(paid, raw) is PackageStatus.AWAITING_PAYMENT
    if optional(raw, "cancelledAt"):
        return PackageStatus.CANCELLED
    if work == "RESTOCKED" and parcels:
        return PackageStatus.RETURNED
    if status is PackageStatus.SHIPPED:
        return _shipped(parcels)
    if not parcels and lines and all(one.cancelled_quantity == one.quantity for one in lines):
        return PackageStatus.CANCELLED
    if status is PackageStatus.NEW and is_unpaid and not ships_unpaid:
        return PackageStatus.AWAITING_PAYMENT
    return status


def _shipped(parcels: Sequence[Raw]) -> PackageStatus:
    shown = {text(one.get("displayStatus")) for one in parcels}
    if shown == {"DELIVERED"}:
        return PackageStatus.DELIVERED
    return PackageStatus.UNDELIVERED if shown & {"NOT_DELIVERED", "FAILURE"} else PackageStatus.SHIPPED


def _line(raw: Raw, removed: Callable[[Mapping[str, Any]], int], *, is_taxed: bool) -> LineRecord:
    quantity = count(raw, "quantity")
    taken = removed(raw)
    if quantity <= 0 or not 0 <= taken <= quantity:
        raise UnexpectedAnswer(f"{taken} of {quantity} removed", raw=raw, code="connector.odd_value")
    discounts = rows(required(raw, "discountAllocations"), "discountAllocations")
    discount = sum((_money(one, "allocatedAmountSet") for one in discounts), Decimal(0))
    taxes = rows(required(raw, "taxLines"), "taxLines")
    tax = Decimal(0) if is_taxed else sum((_money(one, "priceSet") for one in taxes), Decimal(0))
    total = _money(raw, "originalTotalSet") - discount + tax
    variant = optional(raw, "variant")  # gone once the merchant deleted it
    title, form = text(required(raw, "title")), text(optional(raw, "variantTitle"))
    return LineRecord(
        external_id=number(required(raw, "id")),
        listing_external_id=listing_id(mapping(variant, "variant")) if variant else None,
        sku=text(optional(raw, "sku")) or None,
        barcode=None,
        title=f"{title}, {form}" if form and form != NO_OPTION[1] else title,
        quantity=quantity,
        unit_price=rounded(total / quantity),
        total=total,
        discount=discount,
        vat_rate=_vat_rate(raw, taxes),
        cancelled_quantity=taken,
    )


def _vat_rate(raw: Raw, taxes: Sequence[Raw]) -> Decimal | None:
    """None where the shop reckons no tax."""
    if any(optional(one, "rate") is None for one in taxes):
        raise UnexpectedAnswer("a tax without a rate", raw=raw, code="connector.unknown_tax")
    rates = [amount(one["rate"], "rate") * _SHARE for one in taxes]
    return sum(rates, Decimal(0)) if rates else None


def _tracking(parcels: Sequence[Raw]) -> Mapping[str, Any]:
    """Of the last parcel that has one."""
    for one in reversed(parcels):
        found = rows(optional(one, "trackingInfo") or [], "trackingInfo")
        if found:
            return found[0]
    return {}


def _address(raw: Mapping[str, Any]) -> Address:
    """Where a province is given, the city field holds the district."""
    province, city = text(optional(raw, "province")), text(optional(raw, "city"))
    lines = (text(optional(raw, "address1")), text(optional(raw, "address2")))
    return Address(
        name=text(optional(raw, "name")),
        company=text(optional(raw, "company")),
        line=" ".join(line for line in lines if line),
        district=city if province else "",
        city=province or city,
        postal_code=text(optional(raw, "zip")),
        country=text(optional(raw, "countryCodeV2")) or "TR",
        phone=text(optional(raw, "phone")) or None,
    )


def _part(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Empty where it is not given, or withheld from the app."""
    return mapping(optional(raw, name) or {}, name)


def _money(raw: Mapping[str, Any], name: str) -> Decimal:
    """In the shop's currency, in which the merchant is paid."""
    bag = mapping(required(raw, name), name)
    return amount(required(mapping(required(bag, "shopMoney"), "shopMoney"), "amount"), name)


def count(raw: Mapping[str, Any], name: str) -> int:
    return whole(required(raw, name), name)


def tracking_given(carrier: str | None, tracking_number: str | None) -> dict[str, str]:
    """A carrier Shopify does not know is shown by its name."""
    return {name: value for name, value in (("company", carrier), ("number", tracking_number)) if value}


def is_told(work: Raw, tracking_number: str | None) -> bool:
    """A parcel with this number is there already."""
    found = [
        one
        for parcel in sent_parcels(work)
        for one in rows(optional(parcel, "trackingInfo") or [], "trackingInfo")
    ]
    return tracking_number is not None and any(one.get("number") == tracking_number for one in found)


def parcels(work: Raw, line_quantities: Mapping[str, int]) -> list[list[Raw]]:
    """What is to be sent, a parcel for each location: Shopify takes one location at a time.

    Without quantities, all that is left. Raises Rejected for what the shop holds back.
    """
    left = dict(line_quantities)
    by_location: dict[str, list[Raw]] = {}
    for one in work["fulfillmentOrders"]:
        units = _taken(one, left, takes_all=not line_quantities)
        if not units:
            continue
        actions = {row.get("action") for row in rows(required(one, "supportedActions"), "supportedActions")}
        if "CREATE_FULFILLMENT" not in actions:
            raise Rejected(text(one.get("status")), code="shopify.held_back")
        place = mapping(required(one, "assignedLocation"), "assignedLocation")
        location = text(optional(mapping(optional(place, "location") or {}, "location"), "id"))
        part = {"fulfillmentOrderId": text(required(one, "id")), "fulfillmentOrderLineItems": units}
        by_location.setdefault(location, []).append(part)
    return list(by_location.values())


def _taken(one: Raw, left: dict[str, int], *, takes_all: bool) -> list[Raw]:
    page = mapping(required(one, "lineItems"), "lineItems")
    if mapping(required(page, "pageInfo"), "pageInfo").get("hasNextPage") is True:
        raise Rejected(text(one.get("id")), code="shopify.order_too_long")
    found = []
    for row in rows(required(page, "nodes"), "nodes"):
        line = number(required(mapping(required(row, "lineItem"), "lineItem"), "id"))
        there = count(row, "remainingQuantity")
        units = there if takes_all else min(there, left.get(line, 0))
        if units > 0:
            left[line] = left.get(line, 0) - units
            found.append({"id": text(required(row, "id")), "quantity": units})
    return found


def is_all(lines: Iterable[Raw], line_quantities: Mapping[str, int]) -> bool:
    """Every unit that still has to be sent."""
    return all(
        line_quantities.get(number(one.get("id")), 0) >= count(one, "unfulfilledQuantity") for one in lines
    )


def removal(order: str, line_quantities: Mapping[str, int], reason: str) -> dict[str, Any]:
    """Units out of an order; money is given back by the merchant. The note is read by the shop's staff."""
    return {
        "orderId": order,
        "note": f"PraPazar: {'stokta yok' if reason == 'out_of_stock' else 'tedarik edilemiyor'}",
        "notify": False,
        "refundLineItems": [
            {"lineItemId": gid("LineItem", line), "quantity": units, "restockType": "NO_RESTOCK"}
            for line, units in line_quantities.items()
        ],
    }


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "orders": lambda raw: packages(recorded_rows(nodes(raw, "orders")), ships_unpaid=False),
}
"""How a recorded answer is replayed, by operation."""


def nodes(raw: Any, name: str) -> Any:  # noqa: ANN401 - it may be rows already
    """The rows of a recorded answer, or what was given where it is none."""
    try:
        return raw["data"][name]["nodes"]
    except (KeyError, TypeError):
        return raw
