"""All merchants of the installation."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.merchants import MerchantsState as State

t = ui.t


def page() -> rx.Component:
    return frame(
        ui.page_header(t("merchants.title"), count=State.count_label),
        rx.cond(State.week != "", _week(), rx.fragment()),
        _merchants(),
        active=routes.MERCHANTS,
    )


def _merchants() -> rx.Component:
    columns = [
        ui.Column(key="name", label=t("merchants.merchant"), grow=True, phone="title"),
        ui.Column(key="people", label=t("merchants.people"), align="right"),
        ui.Column(key="stores", label=t("merchants.stores"), align="right"),
        ui.Column(key="failing", label=t("merchants.failing"), phone="end", cell=_failing),
        ui.Column(key="last", label=t("merchants.last_order"), hint="last_full", phone="sub"),
        ui.Column(key="since", label=t("merchants.since"), align="right", phone="subend"),
    ]
    return ui.data_table(
        columns, State.rows, label=t("merchants.title"), loading=State.loading, skeleton_rows=4
    )


def _failing(row: ui.Rows) -> rx.Component:
    return rx.cond(row["failing"] != "", ui.badge(row["failing"].to(str), "bad"), rx.fragment())


def _week() -> rx.Component:
    """What lies behind one bar of the home's chart of growth."""
    said = t("merchants.week", week=State.week)
    columns = [
        ui.Column(key="name", label=t("merchants.name"), grow=True, phone="title"),
        ui.Column(key="kind", label=t("merchants.kind"), phone="sub"),
        ui.Column(key="merchant", label=t("merchants.merchant"), phone="subend"),
        ui.Column(key="at", label=t("merchants.came_at"), align="right", phone="end"),
    ]
    return ui.card(
        said,
        ui.data_table(
            columns,
            State.came,
            label=said,
            empty=ui.empty_state(t("merchants.week_none"), icon_name="calendar-x"),
        ),
        action=ui.button(t("merchants.all_weeks"), small=True, icon_name="x", on_click=State.all_weeks),
    )


PAGE = Page(
    route=routes.MERCHANTS,
    render=page,
    title="merchants.title",
    permission="platform.manage",
    on_load=[State.load],
)
