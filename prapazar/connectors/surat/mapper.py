"""Our shipments in Sürat's words, and its answers in ours."""

import re
from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Any

from prapazar.connector_kit.errors import AuthFailed, Rejected, UnexpectedAnswer
from prapazar.connector_kit.parcels import (
    CashKind,
    ParcelStatus,
    Payer,
    ShipmentAnswer,
    ShipmentOrder,
    TrackingEvent,
    TrackingRecord,
)
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import optional, required, text
from prapazar.connector_kit.statuses import explained_parcel
from prapazar.connectors.surat import errors
from prapazar.connectors.surat.schemas import NewParcel, moment, plain

DONE = "tamam"
_EXACT = {
    "kabul": ParcelStatus.PICKED_UP,
    "aktarma": ParcelStatus.IN_TRANSIT,
    "aktarma merkezinde": ParcelStatus.IN_TRANSIT,
    "transfer": ParcelStatus.IN_TRANSIT,
    "dagitima verildi": ParcelStatus.OUT_FOR_DELIVERY,
    "dagitimda": ParcelStatus.OUT_FOR_DELIVERY,
    "teslim": ParcelStatus.DELIVERED,
    "teslim edildi": ParcelStatus.DELIVERED,
    "iade": ParcelStatus.RETURNED,
    "iade edildi": ParcelStatus.RETURNED,
    "iptal": ParcelStatus.CANCELLED,
}
_WITHIN = (
    ("edilemedi", ParcelStatus.FAILED_ATTEMPT),
    ("edilmedi", ParcelStatus.FAILED_ATTEMPT),
    ("etmedi", ParcelStatus.FAILED_ATTEMPT),
    ("iade edildi", ParcelStatus.RETURNED),
    ("iade", ParcelStatus.RETURNING),
    ("iptal", ParcelStatus.CANCELLED),
    ("teslim edildi", ParcelStatus.DELIVERED),
    ("dagitima verildi", ParcelStatus.OUT_FOR_DELIVERY),
    ("dagitimda", ParcelStatus.OUT_FOR_DELIVERY),
    ("aktarma", ParcelStatus.IN_TRANSIT),
    ("transfer", ParcelStatus.IN_TRANSIT),
    ("kabul", ParcelStatus.PICKED_UP),
)
"""In this order, for there is no list of words: what was not done is no delivery, and a bare `teslim` within a longer
sentence may be one to a branch."""
_LINES = re.compile(r"\r?\n|<br\s*/?>", re.IGNORECASE)
_INVOICE = re.compile(r"(\D*)(\d+)")
_PAYERS = {Payer.SENDER: 1, Payer.RECEIVER: 2}
_CASH = {CashKind.CASH: 1, CashKind.CARD: 2}
_BOX, _TO_ADDRESS = 3, 1
_PHONE_DIGITS = 10
_LINK = "https://suratkargo.com.tr/KargoTakip/?kargotakipno={}"


def new_parcel(order: ShipmentOrder) -> NewParcel:
    if order.payer not in _PAYERS:
        raise Rejected("a platform's parcels are not told here", code="surat.payer", field="payer")
    to, count, cash = order.recipient, len(order.parcels), order.cash_on_delivery
    series, number = _waybill(order)
    return {
        "KisiKurum": to.company or to.name,
        "SahisBirim": to.name if to.company else "",
        "AliciAdresi": to.line,
        "Il": to.city,
        "Ilce": to.district,
        "TelefonEv": "",
        "TelefonIs": "",
        "TelefonCep": "".join(one for one in to.phone or "" if one.isdigit())[-_PHONE_DIGITS:],
        "Email": order.recipient_email or "",
        "AliciKodu": "",
        "KargoTuru": _BOX,
        "OdemeTipi": _PAYERS[order.payer],
        "IrsaliyeSeriNo": series,
        "IrsaliyeSiraNo": number,
        "ReferansNo": order.order_number,
        "OzelKargoTakipNo": order.reference,
        "Adet": count,
        "BirimDesi": _each(sum((one.desi for one in order.parcels), Decimal(0)), count),
        "BirimKg": _each(sum((one.weight for one in order.parcels), Decimal(0)), count),
        "KargoIcerigi": order.description,
        "KapidanOdemeTahsilatTipi": 0 if cash is None else _CASH[order.cash_kind],
        "KapidanOdemeTutari": "" if cash is None else format(cash, "f"),
        "EkHizmetler": "",
        "SevkAdresi": "",
        "TeslimSekli": _TO_ADDRESS,
        "TasimaSekli": 0,
        "GonderiSekli": 0,
        "TeslimSubeKodu": "",
        "Pazaryerimi": 0,
        "EntegrasyonFirmasi": "",
        "Iademi": 0,
    }


