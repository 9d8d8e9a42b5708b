"""Packages routed to suppliers, and one of them opened."""

from typing import Any

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.supplies import SuppliesState as State

t = ui.t
_DUE = ("late", "two_hours", "today", "tomorrow", "later")
_LABELS = "/api/supplies/packages/labels"
_REASONS = ("out_of_stock", "defective", "too_late", "no_carrier", "other")


def page() -> rx.Component:
    return frame(
        ui.page_header(
            t("supplies.title"),
            actions=[ui.link_button(t("supplies.stock_title"), href=routes.SUPPLY_STOCK)],
        ),
        rx.cond(State.is_somebody, _list(), nobody()),
        _package(),
        active=routes.SUPPLIES,
    )


def nobody() -> rx.Component:
    return ui.banner(t("supplies.nobody"), t("supplies.nobody_text"), tone="wait")


def _list() -> rx.Component:
    columns = [
        ui.Column(key="number", label=t("supplies.number"), phone="title", cell=_number),
        ui.Column(key="goods", label=t("supplies.goods"), phone="sub", grow=True, hint="goods"),
        ui.Column(key="units", label=t("supplies.quantity"), align="right"),
        ui.Column(key="supplier", label=t("supplies.supplier")),
        ui.Column(
            key="status",
            label=t("supplies.status"),
            phone="subend",
            cell=lambda row: ui.badge(row["status"].to(str), row["tone"].to(str)),
        ),
        ui.Column(key="ordered", label=t("supplies.ordered")),
        ui.Column(key="left", label=t("supplies.ship_by"), phone="end", hint="ship_by", cell=_left),
        ui.Column(key="tracking", label=t("supplies.tracking")),
        ui.Column(key="label", label=t("supplies.label"), cell=_has_label),
    ]
    empty = rx.match(
        State.view,
        ("shipped", ui.empty_state(t("supplies.none_shipped"), icon_name="truck")),
        ("cancelled", ui.empty_state(t("supplies.none_cancelled"), icon_name="circle-check")),
        rx.cond(
            State.due == "",
            ui.empty_state(t("supplies.none_waiting"), icon_name="circle-check"),
            ui.empty_state(t("supplies.none_due"), icon_name="circle-check"),
        ),
    )

    def table(**chosen: Any) -> rx.Component:  # noqa: ANN401 - what a table takes
        return ui.data_table(
            columns,
            State.rows,
            label=t("supplies.title"),
            loading=State.loading,
            hidden=State.hidden,
            skeleton_rows=6,
            empty=empty,
            **chosen,
        )

    return rx.fragment(
        ui.view_tabs(State.tabs, active=State.view, on_change=State.show_view),
        rx.cond(
            State.view == "waiting",
            ui.filter_bar(
                ui.filter_select(
                    t("supplies.ship_by"),
                    value=State.due,
                    choices=[ui.Choice(value=one, label=t(f"orders.due_{one}")) for one in _DUE],
                    on_change=State.set_due,
                )
            ),
            rx.fragment(),
        ),
        rx.cond(
            (State.view == "waiting") & may("supplies.write"),
            table(selected=State.selected, on_select=State.select, on_clear=State.clear),
            table(),
        ),
        ui.pager(
            label=State.range_label,
            has_previous=State.page > 0,
            has_next=State.has_next,
            on_previous=State.turn(-1),
            on_next=State.turn(1),
        ),
        ui.bulk_bar(
            ui.button(t("supplies.take_on"), icon_name="list-checks", on_click=State.take_on_many),
            rx.cond(
                State.printable != "",
                _print(t("supplies.print_labels"), State.printable),
                rx.fragment(),
            ),
            count=State.selected.length(),
            on_clear=State.clear,
        ),
    )


def _print(label: ui.Text, packages: rx.Var[str]) -> rx.Component:
    return ui.link_button(label, href=f"{_LABELS}?ids=" + packages, icon_name="printer", download=True)


def _has_label(row: ui.Rows) -> rx.Component:
    mark = rx.el.span(
        ui.icon("printer", size=14),
        title=t("supplies.label_ready"),
        role="img",
        aria_label=t("supplies.label_ready"),
    )
    return rx.cond(row["label"] != "", mark, rx.fragment())


def _number(row: ui.Rows) -> rx.Component:
    return rx.el.button(
        row["number"].to(str),
        type="button",
        on_click=State.look(row["id"].to(str)),
        class_name="pp-link pp-plain-button pp-num",
    )


