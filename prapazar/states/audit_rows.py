"""Entries of the audit trail as screens and files show them: who, what, on what, with which values."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from prapazar.domain.access.audit_queries import AuditRow
from prapazar.flows import audit_words
from prapazar.foundation import formats, routes
from prapazar.foundation.scope import Locale

_LONGEST = 160


def shown(row: AuditRow, names: Mapping[UUID, str], locale: Locale) -> dict[str, str]:
    said = audit_words.details(row, names, locale)
    return {
        "id": str(row.id),
        "number": formats.number(row.number, locale),
        "at": formats.short(row.at, locale),
        "at_full": formats.full(row.at, locale),
        "person": audit_words.person(row, names, locale),
        "action": audit_words.action(row.action, locale),
        "record": audit_words.record(row, names),
        "record_id": str(row.subject_id or ""),
        "details": said[:_LONGEST],
        "details_full": said,
        "origin": audit_words.origin(row),
        "href": href(row),
    }


def href(row: AuditRow) -> str:
    """The record itself where it has a screen, else the screen it is dealt with on."""
    subject, _, verb = row.action.partition(".")
    own = _RECORDS.get(row.action) or _RECORDS.get(subject)
    if own and row.subject_id:
        return own.replace(own[own.index("[") : own.index("]") + 1], str(row.subject_id))
    if verb.startswith("address"):
        return routes.PROFILE
    return _SCREENS.get(row.action) or _SCREENS.get(subject, routes.AUDIT)


def moment(days: str, at: datetime) -> datetime | None:
    return at - timedelta(days=int(days)) if days in DAYS else None


DAYS = ("1", "7", "30", "90", "365")
_RECORDS = {
    "products.bundle": routes.STOCK_ITEM,
    "customers": routes.CUSTOMER,
    "campaigns": routes.CAMPAIGN,
    "shipping.bill": routes.CARRIER_BILL,
    "deliveries": routes.STORE_DELIVERIES,
    "schedules": routes.STORE_SCHEDULES,
    "health.silence": routes.STORE_HEALTH,
    "console": routes.CONSOLE,
    "mappings": routes.MAPPINGS,
    "channels": routes.CHANNEL,
    "feeds": routes.CHANNEL,
}
"""By kind, or by its subject: the screen whose address holds the record."""
_SCREENS = {
    "goals": routes.PERFORMANCE,
    "performance": routes.PERFORMANCE,
    "messages": routes.IYS,
    "exports": routes.EXPORTS,
    "reports": routes.REPORTS,
    "calendar": routes.CALENDAR,
    "users": routes.USERS,
    "impersonation": routes.USERS,
    "factor": routes.USERS,
    "password": routes.USERS,
    "roles": routes.ROLES,
    "features": routes.FEATURES,
    "shipping": routes.SHIPPING,
    "shipping.bill_removed": routes.CARRIER_FILES,
    "support": routes.SUPPORT_SETTINGS,
    "privacy": routes.PRIVACY,
    "listings": routes.PUBLISHING,
    "categories": routes.CATEGORIES,
    "health": routes.CHANNEL_HEALTH,
    "products": routes.PRODUCTS,
}


def ids(rows: Iterable[AuditRow]) -> set[UUID]:
    """Whose names the rows need, all of a page at once."""
    return {one for row in rows for one in audit_words.named(row)}
