"""Parcels scanned into one driver's van."""

import reflex as rx

from prapazar import components as ui
from prapazar.components.scan_field import scan_field
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.handover import HandoverState as State

t = ui.t


def page() -> rx.Component:
    return frame(
        rx.cond(
            State.missing,
            ui.empty_state(
                t("shipping.handover_missing"),
                action=ui.link_button(t("shipping.handover_title"), href=routes.HANDOVERS),
                icon_name="search-x",
            ),
            rx.cond(State.loading, ui.skeleton_lines(8), _handover()),
        ),
        active=routes.SHIPMENTS,
    )


def _handover() -> rx.Component:
    is_open = (State.handover["is_open"] != "") & may("fulfillment.write")
    sheet = ui.link_button(
        t("shipping.handover_sheet"),
        href="/api/shipments/handovers/" + State.handover["id"].to(str) + "/list.pdf",
        icon_name="file-text",
        external=True,
        target="_blank",
    )
    return rx.fragment(
        ui.tab_title(State.handover["number"]),
        ui.page_header(
            State.handover["number"],
            status=rx.el.span(
                ui.channel_mark(State.handover["connector"], name=State.handover["carrier"]),
                ui.badge(State.handover["state"], State.handover["tone"]),
                class_name="pp-row",
            ),
            back=(t("shipping.handover_title"), routes.HANDOVERS),
            actions=[rx.cond(State.handover["has_rows"] != "", sheet, rx.fragment())],
            primary=rx.cond(is_open & (State.handover["has_rows"] != ""), _close(), rx.fragment()),
        ),
        rx.cond(is_open, _scanner(), rx.fragment()),
        rx.el.div(
            rx.el.strong(State.handover["counts"], class_name="pp-num"),
            rx.el.span(State.handover["left"], class_name="pp-soft pp-num"),
            rx.el.span(State.incomplete, class_name="pp-bad"),
            class_name="pp-row pp-row-wrap",
            role="status",
        ),
        _rows(),
        ui.confirm_dialog(
            t("shipping.handover_close"),
            t("shipping.handover_close_text"),
            confirm=t("shipping.handover_close"),
            is_open=State.close_open,
            on_open_change=State.ask_close,
            on_confirm=State.close,
        ),
    )


def _close() -> rx.Component:
    return ui.button(
        t("shipping.handover_close"), kind="primary", on_click=State.ask_close(True), shortcut="F4"
    )


def _scanner() -> rx.Component:
    said = rx.el.div(
        rx.el.strong(State.verdict["title"]),
        rx.el.span(State.verdict["text"], class_name="pp-num"),
        class_name="pp-verdict pp-verdict-" + State.verdict["tone"].to(str),
        role="status",
        aria_live="assertive",
    )
    return rx.fragment(
        scan_field(
            t("shipping.scan"), answer=State.answer, on_scan=State.scan, on_next=State.ask_close(True)
        ),
        rx.cond(State.verdict["title"] != "", said, rx.fragment()),
    )


def _rows() -> rx.Component:
    columns = [
        ui.Column(key="barcode", label=t("shipping.barcode"), phone="title"),
        ui.Column(key="order", label=t("shipping.order"), phone="sub"),
        ui.Column(key="recipient", label=t("shipping.recipient"), grow=True),
        ui.Column(key="city", label=t("shipping.city")),
        ui.Column(
            key="parcels",
            label=t("shipping.parcels"),
            phone="end",
            cell=lambda row: ui.badge(row["parcels"].to(str), row["tone"].to(str)),
        ),
        ui.Column(key="out", label="", cell=_take_out, phone="subend"),
    ]
    return ui.data_table(
        columns,
        State.rows,
        label=t("shipping.handover"),
        empty=ui.empty_state(t("shipping.handover_none"), icon_name="scan-barcode"),
    )


def _take_out(row: ui.Rows) -> rx.Component:
    button = ui.icon_button("x", t("shipping.take_out"), on_click=State.take_out(row["id"].to(str)))
    return rx.cond((State.handover["is_open"] != "") & may("fulfillment.write"), button, rx.fragment())


PAGE = Page(
    route=routes.HANDOVER,
    render=page,
    title="shipping.handover",
    permission="fulfillment.read",
    on_load=[State.load],
    live={"handovers.changed": State.news},
)
