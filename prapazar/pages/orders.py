"""The orders list."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import lists
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.orders import OrdersState as State

t = ui.t
EXPORTS = "/api/orders"


def page() -> rx.Component:
    periods = [ui.Choice(value=value, label=t(f"orders.period_{value}")) for value in ("today", "7", "30")]
    return frame(
        *lists.list_page(
            State,
            _columns(),
            header=_header(),
            label=t("orders.title"),
            search=t("orders.search"),
            filters=[
                lists.choice(State, "channel", t("orders.channel")),
                lists.choice(State, "period", t("orders.period"), periods),
            ],
            href=lambda row: f"{routes.ORDERS}/" + row["id"].to(str),
            empty=_empty(),
            bulk=_bulk(),
            new_label=t("lists.new_orders", count=State.new_count),
        ),
        _cancel_dialog(),
        active=routes.ORDERS,
    )


def _header() -> rx.Component:
    new = ui.link_button(t("orders.new"), href=routes.NEW_ORDER, kind="primary", icon_name="plus")
    return ui.page_header(
        t("orders.title"),
        count=State.total_label,
        actions=[lists.export_menu(EXPORTS, State.address)],
        primary=rx.cond(may("orders.write"), new, rx.fragment()),
    )


def _columns() -> list[ui.Column]:
    return [
        ui.Column(key="number", label=t("orders.number"), phone="title", link=True, cell=_number, fixed=True),
        ui.Column(key="at", label=t("orders.date"), sort="at", hint="at_full", cell=_at),
        ui.Column(
            key="channel",
            label=t("orders.channel"),
            cell=lambda row: rx.el.span(
                ui.channel_mark(row["connector"].to(str)),
                rx.cond(row["test"] != "", ui.badge(t("orders.test"), "wait"), rx.fragment()),
                title=row["channel"].to(str),
                class_name="pp-row",
            ),
        ),
        ui.Column(key="buyer", label=t("orders.buyer"), phone="sub", hint="buyer", cell=_buyer),
        ui.Column(key="city", label=t("orders.city")),
        ui.Column(key="item", label=t("orders.line"), grow=True, hint="item"),
        ui.Column(key="items", label=t("orders.quantity"), align="right"),
        ui.Column(key="ship_by", label=t("orders.ship_by"), sort="ship_by", cell=_ship_by),
        ui.Column(
            key="status",
            label=t("orders.status"),
            cell=lambda row: ui.order_status(row["status"].to(str)),
            phone="subend",
        ),
        ui.Column(key="total", label=t("orders.total"), align="right", sort="total", phone="end"),
    ]


def _number(row: ui.Rows) -> rx.Component:
    warning = rx.el.span(ui.icon("triangle-alert", size=14), title=t("orders.problem"), class_name="pp-bad")
    return rx.fragment(row["number"].to(str), rx.cond(row["problem"] != "", warning, rx.fragment()))


def _at(row: ui.Rows) -> rx.Component:
    return rx.el.span(row["at"].to(str), class_name="pp-num")


def _buyer(row: ui.Rows) -> rx.Component:
    """On a phone with the moment, which has no column there."""
    return rx.fragment(
        row["buyer"].to(str), rx.el.span(" · " + row["at"].to(str), class_name="pp-only-phone pp-num")
    )


def _ship_by(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["ship_by"] != "", ui.badge(row["ship_by"].to(str), row["ship_tone"].to(str)), rx.fragment()
    )


def _empty() -> rx.Component:
    connect = ui.link_button(t("frame.new_channel"), href=routes.NEW_CHANNEL, kind="primary")
    return ui.empty_state(
        t("orders.empty"),
        action=rx.cond(may("channels.write"), connect, rx.fragment()),
        icon_name="shopping-bag",
    )


def _bulk() -> list[ui.Child]:
    steps = rx.fragment(
        ui.button(t("orders.accept"), kind="primary", on_click=State.move("accept")),
        ui.button(t("orders.pack"), on_click=State.move("pack")),
        ui.button(t("orders.ship"), on_click=State.move("ship")),
        ui.button(t("orders.cancel"), kind="danger", on_click=State.ask_cancel(True)),
    )
    return [
        rx.cond(may("orders.write"), steps, rx.fragment()),
        lists.export_menu(EXPORTS, lists.chosen(State)),
    ]


def _cancel_dialog() -> rx.Component:
    return ui.confirm_dialog(
        t("orders.cancel_many", count=lists.chosen_count(State)),
        t("orders.cancel_text"),
        confirm=t("orders.cancel"),
        is_open=State.cancel_open,
        on_open_change=State.ask_cancel,
        on_confirm=State.move("cancel"),
    )


PAGE = Page(
    route=routes.ORDERS,
    render=page,
    title="orders.title",
    permission="orders.read",
    on_load=[State.load],
    live={"orders.imported": State.news, "orders.changed": State.news},
)