def answer(reference: str, raw: dict[str, Any], count: int) -> ShipmentAnswer:
    """One bar code for all of a shipment: it is its parcel's where there is one."""
    if required(raw, "isError"):
        raise errors.refusal(optional(raw, "Message"))
    barcode = text(optional(raw, "Barcode"))
    if not barcode:
        return plain_answer(reference, DONE)
    return ShipmentAnswer(
        external_id=barcode,
        tracking_number=barcode,
        tracking_url=_LINK.format(barcode),
        barcodes=(barcode,) if count == 1 else (),
    )


def plain_answer(reference: str, said: str) -> ShipmentAnswer:
    if not is_done(said):
        raise errors.refusal(said)
    return ShipmentAnswer(external_id=reference)


def is_done(said: str) -> bool:
    return plain(said).rstrip(".") == DONE


def tracking(reference: str, said: str) -> Parsed[TrackingRecord] | None:
    """None where nothing is told, for a parcel that waits as for one nobody knows. Raises AuthFailed."""
    if "|" not in said:
        refused = errors.refusal(said)
        if isinstance(refused, AuthFailed):
            raise refused
        if not said or refused.code == errors.NOT_FOUND:
            return None
    return parked(lambda raw: _tracking(reference, raw["answer"]), {"answer": said}, lambda _: reference)


def _tracking(reference: str, said: str) -> TrackingRecord:
    events = sorted((_event(line) for line in _LINES.split(said) if line.strip()), key=lambda one: one.at)
    last = events[-1]
    status = last.status or explained_parcel(last.provider_status, said)
    return TrackingRecord(
        reference=reference,
        status=status,
        provider_status=last.provider_status,
        events=tuple(events),
        delivered_at=last.at if status is ParcelStatus.DELIVERED else None,
    )


def _event(line: str) -> TrackingEvent:
    """`event|date|location`, as a client reads it; the date tells itself, wherever it stands."""
    parts = [one.strip() for one in line.split("|")]
    dated = [(place, found) for place, one in enumerate(parts) if (found := moment(one)) is not None]
    if not dated:
        raise UnexpectedAnswer(line[:200], raw=line, code="connector.odd_value")
    place, at = dated[0]
    rest = [one for number, one in enumerate(parts) if number != place]
    word = rest[0] if rest else ""
    return TrackingEvent(
        at=at,
        status=status_of(word),
        provider_status=word,
        text=word,
        place=rest[1] if len(rest) > 1 else "",
    )


def status_of(word: str) -> ParcelStatus | None:
    """Exactly one of the words, or one that holds one."""
    told = plain(word)
    return _EXACT.get(told) or next((status for part, status in _WITHIN if part in told), None)


def _waybill(order: ShipmentOrder) -> tuple[str, str]:
    """Series and number, wanted where the buyer pays at the door."""
    found = _INVOICE.fullmatch(order.invoice_number)
    if found is not None and found[1]:
        return found[1], found[2]
    if order.cash_on_delivery is not None:
        raise Rejected(order.invoice_number, code="surat.waybill_needed", field="invoice_number")
    return "", order.invoice_number


def _each(total: Decimal, count: int) -> str:
    return str(max(1, int((total / count).to_integral_value(ROUND_CEILING))))


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "KargoTakipHareketDetayliV2": lambda raw: [tracking("PRZ1", text(raw))],
}
"""How a recorded answer is replayed, by operation."""
