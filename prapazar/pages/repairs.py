"""The repair queue."""

import reflex as rx

from prapazar import components as ui
from prapazar.components.address import address
from prapazar.foundation import routes
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.repairs import RepairsState as State
from prapazar.states.session import SessionState

t = ui.t


def page() -> rx.Component:
    return frame(
        ui.page_header(
            t("repairs.title"), count=State.total_label, note=t("repairs.note"), actions=[_read_all()]
        ),
        address(State.address),
        ui.view_tabs(State.views, active=State.view, on_change=State.show_view),
        _table(),
        ui.pager(
            label=State.range_label,
            has_previous=State.page > 0,
            has_next=State.has_next,
            on_previous=State.previous_page,
            on_next=State.next_page,
        ),
        _match_dialog(),
        active=routes.REPAIRS,
    )


def _read_all() -> rx.Component:
    return rx.cond(
        SessionState.can["repairs.write"] & (State.view == "unreadable") & (State.rows.length() > 1),
        ui.button(t("repairs.read_all_again"), icon_name="rotate-cw", on_click=State.read_all_again),
        rx.fragment(),
    )


def _table() -> rx.Component:
    columns = [
        ui.Column(key="cause", label=t("repairs.cause"), phone="title", grow=True, cell=_cause),
        ui.Column(
            key="channel",
            label=t("orders.channel"),
            phone="sub",
            cell=lambda row: ui.channel_mark(row["connector"].to(str), name=row["channel"].to(str)),
        ),
        ui.Column(key="order", label=t("repairs.what"), phone="subend", cell=_record),
        ui.Column(key="amount", label=t("repairs.amount"), align="right"),
        ui.Column(key="since", label=t("repairs.since"), hint="since_full"),
        ui.Column(key="fix", label="", align="right", phone="end", cell=_fix),
    ]
    return ui.data_table(
        columns,
        State.rows,
        label=t("repairs.title"),
        loading=State.loading,
        comfortable=True,
        empty=rx.cond(
            State.view == "all",
            ui.empty_state(t("repairs.empty"), icon_name="circle-check"),
            ui.empty_state(
                t("lists.empty_view"),
                action=ui.button(t("lists.show_all"), on_click=State.show_view("all")),
                icon_name="circle-check",
            ),
        ),
    )


def _cause(row: ui.Rows) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            ui.badge(row["cause"].to(str), rx.cond(row["kind"] == "unmapped_line", "wait", "bad")),
            rx.cond(
                row["alike"] != "",
                rx.el.span(row["alike"].to(str), class_name="pp-soft pp-tiny"),
                rx.fragment(),
            ),
            class_name="pp-row",
        ),
        rx.el.p(row["detail"].to(str), class_name="pp-soft pp-small pp-wrap"),
        class_name="pp-lines",
    )


def _record(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["order_id"] != "",
        ui.link(row["order"].to(str), href=f"{routes.ORDERS}/" + row["order_id"].to(str)),
        rx.el.span(row["order"].to(str), class_name="pp-num"),
    )


def _fix(row: ui.Rows) -> rx.Component:
    buttons = rx.match(
        row["kind"],
        (
            "unmapped_line",
            ui.button(
                t("repairs.match"), kind="primary", small=True, on_click=State.ask_match(row["id"].to(str))
            ),
        ),
        (
            "unreadable",
            rx.cond(
                (row["map"] != "") & SessionState.can["channels.write"],
                ui.link_button(t("repairs.map"), href=row["map"].to(str), kind="primary", small=True),
                ui.button(t("repairs.read_again"), small=True, on_click=State.read_again(row["id"].to(str))),
            ),
        ),
        (
            "report",
            ui.button(t("repairs.report_again"), small=True, on_click=State.report_again(row["id"].to(str))),
        ),
        rx.fragment(),
    )
    dismiss = rx.cond(
        row["kind"] == "unmapped_line",
        rx.fragment(),
        ui.icon_button("x", t("repairs.resolve"), on_click=State.resolve(row["id"].to(str))),
    )
    return rx.cond(
        SessionState.can["repairs.write"],
        rx.el.div(buttons, dismiss, class_name="pp-row pp-row-end"),
        rx.fragment(),
    )


def _match_dialog() -> rx.Component:
    return ui.dialog(
        t("repairs.match_title"),
        rx.el.p(State.match_title, class_name="pp-strong"),
        ui.search_input(value=State.search, on_change=State.set_search, placeholder=t("repairs.search")),
        rx.cond(
            State.hits.length() == 0,
            ui.empty_state(t("repairs.no_product"), icon_name="search-x"),
            rx.el.ul(rx.foreach(State.hits, _hit), class_name="pp-todo"),
        ),
        is_open=State.match_open,
        on_open_change=State.close_match,
        text=t("repairs.match_help"),
        wide=True,
    )


def _hit(hit: ui.Rows) -> rx.Component:
    picture = rx.cond(
        hit["image"] != "",
        rx.el.img(src=hit["image"], alt="", class_name="pp-thumb"),
        rx.el.span(class_name="pp-thumb"),
    )
    return rx.el.li(
        rx.el.button(
            picture,
            rx.el.span(
                rx.el.span(hit["name"], class_name="pp-strong"),
                rx.el.span(hit["sku"], " · ", hit["barcode"], class_name="pp-soft pp-tiny pp-num"),
                class_name="pp-lines pp-grow",
            ),
            rx.el.span(hit["available"], class_name="pp-soft pp-num"),
            type="button",
            class_name="pp-row pp-pick",
            on_click=State.match(hit["id"]),
        ),
        key=hit["id"],
    )


PAGE = Page(
    route=routes.REPAIRS,
    render=page,
    title="repairs.title",
    permission="repairs.read",
    on_load=[State.load],
    live={"repairs.changed": State.news},
)
