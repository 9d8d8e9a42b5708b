"""Requests, rules of keeping and the inventory as the privacy screen shows them."""

from decimal import Decimal

from prapazar.domain.privacy.queries import Held, InventoryRow, RequestRow
from prapazar.flows.privacy_export import place_name
from prapazar.foundation import formats, routes
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say

_TONES = {"asked": "wait", "running": "info", "done": "good", "refused": "neutral"}
_FATES = {"removed": "good", "anonymous": "good", "kept": "wait", "masked": "neutral"}
_HIDDEN = "•••"


def shown(row: RequestRow, scope: Scope) -> dict[str, str]:
    locale = scope.locale
    is_erased = row.kind == "erasure" and row.status == "done"
    person = _HIDDEN if row.person and scope.hides("buyer.name") else row.person
    return {
        "id": str(row.id),
        "kind": say(locale, f"privacy.kind_{row.kind}"),
        "person": say(locale, "privacy.gone") if is_erased else person or say(locale, "customers.unnamed"),
        "href": "" if is_erased else routes.customer(row.customer_id),
        "status": _status(row, locale),
        "tone": _TONES.get(row.status, "neutral"),
        "way": say(locale, f"privacy.way_{row.way}"),
        "identity": say(locale, f"privacy.identity_{row.identity}"),
        "asked_at": formats.short(row.asked_at, locale),
        "asked_full": formats.full(row.asked_at, locale),
        "due_at": formats.day(row.due_at, locale) if row.status in {"asked", "running"} else "",
        "number": row.number or "",
        "note": row.note,
        "can_decide": "1" if row.status == "asked" else "",
        "receipt": f"/api/privacy/requests/{row.id}/receipt.pdf" if row.number else "",
        "file": f"/api/privacy/requests/{row.id}/file" if row.has_file else "",
        "over": "1" if row.kind == "export" and row.status == "done" and not row.has_file else "",
    }


def _status(row: RequestRow, locale: Locale) -> str:
    if row.status == "running" and row.kind == "erasure":
        return say(locale, "privacy.step", percent=formats.percent(Decimal(row.share) / 100, locale))
    return say(locale, f"privacy.status_{row.status}")


def place(row: InventoryRow, locale: Locale) -> dict[str, str]:
    reasons = dict.fromkeys(reason for _, reason in row.kept)
    return {
        "id": row.place,
        "place": place_name(row.place, locale),
        "table": row.table,
        "columns": ", ".join(row.columns),
        "becomes": say(locale, f"privacy.becomes_{row.becomes}"),
        "tone": _FATES[row.becomes],
        "stays": " ".join(say(locale, f"privacy.reason_{reason}") for reason in reasons)
        or (say(locale, "privacy.reason_tax") if row.becomes == "kept" else ""),
    }


def held(row: Held, locale: Locale) -> dict[str, str]:
    return {
        "place": place_name(row.place, locale),
        "rows": formats.number(row.rows, locale),
        "becomes": say(locale, f"privacy.becomes_{row.becomes}"),
        "tone": _FATES[row.becomes],
    }
