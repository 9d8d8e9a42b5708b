"""Documents as screens show them."""

from datetime import date
from decimal import Decimal
from typing import Any

from prapazar.domain.invoicing import rules
from prapazar.domain.invoicing.queries import EventRow, InvoiceRow
from prapazar.domain.invoicing.rules import Settlement
from prapazar.foundation import formats
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import knows, say

HIDDEN = "•••"
_DETAIL, _FREE = "{detail}", "{"
"""A sentence that asks for more than the detail is another screen's."""
TONES = {
    "draft": "neutral",
    "issuing": "info",
    "waiting": "info",
    "sending": "info",
    "sent": "info",
    "delivered": "good",
    "waiting_answer": "wait",
    "accepted": "good",
    "rejected": "bad",
    "cancelled": "neutral",
    "failed": "bad",
}
_PAID_TONES = {
    Settlement.NONE: "neutral",
    Settlement.PAID: "good",
    Settlement.OPEN: "wait",
    Settlement.OVERDUE: "bad",
}
_EVENT_TONES = {
    "failed": "bad",
    "not_cancelled": "bad",
    "voided": "wait",
    "changed_provider": "wait",
    "delayed": "wait",
    "sent": "good",
}


def shown(row: InvoiceRow, scope: Scope) -> dict[str, str]:
    locale = scope.locale
    paid = settlement(row)
    is_broken = row.code is not None and row.status in {"draft", "failed", "rejected"}
    is_late = row.code is not None and row.status in rules.ON_ITS_WAY
    return {
        "id": str(row.id),
        "number": row.number or say(locale, "invoices.draft_number"),
        "kind": say(locale, f"invoices.kind_{kind(row)}"),
        "buyer": HIDDEN if scope.hides("buyer.name") else row.buyer_name,
        "order": row.order_number or "",
        "order_id": str(row.order_id or ""),
        "at": formats.short(row.issued_at, locale),
        "at_full": formats.full(row.issued_at, locale),
        "status": say(locale, f"invoices.status_{row.status}"),
        "tone": "bad" if is_broken else "wait" if is_late else TONES[row.status],
        "why": refusal(row.code, row.detail, locale) if row.code is not None else "",
        "settlement": say(locale, f"invoices.settlement_{paid.value}"),
        "settlement_tone": _PAID_TONES[paid],
        "due_on": _day(row.due_on, locale) if paid in {Settlement.OPEN, Settlement.OVERDUE} else "",
        "total": formats.money(row.payable, row.currency, locale) if row.kind != "despatch" else "",
    }


def kind(row: InvoiceRow) -> str:
    is_return = row.kind == "return" and row.document_kind != "credit_note"
    return "return" if is_return else row.document_kind


def settlement(row: InvoiceRow) -> Settlement:
    today = now().astimezone(ISTANBUL).date()
    return rules.settlement(row.kind, row.status, row.payable, row.paid, row.due_on or today, today)


def refusal(code: str | None, detail: str, locale: Locale) -> str:
    """In the seller's words where we know some; else what the provider said."""
    if code is None:
        return ""
    usual = f"connector.{code.partition('.')[2]}"
    for key in (code, usual):
        if knows(key) and _FREE not in say(locale, key).replace(_DETAIL, ""):
            said = say(locale, key, detail=detail)
            return said if detail in said or not detail else f"{said.removesuffix('.')}: {detail}"
    return detail or code


def event(row: EventRow, locale: Locale) -> dict[str, str]:
    """For `components.timeline`."""
    values: dict[str, Any] = {**row.values}
    if row.kind == "status":
        values["status"] = say(locale, f"invoices.status_{values['status']}")
    if row.kind == "paid":
        given = Decimal(values["amount"])
        values["amount"] = formats.number(abs(given), locale, places=2)
        values["method"] = say(locale, f"invoices.method_{values['method']}")
        if given < 0:
            return {**_event(row, locale), "title": say(locale, "invoices.event_paid_back", **values)}
    detail = str(values.get("text") or "")
    if row.kind in {"failed", "not_cancelled", "changed_provider", "delayed"}:
        detail = refusal(values.get("code"), str(values.get("detail") or ""), locale)
    return {
        **_event(row, locale),
        "title": say(locale, f"invoices.event_{row.kind}", **values),
        "detail": detail,
    }


def _event(row: EventRow, locale: Locale) -> dict[str, str]:
    return {
        "detail": "",
        "at": formats.short(row.at, locale),
        "at_full": formats.full(row.at, locale),
        "tone": _EVENT_TONES.get(row.kind, "neutral"),
        "who": row.by or "",
    }


def _day(day: date | None, locale: Locale) -> str:
    return "" if day is None else formats.date_of(day, locale)
