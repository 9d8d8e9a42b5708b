"""Money of an order or an invoice, as a card of its page, and the dialog that takes some."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import may
from prapazar.states.take_payment import TakePaymentState as State

t = ui.t
LOAD = State.load
NEWS = State.news


def card() -> rx.Component:
    shown = ui.card(
        t("payments.card_title"),
        rx.el.div(ui.badge(State.money["settle"], State.money["tone"]), class_name="pp-row"),
        _sum("paid", "payments.paid_so_far"),
        _sum("left", "payments.left"),
        rx.foreach(State.rows, _row),
        button(small=True),
    )
    return rx.cond(may("payments.read") & (State.money.length() > 0), shown, rx.fragment())


def button(*, small: bool = False) -> rx.Component:
    pressed = ui.button(t("payments.take"), small=small, kind="primary", on_click=State.ask(True))
    return rx.cond(may("payments.write") & (State.money["can_take"] != ""), pressed, rx.fragment())


def _sum(key: str, label: str) -> rx.Component:
    shown = ui.key_values((t(label), rx.el.span(State.money[key], class_name="pp-num")))
    return rx.cond(State.money[key] != "", shown, rx.fragment())


def _row(one: ui.Rows) -> rx.Component:
    copy = rx.el.div(
        rx.el.span(t("payments.link"), class_name="pp-soft pp-small"),
        ui.copy_button(one["link"].to(str)),
        rx.el.span(t("payments.until", at=one["until"].to(str)), class_name="pp-faint pp-tiny pp-num"),
        class_name="pp-row pp-row-wrap",
    )
    return rx.el.div(
        rx.el.div(
            ui.link(one["amount"], href=f"{routes.PAYMENTS}/" + one["id"].to(str)),
            ui.badge(one["status"].to(str), one["tone"].to(str)),
            rx.el.span(one["method"].to(str), class_name="pp-soft pp-small"),
            class_name="pp-row",
        ),
        rx.cond(one["link"] != "", copy, rx.fragment()),
    )


def dialog() -> rx.Component:
    ways = [ui.Choice(value=way, label=t(f"payments.way_{way}")) for way in ("transfer", "cash", "card")]
    link = ui.Choice(value="link", label=t("payments.way_link"))
    is_link = State.way == "link"
    none = rx.el.p(
        t("payments.no_account"),
        " ",
        ui.link(t("payments.connect"), href=f"{routes.NEW_CHANNEL}?kind=payment"),
        class_name="pp-soft pp-small",
    )
    has = State.accounts.length() > 0
    return ui.dialog(
        t("payments.take_title", about=State.money["about"]),
        rx.form(
            rx.cond(
                has,
                ui.select(
                    "way", t("payments.way"), [link, *ways], value=State.way, on_change=State.choose_way
                ),
                rx.fragment(
                    none,
                    ui.select("way", t("payments.way"), ways, value=State.way, on_change=State.choose_way),
                ),
            ),
            ui.text_input(
                "amount",
                t("payments.amount"),
                numeric=True,
                default_value=State.money["ask"],
                error=State.fault,
            ),
            rx.cond(
                is_link & (State.accounts.length() > 1),
                ui.select("account", t("payments.account"), State.accounts),
                rx.fragment(),
            ),
            rx.cond(
                is_link,
                ui.text_input("days", t("payments.days"), numeric=True, default_value="7"),
                rx.fragment(),
            ),
            ui.text_input("note", t("payments.take_note"), optional=True, max_length=300),
            rx.el.div(
                ui.button(
                    rx.cond(is_link, t("payments.make_link"), t("words.save")), kind="primary", submit=True
                ),
                class_name="pp-row pp-row-end",
            ),
            on_submit=State.take,
            class_name="pp-form",
        ),
        is_open=State.is_open,
        on_open_change=State.ask,
    )
