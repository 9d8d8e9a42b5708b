"""Pure functions between UPS's shapes and our records."""

import base64
import textwrap
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import ROUND_CEILING, Decimal
from typing import Any

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parcels import (
    Label,
    LabelFormat,
    Parcel,
    ParcelStatus,
    Payer,
    RateRecord,
    ShipmentAnswer,
    ShipmentOrder,
    TrackingEvent,
    TrackingRecord,
)
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import amount, mapping, optional, required, rows, text, whole
from prapazar.connector_kit.records import Address
from prapazar.connector_kit.statuses import explained_parcel
from prapazar.connectors.ups.schemas import Package, Party, Raw, Shipment
from prapazar.foundation.clock import ISTANBUL

P = ParcelStatus
CODES = {
    **dict.fromkeys(("M", "MP"), P.CREATED),
    **dict.fromkeys(("OR", "PU"), P.PICKED_UP),
    **dict.fromkeys(("I", "DP", "AR", "AF"), P.IN_TRANSIT),
    **dict.fromkeys(("HX", "HD", "DY", "SD"), P.IN_TRANSIT),  # held or delayed, and still on its way
    **dict.fromkeys(("OT", "OD", "OF"), P.OUT_FOR_DELIVERY),
    "RP": P.OUT_FOR_DELIVERY,  # waits where the buyer fetches it
    **dict.fromkeys(("X", "EX", "RF", "UR", "UF"), P.FAILED_ATTEMPT),
    **dict.fromkeys(("D", "FS", "KB", "F4"), P.DELIVERED),
    "RS": P.RETURNED,
    "RT": P.RETURNING,
    **dict.fromkeys(("MV", "VD", "CA"), P.CANCELLED),
}
"""Finer than the types, and looked at first: `OT` is told with type I."""
TYPES: dict[str, ParcelStatus | None] = {
    "M": P.CREATED,
    "P": P.PICKED_UP,
    "I": P.IN_TRANSIT,
    "O": P.OUT_FOR_DELIVERY,
    "X": P.FAILED_ATTEMPT,
    "D": P.DELIVERED,
    "RS": P.RETURNED,
    "MV": P.CANCELLED,
    "U": None,  # something about it was changed
}
_WAY = (
    *(P.CREATED, P.PICKED_UP, P.IN_TRANSIT, P.OUT_FOR_DELIVERY, P.FAILED_ATTEMPT),
    *(P.RETURNING, P.RETURNED, P.LOST, P.DELIVERED, P.CANCELLED),
)
SERVICES = {
    "07": "Express",
    "08": "Expedited",
    "11": "Standard",
    "54": "Express Plus",
    "65": "Worldwide Saver",
    "70": "Access Point Economy",
    "96": "Express Freight",
    "17": "Economy DDU",
    "72": "Economy DDP",
    "01": "Next Day Air",
    "02": "2nd Day Air",
    "03": "Ground",
    "12": "3 Day Select",
    "13": "Next Day Air Saver",
    "14": "Next Day Air Early",
    "59": "2nd Day Air A.M.",
}
_OURS = "SHIPMENT"
"""The kind of reference that was given with the shipment; a package may have others."""
_LINE, _LINES = 35, 3
_CM3_OF_DESI = 3000
_LINK = "https://www.ups.com/track?loc=tr_TR&tracknum={}"


def shipment(order: ShipmentOrder, shipper_number: str, service: str) -> Shipment:
    if order.cash_on_delivery is not None or order.payer is not Payer.SENDER:
        raise Rejected("the sender pays all of it", code="ups.sender_pays")
    sender = _party(order.sender)
    body: Shipment = {
        "Description": (order.description or order.parcels[0].content or order.reference)[:50],
        "Shipper": {**sender, "ShipperNumber": shipper_number},
        "ShipTo": _party(order.recipient, order.recipient_email),
        "ShipFrom": sender,
        "PaymentInformation": {
            "ShipmentCharge": [{"Type": "01", "BillShipper": {"AccountNumber": shipper_number}}]
        },
        "ReferenceNumber": [{"Value": order.reference}],
        "Service": {"Code": service},
        "Package": [_package(parcel) for parcel in order.parcels],
    }
    if order.declared_value is not None:
        body["InvoiceLineTotal"] = {
            "CurrencyCode": order.currency,
            "MonetaryValue": f"{order.declared_value:.2f}",
        }
    return body


