"""Calls, visits and notes on a customer's page, and the way to a ticket for them."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import may
from prapazar.states.customer_contacts import CustomerContactsState as State

t = ui.t
_KINDS = ("call", "visit", "meeting", "note")


def button() -> rx.Component:
    return rx.cond(
        may("customers.write"),
        ui.button(t("customers.contact_add"), icon_name="phone", on_click=State.ask(True)),
        rx.fragment(),
    )


def new_ticket(customer_id: rx.Var[str]) -> rx.Component:
    return rx.cond(
        may("tickets.write"),
        ui.link_button(
            t("customers.new_ticket"),
            href=rx.Var.create(f"{routes.NEW_TICKET}?customer=") + customer_id,
            icon_name="life-buoy",
        ),
        rx.fragment(),
    )


def dialog() -> rx.Component:
    kinds = [ui.Choice(value=one, label=t(f"customers.contact_{one}")) for one in _KINDS]
    form = rx.form(
        rx.el.div(
            ui.select("kind", t("customers.contact_kind"), kinds),
            ui.text_input(
                "day",
                t("customers.contact_at"),
                type="date",
                default_value=State.form["day"],
                error=State.faults["day"],
            ),
            ui.text_input("time", t("customers.contact_time"), type="time", default_value=State.form["time"]),
            class_name="pp-fields",
        ),
        ui.textarea(
            "body", t("customers.contact_body"), error=State.faults["body"], rows=5, max_length=10_000
        ),
        rx.cond(may("calendar.write"), _next_step(), rx.fragment()),
        rx.el.div(
            ui.button(t("words.cancel"), on_click=State.ask(False)),
            ui.button(t("words.save"), kind="primary", submit=True),
            class_name="pp-row pp-row-end",
        ),
        on_submit=State.save,
        key=State.version.to_string(),
        class_name="pp-form",
    )
    return ui.dialog(t("customers.contact_add"), form, is_open=State.is_open, on_open_change=State.ask)


def _next_step() -> rx.Component:
    return rx.el.div(
        ui.text_input(
            "next",
            t("customers.contact_next"),
            help_text=t("customers.contact_next_help"),
            optional=True,
            max_length=140,
            auto_complete="off",
        ),
        ui.text_input(
            "next_day",
            t("customers.contact_next_at"),
            type="date",
            optional=True,
            error=State.faults["next_day"],
        ),
        class_name="pp-fields",
    )
