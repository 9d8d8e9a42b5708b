"""Pure functions between HepsiJet's shapes and our records."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parcels import (
    Label,
    LabelFormat,
    ParcelStatus,
    ShipmentAnswer,
    ShipmentOrder,
    TrackingEvent,
    TrackingRecord,
)
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import mapping, millis, optional, recorded_rows, required, rows, text
from prapazar.connector_kit.records import Address
from prapazar.connector_kit.statuses import explained_parcel
from prapazar.connectors.hepsijet.schemas import DeliveryOrder, Place, Raw
from prapazar.foundation.clock import ISTANBUL

P = ParcelStatus
STATUSES = {
    "NEO": P.CREATED,
    "NEO_COLLECT": P.CREATED,
    "COLLECTING": P.CREATED,  # on the way to the sender
    "UNABLE_TO_COLLECT": P.CREATED,
    "PRINTED_OUT": P.CREATED,
    "COLLECTED": P.PICKED_UP,
    "READY": P.PICKED_UP,  # scanned at the first XDock
    "TRANSFERRING": P.IN_TRANSIT,
    "TRANSFERRING_COLLECT": P.IN_TRANSIT,
    "TRANSFERRING_TRANSFER": P.IN_TRANSIT,
    "WAITING_FOR_DISPATCH": P.IN_TRANSIT,
    "DISPATCHING": P.IN_TRANSIT,
    "BACK_TO_WAREHOUSE": P.IN_TRANSIT,
    "READY_FOR_DELIVERY": P.IN_TRANSIT,
    "PARTIALLY_DELIVERED": P.IN_TRANSIT,  # the rest is still on its way
    "COMPLETE_REQUEST": P.IN_TRANSIT,
    "PROCESSED": P.IN_TRANSIT,
    "MARKED_FOR_VENDOR": P.IN_TRANSIT,
    "READY_FOR_VENDOR": P.IN_TRANSIT,
    "TRANSFERRED_VENDOR": P.IN_TRANSIT,
    "DELIVERING": P.OUT_FOR_DELIVERY,
    "SIGNING": P.OUT_FOR_DELIVERY,
    "PENDING_SIGNATURE": P.OUT_FOR_DELIVERY,
    "RETRY": P.FAILED_ATTEMPT,
    "UNDELIVERED": P.FAILED_ATTEMPT,
    "NOT_SIGNED": P.FAILED_ATTEMPT,
    "MISSING_DOCUMENT": P.FAILED_ATTEMPT,
    "DELIVERED": P.DELIVERED,
    "SIGNED": P.DELIVERED,
    "UNDELIVERABLE": P.RETURNING,
    "REFUSED": P.RETURNING,
    "MARK_FOR_RETURN": P.RETURNING,
    "TRANSFERRING_RETURN": P.RETURNING,
    "RETURNED": P.RETURNED,
    "CANCELLED": P.CANCELLED,
    "DELETED": P.CANCELLED,
    "EXPIRED": P.CANCELLED,
    "MISSING": P.LOST,
    "MISSING_CONTENT": P.LOST,
    "DAMAGED": P.LOST,  # it will not arrive as it was sent: somebody has to look
    "DISPOSED": P.LOST,
}
INTEGRATION_STATUSES: dict[str, ParcelStatus | None] = {
    "NEO": P.CREATED,
    "ACCEPTED": P.PICKED_UP,
    "ACCEPTED_BY_VENDOR": P.IN_TRANSIT,
    "UPDATED": None,  # something about it was changed
    "OUT_FOR_DELIVERY": P.OUT_FOR_DELIVERY,
    "FAILED_ATTEMPT": P.FAILED_ATTEMPT,
    "VENDOR_FAILED_ATTEMPT": P.FAILED_ATTEMPT,
    "APPOINTMENT_CANCELLED": P.FAILED_ATTEMPT,
    "DELIVERED": P.DELIVERED,
    "WILL_BE_RETURNED": P.RETURNING,
    "RECALLED": P.RETURNING,
    "RETURNED": P.RETURNED,
    "CANCELLED": P.CANCELLED,
    "DELETED": P.CANCELLED,
}
_CLOCKS = ("%d-%m-%Y %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S")


def delivery_order(
    order: ShipmentOrder, settings: Mapping[str, Any], number: str, day: date
) -> DeliveryOrder:
    if order.cash_on_delivery is not None:
        raise Rejected("its documents describe no cash on delivery", code="hepsijet.no_cash")
    recipient = order.recipient
    if not recipient.phone:
        raise Rejected("no phone", code="hepsijet.phone_needed", field="phone")
    first, last = _names(recipient.name or recipient.company)
    return {
        "company": {"name": settings["company_name"], "abbreviationCode": settings["company_code"]},
        "currentXDock": {"abbreviationCode": settings["xdock_code"]},
        "delivery": {
            "customerDeliveryNo": number,
            "customerOrderId": order.order_number or order.reference,
            "totalParcels": len(order.parcels),
            "desi": sum((parcel.desi for parcel in order.parcels), start=order.parcels[0].desi * 0),
            "deliverySlotOriginal": "0",
            "deliveryDateOriginal": day.isoformat(),
            "deliveryType": "RETAIL",
            "product": {"productCode": settings.get("product") or "HX_STD"},
            "receiver": {
                "companyCustomerId": order.reference,
                "firstName": first,
                "lastName": last,
                "phone1": recipient.phone,
                "phone2": "",
                "email": order.recipient_email or "",
            },
            "senderAddress": _place(order.sender, settings["address_id"]),
            "recipientAddress": _place(recipient, order.reference),
            "recipientPerson": recipient.name or recipient.company,
            "recipientPersonPhone1": recipient.phone,
            "recipientPersonPhone2": "",
            "deliveryPom": "",
            "returnReason": "",
        },
        "deliveryContent": [
            {
                "sku": parcel.barcode,
                "description": parcel.content or order.description,
                "quantity": 1,
                "indivisibleQuantity": 1,
            }
            for parcel in order.parcels
        ],
        "deliveryAmountList": []
        if order.declared_value is None
        else [{"amount": order.declared_value, "currency": order.currency, "type": "PRODUCT_AMOUNT"}],
        "serviceType": [],
    }


def shipment(raw: object, number: str) -> ShipmentAnswer:
    answer = mapping(raw, "data")
    told = text(required(answer, "customerDeliveryNo"))
    if told != number:
        raise UnexpectedAnswer(f"another number: {told}", raw=raw, code="connector.odd_value")
    labels = rows(required(answer, "zplBarcodeDTOList"), "zplBarcodeDTOList")
    return ShipmentAnswer(
        external_id=number, tracking_number=number, label=_joined(labels) if labels else None
    )


def label(raw: object) -> Label:
    """All parcels of a delivery in one file; some answers hold one parcel bare."""
    found = rows(raw if isinstance(raw, list) else [raw], "data")
    if not found:
        raise UnexpectedAnswer("no label", raw=raw, code="connector.missing_field")
    return _joined(found)


def tracking(
    tracked: Iterable[Raw], followed: Iterable[Raw], references: Mapping[str, str]
) -> list[Parsed[TrackingRecord]]:
    """`references` are ours by HepsiJet's numbers; both lists are put together by those."""
    simpler = {text(optional(one, "barcode")): one for one in followed}
    pairs = [{"tracking": raw, "track": simpler.get(_number(raw)) or {}} for raw in tracked]

    def own(pair: Raw) -> str:
        number = _number(pair["tracking"])
        return references.get(number, number)

    return [parked(lambda pair: _record(pair, own(pair)), pair, own) for pair in pairs]