def for_rating(body: Shipment) -> Shipment:
    """The same; a package's kind has another name there, and no service is asked for."""
    packages: list[Package] = [{**one, "PackagingType": one["Packaging"]} for one in body["Package"]]
    kept: Shipment = {**body, "Package": packages}
    kept.pop("Service", None)
    return kept


def _party(address: Address, email: str | None = None) -> Party:
    name = address.company or address.name
    lines = textwrap.wrap(address.line, _LINE) or [""]
    if len(name) > _LINE or len(address.name) > _LINE:
        raise Rejected(f"{len(name)} letters", code="ups.too_long", field="name")
    if address.district and len(lines) < _LINES:
        lines.append(address.district[:_LINE])
    if len(lines) > _LINES or any(len(line) > _LINE for line in lines):
        raise Rejected(f"{len(address.line)} letters", code="ups.too_long", field="line")
    party: Party = {
        "Name": name,
        "AttentionName": address.name or name,
        "Address": {
            "AddressLine": lines,
            "City": address.city,
            "PostalCode": address.postal_code,
            "CountryCode": address.country,
        },
    }
    if address.phone:
        party["Phone"] = {"Number": address.phone[:15]}
    if email:
        party["EMailAddress"] = email[:50]
    return party


def _package(parcel: Parcel) -> Package:
    """We know a volume, UPS wants three sides: a cube of that volume weighs the same to it."""
    side = (max(parcel.desi, Decimal("0.1")) * _CM3_OF_DESI) ** (Decimal(1) / 3)
    length = str(int(side.quantize(Decimal("0.01")).to_integral_value(ROUND_CEILING)))
    return {
        "Description": (parcel.content or parcel.barcode)[:35],
        "Packaging": {"Code": "02"},
        "Dimensions": {
            "UnitOfMeasurement": {"Code": "CM"},
            "Length": length,
            "Width": length,
            "Height": length,
        },
        "PackageWeight": {
            "UnitOfMeasurement": {"Code": "KGS"},
            "Weight": f"{max(parcel.weight, Decimal('0.1')):.1f}",
        },
    }


def shipped(raw: Raw) -> ShipmentAnswer:
    results = mapping(required(raw, "ShipmentResults"), "ShipmentResults")
    packages = one_or_many(required(results, "PackageResults"), "PackageResults")
    numbers = tuple(text(required(one, "TrackingNumber")) for one in packages)
    images = [mapping(required(one, "ShippingLabel"), "ShippingLabel") for one in packages]
    lead = text(required(results, "ShipmentIdentificationNumber"))
    return ShipmentAnswer(
        external_id=lead,
        tracking_number=lead,
        tracking_url=_LINK.format(lead),
        barcodes=numbers,
        label=_drawn(images),
    )


def label(raw: Raw) -> Label:
    found = one_or_many(required(raw, "LabelResults"), "LabelResults")
    return _drawn([mapping(required(one, "LabelImage"), "LabelImage") for one in found])


def _drawn(images: Sequence[Raw]) -> Label:
    try:
        parts = [base64.b64decode(text(required(one, "GraphicImage")), validate=True) for one in images]
    except ValueError:
        raise UnexpectedAnswer("a label that is no base64", code="connector.odd_value") from None
    return Label(LabelFormat.ZPL, b"\n".join(parts))


def rates(raw: Raw) -> list[RateRecord]:
    """What was agreed with this shipper, where UPS tells it; with taxes, where it tells those."""
    return [_rate(one) for one in one_or_many(required(raw, "RatedShipment"), "RatedShipment")]


def _rate(raw: Raw) -> RateRecord:
    agreed = mapping(optional(raw, "NegotiatedRateCharges") or {}, "NegotiatedRateCharges")
    charge = (
        optional(agreed, "TotalChargesWithTaxes", "TotalCharge")
        or optional(raw, "TotalChargesWithTaxes")
        or required(raw, "TotalCharges")
    )
    money = mapping(charge, "TotalCharges")
    code = text(required(mapping(required(raw, "Service"), "Service"), "Code"))
    days = optional(
        mapping(optional(raw, "GuaranteedDelivery") or {}, "GuaranteedDelivery"), "BusinessDaysInTransit"
    )
    return RateRecord(
        service=SERVICES.get(code, code),
        amount=amount(required(money, "MonetaryValue"), "MonetaryValue"),
        currency=text(required(money, "CurrencyCode")),
        days=whole(days, "BusinessDaysInTransit") if days is not None else None,
    )


