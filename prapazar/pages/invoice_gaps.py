"""The number check."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.invoice_gaps import InvoiceGapsState as State

t = ui.t


def page() -> rx.Component:
    return frame(
        ui.page_header(
            t("invoices.gaps"), note=t("invoices.gaps_note"), back=(t("invoices.title"), routes.INVOICES)
        ),
        ui.card(t("invoices.series"), _series()),
        ui.card(t("invoices.gap_list"), _gaps()),
        _dialog(),
        active=routes.INVOICES,
    )


def _series() -> rx.Component:
    columns = [
        ui.Column(key="prefix", label=t("invoices.series_prefix"), phone="title"),
        ui.Column(key="year", label=t("invoices.series_year"), phone="sub"),
        ui.Column(key="range", label=t("invoices.series_range"), grow=True, phone="end"),
        ui.Column(key="used", label=t("invoices.series_used"), align="right"),
        ui.Column(key="void", label=t("invoices.series_void"), align="right"),
        ui.Column(
            key="missing",
            label=t("invoices.series_missing"),
            align="right",
            phone="subend",
            cell=lambda row: ui.badge(row["missing"], row["tone"]),
        ),
        ui.Column(key="last", label=t("invoices.series_last"), align="right"),
    ]
    return ui.data_table(
        columns,
        State.series,
        label=t("invoices.series"),
        loading=State.loading,
        empty=ui.empty_state(t("invoices.empty"), icon_name="receipt-text"),
    )


def _gaps() -> rx.Component:
    columns = [
        ui.Column(key="numbers", label=t("invoices.gap_numbers"), phone="title", cell=_numbers),
        ui.Column(
            key="why",
            label=t("invoices.gap_why"),
            grow=True,
            phone="sub",
            cell=lambda row: rx.el.span(row["why"], class_name="pp-wrap"),
        ),
        ui.Column(key="acts", label="", align="right", phone="end", cell=_explain),
    ]
    return ui.data_table(
        columns,
        State.gaps,
        label=t("invoices.gap_list"),
        loading=State.loading,
        comfortable=True,
        empty=ui.empty_state(t("invoices.gaps_none"), icon_name="circle-check"),
    )


def _numbers(row: ui.Rows) -> rx.Component:
    said = rx.cond(
        row["tone"] == "bad",
        ui.badge(row["numbers"], "bad"),
        rx.el.span(row["numbers"], class_name="pp-num"),
    )
    return rx.cond(row["href"] != "", ui.link(said, href=row["href"], plain=True), said)


def _explain(row: ui.Rows) -> rx.Component:
    return rx.cond(
        may("invoices.approve") & (row["can"] != ""),
        ui.button(t("invoices.explain"), small=True, on_click=State.ask(row["number"])),
        rx.fragment(),
    )


def _dialog() -> rx.Component:
    return ui.dialog(
        t("invoices.explain"),
        rx.form(
            ui.text_input("reason", t("invoices.reason"), error=State.fault, max_length=300),
            rx.el.div(
                ui.button(t("words.save"), kind="primary", submit=True), class_name="pp-row pp-row-end"
            ),
            on_submit=State.explain,
            class_name="pp-stack",
        ),
        is_open=State.is_open,
        on_open_change=State.close,
        text=State.explained_numbers,
    )


PAGE = Page(
    route=routes.INVOICE_GAPS,
    render=page,
    title="invoices.gaps",
    permission="invoices.read",
    on_load=[State.load],
)
