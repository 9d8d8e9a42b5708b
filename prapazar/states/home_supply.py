"""Parts of a home about supply: what a supplier has to send and how well it does, and what a dealer has picked."""

from decimal import Decimal

from sqlalchemy.orm import Session

from prapazar.domain.dropship import goods as supplies
from prapazar.domain.dropship import queries, rules
from prapazar.domain.dropship.rules import ENOUGH, Score
from prapazar.domain.reporting import picks as reports
from prapazar.foundation import formats, routes
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.home_desk import left_of
from prapazar.states.home_parts import Drawn, Record, clock, figure, line

_SHOWN = 6
_SLIPS = Decimal("0.95")
"""Of packages in time: below it something is to be mended."""
_LATE_SHARE = Decimal("0.02")
"""Of packages cancelled because there was none."""


def supply_clock(session: Session, scope: Scope) -> Drawn:
    """Packages that wait, by the time they have left."""
    found, locale = queries.clock(session, scope), scope.locale
    rows = clock(found, locale, lambda key: routes.with_query(routes.SUPPLIES, due=key))
    return Drawn(rows, href=routes.SUPPLIES)


def supply_next(session: Session, scope: Scope) -> Drawn:
    locale = scope.locale
    rows = []
    for row in queries.packages(session, scope, limit=_SHOWN):
        left, tone = left_of(row.ship_by_at, locale)
        units = say(locale, "supplies.units_said", count=formats.number(row.units, locale))
        whose = () if scope.supplier_id else (row.supplier,)
        sub = " · ".join((*whose, say(locale, f"order_status.{row.status}"), units))
        rows.append(
            line(row.id, row.number, sub=sub, badge=left, tone=tone, href=routes.supply_package(row.id))
        )
    return Drawn(rows, href=routes.SUPPLIES)


def supply_score(session: Session, scope: Scope) -> Drawn:
    """On time and cancelled for want of stock, over a month and a quarter."""
    locale = scope.locale
    found = [_sum(days, list(queries.scores(session, scope, days).values())) for days in rules.SPANS]
    if not any(score.routed for score in found):
        return Drawn(href=routes.SUPPLIES)
    rows = [
        *(_share(score, "on_time", score.on_time_share, score.due, locale) for score in found),
        *(_share(score, "wanting", score.wanting_share, score.routed, locale) for score in found),
    ]
    return Drawn(rows, href=routes.SUPPLIES, note=say(locale, "supplies.score_note", enough=ENOUGH))


def _sum(days: int, scores: list[Score]) -> Score:
    return Score(
        days,
        sum(one.routed for one in scores),
        sum(one.due for one in scores),
        sum(one.on_time for one in scores),
        sum(one.wanting for one in scores),
    )


def _share(score: Score, name: str, share: Decimal | None, of: int, locale: Locale) -> Record:
    label = say(locale, f"supplies.{name}", days=score.days)
    counted = formats.number(of, locale)
    if share is None:
        return figure(label, "–", note=say(locale, "supplies.too_few", count=counted))
    is_bad = share < _SLIPS if name == "on_time" else share > _LATE_SHARE
    return figure(
        label,
        formats.percent(share, locale, places=1),
        tone="bad" if is_bad else "good",
        note=say(locale, "supplies.of_packages", count=counted),
    )


def supply_stock(session: Session, scope: Scope) -> Drawn:
    """What a supplier has of its articles, as it told."""
    found, locale = supplies.shelf(session, scope), scope.locale
    if not found.articles:
        return Drawn(href=routes.SUPPLY_STOCK)
    href = routes.SUPPLY_STOCK
    rows = [
        figure(say(locale, "supplies.articles"), formats.number(found.articles, locale), href=href),
        figure(say(locale, "supplies.units"), formats.number(found.units, locale), href=href),
        figure(say(locale, "supplies.gone"), formats.number(found.gone, locale), href=href),
        figure(say(locale, "supplies.untold"), formats.number(found.untold, locale), href=href),
    ]
    return Drawn(rows, href=href)


def supply_feed(session: Session, scope: Scope) -> Drawn:
    """When each supplier told its stock last, and what of it could not be read."""
    locale, at = scope.locale, now()
    rows = []
    for row in supplies.feeds(session, scope)[:_SHOWN]:
        if row.told_at is None:
            badge, tone, sub = say(locale, "supplies.never_told"), "wait", ""
        else:
            stale = rules.is_stale(row.told_at, at)
            badge, tone = formats.ago(row.told_at, locale), "bad" if stale else "good"
            sub = told_rows(row.rows, row.failed, locale)
            if stale:
                sub += " · " + say(locale, "supplies.stale")
        title = row.source or row.name if scope.supplier_id else row.name
        rows.append(line(row.supplier_id, title, sub=sub, badge=badge, tone=tone, href=routes.SUPPLY_STOCK))
    return Drawn(rows, href=routes.SUPPLY_STOCK)


def told_rows(rows: int, failed: int, locale: Locale) -> str:
    said = say(locale, "supplies.rows_said", count=formats.number(rows, locale))
    if failed:
        said += " · " + say(locale, "supplies.failed_said", count=formats.number(failed, locale))
    return said


def picks(session: Session, scope: Scope) -> Drawn:
    """What is picked from suppliers, and how it is priced."""
    found, locale = reports.picks(session, scope), scope.locale
    if not found.articles:
        return Drawn(href=routes.PRODUCTS)
    of_all = say(locale, "homes.of_articles", count=formats.number(found.articles, locale))
    rows = [
        figure(say(locale, "supplies.picked"), formats.number(found.articles, locale), href=routes.PRODUCTS),
        figure(
            say(locale, "homes.listed"),
            formats.number(found.on_sale, locale),
            note=of_all,
            href=routes.PUBLISHING,
        ),
        figure(say(locale, "homes.unpriced"), formats.number(found.unpriced, locale), href=routes.PRODUCTS),
        figure(
            say(locale, "homes.below_cost"), formats.number(found.below_cost, locale), href=routes.PRODUCTS
        ),
    ]
    return Drawn(rows, href=routes.PRODUCTS)


def pick_margins(session: Session, scope: Scope) -> Drawn:
    """Own prices against the cost, the thinnest first."""
    locale = scope.locale
    rows = [
        line(
            row.variant_id,
            row.name,
            sub=f"{row.sku} · {row.supplier}",
            end=formats.percent(row.share, locale, places=1),
            subend=say(
                locale,
                "supplies.cost_to_price",
                cost=formats.money(row.cost, row.currency, locale),
                price=formats.money(row.price, row.currency, locale),
            ),
            href=routes.product(row.product_id),
        )
        for row in reports.thinnest(session, scope, _SHOWN)
    ]
    return Drawn(rows, href=routes.PRODUCTS, note=say(locale, "supplies.margin_note") if rows else "")
