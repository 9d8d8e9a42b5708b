"""Parts of a home about selling: the day, the week, hours, margin, goals and stores."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from prapazar.domain.reporting import dashboard as reports
from prapazar.domain.reporting import goals as goal_reports
from prapazar.domain.reporting import trade
from prapazar.domain.reporting.dashboard import ChannelDay, Day, HourCell
from prapazar.flows import standing
from prapazar.flows.channels import connectors
from prapazar.foundation import formats, routes
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.home_parts import Drawn, Point, Record, compared, figure, line

NAMES = {card.slug: card.name for card in connectors("tr")}
COLORS = 4
"""Channels the chart of the day tells apart; what sold by hand or elsewhere stands together in grey."""
REST = "rest"
WEEK = 7
_TODAY = routes.with_query(routes.ORDERS, period="today", sold="1")
_CANCELLED = routes.with_query(routes.ORDERS, view="cancelled", period="today")


def sales(session: Session, scope: Scope) -> Drawn:
    """Today against yesterday at this hour."""
    found, locale = reports.sales(session, scope), scope.locale
    today, before, days = found.today, found.same_time_yesterday, found.days
    rate = _rate(today)
    points = round((rate - _rate(before)) * 100, 1)
    moved = ("+" if points > 0 else "") + formats.number(points, locale, places=1)
    rows = [
        _orders(today, before, locale, [d.orders for d in days]),
        compared(
            locale,
            say(locale, "dashboard.revenue"),
            formats.money(today.revenue, locale=locale),
            today.revenue,
            before.revenue,
            trend=[d.revenue for d in days],
            href=_TODAY,
        ),
        compared(
            locale,
            say(locale, "dashboard.basket"),
            formats.money(_basket(today), locale=locale),
            _basket(today),
            _basket(before),
            trend=[_basket(d) for d in days],
            href=_TODAY,
        ),
        figure(
            say(locale, "dashboard.cancelled"),
            formats.percent(rate, locale, places=1),
            change=say(locale, "dashboard.points", points=moved) if points else "",
            tone="bad" if points > 0 else "good",
            note=say(locale, "dashboard.against" if points else "dashboard.same"),
            points=formats.sparkline([_rate(d) * 100 for d in days]),
            href=_CANCELLED,
        ),
    ]
    return Drawn(rows, href=_TODAY)


def orders_today(session: Session, scope: Scope) -> Drawn:
    (today, before), locale = reports.today(session, scope), scope.locale
    units = compared(
        locale,
        say(locale, "homes.units"),
        formats.number(today.units, locale),
        Decimal(today.units),
        Decimal(before.units),
        href=_TODAY,
    )
    cancelled = figure(
        say(locale, "homes.cancelled_today"), formats.number(today.cancelled, locale), href=_CANCELLED
    )
    return Drawn([_orders(today, before, locale), units, cancelled], href=_TODAY)


def _orders(today: Day, before: Day, locale: Locale, trend: Sequence[int] = ()) -> Record:
    return compared(
        locale,
        say(locale, "dashboard.orders"),
        formats.number(today.orders, locale),
        Decimal(today.orders),
        Decimal(before.orders),
        trend=trend,
        href=_TODAY,
    )


def _basket(day: Day) -> Decimal:
    return day.revenue / day.orders if day.orders else Decimal(0)


def _rate(day: Day) -> Decimal:
    placed = day.orders + day.cancelled
    return Decimal(day.cancelled) / placed if placed else Decimal(0)


def week(session: Session, scope: Scope) -> Drawn:
    """The turnover of seven days beside that of the same days a week before."""
    days, locale = reports.sales(session, scope).days, scope.locale
    this, last = days[-WEEK:], days[-2 * WEEK : -WEEK]
    points: list[Point] = [
        {
            "label": formats.date_of(day.day, locale).rsplit(" ", 1)[0],
            "now": float(day.revenue),
            "before": float(then.revenue),
            "href": routes.with_query(routes.ORDERS, period=day.day.isoformat(), sold="1"),
        }
        for day, then in zip(this, last, strict=True)
    ]
    series = [
        {"key": "now", "label": say(locale, "homes.this_week"), "place": "0"},
        {"key": "before", "label": say(locale, "homes.week_before"), "place": ""},
    ]
    sold, before = sum((d.revenue for d in this), Decimal(0)), sum((d.revenue for d in last), Decimal(0))
    note = say(locale, "homes.week_sold", amount=formats.money(sold, locale=locale))
    if before:
        change = formats.percent((sold - before) / before, locale, sign=True)
        note += " · " + say(locale, "homes.week_change", change=change)
    return Drawn([], points, series, routes.with_query(routes.ORDERS, period="7", sold="1"), note)


def hours(session: Session, scope: Scope) -> Drawn:
    """Orders of the day by hour, each channel in its own colour."""
    cells = reports.hours(session, scope)
    series = chart_series(reports.stores(session, scope), cells, scope.locale)
    drawn = chart_hours(cells, [one["key"] for one in series], now().astimezone(ISTANBUL).date())
    return Drawn([], drawn, series, _TODAY)


def chart_series(stores: Sequence[ChannelDay], cells: Sequence[HourCell], locale: Locale) -> list[Record]:
    """The merchant's channels that sold most today, always in the same order; the rest where there is any."""
    sold = {row.connector: 0 for row in stores if standing.sells(row.connector)}
    for row in stores:
        if row.connector in sold:
            sold[row.connector] += row.orders
    named = sorted(sorted(sold, key=lambda slug: -sold[slug])[:COLORS])
    series = [
        {"key": slug, "label": NAMES.get(slug, slug), "place": str(place)} for place, slug in enumerate(named)
    ]
    others = {cell.connector for cell in cells} - set(named)
    if not others:
        return series
    label = say(locale, "dashboard.manual" if others == {"manual"} else "dashboard.others")
    return [*series, {"key": REST, "label": label, "place": ""}]


