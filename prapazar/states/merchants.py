"""All merchants of the installation, and who and what came within a week."""

from datetime import date

import reflex as rx

from prapazar.domain.access.permissions import PLATFORM
from prapazar.domain.reporting import plant
from prapazar.domain.reporting.plant import CameRow, MerchantRow
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread

_MOST = 200


class MerchantsState(rx.State):
    rows: list[dict[str, str]] = []
    count_label: str = ""
    week: str = ""
    """The one the address asks about, as people say it."""
    came: list[dict[str, str]] = []
    loading: bool = True

    @rx.event
    @allow(PLATFORM)
    async def load(self) -> None:
        scope = await current_scope(self)
        week = _day(str(self.router.url.query_parameters.get("week", "")))
        rows, came = await in_thread(_read, scope, week)
        self.rows = [_shown(row, scope.locale) for row in rows]
        self.count_label = formats.number(len(rows), scope.locale)
        self.came = [_came(place, row, scope.locale) for place, row in enumerate(came)]
        self.week = formats.date_of(week, scope.locale) if week else ""
        self.loading = False

    @rx.event
    @allow(PLATFORM)
    def all_weeks(self) -> None:
        self.week, self.came = "", []


def _read(scope: Scope, week: date | None) -> tuple[list[MerchantRow], list[CameRow]]:
    with db.system_transaction() as session:
        rows = plant.merchants(session, scope, _MOST)
        return rows, plant.came(session, scope, week) if week else []


def _shown(row: MerchantRow, locale: Locale) -> dict[str, str]:
    return {
        "id": str(row.id),
        "name": row.name,
        "people": formats.number(row.people, locale),
        "stores": formats.number(row.stores, locale),
        "failing": say(locale, "homes.failing_said", count=formats.number(row.failing, locale))
        if row.failing
        else "",
        "last": formats.ago(row.last_order_at, locale) if row.last_order_at else "–",
        "last_full": formats.full(row.last_order_at, locale) if row.last_order_at else "",
        "since": formats.date_of(row.created_at, locale),
    }


def _came(place: int, row: CameRow, locale: Locale) -> dict[str, str]:
    return {
        "id": str(place),
        "name": row.name,
        "kind": say(locale, f"merchants.kind_{row.kind}"),
        "merchant": row.merchant,
        "at": formats.short(row.at, locale),
    }


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
