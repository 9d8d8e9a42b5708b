"""Pieces of the order desk about shipments: a card on one order's page, and a bulk action on the list."""

import reflex as rx

from prapazar import components as ui
from prapazar.pages.layout import may
from prapazar.pages.shipments import create_dialog, label_menu, results_dialog
from prapazar.states.order_shipments import OrderShipmentsState as State

t = ui.t
LOAD = State.load
"""On opening an order, and when a shipment has changed."""


def card() -> rx.Component:
    """Of the order whose page is open; nothing where there is nothing to see or do."""
    create = ui.button(t("shipping.create"), icon_name="truck", small=True, on_click=State.ask_for_order)
    shown = ui.card(
        t("shipping.title"),
        rx.foreach(State.rows, _row),
        rx.el.div(
            rx.cond((State.waiting > 0) & may("fulfillment.write"), create, rx.fragment()),
            rx.cond(State.label_ids != "", label_menu("ids=" + State.label_ids.to(str)), rx.fragment()),
            class_name="pp-row pp-row-wrap",
        ),
    )
    visible = (State.rows.length() > 0) | (State.waiting > 0)
    return rx.fragment(rx.cond(visible, shown, rx.fragment()), dialogs())


def _row(row: ui.Rows) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            ui.link(row["reference"].to(str), href=row["href"].to(str), class_name="pp-num"),
            ui.badge(row["status"].to(str), row["status_tone"].to(str)),
            class_name="pp-row pp-row-wrap",
        ),
        rx.el.p(
            row["carrier"].to(str),
            rx.cond(row["tracking"] != "", " · " + row["tracking"].to(str), ""),
            class_name="pp-soft pp-tiny pp-num",
        ),
        rx.cond(row["why"] != "", rx.el.p(row["why"].to(str), class_name="pp-bad pp-tiny"), rx.fragment()),
        class_name="pp-stack pp-stack-tight",
        key=row["id"].to(str),
    )


def bulk(ids: ui.Rows, every: ui.Flag, address: rx.Var[str]) -> rx.Component:
    """For the bar of the orders list: shipments for what is selected there."""
    button = ui.button(
        t("shipping.create_with"), icon_name="truck", on_click=State.ask_for_many(ids, every, address)
    )
    return rx.cond(may("fulfillment.write"), button, rx.fragment())


def dialogs() -> rx.Component:
    return rx.fragment(
        create_dialog(
            t("shipping.create_title", count=State.count),
            State.accounts,
            faults=State.faults,
            is_open=State.is_open,
            on_open_change=State.close,
            on_submit=State.create,
            busy=State.busy,
        ),
        results_dialog(State.results, State.results_text, State.results_open, State.show_results),
    )
