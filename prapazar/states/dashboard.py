"""The home screen of a merchant's day."""

from collections.abc import Sequence
from decimal import Decimal

import reflex as rx

from prapazar.domain.reporting import dashboard as reports
from prapazar.domain.reporting.dashboard import Attention, Dashboard, Day
from prapazar.flows.channels import connectors
from prapazar.foundation import db, formats, routes
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread

NAMES = {card.slug: card.name for card in connectors("tr")}
COLORS = 4
"""Channels the chart of the day tells apart; what sold by hand or elsewhere stands together in grey."""
REST = "rest"
OPENS_AT, CLOSES_AT = 0, 24
_TODAY = routes.with_query(routes.ORDERS, period="today")
_LINKS = {
    "new_orders": (f"{routes.ORDERS}?view=new", "info"),
    "late": (f"{routes.ORDERS}?view=late", "bad"),
    "problems": (f"{routes.ORDERS}?view=problem", "wait"),
    "repairs": (routes.REPAIRS, "bad"),
    "shortages": (f"{routes.ORDERS}?view=problem", "wait"),
    "unmatched": (routes.MATCHING, "wait"),
    "rejected": (routes.CHANNELS, "wait"),
    "broken_channels": (routes.CHANNELS, "bad"),
    "parked": (routes.CHANNELS, "bad"),
}


class DashboardState(rx.State):
    figures: list[dict[str, str]] = []
    hours: list[dict[str, str | int]] = []
    series: list[dict[str, str]] = []
    """Key, name and place in the palette of each colour of the chart; empty is grey."""
    days: list[dict[str, str | float]] = []
    attention: list[dict[str, str]] = []
    low_stock: list[dict[str, str]] = []
    channels: list[dict[str, str]] = []
    loading: bool = True

    @rx.event
    @allow("dashboard.read")
    async def load(self) -> None:
        scope = await current_scope(self)
        found = await in_thread(_read, scope)
        self._draw(found, scope.locale)
        self.loading = False

    @rx.event
    @allow("dashboard.read")
    async def news(self) -> None:
        scope = await current_scope(self)
        self._draw(await in_thread(_read, scope), scope.locale)

    def _draw(self, found: Dashboard, locale: Locale) -> None:
        self.figures = _figures(found, locale)
        self.series = chart_series(found, locale)
        self.hours = chart_hours(found, [one["key"] for one in self.series])
        self.days = [
            {"label": f"{day.day.day}", "orders": day.orders, "revenue": float(day.revenue)}
            for day in found.days
        ]
        self.attention = _attention(found.attention, locale)
        self.low_stock = [
            {
                "id": str(row.variant_id),
                "product_id": str(row.product_id),
                "name": row.name,
                "sku": row.sku,
                "image": row.image or "",
                "available": formats.number(row.available, locale),
                "left": say(locale, "dashboard.days_left", days=row.days_left)
                if row.available
                else say(locale, "dashboard.gone"),
                "tone": "wait" if row.available else "bad",
                "sold": say(locale, "dashboard.sold_30", count=formats.number(row.sold_30, locale)),
            }
            for row in found.low_stock
        ]
        self.channels = [
            {
                "id": str(row.connection_id),
                "connector": row.connector,
                "name": row.name,
                "status": row.status,
                "orders": formats.number(row.orders, locale),
                "orders_said": say(locale, "dashboard.orders_said", count=formats.number(row.orders, locale)),
                "revenue": formats.money(row.revenue, locale=locale),
                "seen": formats.ago(row.last_ok_at, locale) if row.last_ok_at else "",
                "waiting": formats.number(row.waiting, locale) if row.waiting else "",
            }
            for row in found.channels
        ]


def _read(scope: Scope) -> Dashboard:
    with db.transaction(scope) as session:
        return reports.dashboard(session, scope)


