"""Pure functions between Yurtiçi Kargo's shapes and our records."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parcels import (
    CashKind,
    Parcel,
    ParcelStatus,
    ShipmentOrder,
    TrackingEvent,
    TrackingRecord,
)
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import amount, optional, required, text, whole
from prapazar.connector_kit.statuses import explained_parcel
from prapazar.connectors.yurtici import errors
from prapazar.connectors.yurtici.schemas import ShippingOrder
from prapazar.foundation.clock import ISTANBUL

STATUSES = {
    "NOP": ParcelStatus.CREATED,
    "IND": ParcelStatus.IN_TRANSIT,
    "ISR": ParcelStatus.PICKED_UP,
    "CNL": ParcelStatus.CANCELLED,
    "ISC": ParcelStatus.CANCELLED,
    "DLV": ParcelStatus.DELIVERED,
    "BI": ParcelStatus.CANCELLED,
}
REJECTS: Mapping[str, ParcelStatus | None] = {
    "0": None,
    "1": ParcelStatus.RETURNING,
    "2": ParcelStatus.RETURNING,
    "3": ParcelStatus.RETURNING,
    "4": None,
    "7": None,
    "8": None,
    "9": ParcelStatus.RETURNED,
    "10": ParcelStatus.RETURNED,
    "11": None,
}
"""Of a parcel nobody took; None says nothing beyond its status: asked for, called off, not approved."""
_EVENTS = {"DLV": ParcelStatus.DELIVERED}
"""Of movements: their other ids are not documented, and change nothing."""
_WAY = (
    ParcelStatus.CREATED,
    ParcelStatus.PICKED_UP,
    ParcelStatus.IN_TRANSIT,
    ParcelStatus.RETURNING,
    ParcelStatus.RETURNED,
    ParcelStatus.DELIVERED,
)
_LINK = "https://www.yurticikargo.com/tr/online-servisler/gonderi-sorgula?code="
_ORDER_NUMBER = "3"
"""The number of that special field."""
_WAYBILL, _DOCUMENT_DIGITS, _PHONE = 20, 12, 10
_GRAMS = Decimal("0.001")
Raw = Mapping[str, Any]


def orders(order: ShipmentOrder) -> list[ShippingOrder]:
    """One for each parcel."""
    return [_parcel(order, parcel) for parcel in order.parcels]


def details(answer: Raw, name: str) -> list[dict[str, Any]]:
    return [dict(one) for one in answer.get(name) or []]


def code(raw: Raw) -> int:
    """0 or nothing: accepted."""
    found = optional(raw, "errCode")
    return 0 if found is None else whole(found, "errCode")


def message(raw: Raw) -> str:
    return text(optional(raw, "errMessage"))


def is_repeated(raw: Raw) -> bool:
    return errors.is_repeated(message(raw))


def tracking(rows: Iterable[Raw], references: Sequence[str]) -> list[Parsed[TrackingRecord]]:
    """A record for each shipment that is known, from the rows of its parcels."""
    by_reference: dict[str, list[Raw]] = {}
    for row in rows:
        if not errors.is_unknown(code(row)) and not is_repeated(row):
            by_reference.setdefault(text(optional(row, "invoiceKey")), []).append(row)
    known = [{"invoiceKey": one, "parcels": by_reference[one]} for one in references if one in by_reference]
    return [parked(record, shipment, lambda raw: text(raw["invoiceKey"])) for shipment in known]


def record(shipment: Raw) -> TrackingRecord:
    parcels: list[Raw] = shipment["parcels"]
    status, word = _standing([_status(one) for one in parcels])
    items = [dict(item) for one in parcels if (item := optional(one, "shippingDeliveryItemDetailVO"))]
    papers = list({text(optional(item, "docId")): item for item in items}.values())
    number = next((found for item in items if (found := text(optional(item, "docId")))), None)
    return TrackingRecord(
        reference=shipment["invoiceKey"],
        status=status,
        provider_status=word,
        events=_events(items),
        tracking_number=number,
        tracking_url=_link(items, number),
        delivered_at=_delivered(items) if status is ParcelStatus.DELIVERED else None,
        received_by=next((text(item["receiverInfo"]) for item in items if item.get("receiverInfo")), ""),
        billed_desi=_sum(papers, "totalDesiKg"),
        billed_amount=_sum(papers, "totalAmount"),
    )


def status_of(raw: Raw) -> ParcelStatus:
    """Of a parcel alone, as a cancellation tells it."""
    found: ParcelStatus = _known(text(optional(raw, "operationStatus")), STATUSES, raw)
    return found


READERS = {"tracking": lambda raw: tracking(raw, list({text(one["invoiceKey"]): None for one in raw}))}


def _parcel(order: ShipmentOrder, parcel: Parcel) -> ShippingOrder:
    to = order.recipient
    made = ShippingOrder(
        cargoKey=parcel.barcode,
        invoiceKey=order.reference,
        receiverCustName=" - ".join(part for part in (to.company, to.name) if part),
        receiverAddress=to.line,
        receiverPhone1=_phone(to.phone or ""),
        cityName=to.city,
        townName=to.district,
        desi=parcel.desi.quantize(_GRAMS),
        kg=parcel.weight.quantize(_GRAMS),
        cargoCount=1,
    )
    if goods := order.description or parcel.content:
        made["description"] = goods[:255]
    if order.order_number:
        made["specialField1"] = f"{_ORDER_NUMBER}${_plain(order.order_number)}#"
    if order.invoice_number and len(order.invoice_number) <= _WAYBILL:
        made["waybillNo"] = order.invoice_number
    if order.recipient_email:
        made["emailAddress"] = order.recipient_email
    if to.tax_number:
        made["taxNumber"] = to.tax_number
    if to.tax_office:
        made["taxOfficeName"] = to.tax_office
    return {**made, **_cash(order, parcel)}


def _cash(order: ShipmentOrder, parcel: Parcel) -> ShippingOrder:
    """Taken once, with the first parcel."""
    if order.cash_on_delivery is None or parcel is not order.parcels[0]:
        return {}
    by_card = order.cash_kind is CashKind.CARD
    digits = "".join(one for one in order.reference if one.isdigit())[-_DOCUMENT_DIGITS:]
    cash = ShippingOrder(
        ttCollectionType="1" if by_card else "0",
        ttInvoiceAmount=order.cash_on_delivery.quantize(Decimal("0.01")),
        ttDocumentId=int(digits or 0),
        ttDocumentSaveType="0",
    )
    if by_card:
        cash |= ShippingOrder(dcSelectedCredit=1, dcCreditRule="1")
    return cash


def _phone(given: str) -> str:
    """Ten digits where it is a Turkish number; anything else as it is, for the carrier to judge."""
    digits = "".join(one for one in given if one.isdigit())
    return (
        digits[-_PHONE:]
        if digits in {f"{lead}{digits[-_PHONE:]}" for lead in ("", "0", "90", "0090")}
        else digits
    )


def _plain(word: str) -> str:
    """Without the marks that part special fields."""
    return word.replace("$", " ").replace("#", " ")[:50]


def _status(raw: Raw) -> tuple[ParcelStatus, str]:
    if code(raw) and not optional(raw, "operationStatus"):
        found = errors.by_code(code(raw), message(raw))
        raise UnexpectedAnswer(found.detail, raw=raw, code=found.code)
    word = text(required(raw, "operationStatus"))
    status = _known(word, STATUSES, raw)
    reject = text(optional(optional(raw, "shippingDeliveryItemDetailVO") or {}, "rejectStatus"))
    back = _known(reject, REJECTS, raw) if reject else None
    return (back, f"{word} {reject}") if back else (status, word)


def _known(word: str, table: Mapping[str, Any], raw: Raw) -> Any:  # noqa: ANN401 - what the table holds
    if word not in table:
        return explained_parcel(word, raw)
    return table[word]


def _standing(found: list[tuple[ParcelStatus, str]]) -> tuple[ParcelStatus, str]:
    """A shipment stands where the least advanced of its parcels stands that are not cancelled."""
    living = [one for one in found if one[0] is not ParcelStatus.CANCELLED]
    return min(living, key=lambda one: _WAY.index(one[0])) if living else found[0]


def _events(items: list[dict[str, Any]]) -> tuple[TrackingEvent, ...]:
    rows = [dict(row) for item in items for row in item.get("invDocCargoVOArray") or []]
    found = {_event(row) for row in rows if row.get("eventDate")}
    return tuple(sorted(found, key=lambda event: (event.at, event.provider_status)))


def _event(row: Raw) -> TrackingEvent:
    word = text(optional(row, "eventId"))
    said = [text(optional(row, name)) for name in ("eventName", "reasonName")]
    place = [text(optional(row, name)) for name in ("unitName", "townName", "cityName")]
    return TrackingEvent(
        at=_moment(row["eventDate"], optional(row, "eventTime")),
        status=_EVENTS.get(word),
        provider_status=word,
        text=": ".join(part for part in said if part),
        place=", ".join(dict.fromkeys(part for part in place if part)),
    )


def _link(items: list[dict[str, Any]], number: str | None) -> str | None:
    told = next((text(item["trackingUrl"]) for item in items if item.get("trackingUrl")), None)
    return told or (f"{_LINK}{number}" if number else None)


def _delivered(items: list[dict[str, Any]]) -> datetime | None:
    found = [
        _moment(one["deliveryDate"], one.get("deliveryTime")) for one in items if one.get("deliveryDate")
    ]
    return max(found, default=None)


def _moment(day: object, hour: object) -> datetime:
    """`20261121` and `143000`, by the clock of Türkiye; an hour may come without its leading zero."""
    told = f"{text(day)} {text(hour).zfill(6) if hour else '000000'}"
    try:
        return datetime.strptime(told, "%Y%m%d %H%M%S").replace(tzinfo=ISTANBUL).astimezone(UTC)
    except ValueError:
        raise UnexpectedAnswer(told, raw=told, code="connector.odd_value") from None


def _sum(papers: list[dict[str, Any]], name: str) -> Decimal | None:
    """Texts; which point they have is not documented."""
    found = [amount(text(one[name]).replace(",", "."), name) for one in papers if one.get(name)]
    return sum(found, Decimal(0)) if found else None
