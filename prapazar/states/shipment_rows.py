"""How shipments are written on the screen: strings in the reader's language, nothing else."""

from decimal import Decimal
from typing import TypedDict

from prapazar.domain.access import masking
from prapazar.domain.shipping import rules
from prapazar.domain.shipping.queries_list import ShipmentRow
from prapazar.domain.shipping.queries_one import MovementRow, ParcelRow, ShipmentDetail
from prapazar.flows import standing
from prapazar.foundation import formats
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.channels import error_sentence
from prapazar.states.order_rows import masked

TONES = {
    "none": "wait",
    "waiting": "wait",
    "refused": "bad",
    "created": "info",
    "picked_up": "info",
    "in_transit": "info",
    "out_for_delivery": "info",
    "failed_attempt": "wait",
    "delivered": "good",
    "returning": "wait",
    "returned": "neutral",
    "cancelled": "neutral",
    "lost": "bad",
}
_OPEN = frozenset(
    {"none", "waiting", "created", "picked_up", "in_transit", "out_for_delivery", "failed_attempt"}
)


_WITH_THE_BUYER = frozenset({"picked_up", "in_transit", "out_for_delivery", "failed_attempt", "delivered"})


class ShownShipment(TypedDict):
    id: str
    order_id: str
    order_number: str
    reference: str
    """Of the shipment; the order's number where there is none yet."""
    connector: str
    channel: str
    carrier: str
    status: str
    status_tone: str
    is_back: str
    """It comes back to us."""
    why: str
    """Of a refusal: the carrier's own words."""
    tracking: str
    tracking_url: str
    recipient: str
    city: str
    desi: str
    parcels: str
    cost: str
    cost_tone: str
    cost_hint: str
    expected: str
    expected_tone: str
    printed: str
    created: str
    created_full: str
    href: str


def shown(row: ShipmentRow, scope: Scope) -> ShownShipment:
    locale = scope.locale
    expected, tone = _expected(row, locale)
    cost, cost_tone, hint = _cost(row, locale)
    return ShownShipment(
        id=str(row.id),
        order_id=str(row.order_id),
        order_number=row.order_number,
        reference=row.reference or row.order_number,
        connector=row.channel_connector or "manual",
        channel=row.channel or "",
        carrier=standing.channel_name(row.carrier_name),
        status=say(locale, f"shipping.status_{'delayed' if _is_delayed(row) else row.status}"),
        status_tone="bad" if _is_delayed(row) else TONES[row.status],
        is_back="1" if row.direction == "back" else "",
        why=_why(row, locale),
        tracking=row.tracking_number or "",
        tracking_url=row.tracking_url or "",
        recipient=masked(row.recipient) if scope.hides("buyer.name") else row.recipient,
        city=row.city,
        desi=plain(row.desi, locale),
        parcels=formats.number(row.parcel_count, locale),
        cost=cost,
        cost_tone=cost_tone,
        cost_hint=hint,
        expected=expected,
        expected_tone=tone,
        printed=formats.short(row.printed_at, locale) if row.printed_at else "",
        created=formats.short(row.created_at, locale),
        created_full=formats.full(row.created_at, locale),
        href=f"/orders/{row.order_id}" if row.status == "none" else f"/shipments/{row.id}",
    )


def _is_delayed(row: ShipmentRow) -> bool:
    """Its carrier could not be told yet."""
    return row.status == "waiting" and row.code is not None


def _why(row: ShipmentRow, locale: Locale) -> str:
    """Our sentence for the cause, and behind it what the carrier said."""
    said = error_sentence(row.code, locale) if row.code else ""
    return " · ".join(one for one in (said, row.detail) if one)


def plain(value: Decimal, locale: Locale) -> str:
    """As many places as it has, without noughts at the end."""
    places = max(0, -int(value.normalize().as_tuple().exponent)) if value else 0
    return formats.number(value, locale, places=places)


def _expected(row: ShipmentRow, locale: Locale) -> tuple[str, str]:
    if row.delivered_at is not None:
        return formats.short(row.delivered_at, locale), "good"
    if row.expected_at is None or row.status not in _OPEN:
        return "", "neutral"
    if row.expected_at < now():
        return say(locale, "shipping.late_by", time=formats.duration(now() - row.expected_at, locale)), "bad"
    return formats.day(row.expected_at, locale), "neutral"


