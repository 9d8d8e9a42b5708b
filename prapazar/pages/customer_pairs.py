"""Customers who may be one person."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.customer_pairs import CustomerPairsState as State

t = ui.t


def page() -> rx.Component:
    none = ui.empty_state(
        t("customers.no_pairs"),
        action=ui.link_button(t("customers.title"), href=routes.CUSTOMERS),
        icon_name="circle-check",
    )
    found = rx.el.div(rx.foreach(State.pairs, _pair), class_name="pp-stack")
    return frame(
        ui.page_header(
            t("customers.pairs"), count=State.total, back=(t("customers.title"), routes.CUSTOMERS)
        ),
        rx.el.p(t("customers.pairs_why"), class_name="pp-soft pp-small"),
        rx.cond(
            State.loading,
            ui.skeleton_lines(8),
            rx.cond(State.pairs.length() > 0, found, none),
        ),
        active=routes.CUSTOMERS,
    )


def _pair(row: ui.Rows) -> rx.Component:
    buttons = rx.el.div(
        ui.button(t("customers.two"), small=True, kind="quiet", on_click=State.dismiss(row["id"].to(str))),
        ui.button(t("customers.merge"), small=True, on_click=State.merge(row["id"].to(str))),
        class_name="pp-row pp-row-end",
    )
    return ui.card(
        row["why"].to(str),
        rx.el.div(_side(row, "first", "kept"), _side(row, "second", "gone"), class_name="pp-two-halves"),
        action=rx.cond(may("customers.write"), buttons, rx.fragment()),
    )


def _side(row: ui.Rows, side: str, whose: str) -> rx.Component:
    def fact(name: str) -> rx.Component:
        value = row[f"{side}_{name}"].to(str)
        return rx.cond(value != "", rx.el.span(value, class_name="pp-num"), rx.fragment())

    return rx.el.div(
        ui.link(row[f"{side}_name"].to(str), href=f"{routes.CUSTOMERS}/" + row[whose].to(str)),
        fact("company"),
        fact("email"),
        fact("phone"),
        fact("place"),
        rx.el.span(
            t("customers.bought", orders=row[f"{side}_orders"], spent=row[f"{side}_spent"]),
            class_name="pp-soft pp-num",
        ),
        class_name="pp-lines pp-small",
    )


PAGE = Page(
    route=routes.CUSTOMER_PAIRS,
    render=page,
    title="customers.pairs",
    permission="customers.read",
    on_load=[State.load],
)
