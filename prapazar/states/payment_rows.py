"""Payments as screens show them."""

from decimal import Decimal
from typing import Any

from prapazar.domain.payments.queries import EventRow, PaymentRow, RefundRow
from prapazar.flows import payment_desk
from prapazar.foundation import formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import knows, say

HIDDEN = "•••"
TONES = {
    "open": "wait",
    "paid": "good",
    "partly_refunded": "info",
    "refunded": "neutral",
    "cancelled": "neutral",
    "expired": "neutral",
}
REFUND_TONES = {"waiting": "info", "asked": "wait", "done": "good", "failed": "bad"}
_EVENT_TONES = {
    "paid": "good",
    "entered": "good",
    "failed": "bad",
    "refused": "bad",
    "refund_failed": "bad",
    "found_refund": "wait",
    "found_cancel": "wait",
    "surplus": "wait",
    "odd": "wait",
}


def shown(row: PaymentRow, scope: Scope) -> dict[str, str]:
    locale = scope.locale

    def money(amount: Decimal | None) -> str:
        return formats.money(amount, row.currency, locale) if amount else ""

    about = row.invoice_number or row.order_number or row.title
    return {
        "id": str(row.id),
        "reference": row.reference,
        "status": say(locale, f"payments.status_{row.status}"),
        "tone": "bad" if row.status == "open" and row.failure else TONES[row.status],
        "why": row.failure,
        "method": say(locale, f"payments.method_{row.method}"),
        "provider": row.provider or "",
        "connector": row.connector or "",
        "about": about,
        "order": row.order_number or "",
        "order_id": str(row.order_id or ""),
        "invoice": row.invoice_number or (say(locale, "payments.draft") if row.invoice_id else ""),
        "invoice_id": str(row.invoice_id or ""),
        "buyer": HIDDEN if scope.hides("buyer.name") and row.buyer_name else row.buyer_name,
        "amount": money(row.amount),
        "charged": money(row.charged) if row.charged != row.amount else "",
        "refunded": money(row.refunded),
        "refund_waiting": money(row.refund_waiting),
        "fee": money(row.fee),
        "card": row.card,
        "installments": str(row.installments) if row.installments > 1 else "",
        "title": row.title,
        "note": row.note,
        "link": payment_desk.address(row.link) if row.link and row.status == "open" else "",
        "until": formats.short(row.expires_at, locale) if row.expires_at and row.status == "open" else "",
        "at": formats.short(row.created_at, locale),
        "at_full": formats.full(row.created_at, locale),
        "paid_at": formats.short(row.paid_at, locale) if row.paid_at else "",
        "paid_full": formats.full(row.paid_at, locale) if row.paid_at else "",
    }


def event(row: EventRow, currency: str, locale: Locale) -> dict[str, str]:
    """For `components.timeline`."""
    values: dict[str, Any] = {**row.values}
    if "amount" in values:
        given = Decimal(values["amount"])
        values["amount"] = str(given) if "paid_in" in values else formats.money(given, currency, locale)
    if "method" in values:
        values["method"] = say(locale, f"payments.method_{values['method']}")
    detail = refusal(values.get("code"), str(values.get("detail") or values.get("note") or ""), locale)
    if values.get("late"):
        detail = say(locale, "payments.late")
    return {
        "title": say(locale, f"payments.event_{row.kind}", **values),
        "detail": detail,
        "at": formats.short(row.at, locale),
        "at_full": formats.full(row.at, locale),
        "tone": _EVENT_TONES.get(row.kind, "neutral"),
        "who": row.by or "",
    }


def refund(row: RefundRow, currency: str, locale: Locale) -> dict[str, str]:
    return {
        "amount": formats.money(row.amount, currency, locale),
        "status": say(locale, f"payments.refund_status_{row.status}"),
        "tone": REFUND_TONES[row.status],
        "why": refusal(row.code, row.detail, locale) if row.status == "failed" or row.code else "",
        "note": _refund_note(row, locale),
        "way": say(locale, f"payments.way_back_{row.way}") if row.way else "",
        "at": formats.short(row.done_at or row.created_at, locale),
        "at_full": formats.full(row.done_at or row.created_at, locale),
        "who": row.by or "",
    }


def _refund_note(row: RefundRow, locale: Locale) -> str:
    if row.is_found:
        return say(locale, "payments.found_row")
    return say(locale, "payments.surplus_row") if row.is_surplus else row.note


def typed(amount: Decimal, locale: Locale) -> str:
    """As a person would write it into a field."""
    written = f"{amount:.2f}"
    return written.replace(".", ",") if locale == "tr" else written


def refusal(code: str | None, detail: str, locale: Locale) -> str:
    """In the seller's words where we know some; else what the provider said."""
    if code is None:
        return detail
    usual = f"connector.{code.partition('.')[2]}"
    for key in (code, usual):
        if knows(key):
            said = say(locale, key, detail=detail)
            return said if detail in said or not detail else f"{said} {detail}"
    return detail or code
