"""An order whose address lacks its district says so on its page, and has the field beside it."""

import reflex as rx

from prapazar import components as ui
from prapazar.states.order_address import OrderAddressState as State
from prapazar.states.session import SessionState

t = ui.t


def missing() -> rx.Component:
    said = ui.banner(
        t("orders.district_missing"),
        rx.cond(State.fault != "", State.fault, t("orders.district_missing_text")),
        tone="wait",
        action=rx.cond(SessionState.can["orders.write"], _form(), rx.fragment()),
    )
    return rx.cond(State.is_missing, said, rx.fragment())


def _form() -> rx.Component:
    label = t("orders.district")
    choice = rx.el.select(
        ui.options(State.choices), name="district", aria_label=label, class_name="pp-input pp-select"
    )
    typed = rx.el.input(
        name="district", aria_label=label, placeholder=label, max_length=80, class_name="pp-input"
    )
    return rx.form(
        rx.el.div(
            rx.cond(State.choices.length() > 0, choice, typed),
            ui.button(t("words.save"), kind="primary", small=True, submit=True),
            class_name="pp-row",
        ),
        on_submit=State.save,
    )
