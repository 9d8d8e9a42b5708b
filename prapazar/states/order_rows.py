"""How an order is written on the screen: strings in the reader's language, nothing else."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import TypedDict

from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.orders.queries import OrderRow
from prapazar.domain.orders.queries_one import EventRow
from prapazar.flows import standing
from prapazar.foundation import formats
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Locale
from prapazar.foundation.texts import knows, say

SOON = timedelta(hours=4)
WAITING = {OrderStatus.NEW, OrderStatus.PICKING, OrderStatus.PACKED}


class ShownOrder(TypedDict):
    id: str
    number: str
    connector: str
    channel: str
    status: str
    problem: str
    """`1` or empty."""
    at: str
    at_full: str
    ship_by: str
    ship_tone: str
    buyer: str
    city: str
    items: str
    item: str
    image: str
    total: str
    test: str
    """`1` for an order of a test store."""


def shown(row: OrderRow, locale: Locale, *, hides_buyer: bool) -> ShownOrder:
    ship_by, tone = _ship_by(row, locale)
    more = row.line_count - 1
    return ShownOrder(
        id=str(row.id),
        number=row.number,
        connector=row.connector or "manual",
        channel=row.channel or say(locale, "orders.manual"),
        status=row.status,
        problem="1" if row.has_problem else "",
        at=formats.short(row.ordered_at, locale),
        at_full=formats.full(row.ordered_at, locale),
        ship_by=ship_by,
        ship_tone=tone,
        buyer=masked(row.buyer_name) if hides_buyer else row.buyer_name,
        city=row.city,
        items=formats.number(row.unit_count, locale),
        item=f"{row.first_title or ''}{f' +{more}' if more > 0 else ''}",
        image=row.first_image or "",
        total=formats.money(row.total, row.currency, locale),
        test="1" if row.is_test else "",
    )


def _ship_by(row: OrderRow, locale: Locale) -> tuple[str, str]:
    if row.ship_by_at is None or row.status not in WAITING:
        return "", "neutral"
    left = row.ship_by_at - now()
    tone = "bad" if left < timedelta(0) else "wait" if left < SOON else "neutral"
    return formats.remaining(row.ship_by_at, locale), tone


def masked(name: str) -> str:
    """`Ayşe Yılmaz` as `A••• Y•••`."""
    return " ".join(f"{part[0]}•••" for part in name.split() if part)


_PLAIN = ("sku", "list", "numbers", "warehouse", "name", "tags")
"""Values of an event that stand in its sentence as they are."""
TONES = {
    "not_found": "bad",
    "shipment_refused": "bad",
    "short": "wait",
    "passed_over": "wait",
    "supply_refused": "bad",
    "supply_emptied": "wait",
    "report_failed": "bad",
    "reported": "good",
    "repaired": "good",
    "imported": "info",
}


def event(row: EventRow, locale: Locale) -> dict[str, str]:
    """For `components.timeline`."""
    values = dict(row.values)
    detail = str(values.get("text") or values.get("detail") or "")
    if "package" in values:
        detail = detail or say(locale, "timeline.package", package=values["package"])
    words = {
        **{name: str(value) for name, value in values.items()},
        **_shipping(values, locale),
        **_paying(values, locale),
        "was": _status(values.get("was"), locale),
        "now": _status(values.get("is"), locale),
        "status": _status(values.get("status"), locale),
        "quantity": values.get("quantity", ""),
        "reason": _reason(values.get("reason"), locale),
        **{name: values.get(name, "") for name in _PLAIN},
    }
    key = f"timeline.{row.kind}"
    return {
        "title": say(locale, key, **words) if knows(key) else row.kind,
        "detail": detail,
        "at": formats.short(row.at, locale),
        "at_full": formats.full(row.at, locale),
        "tone": TONES.get(row.kind, "neutral"),
        "who": row.person or "",
    }


def _reason(code: object, locale: Locale) -> str:
    """Why a supplier refused; of a cancellation the code is not said."""
    key = f"supplies.reason_{code}"
    return say(locale, key) if knows(key) else ""


def _shipping(values: Mapping[str, object], locale: Locale) -> dict[str, object]:
    """What an event tells of a carrier."""
    moved = f"shipping.status_{values.get('is')}"
    return {
        "carrier": standing.channel_name(str(values.get("carrier") or "")),
        "number": values.get("number") or "",
        "reference": values.get("reference") or "",
        "moved": say(locale, moved) if knows(moved) else "",
    }


def _paying(values: Mapping[str, object], locale: Locale) -> dict[str, object]:
    """What an event tells of a payment."""
    if "amount" not in values or "currency" not in values:
        return {}
    currency = str(values.get("paid_in") or values["currency"])
    return {"amount": formats.money(Decimal(str(values["amount"])), currency, locale)}


def _status(code: object, locale: Locale) -> str:
    return say(locale, f"order_status.{code}") if code in set(OrderStatus) else ""
