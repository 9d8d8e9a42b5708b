"""The documents of an order, as a card of its page."""

import reflex as rx

from prapazar import components as ui
from prapazar.pages.layout import may
from prapazar.states.order_invoices import OrderInvoicesState as State

t = ui.t


def card() -> rx.Component:
    whole = rx.fragment(
        ui.button(
            rx.cond(State.is_part, t("invoices.create_rest"), t("invoices.create")),
            small=True,
            kind="primary",
            on_click=State.make("invoice"),
        ),
        ui.button(t("invoices.create_draft"), small=True, on_click=State.make("draft")),
        ui.button(t("invoices.create_part"), small=True, on_click=State.ask_part(True)),
    )
    make = rx.el.div(
        rx.cond(State.is_left, whole, rx.fragment()),
        ui.button(t("invoices.create_despatch"), small=True, kind="quiet", on_click=State.make("despatch")),
        class_name="pp-row pp-row-wrap",
    )
    shown = ui.card(
        t("invoices.of_order"),
        rx.foreach(State.rows, _row),
        rx.cond(may("invoices.write"), make, rx.fragment()),
    )
    return rx.cond(may("invoices.read"), rx.fragment(shown, _part_dialog(), _rate_dialog()), rx.fragment())


def _row(one: ui.Rows) -> rx.Component:
    return rx.el.div(
        ui.link(one["label"], href=one["href"]), ui.badge(one["status"], one["tone"]), class_name="pp-row"
    )


def units_row(name: rx.Var[str], one: ui.Rows) -> rx.Component:
    """A line and how many of it; the box takes whole units up to what is left."""
    return rx.el.label(
        rx.el.span(
            rx.el.span(one["title"]),
            rx.el.span(one["said"], class_name="pp-soft pp-tiny pp-num"),
            class_name="pp-lines pp-whole-names pp-grow",
        ),
        rx.el.input(
            name=name,
            default_value=one["left"],
            input_mode="numeric",
            max_length=6,
            auto_complete="off",
            aria_label=one["title"],
            class_name="pp-input pp-num pp-units",
        ),
        class_name="pp-row",
        key=name,
    )


def fault(said: rx.Var[str]) -> rx.Component:
    return rx.cond(said != "", rx.el.p(said, role="alert", class_name="pp-error"), rx.fragment())


def _part_dialog() -> rx.Component:
    return ui.dialog(
        t("invoices.create_part"),
        rx.form(
            rx.foreach(State.lines, lambda one: units_row(one["id"], one)),
            fault(State.fault),
            rx.el.div(
                ui.button(t("invoices.create_draft"), kind="primary", submit=True),
                class_name="pp-row pp-row-end",
            ),
            on_submit=State.make_part,
            class_name="pp-stack",
        ),
        text=t("invoices.part_text"),
        is_open=State.part_open,
        on_open_change=State.ask_part,
    )


def _rate_dialog() -> rx.Component:
    return ui.dialog(
        t("invoices.rate_title", currency=State.currency),
        rx.form(
            ui.text_input("rate", t("invoices.rate"), numeric=True, help_text=t("invoices.rate_help")),
            fault(State.fault),
            rx.el.div(
                ui.button(t("words.save"), kind="primary", submit=True), class_name="pp-row pp-row-end"
            ),
            on_submit=State.make_at_rate,
            class_name="pp-stack",
        ),
        text=t("invoices.rate_text"),
        is_open=State.rate_open,
        on_open_change=State.ask_rate,
    )
