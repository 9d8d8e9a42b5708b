"""The home screen: figures of the day, orders by hour, what waits, what runs low."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.dashboard import DashboardState as State

t = ui.t
ORDERS_TODAY = routes.with_query(routes.ORDERS, period="today")


def page() -> rx.Component:
    return frame(
        ui.page_header(t("dashboard.title")),
        ui.kpi_row(State.figures, loading=State.loading),
        ui.two_columns(_left(), _right(), on_top="right"),
        active=routes.HOME,
    )


def _left() -> rx.Component:
    return rx.fragment(
        ui.card(
            t("dashboard.by_hour"),
            ui.bars(State.hours, State.series, label=t("dashboard.by_hour"), height=180, href=ORDERS_TODAY),
            action=ui.link(t("dashboard.to_orders"), href=ORDERS_TODAY, class_name="pp-small pp-lone-link"),
        ),
        ui.card(t("dashboard.low_stock"), _low_stock()),
    )


def _low_stock() -> rx.Component:
    columns = [
        ui.Column(key="name", label=t("orders.line"), grow=True, phone="title", link=True, hint="name"),
        ui.Column(key="sold", label=t("dashboard.sold"), phone="sub", align="right"),
        ui.Column(key="available", label=t("dashboard.available"), align="right", phone="end"),
        ui.Column(
            key="left",
            label=t("orders.status"),
            cell=lambda row: ui.badge(row["left"], row["tone"]),
            phone="subend",
        ),
    ]
    return ui.data_table(
        columns,
        State.low_stock,
        label=t("dashboard.low_stock"),
        href=lambda row: f"{routes.PRODUCTS}/" + row["product_id"].to(str),
        loading=State.loading,
        skeleton_rows=4,
        empty=ui.empty_state(t("dashboard.low_stock_none"), icon_name="circle-check"),
    )


def _right() -> rx.Component:
    return rx.fragment(
        ui.card(
            t("dashboard.attention"),
            rx.cond(
                (State.attention.length() == 0) & ~State.loading,
                ui.empty_state(t("dashboard.nothing"), icon_name="circle-check"),
                rx.el.ul(rx.foreach(State.attention, _waiting), class_name="pp-todo"),
            ),
        ),
        ui.card(t("dashboard.channels"), _channels()),
    )


def _waiting(row: ui.Rows) -> rx.Component:
    return rx.el.li(
        ui.link(
            ui.badge(row["label"], row["tone"]),
            rx.el.span(class_name="pp-grow"),
            rx.el.span(row["count"], class_name="pp-strong pp-num"),
            ui.icon("chevron-right", size=14),
            href=row["href"],
            plain=True,
            class_name="pp-row",
        ),
        key=row["key"],
    )


def _channels() -> rx.Component:
    columns = [
        ui.Column(
            key="name",
            label=t("orders.channel"),
            grow=True,
            phone="title",
            cell=lambda row: ui.channel_mark(row["connector"], name=row["name"]),
        ),
        ui.Column(key="orders", label=t("dashboard.orders"), align="right", phone="sub", cell=_orders),
        ui.Column(key="revenue", label=t("dashboard.revenue"), align="right", phone="end"),
    ]
    return ui.data_table(
        columns,
        State.channels,
        label=t("dashboard.channels"),
        href=lambda row: f"{routes.CHANNELS}/" + row["id"].to(str),
        loading=State.loading,
        skeleton_rows=2,
        empty=ui.empty_state(
            t("dashboard.channels_none"),
            action=ui.link_button(t("frame.new_channel"), href=routes.NEW_CHANNEL, kind="primary"),
            icon_name="store",
        ),
    )


def _orders(row: ui.Rows) -> rx.Component:
    """A phone shows no head above the number."""
    return rx.fragment(
        rx.el.span(row["orders"], class_name="pp-not-phone"),
        rx.el.span(row["orders_said"], class_name="pp-only-phone"),
    )


PAGE = Page(
    route=routes.HOME,
    render=page,
    title="dashboard.title",
    permission="dashboard.read",
    on_load=[State.load],
    live=dict.fromkeys(
        ("orders.imported", "orders.changed", "stock.changed", "channels.changed"), State.news
    ),
)
