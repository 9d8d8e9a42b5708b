"""What waits for which driver, and the lists that were handed over."""

import reflex as rx

from prapazar import components as ui
from prapazar.components.scan_field import scan_field
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.handover import HandoversState as State

t = ui.t


def page() -> rx.Component:
    return frame(
        ui.page_header(t("shipping.handover_title"), back=(t("shipping.title"), routes.SHIPMENTS)),
        rx.cond(may("fulfillment.write"), _scanner(), rx.fragment()),
        rx.cond(
            State.loading,
            ui.skeleton_lines(4),
            rx.cond(
                State.ready.length() > 0,
                rx.el.ul(rx.foreach(State.ready, _ready), class_name="pp-todo"),
                ui.empty_state(t("shipping.handover_empty"), icon_name="truck"),
            ),
        ),
        ui.card(t("shipping.handover_lists"), _lists()),
        active=routes.SHIPMENTS,
    )


def _scanner() -> rx.Component:
    """Any parcel opens the list of its carrier."""
    said = rx.el.div(
        rx.el.strong(State.verdict["title"]),
        rx.el.span(State.verdict["text"], class_name="pp-num"),
        class_name="pp-verdict pp-verdict-" + State.verdict["tone"].to(str),
        role="status",
    )
    return rx.fragment(
        scan_field(t("shipping.scan_any"), answer=State.answer, on_scan=State.scan),
        rx.el.p(t("shipping.scan_any_help"), class_name="pp-help"),
        rx.cond(State.verdict["title"] != "", said, rx.fragment()),
    )


def _ready(row: ui.Rows) -> rx.Component:
    start = ui.button(
        t("shipping.handover_start"),
        icon_name="scan-barcode",
        on_click=State.start(row["carrier"].to(str)),
    )
    return rx.el.li(
        rx.el.span(
            ui.channel_mark(row["carrier"].to(str), name=row["name"].to(str)),
            rx.el.span(row["count"].to(str), class_name="pp-soft pp-small pp-num"),
            class_name="pp-lines pp-grow",
        ),
        rx.cond(may("fulfillment.write"), start, rx.fragment()),
        class_name="pp-row",
        key=row["carrier"].to(str),
    )


def _lists() -> rx.Component:
    columns = [
        ui.Column(key="number", label=t("shipping.handover"), phone="title", link=True),
        ui.Column(
            key="carrier",
            label=t("shipping.carrier"),
            phone="sub",
            grow=True,
            cell=lambda row: ui.channel_mark(row["connector"].to(str), name=row["carrier"].to(str)),
        ),
        ui.Column(key="counts", label=t("shipping.parcels"), phone="end"),
        ui.Column(key="person", label=t("shipping.by")),
        ui.Column(key="at", label=t("orders.date")),
        ui.Column(
            key="state",
            label=t("shipping.status"),
            phone="subend",
            cell=lambda row: ui.badge(row["state"].to(str), row["tone"].to(str)),
        ),
    ]
    return ui.data_table(
        columns,
        State.lists,
        label=t("shipping.handover_lists"),
        href=lambda row: f"{routes.HANDOVERS}/" + row["id"].to(str),
        loading=State.loading,
        skeleton_rows=3,
        empty=ui.empty_state(t("shipping.handover_lists_none"), icon_name="clipboard-list"),
    )


PAGE = Page(
    route=routes.HANDOVERS,
    render=page,
    title="shipping.handover_title",
    permission="fulfillment.read",
    on_load=[State.load],
    live={"shipments.changed": State.load, "handovers.changed": State.load},
)