def _left(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["left"] != "",
        ui.badge(row["left"].to(str), row["left_tone"].to(str)),
        rx.el.span(row["shipped"].to(str), class_name="pp-soft pp-num"),
    )


def _package() -> rx.Component:
    shown = State.shown
    return ui.sheet(
        shown["number"],
        rx.el.div(
            ui.badge(shown["status"].to(str), shown["tone"].to(str)),
            rx.cond(
                shown["left"] != "",
                ui.badge(shown["left"].to(str), shown["left_tone"].to(str)),
                rx.fragment(),
            ),
            class_name="pp-row",
        ),
        rx.el.ul(rx.foreach(State.lines, _line), class_name="pp-todo"),
        ui.key_values(
            (t("supplies.ordered"), shown["ordered"]),
            (t("supplies.ship_by"), shown["ship_by"]),
        ),
        rx.el.h3(t("supplies.recipient"), class_name="pp-strong"),
        rx.cond(
            shown["recipient"] != "",
            rx.el.p(shown["recipient"], style={"white_space": "pre-line"}),
            rx.el.p(t("supplies.recipient_gone"), class_name="pp-soft pp-small"),
        ),
        rx.cond(
            shown["is_open"] != "",
            rx.cond(may("supplies.write"), rx.cond(State.is_refusing, _refusing(), _steps()), rx.fragment()),
            rx.cond(
                shown["tracking"] != "",
                ui.key_values(
                    (t("supplies.carrier"), shown["carrier"]),
                    (t("supplies.tracking"), ui.copyable(shown["tracking"].to(str))),
                    (t("supplies.shipped"), shown["shipped"]),
                ),
                rx.fragment(),
            ),
        ),
        is_open=State.is_open,
        on_open_change=State.close,
    )


def _line(row: ui.Rows) -> rx.Component:
    return rx.el.li(
        rx.el.span(row["quantity"], class_name="pp-strong pp-num"),
        rx.el.span(
            rx.el.span(row["title"]),
            rx.el.span(row["codes"], class_name="pp-soft pp-small pp-num"),
            class_name="pp-lines pp-grow",
        ),
        class_name="pp-row",
    )


def _steps() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.cond(
                State.shown["is_new"] != "",
                ui.button(t("supplies.take_on"), icon_name="list-checks", on_click=State.take_on),
                rx.fragment(),
            ),
            rx.cond(
                State.shown["label"] != "",
                _print(t("supplies.print_label"), State.shown["label"].to(str)),
                rx.fragment(),
            ),
            class_name="pp-row",
        ),
        rx.form(
            ui.text_input(
                "carrier",
                t("supplies.carrier"),
                default_value=State.shown["carrier"],
                error=State.faults["carrier"],
                max_length=80,
            ),
            ui.text_input(
                "tracking",
                t("supplies.tracking"),
                default_value=State.shown["tracking"],
                error=State.faults["tracking"],
                max_length=80,
            ),
            rx.el.div(
                ui.button(t("supplies.ship"), kind="primary", submit=True), class_name="pp-row pp-row-end"
            ),
            on_submit=State.ship,
            key="ship-" + State.version.to_string(),
            class_name="pp-stack",
        ),
        rx.cond(
            State.shown["is_refusable"] != "",
            ui.button(
                t("supplies.refuse"), kind="quiet", icon_name="undo-2", on_click=State.ask_refuse(True)
            ),
            rx.fragment(),
        ),
        class_name="pp-stack",
    )


def _refusing() -> rx.Component:
    """In place of the steps: a dialog would lie on top of the sheet."""
    reasons = [ui.Choice(value=one, label=t(f"supplies.reason_{one}")) for one in _REASONS]
    return rx.form(
        rx.el.h3(t("supplies.refuse"), class_name="pp-strong"),
        rx.el.p(t("supplies.refuse_text"), class_name="pp-soft pp-small"),
        ui.select("reason", t("supplies.reason"), reasons),
        ui.textarea("note", t("supplies.note"), error=State.faults["note"], rows=3, max_length=300),
        rx.el.div(
            ui.button(t("words.cancel"), on_click=State.ask_refuse(False)),
            ui.button(t("supplies.refuse_go"), kind="danger", submit=True),
            class_name="pp-row pp-row-end",
        ),
        on_submit=State.refuse,
        key="refuse-" + State.version.to_string(),
        class_name="pp-stack",
    )


PAGE = Page(
    route=routes.SUPPLIES,
    render=page,
    title="supplies.title",
    permission="supplies.read",
    on_load=[State.load],
    live={"orders.changed": State.news, "orders.imported": State.news},
)
