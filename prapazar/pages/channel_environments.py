"""Test mode of a store: its environments, and going from one to another."""

import reflex as rx

from prapazar import components as ui
from prapazar.states.session import SessionState
from prapazar.states.twins import TwinState

t = ui.t


def section() -> rx.Component:
    """Which environments the channel has, and going from one to another."""

    def place(one: ui.Rows) -> rx.Component:
        move = ui.button(
            t("channels.switch_to", environment=one["label"]),
            small=True,
            icon_name="arrow-right-left",
            on_click=TwinState.ask(one["environment"]),
        )
        return rx.el.div(
            rx.el.span(
                rx.el.span(one["label"], class_name="pp-strong"),
                rx.el.span(" · ", one["state"], class_name="pp-soft"),
                class_name="pp-grow",
            ),
            rx.cond((one["is_here"] == "") & SessionState.can["channels.write"], move, rx.fragment()),
            class_name="pp-row pp-wrap",
            key=one["environment"],
        )

    places = ui.card(
        t("channels.environment"),
        rx.el.div(rx.foreach(TwinState.places, place), class_name="pp-stack pp-stack-tight"),
    )
    return rx.cond(TwinState.places.length() > 1, places, rx.fragment())


def dialog() -> rx.Component:
    def field(one: ui.Rows) -> rx.Component:
        name = one["name"].to(str)
        shared = {"id": "f-switch-" + name, "name": name}
        choice = rx.el.select(
            rx.foreach(
                TwinState.choices[name].to(list[dict[str, str]]),
                lambda option: rx.el.option(option["label"], value=option["value"]),
            ),
            **shared,
            default_value=one["default"],
            class_name="pp-input pp-select",
        )
        written = rx.el.input(
            **shared,
            type=rx.cond(one["kind"] == "secret", "password", "text"),
            default_value=one["default"],
            auto_complete="off",
            class_name="pp-input",
        )
        return rx.el.div(
            rx.el.label(one["label"], html_for="f-switch-" + name),
            rx.cond(one["kind"] == "choice", choice, written),
            rx.cond(one["help"] != "", rx.el.p(one["help"], class_name="pp-help"), rx.fragment()),
            rx.cond(
                TwinState.faults[name].to(bool),
                rx.el.p(TwinState.faults[name], role="alert", class_name="pp-error"),
                rx.fragment(),
            ),
            class_name="pp-field",
            key=name,
        )

    is_new = TwinState.fields.length() > 0
    return ui.dialog(
        t("channels.switch_title"),
        rx.form(
            rx.cond(is_new, rx.el.p(t("channels.switch_form"), class_name="pp-soft"), rx.fragment()),
            rx.foreach(TwinState.fields, field),
            rx.cond(
                TwinState.failed != "",
                ui.banner(t("channels.not_connected"), TwinState.failed, tone="bad"),
                rx.fragment(),
            ),
            rx.el.div(
                ui.button(
                    rx.cond(
                        is_new,
                        t("channels.switch_submit"),
                        t("channels.switch_to", environment=TwinState.asked_label),
                    ),
                    kind="primary",
                    submit=True,
                    loading=TwinState.testing,
                ),
                class_name="pp-row pp-row-end",
            ),
            on_submit=TwinState.submit,
            class_name="pp-stack",
        ),
        is_open=TwinState.is_open,
        on_open_change=TwinState.close,
        text=TwinState.text,
    )
