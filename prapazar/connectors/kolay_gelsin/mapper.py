"""Pure functions between Kolay Gelsin's shapes and our records."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import ROUND_CEILING, Decimal
from typing import Any

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parcels import (
    Parcel,
    ParcelStatus,
    Payer,
    ShipmentAnswer,
    ShipmentOrder,
    TrackingEvent,
    TrackingRecord,
)
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import mapping, optional, required, rows, text
from prapazar.connector_kit.provinces import plate
from prapazar.connector_kit.records import Address, ParkedRecord
from prapazar.connector_kit.statuses import explained_parcel
from prapazar.connectors.kolay_gelsin.schemas import Item, Place, Raw, Recipient, Shipment
from prapazar.foundation.clock import ISTANBUL

P = ParcelStatus
EVENTS = {
    1: P.CREATED,
    2: P.CREATED,  # a courier is on the way to the sender
    12: P.PICKED_UP,
    13: P.IN_TRANSIT,
    14: P.IN_TRANSIT,
    17: P.IN_TRANSIT,
    39: P.IN_TRANSIT,  # put off to the next working day
    18: P.OUT_FOR_DELIVERY,
    25: P.FAILED_ATTEMPT,  # wrong address
    26: P.FAILED_ATTEMPT,  # nobody there
    28: P.FAILED_ATTEMPT,  # the recipient refused
    35: P.FAILED_ATTEMPT,  # something about the address
    58: P.FAILED_ATTEMPT,  # damage was reported: somebody has to look
    29: P.DELIVERED,
    31: P.CANCELLED,  # stopped by the sender; what was collected before comes back
    32: P.RETURNING,
    46: P.RETURNING,
    33: P.LOST,
}
_STOPPED = 31
_WAY = (
    *(P.CREATED, P.PICKED_UP, P.IN_TRANSIT, P.OUT_FOR_DELIVERY, P.FAILED_ATTEMPT),
    *(P.RETURNING, P.RETURNED, P.LOST, P.DELIVERED, P.CANCELLED),
)
_PERSON, _COMPANY = 1, 2
_HOME, _WORK = 1, 2
_PARCEL = 2
_PAYING = {Payer.SENDER: 1, Payer.RECEIVER: 2}
_CM3_OF_DESI = 3000


def shipment(order: ShipmentOrder, customer_id: str, address_id: str) -> Shipment:
    if order.payer not in _PAYING:
        raise Rejected(order.payer, code="kolay_gelsin.payer")
    body: Shipment = {
        "SenderCustomer": {"CustomerId": int(customer_id), "Address": {"AddressId": int(address_id)}},
        "Recipient": _recipient(order),
        "ShipmentItemList": [_item(parcel, order.description) for parcel in order.parcels],
        "PackageType": _PARCEL,
        "PayingParty": _PAYING[order.payer],
        "OnlyDeliverToRecipient": False,
        "CustomerSpecificCode": order.reference,
    }
    if order.cash_on_delivery is not None:
        body["SenderInvoiceAmount"] = order.cash_on_delivery
    return body


def _recipient(order: ShipmentOrder) -> Recipient:
    to = order.recipient
    if not to.phone:
        raise Rejected("no phone", code="kolay_gelsin.phone_needed", field="phone")
    told: Recipient = {
        "RecipientType": _COMPANY if to.company else _PERSON,
        "Address": _place(to),
        "Gsm": to.phone,
        "Email": order.recipient_email or "",
        "OnlyDeliverToRecipient": False,
        "SaveOutOfCoverage": False,
    }
    if to.company:
        told["RecipientTitle"] = to.company
        if to.tax_number:
            told["RecipientTaxIdentityNumber"] = to.tax_number
        return told
    first, _, last = to.name.strip().rpartition(" ")
    told["RecipientName"], told["RecipientSurname"] = first or last, last
    return told


def _place(to: Address) -> Place:
    city = plate(to.city)
    if city is None:
        raise Rejected(to.city, code="kolay_gelsin.address", field="city")
    return {
        "CityId": city,
        "TownName": to.district,
        "AddressTypeId": _WORK if to.company else _HOME,
        "AddressText": to.line,
        "PostalCode": to.postal_code,
    }


def _item(parcel: Parcel, description: str) -> Item:
    """We know a volume, they want three sides: a cube of that volume has the same desi."""
    side = (max(parcel.desi, Decimal("0.1")) * _CM3_OF_DESI) ** (Decimal(1) / 3)
    length = int(side.quantize(Decimal("0.01")).to_integral_value(ROUND_CEILING))
    return {
        "Width": length,
        "Length": length,
        "Height": length,
        "Weight": parcel.weight,
        "ContentText": parcel.content or description,
        "HasCommercialValue": True,
        "CustomerBarcode": parcel.barcode,
    }


def created(raw: object) -> ShipmentAnswer:
    """Their label comes as HTML, which no label printer takes: ours shows the same bar code."""
    answer = mapping(raw, "Payload")
    number = text(required(answer, "ShipmentId"))
    return ShipmentAnswer(
        external_id=number,
        tracking_number=number,
        tracking_url=text(optional(answer, "ShipmentTrackingLink")) or None,
    )


def tracking(raw: object, references: Sequence[str]) -> list[Parsed[TrackingRecord]]:
    """A row is a parcel; the shipment stands where the least advanced of its parcels stands."""
    payload = raw if isinstance(raw, list) else required(mapping(raw, "Payload"), "ShipmentModelList")
    found: dict[str, list[Parsed[TrackingRecord]]] = {}
    for row in rows(payload, "Payload"):
        reference = _reference(row, references)
        found.setdefault(reference, []).append(_read(row, reference))
    return [_together(parcels) for parcels in found.values()]


def _read(row: Raw, reference: str) -> Parsed[TrackingRecord]:
    return parked(lambda one: _record(one, reference), row, lambda _: reference)


def _together(parcels: Sequence[Parsed[TrackingRecord]]) -> Parsed[TrackingRecord]:
    known = [one for one in parcels if isinstance(one, TrackingRecord)]
    if len(known) < len(parcels):
        return next(one for one in parcels if isinstance(one, ParkedRecord))
    living = [one for one in known if one.status is not P.CANCELLED] or known
    return min(living, key=lambda one: _WAY.index(one.status))


def _reference(row: Raw, references: Iterable[str]) -> str:
    """Some answers name our code; others the parcel's bar code alone, which begins with it."""
    code = text(optional(row, "CustomerSpecificCode"))
    if code:
        return code
    barcode = text(required(row, "CustomerBarcode"))
    fitting = [one for one in references if barcode.startswith(one)]
    if not fitting:
        raise UnexpectedAnswer(f"whose is {barcode}", raw=row, code="connector.missing_field")
    return max(fitting, key=len)


