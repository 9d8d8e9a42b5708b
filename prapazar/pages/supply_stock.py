"""What suppliers have of their articles, and the sheet they tell it with."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import sheet_steps
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.pages.supplies import nobody
from prapazar.states.supply_stock import SupplyStockState as State

t = ui.t
UPLOAD = "supplier-stock"


def page() -> rx.Component:
    return frame(
        ui.page_header(t("supplies.stock_title"), back=(t("supplies.title"), routes.SUPPLIES)),
        rx.cond(
            State.is_somebody,
            rx.fragment(
                rx.cond(may("supplies.write") & (State.suppliers.length() > 0), _upload(), rx.fragment()),
                _feeds(),
                _goods(),
            ),
            nobody(),
        ),
        active=routes.SUPPLIES,
    )


def _upload() -> rx.Component:
    whose = ui.select(
        "supplier",
        t("supplies.choose_supplier"),
        State.suppliers,
        value=State.supplier,
        on_change=State.choose,
    )
    help_text = rx.el.p(t("supplies.drop_help"), class_name="pp-soft pp-small")
    return ui.card(
        t("supplies.upload"),
        rx.cond(State.problem != "", ui.banner(State.problem, tone="bad"), rx.fragment()),
        rx.cond(State.suppliers.length() > 1, whose, rx.fragment()),
        sheet_steps.drop_zone(State, UPLOAD, t("supplies.drop"), help_text),
        rx.el.div(
            rx.cond(State.told != "", ui.banner(State.told, tone="good"), rx.fragment()), role="status"
        ),
        rx.cond(State.faults.length() > 0, _faults(), rx.fragment()),
    )


def _faults() -> rx.Component:
    columns = [
        ui.Column(key="row", label=t("supplies.row"), align="right", phone="end", width="5rem"),
        ui.Column(key="value", label=t("supplies.value"), phone="title", hint="value"),
        ui.Column(key="cause", label=t("supplies.cause"), phone="sub", grow=True, hint="cause"),
    ]
    return rx.el.div(
        ui.banner(State.fault_label, tone="wait"),
        ui.data_table(columns, State.faults, label=t("supplies.faults")),
        class_name="pp-stack",
    )


def _feeds() -> rx.Component:
    def feed(row: ui.Rows) -> rx.Component:
        return rx.el.li(
            rx.el.span(
                rx.el.span(row["name"], class_name="pp-strong"),
                rx.cond(
                    row["sub"] != "", rx.el.span(row["sub"], class_name="pp-soft pp-small"), rx.fragment()
                ),
                class_name="pp-lines pp-grow",
            ),
            ui.badge(row["said"].to(str), row["tone"].to(str)),
            class_name="pp-row",
            key=row["id"].to(str),
        )

    listed = ui.card(t("supplies.last_told"), rx.el.ul(rx.foreach(State.feeds, feed), class_name="pp-todo"))
    return rx.cond(State.feeds.length() > 0, listed, rx.fragment())


def _goods() -> rx.Component:
    columns = [
        ui.Column(key="name", label=t("supplies.goods"), phone="title", grow=True, hint="name"),
        ui.Column(key="sku", label=t("supplies.sku"), phone="sub"),
        ui.Column(key="supplier", label=t("supplies.supplier")),
        ui.Column(key="on_hand", label=t("supplies.on_hand"), align="right", phone="end"),
        ui.Column(key="reserved", label=t("supplies.reserved"), align="right"),
        ui.Column(key="told", label=t("supplies.told_at"), align="right", phone="subend"),
    ]
    return rx.fragment(
        ui.data_table(
            columns,
            State.rows,
            label=t("supplies.stock_title"),
            loading=State.loading,
            hidden=State.hidden,
            skeleton_rows=6,
            empty=ui.empty_state(t("supplies.no_goods"), icon_name="boxes"),
        ),
        ui.pager(
            label=State.range_label,
            has_previous=State.page > 0,
            has_next=State.has_next,
            on_previous=State.turn(-1),
            on_next=State.turn(1),
        ),
    )


PAGE = Page(
    route=routes.SUPPLY_STOCK,
    render=page,
    title="supplies.stock_title",
    permission="supplies.read",
    on_load=[State.load],
    live={"stock.changed": State.news},
)
