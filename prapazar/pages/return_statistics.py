"""Statistics of claims by reason and product; what is pressed opens the list behind it."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.return_statistics import ReturnStatisticsState as State

t = ui.t
PERIODS = ("7", "30", "90", "365")


def page() -> rx.Component:
    periods = [ui.Choice(value=value, label=t(f"claims.period_{value}")) for value in PERIODS]
    period = rx.el.select(
        ui.options(periods),
        value=State.period,
        on_change=State.set_period,
        aria_label=t("claims.period"),
        class_name="pp-input pp-select",
    )
    return frame(
        ui.page_header(t("claims.stats_title"), back=(t("claims.title"), routes.RETURNS), actions=[period]),
        rx.cond(
            State.loading,
            rx.fragment(ui.kpi_row(State.figures, loading=True, count=6), ui.skeleton_lines(8)),
            _all(),
        ),
        active=routes.RETURNS,
    )


def _all() -> rx.Component:
    empty = ui.empty_state(t("claims.stats_empty"), icon_name="undo-2")
    return rx.cond(
        State.reasons.length() == 0,
        empty,
        rx.fragment(
            ui.kpi_row(State.figures),
            ui.card(t("claims.stats_over_time"), _over_time()),
            ui.card(t("claims.stats_reasons"), _reasons()),
            ui.card(t("claims.stats_products"), _products()),
        ),
    )


def _over_time() -> rx.Component:
    return ui.bars(
        State.times,
        [ui.Series(key="units", label=t("claims.stats_units"))],
        label=t("claims.stats_over_time"),
        height=140,
        href=rx.Var.create(f"{routes.RETURNS}?period=") + State.period,
    )


def _bar() -> ui.Column:
    """Looked at before it is read: as long as its part of all units."""
    return ui.Column(
        key="share",
        label=t("claims.stats_share"),
        phone="sub",
        cell=lambda row: ui.meter(row["share"].to(str), label=row["share_said"].to(str), tone="plain"),
    )


def _reasons() -> rx.Component:
    columns = [
        ui.Column(key="reason", label=t("claims.reason"), grow=True, phone="title", link=True),
        _bar(),
        ui.Column(key="claims", label=t("claims.stats_claims"), align="right"),
        ui.Column(key="units", label=t("claims.stats_units"), align="right", phone="end"),
        ui.Column(key="accepted", label=t("claims.accepted"), align="right"),
        ui.Column(key="rejected", label=t("claims.rejected"), align="right"),
        ui.Column(key="amount", label=t("claims.stats_amount"), align="right", phone="subend"),
    ]
    return ui.data_table(
        columns, State.reasons, label=t("claims.stats_reasons"), href=lambda row: row["href"].to(str)
    )


def _product(row: ui.Rows) -> rx.Component:
    return rx.el.div(
        ui.link(row["title"].to(str), href=row["href"].to(str), plain=True, class_name="pp-row-link"),
        rx.el.span(row["sku"].to(str), class_name="pp-soft pp-tiny pp-num"),
        class_name="pp-lines",
    )


def _products() -> rx.Component:
    columns = [
        ui.Column(key="title", label=t("claims.item"), grow=True, phone="title", cell=_product, hint="title"),
        _bar(),
        ui.Column(key="units", label=t("claims.stats_units"), align="right", phone="end"),
        ui.Column(key="sold", label=t("claims.stats_sold"), align="right"),
        ui.Column(key="rate", label=t("claims.stats_rate"), align="right", phone="subend"),
        ui.Column(key="restocked", label=t("claims.stats_restocked"), align="right"),
        ui.Column(key="amount", label=t("claims.stats_amount"), align="right"),
        ui.Column(key="reason", label=t("claims.stats_top_reason"), hint="reason"),
    ]
    return ui.data_table(
        columns,
        State.products,
        label=t("claims.stats_products"),
        href=lambda row: row["href"].to(str),
        comfortable=True,
    )


PAGE = Page(
    route=routes.RETURN_STATISTICS,
    render=page,
    title="claims.stats_title",
    permission="claims.read",
    on_load=[State.load],
    live={"claims.imported": State.news, "claims.changed": State.news},
)
