"""The invoice list."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import lists
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.invoices import InvoicesState as State

t = ui.t
EXPORTS = "/api/invoices"


def page() -> rx.Component:
    return frame(
        *lists.list_page(
            State,
            _columns(),
            header=_header(),
            label=t("invoices.title"),
            search=t("invoices.search"),
            filters=[
                lists.choice(State, "kind", t("invoices.kind")),
                lists.choice(State, "month", t("invoices.month")),
            ],
            href=lambda row: f"{routes.INVOICES}/" + row["id"].to(str),
            empty=ui.empty_state(
                t("invoices.empty"),
                action=ui.link_button(t("frame.orders"), href=routes.ORDERS, kind="primary"),
                icon_name="receipt-text",
            ),
            bulk=_bulk(),
        ),
        active=routes.INVOICES,
    )


def _header() -> rx.Component:
    return rx.fragment(
        ui.page_header(
            t("invoices.title"),
            count=State.total_label,
            actions=[
                ui.link_button(t("invoices.gaps"), href=routes.INVOICE_GAPS),
                ui.link_button(t("invoices.run_title"), href=routes.INVOICE_RUN),
                lists.export_menu(EXPORTS, State.address, ("invoices", State, _columns())),
            ],
            primary=rx.cond(
                may("settings.read"),
                ui.link_button(t("invoices.settings"), href=routes.INVOICE_SETTINGS, icon_name="settings"),
                rx.fragment(),
            ),
        ),
        rx.el.div(rx.foreach(State.sums, _sum), class_name="pp-figures"),
    )


def _sum(one: ui.Rows) -> rx.Component:
    return ui.figure(one["label"], one["value"])


def _columns() -> list[ui.Column]:
    return [
        ui.Column(key="number", label=t("invoices.number"), phone="title", link=True, fixed=True),
        ui.Column(key="kind", label=t("invoices.kind")),
        ui.Column(key="at", label=t("invoices.date"), hint="at_full"),
        ui.Column(key="buyer", label=t("invoices.buyer"), phone="sub", grow=True, hint="buyer"),
        ui.Column(key="order", label=t("invoices.order")),
        ui.Column(key="status", label=t("invoices.status"), phone="subend", hint="why", cell=_status),
        ui.Column(key="settlement", label=t("invoices.settlement"), hint="due_on", cell=_settlement),
        ui.Column(key="total", label=t("invoices.total"), align="right", phone="end"),
    ]


def _status(row: ui.Rows) -> rx.Component:
    return ui.badge(row["status"].to(str), row["tone"].to(str))


def _settlement(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["settlement_tone"] == "neutral",
        rx.el.span(row["settlement"].to(str), class_name="pp-faint"),
        ui.badge(row["settlement"].to(str), row["settlement_tone"].to(str)),
    )


def _bulk() -> list[ui.Child]:
    send = ui.button(t("invoices.issue"), kind="primary", on_click=State.send)
    return [
        rx.cond(may("invoices.write"), send, rx.fragment()),
        lists.export_menu(EXPORTS, lists.chosen(State), ("invoices", State, _columns())),
    ]


PAGE = Page(
    route=routes.INVOICES,
    render=page,
    title="invoices.title",
    permission="invoices.read",
    on_load=[State.load],
    live={"invoices.changed": State.news},
)
