"""Customers as screens show them, with what a person may not see as dots."""

from datetime import datetime
from typing import Any

from prapazar.domain.access import masking
from prapazar.domain.customers.queries import CustomerRow, Pair
from prapazar.domain.customers.queries_one import AddressRow, CustomerDetail, MergeRow
from prapazar.flows.customer_desk import HIDDEN, Happened
from prapazar.foundation import formats, routes
from prapazar.foundation.clock import ISTANBUL
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import knows, say

_STATUS_TEXTS = {
    "order": "order_status.{}",
    "claim": "claims.{}",
    "question": "questions.{}",
    "payment": "payments.status_{}",
    "invoice": "invoices.status_{}",
    "ticket": "tickets.status_{}",
    "feedback": "feedback.stars_{}",
    "interaction": "customers.contact_{}",
}
_TONES = {
    "delivered": "good",
    "paid": "good",
    "accepted": "good",
    "cancelled": "bad",
    "rejected": "bad",
    "undelivered": "bad",
    "returned": "wait",
    "refunded": "wait",
    "waiting": "wait",
    "new": "info",
    "open": "info",
    "waiting_us": "wait",
    "solved": "good",
    "1": "bad",
    "2": "bad",
    "3": "wait",
    "4": "good",
    "5": "good",
}
_ADDRESSES = {
    "order": routes.ORDER,
    "claim": routes.CLAIM,
    "payment": routes.PAYMENT,
    "invoice": routes.INVOICE,
    "ticket": routes.TICKET,
}


def seen(scope: Scope, value: str | None, field: str) -> str:
    return HIDDEN if value and scope.hides(field) else value or ""


def phone(digits: str | None) -> str:
    """`0532 123 45 67` of Türkiye, `+49...` of elsewhere."""
    if not digits:
        return ""
    if digits.startswith("90") and len(digits) == 12:  # noqa: PLR2004 - country and number
        return f"0{digits[2:5]} {digits[5:8]} {digits[8:10]} {digits[10:]}"
    return f"+{digits}"


def shown(
    row: CustomerRow, scope: Scope, channels: dict[str, tuple[str, str]] | None = None
) -> dict[str, Any]:
    """`channels`: (connector, name) by connection."""
    locale = scope.locale
    named = [(channels or {})[one] for one in row.channels if one in (channels or {})]
    return {
        "id": str(row.id),
        "name": seen(scope, row.name, "buyer.name") or say(locale, "customers.unnamed"),
        "company": seen(scope, row.company, "buyer.name"),
        "email": seen(scope, row.email, "buyer.email"),
        "phone": seen(scope, phone(row.phone), "buyer.phone"),
        "tax_number": seen(scope, row.tax_number, "buyer.tax_number"),
        "place": " / ".join(part for part in (row.district, row.city) if part),
        "orders": formats.number(row.order_count, locale),
        "spent": formats.money(row.spent, row.currency, locale),
        "last": formats.short(row.last_order_at, locale),
        "last_full": formats.full(row.last_order_at, locale),
        "first": formats.short(row.first_order_at, locale) if row.first_order_at else "",
        "first_full": formats.full(row.first_order_at, locale) if row.first_order_at else "",
        "tags": ", ".join(row.tags),
        "connector": named[0][0] if named else "",
        "channel": named[0][1] if named else "",
        "more_channels": f"+{len(named) - 1}" if len(named) > 1 else "",
        "channel_names": ", ".join(name for _, name in named),
    }


def _day(moment: datetime | None, scope: Scope) -> str:
    """An hour alone would say nothing of a first order; the day does."""
    return formats.date_of(moment.astimezone(ISTANBUL).date(), scope.locale) if moment else ""


def pair(one: Pair, scope: Scope) -> dict[str, Any]:
    first, second = shown(one.first, scope), shown(one.second, scope)
    return {
        "id": str(one.id),
        "why": say(scope.locale, f"customers.reason_{one.reason}"),
        "kept": first["id"],
        "gone": second["id"],
        **{f"first_{name}": first[name] for name in _PAIR_FACTS},
        **{f"second_{name}": second[name] for name in _PAIR_FACTS},
    }


_PAIR_FACTS = ("name", "company", "email", "phone", "place", "orders", "spent", "last")


def address(row: AddressRow, scope: Scope) -> dict[str, str]:
    locale = scope.locale
    street = ", ".join(part for part in (row.line, row.postal_code) if part)
    return {
        "id": str(row.id),
        "name": seen(scope, row.company or row.name, "buyer.name"),
        "line": seen(scope, street, "buyer.address"),
        "place": " / ".join(part for part in (row.neighbourhood, row.district, row.city) if part)
        if not scope.hides("buyer.address")
        else " / ".join(part for part in (row.district, row.city) if part),
        "kind": say(locale, "customers.billing") if row.is_billing else "",
        "at": formats.short(row.last_used_at, locale),
        "at_full": formats.full(row.last_used_at, locale),
    }


def merge(row: MergeRow, scope: Scope) -> dict[str, str]:
    locale = scope.locale
    return {
        "id": str(row.id),
        "name": seen(scope, row.name, "buyer.name"),
        "detail": say(locale, "customers.merged_detail", count=formats.number(row.order_count, locale)),
        "at": formats.short(row.at, locale),
        "at_full": formats.full(row.at, locale),
        "who": row.by or "",
    }


def happened(row: Happened, scope: Scope) -> dict[str, str]:
    """For the page's timeline."""
    locale = scope.locale
    key = _STATUS_TEXTS[row.kind].format(row.status)
    path = _ADDRESSES.get(row.kind, "")
    return {
        "id": str(row.id),
        "kind": row.kind,
        "title": say(locale, f"customers.kind_{row.kind}"),
        "number": row.number,
        "status": say(locale, key) if knows(key) else row.status,
        "tone": _TONES.get(row.status, "neutral"),
        "detail": row.detail[:200],
        "amount": formats.money(row.amount, row.currency, locale) if row.amount is not None else "",
        "at": formats.short(row.at, locale),
        "at_full": formats.full(row.at, locale),
        "connector": row.connector or "",
        "channel": row.channel or "",
        "href": _link(path, row) if path else _elsewhere(row),
    }


def _elsewhere(row: Happened) -> str:
    """Where it stands among others; what is written on the customer's own page leads nowhere."""
    if row.kind == "question":
        return f"{routes.INBOX}?question={row.id}"
    return routes.order(row.order_id) if row.kind == "feedback" and row.order_id else ""


def _link(path: str, row: Happened) -> str:
    start, _, _ = path.partition("[")
    return f"{start}{row.id}"


def detail(found: CustomerDetail, scope: Scope) -> dict[str, Any]:
    channels = {str(id_): (connector, name) for id_, connector, name in found.channels}
    cancelled = sum(one.cancelled for one in found.spent)
    return {
        **shown(found.row, scope, channels),
        "note": masking.words(scope, found.note),
        "cancelled": formats.number(cancelled, scope.locale) if cancelled else "",
        "first_day": _day(found.row.first_order_at, scope),
        "last_day": _day(found.row.last_order_at, scope),
        "spent": " + ".join(formats.money(one.total, one.currency, scope.locale) for one in found.spent)
        or formats.money(found.row.spent, found.row.currency, scope.locale),
    }
