"""The payment list."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import lists
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.payments import PaymentsState as State

t = ui.t
EXPORTS = "/api/payments"


def page() -> rx.Component:
    return frame(
        *lists.list_page(
            State,
            _columns(),
            header=_header(),
            label=t("payments.title"),
            search=t("payments.search"),
            filters=[
                lists.choice(State, "method", t("payments.method")),
                lists.choice(State, "month", t("payments.month")),
            ],
            href=lambda row: f"{routes.PAYMENTS}/" + row["id"].to(str),
            empty=_empty(),
            bulk=[lists.export_menu(EXPORTS, lists.chosen(State), ("payments", State, _columns()))],
        ),
        active=routes.PAYMENTS,
    )


def _header() -> rx.Component:
    return rx.fragment(
        ui.page_header(
            t("payments.title"),
            count=State.total_label,
            actions=[lists.export_menu(EXPORTS, State.address, ("payments", State, _columns()))],
            primary=rx.cond(State.has_account, rx.fragment(), connect()),
        ),
        rx.el.div(
            rx.foreach(State.sums, lambda one: ui.figure(one["label"], one["value"])),
            class_name="pp-figures",
        ),
    )


def connect() -> rx.Component:
    return ui.link_button(
        t("payments.connect"), href=f"{routes.NEW_CHANNEL}?kind=payment", kind="primary", icon_name="plus"
    )


def _empty() -> rx.Component:
    return ui.empty_state(
        t("payments.empty"),
        action=rx.cond(
            State.has_account,
            ui.link_button(t("frame.orders"), href=routes.ORDERS, kind="primary"),
            connect(),
        ),
        icon_name="credit-card",
    )


def _columns() -> list[ui.Column]:
    return [
        ui.Column(key="reference", label=t("payments.reference"), phone="title", link=True, fixed=True),
        ui.Column(key="at", label=t("payments.at"), hint="at_full"),
        ui.Column(key="about", label=t("payments.about"), hint="about", cell=_about),
        ui.Column(key="buyer", label=t("payments.buyer"), phone="sub", grow=True, hint="buyer"),
        ui.Column(key="method", label=t("payments.method"), hint="card", cell=_method),
        ui.Column(key="status", label=t("payments.status"), phone="subend", hint="why", cell=_status),
        ui.Column(key="refunded", label=t("payments.refunded"), align="right"),
        ui.Column(key="fee", label=t("payments.fee"), align="right"),
        ui.Column(key="amount", label=t("payments.amount"), align="right", phone="end"),
    ]


def _about(row: ui.Rows) -> rx.Component:
    return rx.el.span(row["about"].to(str), class_name="pp-num")


def _method(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["connector"] != "",
        rx.el.span(ui.channel_mark(row["connector"].to(str), name=row["provider"].to(str))),
        rx.el.span(row["method"].to(str)),
    )


def _status(row: ui.Rows) -> rx.Component:
    return ui.badge(row["status"].to(str), row["tone"].to(str))


PAGE = Page(
    route=routes.PAYMENTS,
    render=page,
    title="payments.title",
    permission="payments.read",
    on_load=[State.load],
    live={"payments.changed": State.news},
)
