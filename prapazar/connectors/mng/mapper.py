"""Our shipments in MNG's words, and its answers in ours."""

from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Any

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parcels import (
    Label,
    LabelFormat,
    Parcel,
    ParcelStatus,
    Payer,
    ShipmentAnswer,
    ShipmentOrder,
    TrackingEvent,
    TrackingRecord,
)
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import amount, mapping, optional, recorded_rows, required, rows, text
from prapazar.connector_kit.statuses import explained_parcel
from prapazar.connectors.mng.client import Drawing
from prapazar.connectors.mng.schemas import NewBarcode, NewOrder, Piece, Raw, Recipient, moment

STATUSES = {
    "0": ParcelStatus.CREATED,
    "1": ParcelStatus.PICKED_UP,
    "2": ParcelStatus.IN_TRANSIT,
    "3": ParcelStatus.IN_TRANSIT,
    "4": ParcelStatus.OUT_FOR_DELIVERY,
    "5": ParcelStatus.DELIVERED,
    "6": ParcelStatus.FAILED_ATTEMPT,
    "7": ParcelStatus.RETURNING,
    "8": ParcelStatus.FAILED_ATTEMPT,
}
"""7 is on its way back, or at the sender's again once it counts as delivered; 8 asks the sender to call support."""
WAITING = "order"
"""Our word for an order that has no bar code: MNG has no status for it."""
_PAYERS = {Payer.SENDER: 1, Payer.RECEIVER: 2}
_STANDARD, _PACKAGE, _TO_ADDRESS = 1, 3, 1
_PHONE_DIGITS = 10


def reference_of(reference: str) -> str:
    """References are upper case; ours have no letter that Turkish writes otherwise."""
    return reference.upper()


def new_order(order: ShipmentOrder) -> NewOrder:
    if order.payer not in _PAYERS:
        raise Rejected("a platform's shipments are not opened here", code="mng.payer", field="payer")
    reference = reference_of(order.reference)
    return {
        "order": {
            "referenceId": reference,
            "barcode": reference,
            "billOfLandingId": order.invoice_number,
            "isCOD": int(order.cash_on_delivery is not None),
            "codAmount": order.cash_on_delivery or Decimal(0),
            "shipmentServiceType": _STANDARD,
            "packagingType": _PACKAGE,
            "content": order.description,
            "smsPreference1": 0,
            "smsPreference2": 0,
            "smsPreference3": 0,
            "paymentType": _PAYERS[order.payer],
            "deliveryType": _TO_ADDRESS,
            "description": order.order_number,
            "marketPlaceShortCode": "",
            "marketPlaceSaleCode": "",
            "pudoId": "",
        },
        "orderPieceList": _pieces(order.parcels),
        "recipient": _recipient(order),
    }


def new_barcode(order: NewOrder) -> NewBarcode:
    told = order["order"]
    return {
        "referenceId": told["referenceId"],
        "billOfLandingId": told["billOfLandingId"],
        "isCOD": told["isCOD"],
        "codAmount": told["codAmount"],
        "packagingType": told["packagingType"],
        "printReferenceBarcodeOnError": 0,
        "message": "",
        "additionalContent1": "",
        "additionalContent2": "",
        "additionalContent3": "",
        "additionalContent4": "",
        "orderPieceList": order["orderPieceList"],
    }


def barcode_of_kept(raw: Raw) -> NewBarcode:
    """The same for an order as MNG keeps it."""
    told = mapping(required(raw, "order"), "order")
    kept = rows(required(raw, "orderPieceList"), "orderPieceList")
    return {
        "referenceId": text(required(told, "referenceId")),
        "billOfLandingId": text(optional(told, "billOfLandingId")),
        "isCOD": int(text(optional(told, "isCOD")) or 0),
        "codAmount": amount(optional(told, "codAmount") or 0, "codAmount"),
        "printReferenceBarcodeOnError": 0,
        "message": "",
        "additionalContent1": "",
        "additionalContent2": "",
        "additionalContent3": "",
        "additionalContent4": "",
        "orderPieceList": [_kept_piece(one) for one in kept],
    }


def is_shipment(raw: Raw) -> bool:
    told = mapping(required(raw, "order"), "order")
    return text(optional(told, "isTransformedToShipment")) in {"1", "true", "True"}


def only(content: Any) -> Raw | None:  # noqa: ANN401 - the provider's answer
    """Arrays of one and objects are both answered; None for neither."""
    if content in (None, "", [], {}):
        return None
    return recorded_rows(content)[0]


def answer(content: Any) -> ShipmentAnswer:  # noqa: ANN401 - the provider's answer
    raw = only(content)
    if raw is None:
        raise UnexpectedAnswer("no bar code was answered", code="connector.missing_field")
    number = text(required(raw, "shipmentId"))
    pieces = rows(required(raw, "barcodes"), "barcodes")
    own = [text(optional(one, "barcode")) for one in pieces]
    return ShipmentAnswer(
        external_id=number,
        tracking_number=number,
        barcodes=tuple(own) if all(own) else (),
        label=_label(pieces),
    )


