"""An order's facts, tags and buyer, on its page."""

import reflex as rx

from prapazar import components as ui
from prapazar.states.order import OrderState as State
from prapazar.states.session import SessionState

t = ui.t


def card() -> rx.Component:
    return ui.card(t("orders.facts"), _facts())


def buyer_card() -> rx.Component:
    return ui.card(t("orders.buyer"), _buyer())


def _facts() -> rx.Component:
    ship_by = ui.key_values(
        (
            t("orders.ship_by"),
            rx.el.span(State.order["ship_by"], " (", State.order["ship_left"], ")", class_name="pp-num"),
        )
    )
    return rx.fragment(
        ui.key_values(
            (t("orders.number"), ui.copyable(State.order["number"])),
            (t("orders.channel"), ui.channel_mark(State.order["connector"], name=State.order["channel"])),
            (
                t("orders.date"),
                rx.el.span(State.order["at"], title=State.order["at_full"], class_name="pp-num"),
            ),
        ),
        rx.cond(State.order["ship_by"] != "", ship_by, rx.fragment()),
        rx.cond(
            State.tags.length() > 0,
            rx.el.div(rx.foreach(State.tags, ui.tag), class_name="pp-row pp-row-wrap"),
            rx.fragment(),
        ),
        rx.cond(SessionState.can["orders.write"], _tags_form(), rx.fragment()),
    )


def _tags_form() -> rx.Component:
    return rx.form(
        rx.el.label(t("orders.tags"), html_for="f-tags", class_name="pp-soft pp-small"),
        rx.el.div(
            rx.el.input(
                id="f-tags",
                name="tags",
                key=State.order["tags"],
                default_value=State.order["tags"],
                placeholder=t("orders.tags_help"),
                auto_complete="off",
                class_name="pp-input",
            ),
            ui.button(t("words.save"), submit=True, small=True),
            class_name="pp-row",
        ),
        on_submit=State.save_tags,
        class_name="pp-stack pp-stack-tight",
    )


def _buyer() -> rx.Component:
    def only(key: str, shown: rx.Component) -> rx.Component:
        return rx.cond(State.order[key] != "", shown, rx.fragment())

    def part(key: str, label: str) -> rx.Component:
        said = rx.el.div(
            rx.el.h3(t(label), class_name="pp-soft pp-small"),
            rx.el.p(State.order[key], class_name="pp-address pp-small"),
        )
        return only(key, said)

    return rx.fragment(
        rx.el.div(
            rx.cond(
                State.order["customer"] != "",
                ui.link(State.order["buyer"], href=State.order["customer"]),
                rx.el.p(State.order["buyer"], class_name="pp-strong"),
            ),
            only("email", ui.copyable(State.order["email"])),
            only("phone", ui.copyable(State.order["phone"])),
            class_name="pp-lines pp-small",
        ),
        part("address", "orders.address"),
        part("billing", "orders.billing"),
        part("note", "orders.buyer_note"),
    )