def chart_hours(cells: Sequence[HourCell], keys: Sequence[str], day: date) -> list[Point]:
    by_hour: dict[int, Point] = {
        hour: {
            "label": f"{hour:02d}",
            "href": routes.with_query(routes.ORDERS, period=f"{day.isoformat()}T{hour:02d}", sold="1"),
            **dict.fromkeys(keys, 0),
        }
        for hour in range(24)
    }
    for cell in cells:
        column = by_hour[cell.hour]
        key = cell.connector if cell.connector in keys else REST
        column[key] = int(column.get(key, 0)) + cell.orders
    return list(by_hour.values())


def margin(session: Session, scope: Scope) -> Drawn:
    """What the day's sales leave after cost and commission, where the cost is known."""
    (today, before), locale = trade.margin(session, scope), scope.locale
    if not today.known_lines and not before.known_lines:
        return Drawn(href=routes.PRODUCTS)
    share = formats.percent(today.share, locale, places=1) if today.share is not None else "–"
    known = formats.percent(today.known, locale) if today.known is not None else "–"
    rows = [
        compared(
            locale,
            say(locale, "homes.margin_left"),
            formats.money(today.left, locale=locale),
            today.left,
            before.left,
            href=_TODAY,
        ),
        figure(say(locale, "homes.margin_share"), share, href=_TODAY),
        figure(
            say(locale, "homes.margin_known"),
            known,
            note=say(locale, "homes.margin_known_note"),
            href=routes.PRODUCTS,
        ),
    ]
    return Drawn(rows, href=_TODAY, note=say(locale, "homes.margin_note"))


def goals(session: Session, scope: Scope) -> Drawn:
    """Each store's month so far; red only where it lies clearly behind the calendar."""
    locale, over = scope.locale, goal_reports.elapsed(now())
    rows = []
    for row in goal_reports.goals(session, scope):
        if row.goal is None or row.share is None or not standing.sells(row.connector):
            continue
        rows.append(
            line(
                row.connection_id,
                row.name,
                connector=row.connector,
                meter=row.share,
                tone=goal_tone(row.share, over),
                sub=say(locale, "homes.goal_of", goal=formats.money(row.goal, row.currency, locale)),
                end=formats.percent(row.share, locale),
                subend=formats.money(row.sold, row.currency, locale),
                href=routes.with_query(routes.ORDERS, channel=str(row.connection_id), period="30"),
            )
        )
    note = say(locale, "homes.month_over", share=formats.percent(over, locale)) if rows else ""
    return Drawn(rows, note=note)


def goal_tone(share: Decimal, over: Decimal) -> str:
    if share >= over:
        return "good"
    return "wait" if share >= over * Decimal("0.8") else "bad"


def stores_today(session: Session, scope: Scope) -> Drawn:
    locale = scope.locale
    rows = [
        line(
            row.connection_id,
            row.name,
            connector=row.connector,
            end=formats.money(row.revenue, locale=locale) if scope.can("reports.read") else "",
            sub=say(locale, "dashboard.orders_said", count=formats.number(row.orders, locale)),
            href=routes.with_query(routes.ORDERS, channel=str(row.connection_id), period="today", sold="1"),
        )
        for row in reports.stores(session, scope)
        if standing.sells(row.connector)
    ]
    return Drawn(rows, href=routes.CHANNELS)
