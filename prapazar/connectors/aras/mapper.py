"""Pure functions between Aras Kargo's shapes and our records."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from prapazar.connector_kit import parsing
from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parcels import (
    CashKind,
    Parcel,
    ParcelStatus,
    Payer,
    ShipmentOrder,
    TrackingRecord,
)
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import amount, mapping, optional, required, rows, text
from prapazar.connector_kit.statuses import explained_parcel
from prapazar.connectors.aras import errors
from prapazar.connectors.aras.schemas import Order, PieceDetail
from prapazar.foundation.clock import ISTANBUL

STATUSES = {
    "1": ParcelStatus.PICKED_UP,
    "2": ParcelStatus.IN_TRANSIT,
    "3": ParcelStatus.IN_TRANSIT,
    "4": ParcelStatus.OUT_FOR_DELIVERY,
    "5": ParcelStatus.OUT_FOR_DELIVERY,
    "6": ParcelStatus.DELIVERED,
    "7": ParcelStatus.IN_TRANSIT,
}
"""`DURUM_KODU`: 5 is delivered in part, so the rest is still out; 7 goes on to another branch."""
KINDS = {"1": False, "2": False, "3": True}
"""`TIP_KODU`: whether it travels back to the sender."""
_WAY = (
    ParcelStatus.PICKED_UP,
    ParcelStatus.IN_TRANSIT,
    ParcelStatus.OUT_FOR_DELIVERY,
    ParcelStatus.RETURNING,
    ParcelStatus.RETURNED,
    ParcelStatus.DELIVERED,
)
_PAYERS = {Payer.SENDER: "1", Payer.RECEIVER: "2"}
_LINK = "https://kargotakip.araskargo.com.tr/mainpage.aspx?code="
_WAITS = "order"
"""Our word: the order is there, and no branch has scanned it."""
_LETTERS = str.maketrans("ÇĞİÖŞÜçğıöşü ", "CGIOSUcgiosu_")
_HOUR = re.compile(r"\d{1,2}:\d{2}")
_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")
_PHONE = 10
Raw = Mapping[str, Any]


def order(shipment: ShipmentOrder, sender_address: str) -> Order:
    to, payer = shipment.recipient, _PAYERS[shipment.payer]
    made = Order(
        TradingWaybillNumber=shipment.invoice_number or shipment.reference,
        IntegrationCode=shipment.reference,
        ReceiverName=" - ".join(part for part in (to.company, to.name) if part),
        ReceiverAddress=to.line,
        ReceiverPhone1=_phone(to.phone or ""),
        ReceiverCityName=to.city,
        ReceiverTownName=to.district,
        VolumetricWeight=_figure(sum((one.desi for one in shipment.parcels), Decimal(0))),
        Weight=_figure(sum((one.weight for one in shipment.parcels), Decimal(0))),
        PieceCount=str(len(shipment.parcels)),
        PayorTypeCode=payer,
        IsWorldWide="0",
        IsCod="0",
        PieceDetails={"PieceDetail": [_piece(one) for one in shipment.parcels]},
    )
    if shipment.invoice_number:
        made["InvoiceNumber"] = shipment.invoice_number
    if shipment.description:
        made["Description"] = shipment.description[:255]
    if sender_address:
        made["SenderAccountAddressId"] = sender_address
    if shipment.cash_on_delivery is not None:
        by_card = shipment.cash_kind is CashKind.CARD
        made |= Order(
            IsCod="1",
            CodAmount=f"{shipment.cash_on_delivery:.2f}",
            CodCollectionType="1" if by_card else "0",
            CodBillingType="0",
        )
    return made


def is_payer_known(payer: Payer) -> bool:
    return payer in _PAYERS


def outcome(answer: object) -> tuple[str, str]:
    """Code and sentence of the one order that was sent, or of a cancellation."""
    found = _listed(answer, "OrderResultInfo")
    result = mapping(found[0] if found else answer, "result")
    return text(required(result, "ResultCode")), text(optional(result, "ResultMessage"))


def is_ordered(answer: object, reference: str) -> bool:
    return any(text(one.get("IntegrationCode")) == reference for one in _listed(answer, "Order"))


def tracked(answer: object) -> list[dict[str, Any]]:
    """Rows of a query: a text with JSON in which one row is an object, several are a list and none is null."""
    told = text(answer)
    try:
        result = mapping(parsing.load_json(told.encode()), "answer").get("QueryResult")
    except ValueError:
        raise errors.by_sentence(told) from None
    found = optional(mapping(result, "QueryResult"), "Cargo") if result else None
    listed = found if isinstance(found, list) else [found] if found else []
    return [_named(row) for row in rows(listed, "Cargo")]


def tracking(reference: str, found: list[dict[str, Any]]) -> Parsed[TrackingRecord]:
    shipment = {"reference": reference, "rows": found}
    return parked(record, shipment, lambda raw: text(raw["reference"]))


def waiting(reference: str) -> TrackingRecord:
    return TrackingRecord(reference, ParcelStatus.CREATED, _WAITS)


def record(shipment: Raw) -> TrackingRecord:
    status, row = min(((_status(one), one) for one in shipment["rows"]), key=lambda one: _WAY.index(one[0]))
    number = text(optional(row, "KARGO_TAKIP_NO")) or None
    kind = text(optional(row, "TIP_KODU"))
    return TrackingRecord(
        reference=shipment["reference"],
        status=status,
        provider_status=" ".join(
            part for part in (text(row["DURUM_KODU"]), text(optional(row, "DURUMU"))) if part
        )
        + (" (TIP 3)" if kind and KINDS[kind] else ""),
        tracking_number=number,
        tracking_url=f"{_LINK}{number}" if number else None,
        delivered_at=_delivered(row) if status is ParcelStatus.DELIVERED else None,
        received_by=text(optional(row, "TESLIM_ALAN")),
        billed_desi=_amount(row, "KG_DESI"),
        billed_amount=_amount(row, "TUTAR"),
    )


READERS = {"tracking": lambda raw: [tracking("recorded", [_named(row) for row in raw])]}


def _listed(answer: object, name: str) -> list[dict[str, Any]]:
    """The rows of an array, which come without the element around them."""
    found = answer.get(name) if isinstance(answer, Mapping) else answer
    return rows(found or [], name)


def _piece(parcel: Parcel) -> PieceDetail:
    made = PieceDetail(
        VolumetricWeight=_figure(parcel.desi), Weight=_figure(parcel.weight), BarcodeNumber=parcel.barcode
    )
    if parcel.content:
        made["Description"] = parcel.content[:64]
    return made


def _figure(value: Decimal) -> str:
    return f"{value:.2f}"


def _phone(given: str) -> str:
    """Ten digits where it is a Turkish number; any other is left as it is, for the carrier to judge."""
    digits = "".join(one for one in given if one.isdigit())
    own = digits[-_PHONE:]
    return own if digits in {f"{lead}{own}" for lead in ("", "0", "90", "0090")} else given


def _named(row: Raw) -> dict[str, Any]:
    """Keys come with blanks or underscores, with Turkish letters or without."""
    return {text(name).translate(_LETTERS).upper(): value for name, value in row.items()}


def _status(row: Raw) -> ParcelStatus:
    word, kind = text(required(row, "DURUM_KODU")), text(optional(row, "TIP_KODU"))
    if word not in STATUSES or (kind and kind not in KINDS):
        return explained_parcel(word if word not in STATUSES else f"TIP_KODU {kind}", row)
    status = STATUSES[word]
    if not kind or not KINDS[kind]:
        return status
    return ParcelStatus.RETURNED if status is ParcelStatus.DELIVERED else ParcelStatus.RETURNING


def _delivered(row: Raw) -> datetime | None:
    """A day, and an hour in a field of its own; some have both in one."""
    told = text(optional(row, "TESLIM_TARIHI", "TESLIM_ZAMANI"))
    if not told:
        return None
    day = _DAY.search(told)
    hour = _HOUR.search(text(optional(row, "TESLIM_SAATI", "TESLIM_ZAMANI"))) or _HOUR.search(told)
    try:
        local = datetime.strptime(
            f"{day[0] if day else told} {hour[0] if hour else '0:00'}", "%d.%m.%Y %H:%M"
        ).replace(tzinfo=ISTANBUL)
    except ValueError:
        raise UnexpectedAnswer(told, raw=told, code="connector.odd_value") from None
    return local.astimezone(UTC)


def _amount(row: Raw, name: str) -> Decimal | None:
    """A number, or a text with a point or a comma."""
    told = optional(row, name)
    if told in (None, ""):
        return None
    return amount(told.replace(",", ".") if isinstance(told, str) else told, name)