def waiting(reference: str) -> TrackingRecord:
    return TrackingRecord(reference, ParcelStatus.CREATED, WAITING)


def tracking(
    reference: str, raw: Raw, movements: Callable[[], Any], shipment: Callable[[], Any]
) -> Parsed[TrackingRecord]:
    """What is told beside the status is asked for where there is something to tell."""
    return parked(lambda one: _tracking(reference, one, movements, shipment), raw, lambda _: reference)


def _tracking(
    reference: str, raw: Raw, movements: Callable[[], Any], shipment: Callable[[], Any]
) -> TrackingRecord:
    word = text(required(raw, "shipmentStatusCode"))
    status = STATUSES.get(word) or explained_parcel(word, raw)
    is_delivered = text(optional(raw, "isDelivered")) in {"1", "true", "True"}
    if status is ParcelStatus.RETURNING and is_delivered:
        status = ParcelStatus.RETURNED
    has_moved = status is not ParcelStatus.CREATED
    events = recorded_rows(movements() or []) if has_moved else []
    is_over = status in {ParcelStatus.DELIVERED, ParcelStatus.RETURNED}
    kept = mapping(optional(only(shipment()) or {}, "shipment") or {}, "shipment") if is_over else {}
    last = events[-1] if events else {}
    arrived = (text(optional(kept, "deliveryDateTime")) or text(optional(last, "deliveryDateTime"))) or None
    has_arrived = status is ParcelStatus.DELIVERED and arrived is not None
    cost, desi = optional(kept, "finalTotal"), optional(kept, "totalDesi")
    return TrackingRecord(
        reference=reference,
        status=status,
        provider_status=word,
        events=tuple(sorted((_event(one) for one in events), key=lambda one: one.at)),
        tracking_number=text(optional(raw, "shipmentId")) or None,
        tracking_url=text(optional(raw, "trackingUrl")) or None,
        delivered_at=moment(arrived, "deliveryDateTime") if has_arrived else None,
        received_by=text(optional(kept, "deliveryTo") or optional(last, "deliveryTo")) if is_over else "",
        billed_desi=None if desi is None else amount(desi, "totalDesi"),
        billed_amount=None if cost is None else amount(cost, "finalTotal"),
    )


def _event(raw: Raw) -> TrackingEvent:
    """Their words are free text, or a status code."""
    word = text(optional(raw, "eventStatus"))
    return TrackingEvent(
        at=moment(required(raw, "eventDateTime"), "eventDateTime"),
        status=STATUSES.get(word),
        provider_status=word,
        text=text(optional(raw, "description")) or word,
        place=text(optional(raw, "location")),
    )


def _label(pieces: Sequence[Raw]) -> Label | None:
    drawn = [one["value"].zpl for one in pieces if isinstance(one.get("value"), Drawing)]
    if len(drawn) != len(pieces) or not all(zpl.strip() for zpl in drawn):
        return None
    return Label(LabelFormat.ZPL, "\n".join(drawn).encode())


def _pieces(parcels: Sequence[Parcel]) -> list[Piece]:
    return [
        {
            "barcode": one.barcode.upper(),
            "desi": _up(one.desi),
            "kg": _up(one.weight),
            "content": one.content,
        }
        for one in parcels
    ]


def _kept_piece(raw: Raw) -> Piece:
    return {
        "barcode": text(required(raw, "barcode")),
        "desi": _up(amount(required(raw, "desi"), "desi")),
        "kg": _up(amount(required(raw, "kg"), "kg")),
        "content": text(optional(raw, "content")),
    }


def _up(value: Decimal) -> int:
    """Whole numbers, at least one: a carrier rounds up too."""
    return max(1, int(value.to_integral_value(ROUND_CEILING)))


def _recipient(order: ShipmentOrder) -> Recipient:
    to = order.recipient
    return {
        "customerId": "",
        "refCustomerId": "",
        "cityCode": 0,
        "cityName": to.city,
        "districtCode": 0,
        "districtName": to.district,
        "address": to.line,
        "bussinessPhoneNumber": "",
        "email": order.recipient_email or "",
        "taxOffice": to.tax_office or "",
        "taxNumber": to.tax_number or "",
        "fullName": to.company or to.name,
        "homePhoneNumber": "",
        "mobilePhoneNumber": _phone(to.phone),
    }


def _phone(told: str | None) -> str:
    return "".join(one for one in told or "" if one.isdigit())[-_PHONE_DIGITS:]


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "getshipmentstatus": lambda raw: [tracking("PRZ1", only(raw) or {}, lambda: None, lambda: None)],
}
"""How a recorded answer is replayed, by operation."""
