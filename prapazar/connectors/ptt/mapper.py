"""Our shipments in PTT's words, and its answers in ours."""

from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Any

from prapazar.connector_kit.errors import AuthFailed, Rejected, UnexpectedAnswer
from prapazar.connector_kit.parcels import (
    Parcel,
    ParcelStatus,
    Payer,
    ShipmentOrder,
    TrackingEvent,
    TrackingRecord,
)
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import optional, required, rows, text, whole
from prapazar.connector_kit.records import Address
from prapazar.connector_kit.statuses import explained_parcel
from prapazar.connectors.ptt import errors
from prapazar.connectors.ptt.schemas import NewParcel, Raw, Sender, moment

_BY_STATUS = {
    ParcelStatus.PICKED_UP: (1, 701),
    ParcelStatus.IN_TRANSIT: (3, 6, 8, 9, 11, 77, 91, 92, 149),
    ParcelStatus.OUT_FOR_DELIVERY: (7,),
    ParcelStatus.DELIVERED: (100, 157, 202, 252, 807, 812),
    ParcelStatus.FAILED_ATTEMPT: (101, 109, 124, 126, 140),
    ParcelStatus.RETURNING: (99, 120, 141, 151, 154, 155, 156, 161),
    ParcelStatus.CANCELLED: (2,),
}
STATUSES = {code: status for status, codes in _BY_STATUS.items() for code in codes}
WAITING = "kabul bekliyor"
"""Our words for a parcel without movements: PTT has none."""
DONE, FOUND = 1, 10
_PAYERS = {Payer.SENDER: "MH", Payer.RECEIVER: "UA"}
_CASH, _DECLARED = "OS", "DK"
_TURKIYE = "052"
_GRAMS = 1000
_PHONE_DIGITS = 10
_LINK = "https://gonderitakip.ptt.gov.tr/Track/Verify?q={}"


def link(barcode: str) -> str:
    return _LINK.format(barcode)


def new_parcels(order: ShipmentOrder, cod_account: str) -> list[NewParcel]:
    """What the buyer pays at the door, and what the goods are worth, is said of the first one alone."""
    if order.payer not in _PAYERS:
        raise Rejected("a platform's parcels are not told here", code="ptt.payer", field="payer")
    return [
        _new_parcel(order, one, cod_account, is_first=place == 0) for place, one in enumerate(order.parcels)
    ]


def _new_parcel(order: ShipmentOrder, parcel: Parcel, cod_account: str, *, is_first: bool) -> NewParcel:
    to, phone = order.recipient, _phone(order.recipient.phone)
    cash = (order.cash_on_delivery or Decimal(0)) if is_first else Decimal(0)
    declared = (order.declared_value or Decimal(0)) if is_first else Decimal(0)
    return {
        "aAdres": to.line,
        "agirlik": max(1, _up(parcel.weight * _GRAMS)),
        "aliciAdi": to.company or to.name,
        "aliciEmail": order.recipient_email or "",
        "aliciIlAdi": to.city,
        "aliciIlceAdi": to.district,
        "aliciSms": phone,
        "aliciTel": phone,
        "barkodNo": parcel.barcode,
        "deger_ucreti": declared,
        "desi": max(1, _up(parcel.desi)),
        "ekhizmet": (_CASH if cash else "") + (_DECLARED if declared else ""),
        "gondericibilgi": _sender(order.sender),
        "musteriReferansNo": order.reference,
        "odeme_sart_ucreti": cash,
        "odemesekli": _PAYERS[order.payer],
        "rezerve1": cod_account if cash else "",
        "ucret": Decimal(0),
    }


def accepted(raw: Raw) -> tuple[list[str], Raw | None]:
    """The bar codes that were taken, and the first row that was not: a call may be taken in part."""
    told = rows(optional(raw, "dongu") or [], "dongu")
    bad = [one for one in told if whole(required(one, "donguHataKodu"), "donguHataKodu") != DONE]
    good = [text(optional(one, "barkod")) for one in told if one not in bad]
    return good, bad[0] if bad else None


def is_done(raw: Raw) -> bool:
    return whole(required(raw, "hataKodu"), "hataKodu") == DONE


def tracking(reference: str, raw: Raw) -> Parsed[TrackingRecord] | None:
    """None for a parcel PTT does not know. Raises AuthFailed; every other refusal is this parcel's own."""
    if whole(required(raw, "sonucKodu"), "sonucKodu") != FOUND:
        refused = errors.refusal(raw["sonucKodu"], optional(raw, "sonucAciklama"))
        if isinstance(refused, AuthFailed):
            raise refused
        if refused.code == errors.NOT_FOUND:
            return None
    return parked(lambda one: _tracking(reference, one), raw, lambda _: reference)


def _tracking(reference: str, raw: Raw) -> TrackingRecord:
    if whole(raw["sonucKodu"], "sonucKodu") != FOUND:
        raise UnexpectedAnswer(
            text(optional(raw, "sonucAciklama")), raw=raw["sonucKodu"], code="connector.odd_value"
        )
    barcode = text(required(raw, "BARNO"))
    moves = sorted(
        rows(optional(raw, "dongu") or [], "dongu"), key=lambda one: whole(one["siraNo"], "siraNo")
    )
    status, word = _status(moves)
    events = tuple(_event(one) for one in moves)
    is_delivered = status is ParcelStatus.DELIVERED
    return TrackingRecord(
        reference=reference,
        status=status,
        provider_status=word,
        events=events,
        tracking_number=barcode,
        tracking_url=link(barcode),
        delivered_at=events[-1].at if is_delivered else None,
        received_by=text(optional(raw, "TESALAN")) if is_delivered else "",
    )


def _status(moves: Sequence[Raw]) -> tuple[ParcelStatus, str]:
    """The last movement's. What is handed over after it turned round is the sender's again."""
    if not moves:
        return ParcelStatus.CREATED, WAITING
    codes = [whole(required(one, "IKODU"), "IKODU") for one in moves]
    last = STATUSES.get(codes[-1]) or explained_parcel(str(codes[-1]), moves[-1])
    turned = any(STATUSES.get(code) is ParcelStatus.RETURNING for code in codes)
    is_back = last is ParcelStatus.DELIVERED and turned
    return (ParcelStatus.RETURNED if is_back else last), str(codes[-1])


def _event(raw: Raw) -> TrackingEvent:
    code = whole(required(raw, "IKODU"), "IKODU")
    return TrackingEvent(
        at=moment(required(raw, "ITARIH"), optional(raw, "ISAAT")),
        status=STATUSES.get(code),
        provider_status=str(code),
        text=text(optional(raw, "ISLEM")),
        place=text(optional(raw, "IMERK")),
    )


def _sender(sender: Address) -> Sender:
    return {
        "gonderici_adi": sender.company or sender.name,
        "gonderici_adresi": sender.line,
        "gonderici_il_ad": sender.city,
        "gonderici_ilce_ad": sender.district,
        "gonderici_posta_kodu": sender.postal_code,
        "gonderici_telefonu": _phone(sender.phone),
        "gonderici_ulke_id": _TURKIYE,
    }


def _phone(told: str | None) -> str:
    return "".join(one for one in told or "" if one.isdigit())[-_PHONE_DIGITS:]


def _up(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_CEILING))


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "gonderiSorgu_referansNo": lambda raw: [tracking("PRZ1", raw)],
}
"""How a recorded answer is replayed, by operation."""
