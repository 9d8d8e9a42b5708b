"""The registry of consents (İYS): what it has to be told by when, its file out and in."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import lists, sheet_steps
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.iys import SOURCES
from prapazar.states.iys import IysState as State

t = ui.t
_VIEWS = ("open", "overdue", "all")


def page() -> rx.Component:
    views = [ui.Choice(value=one, label=t(f"iys.view_{one}")) for one in _VIEWS]
    return frame(
        ui.page_header(
            t("iys.title"),
            back=(t("messages.title"), routes.MESSAGES),
            primary=rx.cond(
                may("messages.write"),
                ui.button(t("iys.take"), icon_name="upload", on_click=State.set_taking(True)),
                rx.fragment(),
            ),
        ),
        rx.el.p(t("iys.lead"), class_name="pp-soft pp-small"),
        rx.cond(
            State.overdue != "",
            ui.banner(t("iys.overdue_title", count=State.overdue), t("iys.overdue_text"), tone="bad"),
            rx.fragment(),
        ),
        rx.el.div(
            rx.foreach(State.figures, lambda one: ui.figure(one["label"], one["value"])),
            class_name="pp-figures",
        ),
        rx.cond((State.made_count != "") & may("messages.write"), _steps(), rx.fragment()),
        ui.view_tabs(views, active=State.view, on_change=State.show_view),
        ui.data_table(
            _columns(),
            State.rows,
            label=t("iys.title"),
            loading=State.loading,
            empty=ui.empty_state(
                rx.cond(State.view == "all", t("iys.empty_all"), t("iys.empty_open")),
                icon_name="badge-check",
            ),
        ),
        ui.pager(
            label=State.range_label,
            has_previous=State.page > 0,
            has_next=State.has_next,
            on_previous=State.turn(-1),
            on_next=State.turn(1),
        ),
        _taking(),
        _marking(),
        active=routes.MESSAGES,
    )


def _steps() -> rx.Component:
    """Choose the source, take the file, upload it there, say so here."""
    choices = [ui.Choice(value=one, label=t(f"iys.source_{one.lower()}")) for one in SOURCES]
    query = lists.asked(until=State.until, source=State.source)
    return ui.card(
        t("iys.view_open"),
        ui.select(
            "source",
            t("iys.step_source"),
            choices,
            value=State.source,
            on_change=State.set_source,
            help_text=t("iys.step_source_help"),
        ),
        rx.el.div(
            rx.el.a(
                ui.icon("download"),
                rx.el.span(t("iys.download")),
                href="/api/iys/file.csv?" + query,
                class_name="pp-button pp-button-primary",
            ),
            ui.button(
                t("iys.mark"),
                icon_name="check",
                on_click=State.set_ask_mark(True),
            ),
            class_name="pp-row pp-row-wrap",
        ),
    )


def _columns() -> list[ui.Column]:
    return [
        ui.Column(key="address", label=t("iys.address"), phone="title", grow=True),
        ui.Column(key="way", label=t("iys.way"), phone="sub"),
        ui.Column(
            key="said",
            label=t("iys.said"),
            cell=lambda row: ui.badge(row["said"].to(str), row["said_tone"].to(str)),
        ),
        ui.Column(key="source", label=t("iys.source")),
        ui.Column(key="at", label=t("iys.at"), align="right", hint="at_full"),
        ui.Column(key="due", label=t("iys.due"), align="right", phone="end"),
        ui.Column(
            key="status",
            label=t("iys.status"),
            phone="subend",
            cell=lambda row: ui.badge(row["status"].to(str), row["tone"].to(str)),
        ),
    ]


def _taking() -> rx.Component:
    tone = rx.match(State.result_tone, ("bad", "pp-bad"), ("wait", "pp-wait"), "pp-good")
    faults = rx.el.div(
        rx.el.p(t("iys.faults"), class_name="pp-soft pp-small"),
        rx.el.ul(rx.foreach(State.faults, lambda one: rx.el.li(one, key=one)), class_name="pp-small pp-todo"),
    )
    result = rx.el.div(
        rx.el.p(State.result, class_name="pp-small pp-strong " + tone.to(str), role="status"),
        rx.cond(State.faults.length() > 0, faults, rx.fragment()),
        class_name="pp-stack",
    )
    return ui.dialog(
        t("iys.take"),
        sheet_steps.drop_zone(
            State,
            "iys-file",
            t("iys.take"),
            rx.el.p(t("iys.take_columns"), class_name="pp-soft pp-small"),
            rx.el.p(t("iys.take_most", count=State.most), class_name="pp-faint pp-tiny"),
        ),
        rx.cond(State.result != "", result, rx.fragment()),
        is_open=State.is_taking,
        on_open_change=State.set_taking,
        wide=True,
    )


def _marking() -> rx.Component:
    return ui.confirm_dialog(
        t("iys.mark_title", count=State.made_count),
        t("iys.mark_text"),
        confirm=t("iys.mark"),
        is_open=State.ask_mark,
        on_open_change=State.set_ask_mark,
        on_confirm=State.mark,
    )


PAGE = Page(
    route=routes.IYS,
    render=page,
    title="iys.title",
    permission="messages.read",
    on_load=[State.load],
    live={"messages.changed": State.news},
)
