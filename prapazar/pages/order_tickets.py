"""The tickets about an order, on its page."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import may
from prapazar.states.order import OrderState
from prapazar.states.order_tickets import OrderTicketsState as State

t = ui.t
LOAD = State.load


def card() -> rx.Component:
    """Shown where there are some, or where somebody may open one."""

    def one(row: ui.Rows) -> rx.Component:
        return rx.el.li(
            rx.el.div(
                ui.link(row["number"], href=f"{routes.TICKETS}/" + row["id"].to(str)),
                rx.el.span(row["subject"], class_name="pp-soft pp-small pp-cut"),
                class_name="pp-lines pp-grow",
            ),
            ui.badge(row["status"], row["tone"]),
            class_name="pp-row",
            key=row["id"],
        )

    new = ui.link_button(
        t("tickets.new"),
        href=rx.Var.create(f"{routes.NEW_TICKET}?order=") + OrderState.order["id"].to(str),
        small=True,
    )
    return rx.cond(
        (State.rows.length() > 0) | may("tickets.write"),
        ui.card(
            t("tickets.of_order"),
            rx.el.ul(rx.foreach(State.rows, one), class_name="pp-todo"),
            action=rx.cond(may("tickets.write"), new, rx.fragment()),
        ),
        rx.fragment(),
    )
