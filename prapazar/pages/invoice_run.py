"""Bulk invoicing with its progress."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.invoice_run import InvoiceRunState as State

t = ui.t


def page() -> rx.Component:
    none = ui.empty_state(
        t("invoices.run_none"),
        action=ui.link_button(t("frame.orders"), href=routes.ORDERS, kind="primary"),
        icon_name="receipt-text",
    )
    return frame(
        ui.page_header(
            t("invoices.run_title"),
            note=rx.cond(State.run["at"], t("invoices.run_started", at=State.run["at"]), "").to(str),
            back=(t("invoices.title"), routes.INVOICES),
            primary=rx.cond(
                may("invoices.write") & State.run["is_open"].to(bool),
                ui.button(t("invoices.run_cancel"), on_click=State.cancel),
                rx.fragment(),
            ),
        ),
        rx.cond(State.loading, ui.skeleton_lines(4), rx.cond(State.run["label"], _run(), none)),
        active=routes.INVOICES,
    )


def _run() -> rx.Component:
    columns = [
        ui.Column(
            key="order",
            label=t("invoices.order"),
            phone="title",
            cell=lambda row: ui.link(row["order"], href=row["order_href"]),
        ),
        ui.Column(
            key="status",
            label=t("invoices.status"),
            phone="subend",
            cell=lambda row: ui.badge(row["status"], row["tone"]),
        ),
        ui.Column(
            key="number",
            label=t("invoices.number"),
            phone="end",
            cell=lambda row: rx.cond(
                row["href"] != "", ui.link(row["number"], href=row["href"]), rx.fragment()
            ),
        ),
        ui.Column(key="sent", label=t("invoices.preview")),
        ui.Column(key="cause", label=t("invoices.run_cause"), grow=True, hint="cause", phone="sub"),
    ]
    return rx.fragment(
        ui.progress_bar(percent=State.percent, label=State.run["label"], done=State.run["is_open"] == ""),
        rx.cond(
            State.run["is_cancelled"] != "",
            ui.banner(t("invoices.run_cancelled"), tone="wait"),
            rx.fragment(),
        ),
        ui.data_table(columns, State.rows, label=t("invoices.run_rows"), loading=State.loading),
    )


PAGE = Page(
    route=routes.INVOICE_RUN,
    render=page,
    title="invoices.run_title",
    permission="invoices.read",
    on_load=[State.load],
    live={"invoices.progress": State.news, "invoices.changed": State.news},
)
