"""What was bought, on an order's page."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.states.order import OrderState as State

t = ui.t


def card() -> rx.Component:
    return ui.card(t("orders.lines"), _lines(), _sums())


def _lines() -> rx.Component:
    columns = [
        ui.Column(key="title", label=t("orders.line"), grow=True, phone="title", cell=_line_title),
        ui.Column(
            key="held",
            label=t("frame.stock"),
            phone="subend",
            cell=lambda row: rx.cond(
                row["held"] != "", ui.badge(row["held"], row["held_tone"]), rx.fragment()
            ),
        ),
        ui.Column(key="quantity", label=t("orders.quantity"), align="right", phone="sub", cell=_quantity),
        ui.Column(key="price", label=t("orders.price"), align="right"),
        ui.Column(key="total", label=t("orders.line_total"), align="right", phone="end"),
    ]
    return ui.data_table(columns, State.lines, label=t("orders.lines"), comfortable=True)


def _quantity(row: ui.Rows) -> rx.Component:
    """Without a column of its own for the price, a phone says it here."""
    return rx.fragment(
        row["quantity"], rx.el.span(" × ", row["price"], class_name="pp-only-phone", key="price")
    )


def _line_title(row: ui.Rows) -> rx.Component:
    picture = rx.cond(
        row["image"] != "",
        rx.el.img(src=row["image"], alt="", class_name="pp-thumb", loading="lazy"),
        rx.el.span(class_name="pp-thumb"),
    )
    name = rx.cond(
        row["product_id"] != "",
        ui.link(row["title"], href=f"{routes.PRODUCTS}/" + row["product_id"].to(str)),
        rx.el.span(row["title"]),
    )
    codes = rx.el.span(row["codes"], class_name="pp-soft pp-tiny pp-num")
    return rx.el.div(
        picture, rx.el.div(name, codes, class_name="pp-lines pp-whole-names"), class_name="pp-row"
    )


def _sums() -> rx.Component:
    def only(key: str, label: str) -> rx.Component:
        shown = ui.key_values((t(label), rx.el.span(State.order[key], class_name="pp-num")))
        return rx.cond(State.order[key] != "", shown, rx.fragment())

    return rx.el.div(
        only("subtotal", "orders.subtotal"),
        only("shipping", "orders.shipping"),
        only("discount", "orders.discount"),
        ui.key_values((t("orders.grand_total"), rx.el.strong(State.order["total"], class_name="pp-num"))),
        class_name="pp-sums",
    )