def _cost(row: ShipmentRow, locale: Locale) -> tuple[str, str, str]:
    """What is billed, or what is expected as long as nothing is; in red where both differ."""
    amount = row.billed_amount if row.billed_amount is not None else row.expected_amount
    if amount is None:
        return "", "", ""
    differs = rules.cost_differs(row.expected_amount, row.billed_amount)
    hint = ""
    if row.expected_amount is not None:
        expected = formats.money(row.expected_amount, row.currency, locale)
        hint = f"{say(locale, 'shipping.cost_expected')}: {expected}"
    return formats.money(amount, row.currency, locale), "pp-bad" if differs else "", hint


def fact(found: ShipmentDetail, scope: Scope) -> dict[str, str]:
    """One shipment's facts, each "" where there is nothing to tell."""
    row, locale = found.shipment, scope.locale
    moment = {
        name: formats.short(value, locale) if value else ""
        for name, value in (
            ("shipped", found.shipped_at),
            ("delivered", row.delivered_at),
            ("asked", found.asked_at),
            ("expected_at", row.expected_at),
        )
    }
    money = {
        name: formats.money(value, row.currency, locale) if value is not None else ""
        for name, value in (
            ("cost_expected", row.expected_amount),
            ("cost_billed", row.billed_amount),
            ("cash", row.cash_on_delivery),
            ("difference", _difference(row)),
        )
    }
    by_hand = row.status in {
        "created",
        "picked_up",
        "in_transit",
        "out_for_delivery",
        "failed_attempt",
        "returning",
    }
    return {
        **{name: str(value) for name, value in shown(row, scope).items()},
        **moment,
        **money,
        "status_key": row.status,
        "payer": say(locale, f"shipping.payer_{row.payer}"),
        "weight": plain(found.weight, locale) if found.weight else "",
        "billed_desi": plain(found.billed_desi, locale) if found.billed_desi is not None else "",
        "external_id": found.external_id or "",
        "received_by": masking.name(scope, found.received_by),
        "handover": found.handover_number or "",
        "is_late": "1" if row.is_late and row.status in _OPEN else "",
        "is_delayed": "1" if _is_delayed(row) else "",
        "is_refused": "1" if row.status == "refused" else "",
        "is_not_cancelled": "1" if row.code and row.status not in {"refused", "waiting"} else "",
        "has_label": "1" if row.status not in {"waiting", "refused", "cancelled"} else "",
        "is_foreign_label": "1" if found.label_id else "",
        "can_cancel": "1" if row.status in {"waiting", "refused", "created"} else "",
        "can_hand_over": "1" if row.status == "created" and row.direction == "out" else "",
        "can_return": "1" if row.direction == "out" and row.status in _WITH_THE_BUYER else "",
        "by_hand": "1" if by_hand else "",
    }


def _difference(row: ShipmentRow) -> Decimal | None:
    if row.expected_amount is None or row.billed_amount is None:
        return None
    return row.billed_amount - row.expected_amount


def movement(row: MovementRow, locale: Locale) -> dict[str, str]:
    """For `components.timeline`."""
    said = say(locale, f"shipping.status_{row.status}") if row.status else row.text or row.provider_status
    detail = " · ".join(one for one in (row.place, row.text if row.status else "") if one)
    return {
        "title": said,
        "detail": detail,
        "at": formats.short(row.at, locale),
        "at_full": formats.full(row.at, locale),
        "tone": TONES.get(row.status or "", "neutral"),
        "who": "",
    }


def parcel(row: ParcelRow, locale: Locale) -> dict[str, str]:
    desi = f"{plain(row.desi, locale)} desi" if row.desi else ""
    measures = [desi, f"{plain(row.weight, locale)} kg" if row.weight else ""]
    return {
        "id": str(row.id),
        "name": say(locale, "shipping.parcel", number=row.place),
        "barcode": row.barcode,
        "measures": " · ".join(one for one in measures if one),
        "scanned": say(locale, "shipping.scanned", at=formats.short(row.scanned_at, locale))
        if row.scanned_at
        else "",
    }