def _figures(found: Dashboard, locale: Locale) -> list[dict[str, str]]:
    today, before, days = found.today, found.same_time_yesterday, found.days
    rows: list[tuple[str, str, Decimal, Decimal, Sequence[int | Decimal]]] = [
        ("orders", formats.number(today.orders, locale), Decimal(today.orders), Decimal(before.orders),
         [d.orders for d in days]),
        ("revenue", formats.money(today.revenue, locale=locale), today.revenue, before.revenue,
         [d.revenue for d in days]),
        ("basket", formats.money(_basket(today), locale=locale), _basket(today), _basket(before),
         [_basket(d) for d in days]),
    ]  # fmt: skip
    shown = [
        {
            "label": say(locale, f"dashboard.{key}"),
            "value": value,
            "change": _change(now, then, locale) if now != then else "",
            "tone": "good" if now >= then else "bad",
            "note": _note(now, then, locale),
            "points": formats.sparkline(trend),
            "href": _TODAY,
        }
        for key, value, now, then, trend in rows
    ]
    rate = _rate(today)
    shown.append(
        {
            "label": say(locale, "dashboard.cancelled"),
            "value": formats.percent(rate, locale, places=1),
            "change": _points(rate - _rate(before), locale),
            "tone": "bad" if rate > _rate(before) else "good",
            "note": say(locale, "dashboard.same" if rate == _rate(before) else "dashboard.against"),
            "points": formats.sparkline([_rate(d) * 100 for d in days]),
            "href": f"{routes.ORDERS}?view=cancelled",
        }
    )
    return shown


def _note(now: Decimal, then: Decimal, locale: Locale) -> str:
    """What the change stands against; nothing where yesterday had nothing to compare with."""
    if now == then:
        return say(locale, "dashboard.same")
    return say(locale, "dashboard.against") if then else ""


def _basket(day: Day) -> Decimal:
    return day.revenue / day.orders if day.orders else Decimal(0)


def _rate(day: Day) -> Decimal:
    placed = day.orders + day.cancelled
    return Decimal(day.cancelled) / placed if placed else Decimal(0)


def _points(rise: Decimal, locale: Locale) -> str:
    """Between two rates, in points: a percentage of a percentage says nothing."""
    points = round(rise * 100, 1)
    if not points:
        return ""
    sign = "+" if points > 0 else ""
    return say(locale, "dashboard.points", points=sign + formats.number(points, locale, places=1))


def _change(now: Decimal, then: Decimal, locale: Locale) -> str:
    return formats.percent((now - then) / then, locale, sign=True) if then else ""


def chart_series(found: Dashboard, locale: Locale) -> list[dict[str, str]]:
    """The merchant's channels that sold most today, always in the same order; the rest where there is any."""
    sold = {row.connector: 0 for row in found.channels}
    for row in found.channels:
        sold[row.connector] += row.orders
    named = sorted(sorted(sold, key=lambda slug: -sold[slug])[:COLORS])
    series = [
        {"key": slug, "label": NAMES.get(slug, slug), "place": str(place)} for place, slug in enumerate(named)
    ]
    others = {cell.connector for cell in found.hours} - set(named)
    if not others:
        return series
    label = say(locale, "dashboard.manual" if others == {"manual"} else "dashboard.others")
    return [*series, {"key": REST, "label": label, "place": ""}]


def chart_hours(found: Dashboard, keys: Sequence[str]) -> list[dict[str, str | int]]:
    by_hour: dict[int, dict[str, str | int]] = {
        hour: {"label": f"{hour:02d}", **dict.fromkeys(keys, 0)} for hour in range(OPENS_AT, CLOSES_AT)
    }
    for cell in found.hours:
        column = by_hour[cell.hour]
        key = cell.connector if cell.connector in keys else REST
        column[key] = int(column.get(key, 0)) + cell.orders
    return list(by_hour.values())


def _attention(counts: Attention, locale: Locale) -> list[dict[str, str]]:
    return [
        {
            "key": key,
            "label": say(locale, f"dashboard.{key}"),
            "count": formats.number(count, locale),
            "href": href,
            "tone": tone,
        }
        for key, (href, tone) in _LINKS.items()
        if (count := int(getattr(counts, key)))
    ]
