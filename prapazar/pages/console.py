"""The connector console of one store."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import bench_parts as bench
from prapazar.pages import health
from prapazar.pages.page import Page
from prapazar.pages.store_frame import LOAD, store_page
from prapazar.states.console import ConsoleState as State
from prapazar.states.session import SessionState

t = ui.t


def page() -> rx.Component:
    return store_page(rx.cond(State.loading, ui.skeleton_lines(8), _console()), active="console")


def _console() -> rx.Component:
    return rx.fragment(
        ui.two_columns(_ask(), _history(), on_top="left"),
        _result(),
        ui.card(t("channels.limits"), health.limits_table(State.limits)),
        _confirm(),
    )


def _ask() -> rx.Component:
    mark = rx.cond(
        State.changes, ui.badge(t("console.changes"), "wait"), ui.badge(t("console.reads"), "neutral")
    )
    return ui.card(
        t("console.choose"),
        ui.select(
            "operation",
            t("console.choose"),
            State.operations,
            value=State.operation,
            on_change=State.choose,
            error=rx.cond(State.faults["operation"].to(bool), State.faults["operation"].to(str), ""),
        ),
        rx.form(
            rx.foreach(State.fields, _field),
            rx.cond(
                SessionState.can["console.write"],
                rx.el.div(
                    ui.button(
                        t("console.run"), kind="primary", icon_name="play", submit=True, loading=State.busy
                    ),
                    class_name="pp-row",
                ),
                rx.fragment(),
            ),
            key=State.version,
            on_submit=State.submit,
            class_name="pp-stack",
        ),
        action=mark,
    )


def _field(one: ui.Rows) -> rx.Component:
    name = one["name"].to(str)
    shared = {
        "id": "f-" + name,
        "name": name,
        "aria_invalid": rx.cond(State.faults[name].to(bool), "true", "false"),
    }
    long = rx.el.textarea(
        **shared, rows="4", default_value=one["default"], class_name="pp-input pp-textarea pp-mono"
    )
    choice = rx.el.select(
        rx.foreach(
            State.choices[name].to(list[dict[str, str]]),
            lambda option: rx.el.option(option["label"], value=option["value"]),
        ),
        **shared,
        class_name="pp-input pp-select",
    )

    def line(kind: str) -> rx.Component:
        return rx.el.input(
            **shared, type=kind, default_value=one["default"], auto_complete="off", class_name="pp-input"
        )

    control = rx.match(
        one["kind"],
        ("choice", choice),
        ("moment", line("datetime-local")),
        *((kind, long) for kind in ("long_text", "goods", "lines", "pairs", "ids")),
        line("text"),
    )
    return rx.el.div(
        rx.el.label(
            one["label"],
            rx.cond(
                one["required"] == "",
                rx.el.span(t("words.optional"), class_name="pp-faint pp-tiny"),
                rx.fragment(),
            ),
            html_for="f-" + name,
        ),
        control,
        rx.cond(one["help"] != "", rx.el.p(one["help"], class_name="pp-help"), rx.fragment()),
        rx.cond(
            State.faults[name].to(bool),
            rx.el.p(State.faults[name], role="alert", class_name="pp-error"),
            rx.fragment(),
        ),
        class_name="pp-field",
        key=name,
    )


def _result() -> rx.Component:
    save = rx.cond(
        State.exchanges.length() > 0,
        ui.button(t("console.download"), small=True, icon_name="download", on_click=State.download),
        rx.fragment(),
    )
    return ui.card(
        t("console.result"),
        rx.cond(
            State.run["id"].to(bool),
            rx.fragment(
                rx.el.div(
                    ui.badge(State.run["status_label"], State.run["tone"]),
                    rx.el.span(State.run["operation"], class_name="pp-strong"),
                    rx.el.span(State.run["took"], class_name="pp-soft pp-num"),
                    rx.el.span(class_name="pp-grow"),
                    rx.el.span(State.run["count"], class_name="pp-soft pp-num"),
                    class_name="pp-row pp-wrap",
                    role="status",
                ),
                rx.cond(
                    State.run["error"] != "",
                    ui.banner(State.run["error"], State.run["detail"], tone="bad"),
                    rx.fragment(),
                ),
                rx.cond(State.busy, ui.skeleton_lines(4), _answer()),
            ),
            ui.empty_state(t("console.result_empty"), icon_name="terminal"),
        ),
        action=save,
    )


def _answer() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h3(t("console.records"), class_name="pp-strong"),
            rx.cond(
                State.records.length() > 0,
                bench.records(State.records, State.facts),
                rx.el.p(t("console.records_none"), class_name="pp-soft"),
            ),
            rx.cond(State.run["more"] != "", rx.el.p(State.run["more"], class_name="pp-soft"), rx.fragment()),
            class_name="pp-stack pp-stack-tight",
        ),
        rx.el.div(
            rx.el.h3(t("console.requests"), class_name="pp-strong"),
            bench.requests(State.exchanges),
            class_name="pp-stack pp-stack-tight",
        ),
        class_name="pp-beside",
    )


def _history() -> rx.Component:
    columns = [
        ui.Column(
            key="operation",
            label=t("console.choose"),
            grow=True,
            phone="title",
            cell=lambda row: rx.el.button(
                row["operation"],
                type="button",
                class_name="pp-link pp-plain-button",
                on_click=State.open_run(row["id"]),
            ),
        ),
        ui.Column(key="at", label=t("channels.at"), hint="at_full", align="right", phone="end"),
        ui.Column(
            key="status",
            label=t("channels.result"),
            phone="subend",
            hint="error",
            cell=lambda row: ui.badge(row["status_label"], row["tone"]),
        ),
    ]
    return ui.card(
        t("console.history"),
        ui.data_table(
            columns,
            State.history,
            label=t("console.history"),
            empty=ui.empty_state(t("console.history_empty"), icon_name="history"),
        ),
    )


def _confirm() -> rx.Component:
    is_live = State.store["environment_key"] == "live"
    wrong = is_live & (State.typed != State.store["name"])
    typing = rx.el.div(
        rx.el.label(t("forms.type_name", name=State.store["name"]), html_for="f-confirm-name"),
        rx.el.input(
            id="f-confirm-name",
            value=State.typed,
            on_change=State.type_name,
            auto_complete="off",
            class_name="pp-input",
        ),
        class_name="pp-field",
    )
    return ui.dialog(
        t("console.confirm_title", store=State.store["name"]),
        ui.code_block(State.what),
        rx.cond(is_live, typing, rx.fragment()),
        is_open=State.confirm_open,
        on_open_change=State.ask,
        text=State.confirm_text,
        footer=[
            ui.button(t("words.cancel"), on_click=State.ask(False)),
            ui.button(
                t("console.confirm"),
                kind="primary",
                on_click=State.confirm,
                disabled=wrong,
            ),
        ],
    )


PAGE = Page(
    route=routes.CONSOLE,
    render=page,
    title="console.title",
    permission="console.read",
    on_load=[LOAD, State.load],
    live={"console.changed": State.news, "channels.changed": LOAD},
)
