"""Performance of stores: each rate beside the channel's limit, its trend, and the orders behind it."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import performance_targets
from prapazar.pages.channels_frame import channels_page
from prapazar.pages.page import Page
from prapazar.states.performance import PerformanceState as State

t = ui.t
_PERIODS = ("7", "30", "60", "90")


def page() -> rx.Component:
    periods = [ui.Choice(value=value, label=t(f"performance.period_{value}")) for value in _PERIODS]
    period = rx.el.select(
        ui.options(periods),
        value=State.period,
        on_change=State.set_period,
        aria_label=t("claims.period"),
        class_name="pp-input pp-select",
    )
    none = ui.empty_state(
        t("dashboard.channels_none"),
        action=ui.link_button(t("frame.new_channel"), href=routes.NEW_CHANNEL, kind="primary"),
        icon_name="store",
    )
    every = rx.el.div(rx.foreach(State.stores, _store), class_name="pp-stack")
    boxes = ui.link_button(t("performance.boxes"), href=f"{routes.BUYBOXES}?view=lost", icon_name="trophy")
    return channels_page(
        rx.el.p(t("performance.about"), class_name="pp-soft pp-small"),
        rx.cond(
            State.loading,
            rx.fragment(ui.kpi_row(State.behind, loading=True, count=7), ui.skeleton_lines(6)),
            rx.cond(
                State.stores.length() == 0,
                none,
                rx.fragment(rx.cond(State.chosen != "", _behind(), rx.fragment()), every),
            ),
        ),
        performance_targets.dialog(),
        active="performance",
        actions=[boxes, period],
    )


def _store(row: ui.Rows) -> rx.Component:
    key = row["id"].to(str)
    head = ui.link(
        ui.channel_mark(row["connector"], name=row["name"]),
        href=f"{routes.CHANNELS}/" + key,
        plain=True,
    )
    return rx.el.section(
        rx.el.header(rx.el.h2(head), performance_targets.button(row), class_name="pp-card-head"),
        rx.el.div(ui.kpi_row(State.figures[key]), class_name="pp-card-body"),
        class_name="pp-card pp-rates",
        key=key,
    )


def _behind() -> rx.Component:
    rate = ui.Series(key="rate", label=t("performance.rate"))
    limit = ui.Series(key="limit", label=t("performance.limit"), compare=True)
    target = ui.Series(key="target", label=t("performance.target"), compare=True)
    close = ui.link(t("performance.close"), href=routes.PERFORMANCE, class_name="pp-small pp-lone-link")
    fact = rx.el.p(
        rx.el.span(State.fact, class_name="pp-num"),
        " ",
        ui.outside_link(t("performance.source"), href=State.source),
        class_name="pp-soft pp-small pp-row",
    )
    return ui.card(
        State.chosen,
        rx.cond(
            State.fact != "",
            fact,
            rx.cond(
                State.boxes == "",
                rx.el.p(t("performance.no_limit"), class_name="pp-soft pp-small"),
                rx.el.p(t("performance.boxes_about"), class_name="pp-soft pp-small"),
            ),
        ),
        rx.cond(
            State.target != "",
            rx.el.p(State.target, class_name="pp-soft pp-small pp-num"),
            rx.fragment(),
        ),
        rx.match(
            (State.fact != "").to_string() + (State.target != "").to_string(),
            ("truetrue", _chart([rate, limit, target])),
            ("truefalse", _chart([rate, limit])),
            ("falsetrue", _chart([rate, target])),
            _chart([rate]),
        ),
        rx.cond(
            State.boxes != "",
            rx.el.div(ui.link_button(t("performance.all_boxes"), href=State.boxes), class_name="pp-row"),
            rx.cond(State.may_look, _list(), rx.el.p(t("performance.closed"), class_name="pp-soft pp-small")),
        ),
        action=close,
    )


def _chart(series: list[ui.Series]) -> rx.Component:
    return ui.lines(State.trend, series, label=State.chosen, height=160)


def _list() -> rx.Component:
    columns = [
        ui.Column(
            key="number", label=t("performance.what"), grow=True, phone="title", link=True, hint="number"
        ),
        ui.Column(key="at", label=t("performance.at"), phone="sub"),
        ui.Column(key="due", label=t("performance.due")),
        ui.Column(key="done", label=t("performance.done")),
        ui.Column(key="late", label=t("performance.late_by"), align="right", phone="end"),
        ui.Column(key="reason", label=t("performance.reason"), phone="subend"),
    ]
    turning = rx.cond(
        State.has_next | (State.page > 0),
        rx.el.div(
            ui.button(t("lists.previous"), on_click=State.turn(-1), small=True, disabled=State.page == 0),
            ui.button(t("lists.next"), on_click=State.turn(1), small=True, disabled=~State.has_next),
            class_name="pp-row pp-row-end",
        ),
        rx.fragment(),
    )
    return rx.fragment(
        ui.data_table(
            columns,
            State.behind,
            label=State.chosen,
            href=lambda row: row["href"].to(str),
            empty=ui.empty_state(t("performance.nothing"), icon_name="circle-check"),
        ),
        turning,
    )


PAGE = Page(
    route=routes.PERFORMANCE,
    render=page,
    title="performance.title",
    permission="channels.read",
    on_load=[State.load],
)
