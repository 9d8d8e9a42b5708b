"""On the performance page: the button and the dialog in which a store's targets are set."""

import reflex as rx

from prapazar import components as ui
from prapazar.pages.layout import may
from prapazar.states.performance_targets import PerformanceTargetsState as State

t = ui.t


def button(row: ui.Rows) -> rx.Component:
    """In the head of a store's card."""
    begin = State.begin(row["id"].to(str), row["connector"].to(str), row["name"].to(str))
    here = ui.button(t("performance.set_targets"), on_click=begin, small=True, icon_name="target")
    return rx.cond(may("channels.write"), here, rx.fragment())


def dialog() -> rx.Component:
    form = rx.el.form(
        rx.foreach(State.measures, _measure),
        rx.el.div(
            ui.button(t("words.cancel"), on_click=State.set_open(False)),
            ui.button(t("words.save"), kind="primary", submit=True),
            class_name="pp-row pp-row-end",
        ),
        on_submit=State.save,
        class_name="pp-stack",
    )
    return ui.dialog(
        t("performance.targets_of", name=State.name),
        form,
        is_open=State.is_open,
        on_open_change=State.set_open,
        text=t("performance.targets_text"),
    )


def _measure(row: ui.Rows) -> rx.Component:
    key = row["id"].to(str)
    return rx.el.div(
        rx.el.label(row["label"], html_for="target-" + key),
        rx.el.div(
            rx.el.input(
                id="target-" + key,
                name=key,
                default_value=row["share"],
                input_mode="decimal",
                auto_complete="off",
                class_name="pp-input pp-num-input",
                aria_describedby="target-help-" + key,
                aria_invalid=rx.cond(row["fault"] != "", "true", "false"),
            ),
            rx.el.span("%"),
            class_name="pp-suffixed",
        ),
        rx.el.p(row["help"], id="target-help-" + key, class_name="pp-help pp-num"),
        rx.cond(
            row["fault"] != "", rx.el.p(row["fault"], class_name="pp-error", role="alert"), rx.fragment()
        ),
        class_name="pp-field",
        key=key,
    )