def _record(row: Raw, reference: str) -> TrackingRecord:
    told = rows(required(row, "CargoEventLogModelList"), "CargoEventLogModelList")
    pairs = sorted(((_event(one), one) for one in told), key=lambda pair: pair[0].at)
    if not pairs:
        raise UnexpectedAnswer("no event", raw=row, code="connector.missing_field")
    events = [event for event, _ in pairs]
    last = events[-1]
    status = last.status or P.CREATED
    if last.provider_status == str(_STOPPED) and any(
        one.status not in {P.CREATED, P.CANCELLED} for one in events
    ):
        status = P.RETURNING
    number = text(required(row, "ShipmentId"))
    detail = mapping(optional(pairs[-1][1], "EventDetailModel") or {}, "EventDetailModel")
    is_there = status is P.DELIVERED
    return TrackingRecord(
        reference=reference,
        status=status,
        provider_status=last.provider_status,
        events=tuple(events),
        tracking_number=number,
        delivered_at=last.at if is_there else None,
        received_by=text(optional(detail, "DeliveredPersonName")) if is_there else "",
    )


def _event(raw: Raw) -> TrackingEvent:
    word = text(required(raw, "CargoEventType"))
    kind = int(word) if word.isdecimal() else -1
    status = EVENTS[kind] if kind in EVENTS else explained_parcel(word, raw)
    return TrackingEvent(
        at=moment(required(raw, "TimeStamp")),
        status=status,
        provider_status=word,
        text=text(optional(raw, "EventDescription")),
        place=text(optional(raw, "LocationName")),
    )


def moment(value: object) -> datetime:
    """`21.11.2026 14:00:00`, Istanbul's; the webhook's document shows ISO with its zone."""
    told = text(value)
    readers: tuple[Callable[[str], datetime], ...] = (_day_first, datetime.fromisoformat)
    for read in readers:
        try:
            found = read(told)
        except ValueError:
            continue
        return (found.replace(tzinfo=ISTANBUL) if found.tzinfo is None else found).astimezone(UTC)
    raise UnexpectedAnswer(f"TimeStamp is {told!r}", raw=value, code="connector.odd_value")


def _day_first(told: str) -> datetime:
    return datetime.strptime(told, "%d.%m.%Y %H:%M:%S")  # noqa: DTZ007 - the caller lays its zone on


READERS: dict[str, Callable[[Mapping[str, Any]], Sequence[object]]] = {
    "status": lambda raw: tracking(raw["Payload"], ["PRZ1"]),
}
"""How a recorded answer is replayed, by operation."""
