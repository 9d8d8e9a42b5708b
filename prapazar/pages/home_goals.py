"""On the home: the button and the dialog in which monthly goals of stores are set."""

import reflex as rx

from prapazar import components as ui
from prapazar.pages.layout import may
from prapazar.states.goals import GoalsState as State

t = ui.t
_PART = "goals"


def button(key: rx.Var[str]) -> rx.Component:
    """In the head of its part alone."""
    here = ui.icon_button("pencil", t("homes.set_goals"), on_click=State.begin)
    return rx.cond((key == _PART) & may("reports.write"), here, rx.fragment())


def first(key: rx.Var[str]) -> rx.Component:
    """What there is to do while there is no goal."""
    here = ui.button(t("homes.set_goals"), on_click=State.begin, small=True, icon_name="target")
    return rx.cond((key == _PART) & may("reports.write"), here, rx.fragment())


def dialog() -> rx.Component:
    form = rx.el.form(
        rx.foreach(State.stores, _store),
        rx.el.div(
            ui.button(t("words.cancel"), on_click=State.set_open(False)),
            ui.button(t("words.save"), kind="primary", submit=True),
            class_name="pp-row pp-row-end",
        ),
        on_submit=State.save,
        class_name="pp-stack",
    )
    nothing = ui.empty_state(t("dashboard.channels_none"), icon_name="store")
    return ui.dialog(
        t("homes.set_goals"),
        rx.cond(State.stores.length() > 0, form, nothing),
        is_open=State.is_open,
        on_open_change=State.set_open,
        text=t("homes.goals_text"),
    )


def _store(row: ui.Rows) -> rx.Component:
    key = row["id"].to(str)
    return rx.el.div(
        rx.el.label(
            ui.channel_mark(row["connector"]),
            rx.el.span(row["name"], class_name="pp-grow"),
            html_for="goal-" + key,
            class_name="pp-row",
        ),
        rx.el.div(
            rx.el.input(
                id="goal-" + key,
                name=key,
                default_value=row["goal"],
                input_mode="decimal",
                auto_complete="off",
                class_name="pp-input pp-num-input",
                aria_describedby="goal-help-" + key,
                aria_invalid=rx.cond(row["fault"] != "", "true", "false"),
            ),
            rx.el.span("TL"),
            class_name="pp-suffixed",
        ),
        rx.el.p(row["sold"], id="goal-help-" + key, class_name="pp-help pp-num"),
        rx.cond(
            row["fault"] != "", rx.el.p(row["fault"], class_name="pp-error", role="alert"), rx.fragment()
        ),
        class_name="pp-field",
        key=key,
    )
