"""Parts of a home about articles and trade: what runs low, what the shelves hold, prices, who buys, and deals."""

from decimal import Decimal

from sqlalchemy.orm import Session

from prapazar.domain.pipeline import queries as deals
from prapazar.domain.pipeline.enums import StageKind
from prapazar.domain.pipeline.rules import Standing, forecast
from prapazar.domain.reporting import dashboard as reports
from prapazar.domain.reporting import trade
from prapazar.foundation import formats, routes
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.home_parts import Drawn, compared, figure, line, span
from prapazar.states.order_rows import masked

_LOW = 6
_BUYERS = 6


def low_stock(session: Session, scope: Scope) -> Drawn:
    locale = scope.locale
    rows = [
        line(
            row.variant_id,
            row.name,
            sub=" · ".join(
                (row.sku, say(locale, "dashboard.sold_30", count=formats.number(row.sold_30, locale)))
            ),
            subend=say(locale, "homes.available_said", count=formats.number(row.available, locale)),
            badge=say(locale, "dashboard.days_left", days=row.days_left)
            if row.available
            else say(locale, "dashboard.gone"),
            tone="wait" if row.available else "bad",
            href=routes.stock_item(row.variant_id),
        )
        for row in reports.low_stock(session, scope, _LOW)
    ]
    return Drawn(rows, href=routes.STOCK)


def stock_value(session: Session, scope: Scope) -> Drawn:
    found, locale = trade.shelf(session, scope), scope.locale
    note = (
        say(locale, "homes.without_cost", count=formats.number(found.without_cost, locale))
        if found.without_cost
        else ""
    )
    rows = [
        figure(
            say(locale, "homes.stock_value"),
            formats.money(found.value, locale=locale),
            note=note,
            href=routes.STOCK,
        ),
        figure(say(locale, "homes.stock_units"), formats.number(found.units, locale), href=routes.STOCK),
        figure(
            say(locale, "homes.stock_gone"),
            formats.number(found.gone, locale),
            note=say(locale, "homes.of_articles", count=formats.number(found.articles, locale)),
            href=routes.with_query(routes.STOCK, view="out"),
        ),
    ]
    return Drawn(rows, href=routes.STOCK)


def listings(session: Session, scope: Scope) -> Drawn:
    found, locale = trade.offers(session, scope), scope.locale
    rows = [
        figure(
            say(locale, "homes.listed"),
            formats.number(found.open, locale),
            note=say(locale, "homes.of_listings", count=formats.number(found.listed, locale)),
            href=routes.PUBLISHING,
        ),
        figure(
            say(locale, "dashboard.unmatched"), formats.number(found.unmatched, locale), href=routes.MATCHING
        ),
        figure(
            say(locale, "dashboard.rejected"), formats.number(found.refused, locale), href=routes.PUBLISHING
        ),
    ]
    return Drawn(rows, href=routes.PUBLISHING)


def prices(session: Session, scope: Scope) -> Drawn:
    found, locale = trade.prices(session, scope), scope.locale
    of_all = say(locale, "homes.of_articles", count=formats.number(found.articles, locale))
    rows = [
        figure(
            say(locale, "homes.unpriced"),
            formats.number(found.unpriced, locale),
            note=of_all,
            href=routes.PRODUCTS,
        ),
        figure(
            say(locale, "homes.below_cost"), formats.number(found.below_cost, locale), href=routes.PRODUCTS
        ),
        figure(
            say(locale, "homes.without_floor"),
            formats.number(found.without_floor, locale),
            href=routes.PRODUCTS,
        ),
    ]
    return Drawn(rows, href=routes.PRODUCTS)


def customers(session: Session, scope: Scope) -> Drawn:
    found, locale = trade.customers(session, scope), scope.locale
    rows = [
        compared(
            locale,
            say(locale, "homes.fresh"),
            formats.number(found.fresh, locale),
            Decimal(found.fresh),
            Decimal(found.fresh_before),
            against="homes.against_week",
            same="homes.same_week",
            href=routes.CUSTOMERS,
        ),
        figure(say(locale, "homes.back"), formats.number(found.back, locale), href=routes.CUSTOMERS),
    ]
    return Drawn(rows, href=routes.CUSTOMERS)


def pipeline(session: Session, scope: Scope) -> Drawn:
    """What open deals are worth, stage by stage, and what may be expected of them all."""
    locale, held = scope.locale, deals.standings(session, scope)
    opened = [stage for stage in deals.stages(session, scope) if stage.kind is StageKind.OPEN]
    found = [(stage, held.get(stage.id, Standing(0, Decimal(0)))) for stage in opened]
    most = max((standing.value for _, standing in found), default=Decimal(0))
    rows = [
        span(
            stage.id,
            stage.name,
            formats.money(standing.value, locale=locale),
            standing.value / most if most else Decimal(0),
            routes.with_query(routes.PIPELINE, stage=str(stage.id)),
        )
        for stage, standing in found
        if held
    ]
    expected = formats.money(forecast(found), locale=locale)
    return Drawn(
        rows, href=routes.PIPELINE, note=say(locale, "homes.deal_forecast", amount=expected) if held else ""
    )


def best_customers(session: Session, scope: Scope) -> Drawn:
    locale, hides = scope.locale, scope.hides("buyer.name")
    rows = [
        line(
            row.id,
            masked(row.name) if hides else row.name,
            sub=say(locale, "dashboard.orders_said", count=formats.number(row.orders, locale)),
            end=formats.money(row.spent, row.currency, locale),
            subend=formats.ago(row.last_order_at, locale),
            href=routes.customer(row.id),
        )
        for row in trade.best_customers(session, scope, _BUYERS)
    ]
    return Drawn(rows, href=routes.CUSTOMERS)
