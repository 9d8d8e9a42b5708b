"""Health of one store: hours, causes, shapes, limits, the silence alarm, and its latest requests."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import health, store_frame
from prapazar.pages.layout import may
from prapazar.pages.page import Page
from prapazar.states.channel_log import ChannelLogState as Log
from prapazar.states.channels import ChannelState as State
from prapazar.states.health import HealthState

t = ui.t


def page() -> rx.Component:
    right = rx.fragment(
        health.facts(),
        health.limits(),
        rx.cond(State.store["does_orders"] != "", health.silence(), rx.fragment()),
    )
    left = rx.fragment(health.causes(), health.hours(), health.drifts(), _log())
    return store_frame.store_page(
        health.shape_alarms(),
        ui.two_columns(left, right),
        health.layers(),
        _entry(),
        active="health",
    )


def _log() -> rx.Component:
    columns = [
        ui.Column(key="at", label=t("channels.at"), hint="at_full", phone="end"),
        ui.Column(
            key="operation",
            label=t("channels.operation"),
            grow=True,
            phone="title",
            hint="url",
            cell=_operation,
        ),
        ui.Column(
            key="status",
            label=t("channels.answer_code"),
            phone="subend",
            hint="error",
            cell=lambda row: ui.badge(row["status"], row["tone"]),
        ),
        ui.Column(key="took", label=t("channels.took"), align="right", phone="sub"),
    ]
    everything = rx.cond(
        may("console.read"),
        ui.link(t("store.all_traffic"), href=store_frame.HERE + "/traffic", class_name="pp-small"),
        rx.fragment(),
    )
    return ui.card(
        t("channels.log"),
        ui.data_table(
            columns,
            Log.log,
            label=t("channels.log"),
            empty=ui.empty_state(t("channels.log_empty"), icon_name="activity"),
        ),
        action=rx.el.span(
            everything,
            ui.switch(
                "errors_only",
                t("channels.errors_only"),
                checked=Log.errors_only,
                on_change=Log.show_errors,
            ),
            class_name="pp-row",
        ),
    )


def _operation(row: ui.Rows) -> rx.Component:
    return rx.el.button(
        row["method"],
        " ",
        row["operation"],
        type="button",
        class_name="pp-link pp-plain-button",
        on_click=Log.open_entry(row["id"]),
    )


def _entry() -> rx.Component:
    return ui.sheet(
        Log.entry["operation"],
        ui.key_values(
            (t("channels.call"), Log.entry["call"]),
            (t("channels.at"), Log.entry["at_full"]),
            (t("channels.answer_code"), Log.entry["status"]),
            (t("channels.took"), Log.entry["took"]),
        ),
        rx.cond(
            Log.entry["error"] != "",
            ui.banner(t("channels.problem"), Log.entry["error"], tone="bad"),
            rx.fragment(),
        ),
        ui.code_block(Log.entry["url"], label="URL"),
        ui.code_block(Log.entry["request"], label=t("channels.request")),
        ui.code_block(Log.entry["answer"], label=t("channels.answer")),
        is_open=Log.entry_open,
        on_open_change=Log.close_entry,
    )


PAGE = Page(
    route=routes.STORE_HEALTH,
    render=page,
    title="health.title",
    permission="channels.read",
    on_load=[store_frame.LOAD, HealthState.load_store, Log.load],
    live={
        "channels.changed": [store_frame.LOAD, HealthState.news],
        "jobs.changed": [store_frame.LOAD, HealthState.news, Log.load],
        "health.changed": HealthState.news,
    },
)
