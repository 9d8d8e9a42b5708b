"""An order's packages: shown, split, joined, and sent together with others."""

import reflex as rx

from prapazar import components as ui
from prapazar.pages import order_cargo
from prapazar.states.order import OrderState as State
from prapazar.states.order_desk import OrderDeskState as Desk
from prapazar.states.session import SessionState

t = ui.t


def card() -> rx.Component:
    return ui.card(t("orders.packages"), rx.foreach(State.packages, _package))


def _asked(row: ui.Rows) -> rx.Component:
    """What the channel was asked to break up: under way, or refused with its words and what can be done."""
    again = ui.button(t("words.retry"), small=True, on_click=Desk.split_again(row["id"].to(str)))
    drop = ui.button(
        t("orders.split_drop"), small=True, kind="quiet", on_click=Desk.drop_split(row["id"].to(str))
    )
    said = rx.fragment(
        row["why"], rx.cond(row["detail"] != "", rx.fragment(" (", row["detail"], ")"), rx.fragment())
    )
    refused = ui.banner(
        t("orders.split_refused", package=row["package"]),
        said,
        tone="bad",
        action=rx.cond(
            SessionState.can["orders.write"],
            rx.el.div(again, drop, class_name="pp-row pp-row-wrap"),
            rx.fragment(),
        ),
    )
    under_way = ui.banner(
        t("orders.split_under_way", package=row["package"]),
        rx.cond(row["state"] == "told", t("orders.split_told"), t("orders.split_waits")),
        tone="info",
    )
    return rx.el.div(rx.cond(row["state"] == "refused", refused, under_way), key=row["id"])


def together() -> rx.Component:
    """What the channel is asked to split; in one parcel with others of the buyer, or how it could be."""
    apart = ui.button(t("orders.unmerge"), small=True, on_click=Desk.unmerge)
    numbers = rx.foreach(Desk.alike, lambda one: ui.tag(one["number"]))
    join = ui.button(t("orders.merge_one"), small=True, kind="primary", on_click=Desk.merge)
    return rx.fragment(
        rx.foreach(Desk.asked, _asked),
        rx.cond(
            Desk.together != "",
            ui.banner(
                t("packing.together", numbers=Desk.together),
                tone="info",
                action=rx.cond(SessionState.can["orders.write"], apart, rx.fragment()),
            ),
            rx.fragment(),
        ),
        rx.cond(
            (Desk.alike.length() > 0) & SessionState.can["orders.write"].to(bool),
            ui.banner(t("orders.alike"), rx.el.span(numbers, class_name="pp-tags"), tone="info", action=join),
            rx.fragment(),
        ),
    )


def _package(row: ui.Rows) -> rx.Component:
    def only(key: str, value: rx.Component, label: str) -> rx.Component:
        return rx.cond(row[key] != "", ui.key_values((t(label), value)), rx.fragment())

    return rx.el.div(
        ui.key_values((t("orders.package"), ui.copyable(row["external_id"]))),
        ui.key_values((t("orders.status"), ui.order_status(row["status"]))),
        only("carrier", rx.el.span(row["carrier"]), "orders.carrier"),
        only("tracking", _tracking(row), "orders.tracking_number"),
        only("invoice", ui.copyable(row["invoice"]), "orders.invoice"),
        _apart(row),
        class_name="pp-stack pp-stack-tight",
        key=row["id"],
    )


def _tracking(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["tracking_url"] != "",
        ui.outside_link(row["tracking"], href=row["tracking_url"]),
        ui.copyable(row["tracking"]),
    )


def _apart(row: ui.Rows) -> rx.Component:
    """Where it is sent from, and splitting it or putting it together again."""
    is_open = (row["status"] == "new") | (row["status"] == "picking")
    mine = rx.foreach(
        Desk.packages,
        lambda one: rx.cond(
            one["id"] == row["id"],
            rx.fragment(
                rx.cond(
                    one["place"] != "",
                    ui.key_values((t("orders.route"), rx.el.span(one["place"]))),
                    rx.fragment(),
                ),
                rx.cond(
                    (one["part"] != "") & is_open,
                    ui.button(t("orders.join"), small=True, on_click=Desk.join(row["id"].to(str))),
                    rx.fragment(),
                ),
            ),
            rx.fragment(),
        ),
    )
    split = ui.button(t("orders.split"), small=True, kind="quiet", on_click=Desk.ask_split(row["id"].to(str)))
    may = SessionState.can["orders.write"].to(bool)
    deeds = rx.el.div(
        rx.cond(is_open & may, split, rx.fragment()),
        order_cargo.button(row["id"].to(str)),
        class_name="pp-row pp-row-wrap",
    )
    return rx.fragment(mine, deeds)


def split_dialog() -> rx.Component:
    def line(one: ui.Rows) -> rx.Component:
        return rx.el.label(
            rx.el.span(one["title"], class_name="pp-grow"),
            rx.el.input(
                name=one["id"].to(str),
                type="number",
                min="0",
                max=one["quantity"].to(str),
                default_value="0",
                class_name="pp-input pp-num-input pp-short-input",
            ),
            rx.el.span("/ ", one["quantity"], class_name="pp-soft pp-num"),
            class_name="pp-row",
        )

    return ui.dialog(
        t("orders.split_title"),
        rx.form(
            rx.foreach(Desk.lines, line),
            rx.el.div(
                ui.button(t("orders.split"), kind="primary", submit=True), class_name="pp-row pp-row-end"
            ),
            on_submit=Desk.split,
            class_name="pp-stack",
        ),
        text=rx.match(
            Desk.split_way,
            ("channel", t("orders.split_text_channel")),
            ("parts", t("orders.split_text_parts")),
            t("orders.split_text"),
        ),
        is_open=Desk.splitting != "",
        on_open_change=Desk.close_split,
    )
