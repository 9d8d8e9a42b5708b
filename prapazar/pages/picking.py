"""All picking lists."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.picking import PickingListsState as State

t = ui.t


def page() -> rx.Component:
    columns = [
        ui.Column(key="number", label=t("picking.list"), phone="title", link=True),
        ui.Column(key="at", label=t("picking.date"), phone="sub"),
        ui.Column(key="person", label=t("picking.person")),
        ui.Column(key="packages", label=t("picking.packages"), align="right"),
        ui.Column(key="progress", label=t("picking.progress"), align="right", phone="end"),
        ui.Column(key="status", label=t("orders.status"), cell=_status, phone="subend", grow=True),
    ]
    make = ui.button(t("picking.make_new"), kind="primary", on_click=State.make)
    return frame(
        ui.page_header(t("picking.title"), primary=rx.cond(may("orders.write"), make, rx.fragment())),
        ui.data_table(
            columns,
            State.rows,
            label=t("picking.title"),
            href=lambda row: f"{routes.PICKING}/" + row["id"].to(str),
            loading=State.loading,
            empty=ui.empty_state(t("picking.empty"), icon_name="list-checks"),
        ),
        active=routes.PICKING,
    )


def _status(row: ui.Rows) -> rx.Component:
    missing = rx.cond(row["missing"] != "", ui.badge(row["missing"].to(str), "bad"), rx.fragment())
    return rx.el.span(
        rx.cond(
            row["status"] == "done", ui.badge(t("picking.done"), "good"), ui.badge(t("picking.open"), "info")
        ),
        missing,
        class_name="pp-row",
    )


PAGE = Page(
    route=routes.PICKING,
    render=page,
    title="picking.title",
    permission="orders.read",
    on_load=[State.load],
    live={"picking.changed": State.load},
)
