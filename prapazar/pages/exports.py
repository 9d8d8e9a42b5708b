"""Lists that a worker writes into files: how far each is, and the way to it."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.report_gallery import ExportsState as State

t = ui.t


def page() -> rx.Component:
    return frame(
        ui.page_header(
            t("exports.title"),
            back=(t("reports.title"), routes.REPORTS),
            note=t("exports.about"),
            primary=rx.cond(
                State.run["is_open"], ui.button(t("exports.stop"), on_click=State.stop), rx.fragment()
            ),
        ),
        rx.cond(
            State.loading,
            ui.skeleton_lines(4),
            rx.cond(
                State.rows.length() > 0,
                rx.fragment(_run(), _all()),
                ui.empty_state(
                    t("exports.empty"),
                    action=ui.link_button(t("frame.orders"), href=routes.ORDERS, kind="primary"),
                    icon_name="download",
                ),
            ),
        ),
        active=routes.REPORTS,
    )


def _run() -> rx.Component:
    """What is waited for, or just became ready."""
    fetch = ui.link_button(
        t("exports.fetch"), href=State.run["file"], kind="primary", icon_name="download", download=True
    )
    bar = ui.progress_bar(percent=State.percent, label=State.run["label"])
    return rx.cond(
        State.run["status"],
        rx.el.div(
            rx.el.div(
                rx.el.strong(State.run["what"]),
                ui.badge(State.run["status"], State.run["tone"]),
                rx.cond(
                    State.percent >= 0,
                    rx.fragment(),
                    rx.el.span(State.run["label"], class_name="pp-soft pp-num"),
                ),
                rx.cond(State.run["file"], fetch, rx.fragment()),
                class_name="pp-row pp-row-wrap",
            ),
            rx.cond(State.percent >= 0, bar, rx.fragment()),
            rx.cond(State.run["why"], ui.banner(State.run["why"], tone="bad"), rx.fragment()),
            class_name="pp-stack pp-stack-tight",
            aria_live="polite",
        ),
        rx.fragment(),
    )


def _all() -> rx.Component:
    columns = [
        ui.Column(key="at", label=t("exports.at"), phone="sub"),
        ui.Column(key="what", label=t("exports.what"), phone="title", grow=True),
        ui.Column(key="form", label=t("exports.form")),
        ui.Column(key="rows", label=t("exports.row_count"), align="right"),
        ui.Column(key="size", label=t("exports.size"), align="right"),
        ui.Column(
            key="status",
            label=t("exports.status"),
            phone="end",
            hint="why",
            cell=lambda row: ui.badge(row["status"].to(str), row["tone"].to(str)),
        ),
        ui.Column(key="file", label="", align="right", phone="subend", cell=_fetch),
    ]
    return ui.data_table(columns, State.rows, label=t("exports.title"), loading=State.loading)


def _fetch(row: ui.Rows) -> rx.Component:
    link = ui.link_button(
        t("exports.fetch"), href=row["file"].to(str), icon_name="download", small=True, download=True
    )
    return rx.cond(row["file"] != "", link, rx.fragment())


PAGE = Page(
    route=routes.EXPORTS,
    render=page,
    title="exports.title",
    permission="*",
    on_load=[State.load],
    live={"exports.changed": State.news},
)
