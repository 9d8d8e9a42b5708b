"""Beside a report: the records behind a cell, keeping it under a name, having it mailed."""

import reflex as rx

from prapazar import components as ui
from prapazar.pages.layout import may
from prapazar.states.reports import ReportState as State
from prapazar.states.session import SessionState

t = ui.t


def behind() -> rx.Component:
    columns = [
        ui.Column(key="title", label=t("reports.record"), phone="title", link=True, grow=True, hint="title"),
        ui.Column(key="at", label=t("reports.when"), phone="sub"),
        ui.Column(key="state", label=t("reports.state"), phone="subend"),
        ui.Column(key="amount", label=t("reports.m_amount"), align="right", phone="end"),
    ]
    return ui.sheet(
        t("reports.behind"),
        ui.data_table(
            columns,
            State.behind,
            label=t("reports.behind"),
            href=lambda row: row["href"].to(str),
            empty=ui.empty_state(t("reports.behind_none")),
        ),
        rx.cond(
            State.behind.length() >= 50,  # noqa: PLR2004 - as many as are read
            rx.el.p(t("reports.behind_most"), class_name="pp-soft pp-small"),
            rx.fragment(),
        ),
        is_open=State.is_behind_open,
        on_open_change=State.close_behind,
        text=State.behind_title,
    )


def save() -> rx.Component:
    shared = rx.cond(
        may("settings.write"), ui.checkbox("is_shared", t("reports.share_it"), value="1"), rx.fragment()
    )
    return ui.dialog(
        t("reports.save_as"),
        rx.form(
            ui.text_input("name", t("reports.name"), error=_fault("name"), max_length=60, auto_focus=True),
            shared,
            _foot(),
            on_submit=State.save,
            class_name="pp-stack",
        ),
        is_open=State.dialog == "save",
        on_open_change=State.close_dialog,
    )


def schedule() -> rx.Component:
    return ui.dialog(
        t("reports.schedule"),
        rx.form(
            ui.text_input(
                "name", t("reports.name"), error=_fault("name"), max_length=60, default_value=State.title
            ),
            rx.el.div(
                ui.select(
                    "rhythm",
                    t("reports.rhythm"),
                    _choices("rhythm", ("daily", "weekly", "monthly")),
                    value=State.rhythm,
                    on_change=State.set_rhythm,
                ),
                rx.cond(
                    State.rhythm == "weekly",
                    ui.select("weekday", t("reports.weekday"), _choices("weekday", tuple("0123456"))),
                    rx.fragment(),
                ),
                class_name="pp-row pp-row-wrap",
            ),
            rx.el.div(
                ui.select(
                    "hour",
                    t("reports.hour"),
                    [ui.Choice(value=str(one), label=f"{one:02d}:00") for one in range(24)],
                    error=_fault("hour"),
                    default_value="8",
                ),
                ui.select(
                    "form",
                    t("reports.form"),
                    [ui.Choice(value="pdf", label="PDF"), ui.Choice(value="xlsx", label="Excel (XLSX)")],
                ),
                class_name="pp-row pp-row-wrap",
            ),
            ui.text_input(
                "people",
                t("reports.people"),
                help_text=t("reports.people_help"),
                default_value=SessionState.email,
                error=_fault("people"),
                max_length=600,
            ),
            _foot("reports.schedule"),
            on_submit=State.schedule,
            class_name="pp-stack",
        ),
        is_open=State.dialog == "schedule",
        on_open_change=State.close_dialog,
    )


def _choices(kind: str, values: tuple[str, ...]) -> list[ui.Choice]:
    return [ui.Choice(value=one, label=t(f"reports.{kind}_{one}")) for one in values]


def _fault(name: str) -> rx.Var[str]:
    return State.fault.get(name, "").to(str)


def _foot(verb: str = "words.save") -> rx.Component:
    return rx.el.div(ui.button(t(verb), kind="primary", submit=True), class_name="pp-row pp-row-end")
