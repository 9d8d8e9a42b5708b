"""Schedules of all stores, and the table that one store's page shows too."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.channels_frame import channels_page
from prapazar.pages.layout import may
from prapazar.pages.page import Page
from prapazar.states.schedules import SchedulesState as State

t = ui.t


def page() -> rx.Component:
    return channels_page(
        ui.filter_bar(
            ui.filter_select(
                t("schedules.store"), value=State.store, choices=State.stores, on_change=State.choose
            )
        ),
        table(is_of_one=False),
        layers(),
        active="schedules",
    )


def table(*, is_of_one: bool) -> rx.Component:
    store = ui.Column(
        key="store",
        label=t("schedules.store"),
        phone="sub",
        cell=lambda row: ui.channel_mark(row["connector"], name=row["store"]),
    )
    columns = [
        ui.Column(key="label", label=t("schedules.job"), grow=True, phone="title", cell=_job),
        *([] if is_of_one else [store]),
        ui.Column(key="every", label=t("schedules.every"), align="right", phone="hide", cell=_every),
        ui.Column(key="state", label=t("schedules.state"), phone="end", hint="hint", cell=_status),
        ui.Column(
            key="last",
            label=t("schedules.last"),
            align="right",
            hint="last_full",
            phone="sub" if is_of_one else "hide",
        ),
        ui.Column(key="took", label=t("schedules.took"), align="right"),
        ui.Column(key="runs", label=t("schedules.runs"), cell=_runs),
        ui.Column(key="next", label=t("schedules.next"), align="right"),
        ui.Column(key="acts", label="", align="right", phone="subend", cell=_acts),
    ]
    return ui.data_table(
        columns,
        State.rows,
        label=t("schedules.title"),
        loading=State.loading,
        skeleton_rows=4,
        empty=ui.empty_state(t("schedules.empty"), icon_name="calendar-clock"),
    )


def _job(row: ui.Rows) -> rx.Component:
    return rx.el.button(
        row["label"],
        type="button",
        class_name="pp-link pp-plain-button",
        on_click=State.open_runs(row["id"]),
        title=t("schedules.runs"),
    )


def _every(row: ui.Rows) -> rx.Component:
    return rx.cond(
        may("channels.write"),
        rx.el.button(
            row["every"],
            type="button",
            class_name="pp-link pp-plain-button pp-num",
            on_click=State.edit(row["id"]),
            title=t("schedules.edit"),
        ),
        rx.el.span(row["every"], class_name="pp-num"),
    )


def _status(row: ui.Rows) -> rx.Component:
    return rx.el.span(
        ui.badge(row["state"], row["tone"]),
        rx.cond(row["hint"] != "", rx.el.span(row["hint"], class_name="pp-faint pp-tiny"), rx.fragment()),
        class_name="pp-job-state",
    )


def _runs(row: ui.Rows) -> rx.Component:
    return ui.strip((row["good"], "plain"), (row["bad"], "bad"), label=row["runs"])


def _acts(row: ui.Rows) -> rx.Component:
    return rx.cond(
        may("channels.write"),
        rx.el.span(
            ui.icon_button("play", t("schedules.run"), on_click=State.run(row["id"])),
            rx.cond(
                row["is_paused"] != "",
                ui.icon_button("circle-play", t("schedules.resume"), on_click=State.resume(row["id"])),
                ui.icon_button("pause", t("schedules.pause"), on_click=State.pause(row["id"])),
            ),
            class_name="pp-row pp-row-end",
        ),
        rx.fragment(),
    )


def layers() -> rx.Component:
    run_columns = [
        ui.Column(key="at", label=t("schedules.at"), hint="at_full", phone="sub"),
        ui.Column(
            key="state",
            label=t("schedules.result"),
            grow=True,
            phone="title",
            cell=_status,
        ),
        ui.Column(key="took", label=t("schedules.took"), align="right", phone="end"),
    ]
    return rx.fragment(
        ui.sheet(
            State.runs_title,
            rx.cond(
                may("channels.write"),
                ui.button(t("schedules.edit"), icon_name="pencil", on_click=State.edit(State.runs_of)),
                rx.fragment(),
            ),
            ui.data_table(
                run_columns,
                State.runs,
                label=t("schedules.runs"),
                empty=ui.empty_state(t("schedules.no_runs"), icon_name="history"),
            ),
            is_open=State.are_runs_open,
            on_open_change=State.close_runs,
        ),
        ui.dialog(
            t("schedules.edit"),
            rx.form(
                ui.text_input(
                    "interval",
                    t("schedules.interval"),
                    help_text=t("schedules.interval_help"),
                    default_value=State.editing["every"],
                    error=State.fault,
                    auto_complete="off",
                ),
                rx.el.div(
                    ui.button(t("words.save"), kind="primary", submit=True), class_name="pp-row pp-row-end"
                ),
                on_submit=State.save,
                class_name="pp-stack",
            ),
            is_open=State.is_editing,
            on_open_change=State.close_edit,
            text=State.editing["label"],
        ),
    )


PAGE = Page(
    route=routes.SCHEDULES,
    render=page,
    title="schedules.title",
    permission="channels.read",
    on_load=[State.load],
    live={"jobs.changed": State.news, "channels.changed": State.news},
)
