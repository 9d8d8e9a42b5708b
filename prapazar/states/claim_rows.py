"""How a claim is written on the screen: strings in the reader's language, nothing else."""

from datetime import timedelta
from decimal import Decimal
from typing import TypedDict

from prapazar.domain.access import masking
from prapazar.domain.aftersales.queries import ClaimDetail, ClaimEventRow, ClaimLineRow, ClaimRow
from prapazar.flows import claims
from prapazar.foundation import formats
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import knows, say
from prapazar.states.channels import error_sentence
from prapazar.states.order_rows import masked

SOON = timedelta(hours=12)
TONES = {"requested": "info", "waiting": "wait", "accepted": "good", "rejected": "bad", "disputed": "info"}
_EVENT_TONES = {
    "refused": "bad",
    "accepted": "good",
    "refunded": "good",
    "imported": "info",
    "opened": "info",
}


class ShownClaimLine(TypedDict):
    id: str
    product_id: str
    image: str
    title: str
    codes: str
    reason: str
    note: str
    status: str
    tone: str
    amount: str
    quantity: str
    received: str
    inspected: str
    to_inspect: str
    """How many wait for being looked at, as a number; empty at none."""
    to_inspect_said: str
    decidable: str
    """`1` where a decision can be made."""


def cause(code: str | None, detail: str, locale: Locale) -> str:
    """In our words where we know the code, with what the channel said itself."""
    said = error_sentence(code, locale) if code else ""
    return " ".join(part for part in (said if said != code or not detail else "", detail) if part)


def reason_words(reason: str, locale: Locale) -> str:
    """Some channels say it as a code."""
    key = f"claims.reason_{reason}"
    return say(locale, key) if knows(key) else reason


def shown(row: ClaimRow, scope: Scope) -> dict[str, str]:
    locale = scope.locale
    due, due_tone = clock(row, locale)
    status, tone = standing(row.status, row.deciding, locale)
    return {
        "id": str(row.id),
        "order": row.order_number,
        "order_id": str(row.order_id or ""),
        "number": row.number,
        "connector": row.connector or "manual",
        "channel": row.channel or say(locale, "claims.by_hand"),
        "at": formats.short(row.created_at, locale),
        "at_full": formats.full(row.created_at, locale),
        "kind": say(locale, f"claims.kind_{row.kind}"),
        "buyer": masked(row.buyer_name) if scope.hides("buyer.name") else row.buyer_name,
        "item": row.first_title or "",
        "image": row.first_image or "",
        "reason": reason_words(row.reason, locale),
        "units": formats.number(row.unit_count, locale),
        "goods": f"{row.received_count} / {row.unit_count}" if row.received_count else "",
        "due": due,
        "due_tone": due_tone,
        "due_full": formats.full(row.due_at, locale) if row.due_at else "",
        "status": status,
        "tone": tone,
        "refused": cause(row.code, row.detail, locale) if row.code else "",
        "amount": formats.money(row.amount, row.currency, locale) if row.amount is not None else "",
        "tracking": row.tracking_number or "",
        "refunded": "1" if row.refunded_at else "",
    }


def standing(status: str, deciding: str | None, locale: Locale) -> tuple[str, str]:
    if deciding:
        return say(locale, f"claims.telling_{deciding}"), "info"
    return say(locale, f"claims.{status}"), TONES.get(status, "neutral")


def clock(row: ClaimRow, locale: Locale) -> tuple[str, str]:
    if row.due_at is None or row.status != "waiting":
        return "", "neutral"
    left = row.due_at - now()
    tone = "bad" if left < timedelta(0) else "wait" if left < SOON else "neutral"
    return formats.remaining(row.due_at, locale), tone


def line(row: ClaimLineRow, currency: str, locale: Locale) -> ShownClaimLine:
    status, tone = standing(row.status, row.deciding, locale)
    waiting = row.received - row.inspected
    scrap = row.inspected - row.restocked
    return ShownClaimLine(
        id=str(row.id),
        product_id=str(row.product_id or ""),
        image=row.image or "",
        title=row.title,
        codes=" · ".join(part for part in (row.sku, row.barcode) if part),
        reason=reason_words(row.reason, locale),
        note=row.note,
        status=status,
        tone=tone,
        amount=formats.money(row.amount, currency, locale) if row.amount is not None else "",
        quantity=formats.number(row.quantity, locale),
        received=say(locale, "claims.received_of", received=row.received, quantity=row.quantity),
        inspected=say(locale, "claims.inspected_as", good=row.restocked, scrap=scrap)
        if row.inspected
        else "",
        to_inspect=str(waiting) if waiting > 0 else "",
        to_inspect_said=say(locale, "claims.to_inspect", count=waiting) if waiting > 0 else "",
        decidable="1" if row.status == "waiting" and not row.deciding else "",
    )


def event(row: ClaimEventRow, currency: str, locale: Locale) -> dict[str, str]:
    """For `components.timeline`."""
    values = {"units": 0, "good": 0, "scrap": 0, **row.values}
    if "amount" in values:
        values["amount"] = formats.money(Decimal(str(values["amount"])), currency, locale)
    for was, name in (("from", "was"), ("to", "now")):
        values[name] = say(locale, f"claims.{values[was]}") if was in values else ""
    said = (values.get(name) for name in ("title", "reason", "verdict", "note", "text", "detail"))
    return {
        "title": say(locale, f"claims.event_{row.kind}", **values),
        "detail": " · ".join(str(part) for part in said if part),
        "at": formats.short(row.at, locale),
        "at_full": formats.full(row.at, locale),
        "tone": _EVENT_TONES.get(row.kind, "neutral"),
        "who": row.person or "",
    }


def page(found: ClaimDetail, scope: Scope) -> dict[str, str]:
    """Everything but lines and timeline."""
    row, locale = found.claim, scope.locale
    paid = found.refunded_amount
    left = None if row.amount is None else row.amount - (paid or Decimal(0))
    decidable = any(one.status == "waiting" and not one.deciding for one in found.lines)
    return shown(row, scope) | {
        "provider_status": found.provider_status,
        "carrier": found.carrier or "",
        "note": masking.words(scope, found.note),
        "refunded": formats.money(paid, row.currency, locale) if paid is not None else "",
        "left": formats.number(left, locale, places=2) if left is not None and left > 0 else "",
        "decidable": "1" if decidable and row.status == "waiting" and claims.is_told(row.connector) else "",
        "in_the_panel": "1" if decidable and not claims.is_told(row.connector) else "",
        "is_manual": "1" if row.connector is None else "",
        "receivable": "1" if row.received_count < row.unit_count and row.status != "cancelled" else "",
        "closed": "1" if row.is_closed else "",
    }
