"""What the buyer asked after an order, on its page."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.states.order import OrderState as State
from prapazar.states.session import SessionState

t = ui.t


def card() -> rx.Component:
    """Shown where there are some, or where somebody may enter one."""

    def one(row: ui.Rows) -> rx.Component:
        return rx.el.li(
            ui.link(row["kind"], href=f"{routes.RETURNS}/" + row["id"].to(str)),
            ui.badge(row["status"], row["tone"]),
            rx.el.span(row["amount"], class_name="pp-num"),
            class_name="pp-row",
            key=row["id"],
        )

    new = ui.link_button(
        t("claims.new"),
        href=rx.Var.create(f"{routes.NEW_CLAIM}?order=") + State.order["id"].to(str),
        small=True,
    )
    return rx.cond(
        (State.claims.length() > 0) | SessionState.can["claims.write"].to(bool),
        ui.card(
            t("claims.of_order"),
            rx.el.ul(rx.foreach(State.claims, one), class_name="pp-todo"),
            action=rx.cond(SessionState.can["claims.write"], new, rx.fragment()),
        ),
        rx.fragment(),
    )