def tracking(raw: Raw, reference: str) -> list[Parsed[TrackingRecord]]:
    """None where UPS only warns that it knows no such reference."""
    shipments = rows(required(raw, "shipment"), "shipment")
    packages = [one for found in shipments for one in rows(optional(found, "package") or [], "package")]
    if not packages:
        return []
    read = [parked(lambda one: _record(one, reference), one, lambda _: reference) for one in packages]
    known = [one for one in read if isinstance(one, TrackingRecord)]
    if len(known) < len(read):
        return [next(one for one in read if not isinstance(one, TrackingRecord))]
    living = [one for one in known if one.status is not P.CANCELLED] or known
    return [min(living, key=lambda one: _WAY.index(one.status))]


def reference(raw: Raw) -> str:
    """Ours, of a package that was asked for by its number; empty where UPS knows none, or not the package."""
    shipments = rows(required(raw, "shipment"), "shipment")
    packages = [one for found in shipments for one in rows(optional(found, "package") or [], "package")]
    told = [
        one
        for package in packages
        for one in rows(optional(package, "referenceNumber") or [], "referenceNumber")
    ]
    ours = [one for one in told if text(optional(one, "type")) == _OURS] or told
    return text(optional(ours[0], "number")) if ours else ""


def _record(raw: Raw, reference: str) -> TrackingRecord:
    told_first = rows(optional(raw, "activity") or [], "activity")
    oldest_first = [_event(one) for one in reversed(told_first)]  # of one second the later one stays later
    events = sorted(oldest_first, key=_when)
    told = [one for one in events if one.status is not None]
    number = text(required(raw, "trackingNumber"))
    last = told[-1] if told else None
    status = last.status if last and last.status else _current(raw)
    delivered = last.at if last and status is P.DELIVERED else None
    person = mapping(optional(raw, "deliveryInformation") or {}, "deliveryInformation")
    return TrackingRecord(
        reference=reference,
        status=status,
        provider_status=last.provider_status
        if last
        else text(mapping(raw["currentStatus"], "currentStatus")["code"]),
        events=tuple(events),
        tracking_number=number,
        tracking_url=_LINK.format(number),
        delivered_at=delivered,
        received_by=text(optional(person, "receivedBy")) if delivered else "",
    )


def _current(raw: Raw) -> ParcelStatus:
    code = text(required(mapping(required(raw, "currentStatus"), "currentStatus"), "code"))
    return CODES[code] if code in CODES else explained_parcel(code, raw)


def _event(raw: Raw) -> TrackingEvent:
    status = mapping(required(raw, "status"), "status")
    code, kind = text(optional(status, "code")), text(required(status, "type"))
    known: ParcelStatus | None
    if code in CODES:
        known = CODES[code]
    elif kind in TYPES:
        known = TYPES[kind]
    else:
        known = explained_parcel(code or kind, raw)
    place = mapping(
        optional(mapping(optional(raw, "location") or {}, "location"), "address") or {}, "address"
    )
    return TrackingEvent(
        at=moment(raw),
        status=known,
        provider_status=code or kind,
        text=text(optional(status, "description")),
        place=", ".join(filter(None, (text(optional(place, "city")), text(optional(place, "countryCode"))))),
    )


def moment(raw: Raw) -> datetime:
    """In GMT where that is told; else the local time of a place whose zone nobody tells, taken for Istanbul's."""
    if optional(raw, "gmtDate") and optional(raw, "gmtTime"):
        return _read(raw, "gmtDate", "gmtTime").replace(tzinfo=UTC)
    return _read(raw, "date", "time").replace(tzinfo=ISTANBUL).astimezone(UTC)


def _read(raw: Raw, day: str, time: str) -> datetime:
    told = f"{text(required(raw, day))}{text(required(raw, time))}".replace(":", "").replace("-", "")
    try:
        return datetime.strptime(told, "%Y%m%d%H%M%S")  # noqa: DTZ007 - the caller lays its zone on
    except ValueError:
        raise UnexpectedAnswer(f"{day} is {told!r}", raw=raw, code="connector.odd_value") from None


def _when(event: TrackingEvent) -> datetime:
    return event.at


def one_or_many(value: object, name: str) -> list[dict[str, Any]]:
    """What may be several comes bare where it is one."""
    return rows(value if isinstance(value, list) else [value], name)


READERS: dict[str, Callable[[Mapping[str, Any]], Sequence[object]]] = {
    "tracking": lambda raw: tracking(mapping(raw["trackResponse"], "trackResponse"), "PRZ1"),
}
"""How a recorded answer is replayed, by operation."""