def _record(both: Raw, reference: str) -> TrackingRecord:
    """The newer of the two lists tells where it stands; where both are of one moment, the longer-worded one."""
    raw, simpler = both["tracking"], both["track"]
    number = _number(raw)
    events = sorted(_events(raw), key=lambda one: one.at)
    word = text(required(raw, "deliveryStatus"))
    status = _known(STATUSES, word, raw)
    details = sorted(_details(simpler), key=lambda pair: pair[0].at)
    last = details[-1][0] if details else None
    if last and last.status is not None and (not events or last.at > events[-1].at):
        word, status = last.provider_status, last.status
        events.append(last)
    delivered = [one.at for one in events if one.status is ParcelStatus.DELIVERED]
    is_there = status is ParcelStatus.DELIVERED
    return TrackingRecord(
        reference=reference,
        status=status,
        provider_status=word,
        events=tuple(events),
        tracking_number=number,
        tracking_url=text(optional(simpler, "trackingUrl")) or None,
        delivered_at=delivered[-1] if is_there and delivered else None,
        received_by=next((person for _, person in reversed(details) if person), "") if is_there else "",
    )


def _events(raw: Raw) -> list[TrackingEvent]:
    return [
        TrackingEvent(
            at=moment(required(one, "transactionDateTime"), "transactionDateTime"),
            status=_known(STATUSES, text(required(one, "deliveryStatus")), one),
            provider_status=text(required(one, "deliveryStatus")),
            text=text(optional(one, "transaction")),
            place=text(optional(one, "location")),
        )
        for one in rows(optional(raw, "transactions") or [], "transactions")
    ]


