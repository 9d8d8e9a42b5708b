"""The gallery of reports, with saved ones and those that are mailed."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.report_gallery import ReportGalleryState as State

t = ui.t
ICONS = ("chart-line", "coins", "store", "boxes", "trophy", "undo-2", "truck", "receipt-text", "users")


def page() -> rx.Component:
    return frame(
        ui.page_header(
            t("reports.title"),
            actions=[
                ui.link_button(t("exports.title"), href=routes.EXPORTS, icon_name="download"),
            ],
        ),
        rx.cond(
            State.loading,
            ui.skeleton_lines(6),
            rx.fragment(
                rx.el.nav(
                    rx.foreach(State.reports, _report), class_name="pp-gallery", aria_label=t("reports.title")
                ),
                ui.card(t("reports.own_reports"), _saved()),
                ui.card(t("reports.schedules"), _schedules()),
            ),
        ),
        active=routes.REPORTS,
    )


def _report(one: ui.Rows) -> rx.Component:
    sign = rx.match(
        one["icon"], *((name, ui.icon(name, size=18)) for name in ICONS), ui.icon("chart-line", size=18)
    )
    return rx.el.a(
        sign,
        rx.el.span(
            rx.el.strong(one["name"]),
            rx.el.span(one["about"], class_name="pp-soft pp-small"),
        ),
        href=one["href"].to(str),
    )


def _saved() -> rx.Component:
    columns = [
        ui.Column(key="name", label=t("reports.name"), phone="title", link=True, grow=True),
        ui.Column(key="report", label=t("reports.report"), phone="sub"),
        ui.Column(
            key="shared",
            label="",
            phone="end",
            cell=lambda row: rx.cond(
                row["shared"] != "", ui.badge(t("reports.shared"), "info"), rx.fragment()
            ),
        ),
        ui.Column(key="own", label="", align="right", phone="subend", cell=_forget),
    ]
    table = ui.data_table(
        columns, State.saved, label=t("reports.own_reports"), href=lambda row: row["href"].to(str)
    )
    return rx.cond(
        State.saved.length() > 0, table, rx.el.p(t("reports.none_saved"), class_name="pp-soft pp-small")
    )


def _forget(row: ui.Rows) -> rx.Component:
    button = ui.icon_button("trash-2", t("reports.remove"), on_click=State.forget(row["id"]))
    return rx.cond(row["own"] != "", button, rx.fragment())


def _schedules() -> rx.Component:
    columns = [
        ui.Column(key="name", label=t("reports.name"), phone="title", link=True, grow=True, hint="name"),
        ui.Column(key="when", label=t("reports.rhythm"), phone="sub"),
        ui.Column(key="people", label=t("reports.people"), grow=True, hint="people"),
        ui.Column(key="form", label=t("reports.form")),
        ui.Column(key="next", label=t("reports.next_at")),
        ui.Column(key="last", label=t("reports.last_at")),
        ui.Column(key="active", label="", phone="end", hint="fault", cell=_state),
        ui.Column(key="id", label="", align="right", phone="subend", cell=_steps),
    ]
    return rx.fragment(
        rx.el.p(t("reports.schedules_about"), class_name="pp-soft pp-small pp-card-note"),
        rx.cond(
            State.schedules.length() > 0,
            ui.data_table(
                columns, State.schedules, label=t("reports.schedules"), href=lambda row: row["href"].to(str)
            ),
            rx.el.p(t("reports.no_schedules"), class_name="pp-soft pp-small"),
        ),
    )


def _state(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["fault"] != "",
        ui.badge(row["fault"].to(str), "bad"),
        rx.cond(
            row["active"] != "",
            ui.badge(t("reports.on"), "good"),
            ui.badge(t("reports.paused"), "neutral"),
        ),
    )


def _steps(row: ui.Rows) -> rx.Component:
    flip = rx.cond(
        row["active"] != "",
        ui.icon_button("pause", t("reports.turn_off"), on_click=State.switch(row["id"], False)),
        ui.icon_button("play", t("reports.turn_on"), on_click=State.switch(row["id"], True)),
    )
    gone = ui.icon_button("trash-2", t("reports.remove"), on_click=State.unplan(row["id"]))
    return rx.el.span(
        rx.cond(may("reports.write"), flip, rx.fragment()),
        rx.cond(may("reports.delete"), gone, rx.fragment()),
        class_name="pp-row pp-row-end",
    )


PAGE = Page(
    route=routes.REPORTS,
    render=page,
    title="reports.title",
    permission="reports.read",
    on_load=[State.load],
)
