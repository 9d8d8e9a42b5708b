"""What comes back, and why: by reason and by product."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import reflex as rx

from prapazar.domain.aftersales import statistics
from prapazar.domain.aftersales.statistics import ProductShare, ReasonShare, Totals
from prapazar.domain.aftersales.views import PERIODS
from prapazar.foundation import db, formats, routes
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.claim_rows import reason_words
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread

_FIRST = "90"
_DAILY = 30


class ReturnStatisticsState(rx.State):
    period: str = _FIRST
    figures: list[dict[str, str]] = []
    times: list[dict[str, str | int]] = []
    reasons: list[dict[str, str]] = []
    products: list[dict[str, str]] = []
    loading: bool = True

    @rx.event
    @allow("claims.read")
    async def load(self) -> None:
        asked = str(self.router.url.query_parameters.get("period", ""))
        self.period = asked if asked in PERIODS else self.period
        await self._show()

    @rx.event
    @allow("claims.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("claims.read")
    async def set_period(self, period: str) -> None:
        self.period = period if period in PERIODS else _FIRST
        await self._show()

    async def _show(self) -> None:
        scope = await current_scope(self)
        totals, times, reasons, products = await in_thread(_read, scope, PERIODS[self.period])
        locale = scope.locale
        href = routes.with_query(routes.RETURNS, period=self.period)
        figures = {
            "claims": formats.number(totals.claims, locale),
            "units": formats.number(totals.units, locale),
            "rate": _rate(totals.units, totals.sold, scope),
            "amount": formats.money(totals.amount, locale=locale),
            "refunded": formats.money(totals.refunded, locale=locale),
            "scrapped": formats.number(totals.scrapped, locale),
        }
        self.figures = [
            dict.fromkeys(("change", "tone", "note", "points"), "")
            | {"label": say(locale, f"claims.stats_{name}"), "value": value, "href": href}
            for name, value in figures.items()
        ]
        self.times = [{"label": formats.day(at, locale), "units": units} for at, units in times]
        self.reasons = [_reason(one, _share(one.units, reasons), self.period, scope) for one in reasons]
        self.products = [_product(one, _share(one.units, products), self.period, scope) for one in products]
        self.loading = False


def _read(
    scope: Scope, days: int
) -> tuple[Totals, list[tuple[datetime, int]], list[ReasonShare], list[ProductShare]]:
    until = now()
    since = until - timedelta(days=days)
    with db.transaction(scope) as session:
        return (
            statistics.totals(session, scope, since),
            statistics.over_time(session, scope, since, until, "day" if days <= _DAILY else "week"),
            statistics.by_reason(session, scope, since),
            statistics.by_product(session, scope, since),
        )


def _reason(one: ReasonShare, share: Decimal, period: str, scope: Scope) -> dict[str, str]:
    locale = scope.locale
    return {
        "id": one.reason or "-",
        "reason": reason_words(one.reason, locale) or say(locale, "claims.no_reason"),
        "href": routes.with_query(routes.RETURNS, reason=one.reason, period=period),
        **_bar(share, scope),
        "claims": formats.number(one.claims, locale),
        "units": formats.number(one.units, locale),
        "accepted": formats.number(one.accepted, locale),
        "rejected": formats.number(one.rejected, locale),
        "amount": formats.money(one.amount, locale=locale),
    }


def _product(one: ProductShare, share: Decimal, period: str, scope: Scope) -> dict[str, str]:
    locale = scope.locale
    return {
        "id": str(one.variant_id),
        "title": one.title,
        "sku": one.sku,
        "href": routes.with_query(routes.RETURNS, product=str(one.variant_id), period=period),
        **_bar(share, scope),
        "units": formats.number(one.units, locale),
        "sold": formats.number(one.sold, locale),
        "rate": _rate(one.units, one.sold, scope),
        "restocked": formats.number(one.restocked, locale),
        "amount": formats.money(one.amount, locale=locale),
        "reason": reason_words(one.top_reason, scope.locale),
    }


def _rate(units: int, sold: int, scope: Scope) -> str:
    """Goods come back later than they are sold, so a short period may show more than all."""
    return formats.percent(Decimal(units) / sold, scope.locale, places=1) if sold else "–"


def _share(units: int, rows: Sequence[ReasonShare | ProductShare]) -> Decimal:
    whole = sum(one.units for one in rows)
    return Decimal(units) / whole if whole else Decimal(0)


def _bar(share: Decimal, scope: Scope) -> dict[str, str]:
    return {"share": str(round(share * 100)), "share_said": formats.percent(share, scope.locale)}