def _details(raw: Raw) -> list[tuple[TrackingEvent, str]]:
    found = []
    for one in rows(optional(raw, "details") or [], "details"):
        word = text(required(one, "integrationStatus"))
        status = INTEGRATION_STATUSES[word] if word in INTEGRATION_STATUSES else explained_parcel(word, one)
        event = TrackingEvent(
            at=moment(required(one, "transactionDate"), "transactionDate"),
            status=status,
            provider_status=word,
            text=text(optional(one, "nonDeliveryReason")),
            place=text(optional(one, "transactionLocation")),
        )
        found.append((event, text(optional(one, "deliveredPerson"))))
    return found


def moment(value: object, name: str) -> datetime:
    """Milliseconds, ISO, or day first; without a zone it is Istanbul's clock. The documents do not say which."""
    if isinstance(value, int) and not isinstance(value, bool):
        return millis(value, name)
    told = text(value)
    for read in (datetime.fromisoformat, *(_reader(form) for form in _CLOCKS)):
        try:
            found = read(told)
        except ValueError:
            continue
        return (found.replace(tzinfo=ISTANBUL) if found.tzinfo is None else found).astimezone(UTC)
    raise UnexpectedAnswer(f"{name} is {told!r}"[:200], raw=value, code="connector.odd_value")


def _reader(form: str) -> Callable[[str], datetime]:
    return lambda told: datetime.strptime(told, form)  # noqa: DTZ007 - the caller lays its zone on


def _known(words: Mapping[str, ParcelStatus], word: str, raw: object) -> ParcelStatus:
    return words[word] if word in words else explained_parcel(word, raw)


def _number(raw: Raw) -> str:
    return text(optional(raw, "customerDeliveryNo", "barcode"))


def _joined(labels: Sequence[Raw]) -> Label:
    ordered = sorted(labels, key=lambda one: int(text(optional(one, "parcelNo")) or 0))
    drawn = "\n".join(text(required(one, "zplBarcode")) for one in ordered)
    return Label(LabelFormat.ZPL, drawn.encode())


def _names(full: str) -> tuple[str, str]:
    first, _, last = full.strip().rpartition(" ")
    return (first, last) if first else (last, last)


def _place(address: Address, number: str) -> Place:
    """Our district is their town (ilçe); their district is a neighbourhood, which they find in the address."""
    return {
        "companyAddressId": number,
        "country": {"name": "Türkiye"},
        "city": {"name": address.city},
        "town": {"name": address.district},
        "district": {"name": ""},
        "addressLine1": address.line,
    }


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "tracking": lambda raw: tracking(recorded_rows(raw, "data"), [], {}),
}
"""How a recorded answer is replayed, by operation."""
