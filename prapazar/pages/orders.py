"""The orders list."""

import reflex as rx

from prapazar import components as ui
from prapazar.components.address import address
from prapazar.foundation import routes
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.orders import OrdersState as State
from prapazar.states.session import SessionState

t = ui.t


def page() -> rx.Component:
    return frame(
        ui.page_header(
            t("orders.title"),
            count=State.total_label,
            actions=[
                ui.link_button(
                    t("orders.export"),
                    href="/api/orders.csv?search=" + State.search,
                    icon_name="download",
                    external=True,
                )
            ],
            primary=ui.link_button(t("orders.new"), href=routes.NEW_ORDER, kind="primary", icon_name="plus"),
        ),
        address(State.address),
        ui.view_tabs(
            State.views,
            active=rx.cond(State.saved_id != "", State.saved_id, State.view),
            on_change=State.show_view,
        ),
        _filters(),
        _table(),
        ui.pager(
            label=State.range_label,
            has_previous=State.page > 0,
            has_next=State.has_next,
            on_previous=State.previous_page,
            on_next=State.next_page,
        ),
        _bulk(),
        _dialogs(),
        active=routes.ORDERS,
    )


def _filters() -> rx.Component:
    periods = [ui.Choice(value=value, label=t(f"orders.period_{value}")) for value in ("today", "7", "30")]
    return ui.filter_bar(
        ui.search_input(value=State.search, on_change=State.set_search, placeholder=t("orders.search")),
        ui.filter_select(
            t("orders.channel"), value=State.channel, choices=State.channels, on_change=State.set_channel
        ),
        ui.filter_select(t("orders.period"), value=State.period, choices=periods, on_change=State.set_period),
        _view_button(),
        chips=State.chips,
        on_remove=State.remove_filter,
        on_clear=State.clear_filters,
    )


def _view_button() -> rx.Component:
    """Filters that are on can be kept; a kept view can be dropped."""
    return rx.cond(
        State.saved_id != "",
        ui.icon_button("trash-2", t("lists.delete_view"), on_click=State.delete_view),
        rx.cond(
            State.chips.length() > 0,
            ui.button(
                t("lists.save_view"), kind="quiet", icon_name="bookmark", on_click=State.ask_save(True)
            ),
            rx.fragment(),
        ),
    )


def _table() -> rx.Component:
    columns = [
        ui.Column(key="number", label=t("orders.number"), phone="title", link=True, cell=_number),
        ui.Column(key="at", label=t("orders.date"), sort="at", hint="at_full", cell=_at),
        ui.Column(
            key="channel",
            label=t("orders.channel"),
            cell=lambda row: rx.el.span(ui.channel_mark(row["connector"]), title=row["channel"]),
        ),
        ui.Column(key="buyer", label=t("orders.buyer"), phone="sub", hint="city"),
        ui.Column(key="item", label=t("orders.line"), grow=True, hint="item"),
        ui.Column(key="items", label=t("orders.items"), align="right"),
        ui.Column(key="ship_by", label=t("orders.ship_by"), cell=_ship_by),
        ui.Column(
            key="status",
            label=t("orders.status"),
            cell=lambda row: ui.order_status(row["status"]),
            phone="subend",
        ),
        ui.Column(key="total", label=t("orders.total"), align="right", phone="end"),
    ]
    return ui.data_table(
        columns,
        State.rows,
        label=t("orders.title"),
        href=lambda row: f"{routes.ORDERS}/" + row["id"].to(str),
        loading=State.loading,
        sort=State.sort,
        on_sort=State.sort_by,
        selected=State.selected,
        on_select=State.select,
        on_clear=State.clear,
        empty=_empty(),
        new_count=State.new_count,
        new_label=t("lists.new_orders", count=State.new_count),
        on_show_new=State.show_new,
        fresh=State.fresh,
    )


def _number(row: ui.Rows) -> rx.Component:
    warning = rx.el.span(ui.icon("triangle-alert", size=14), title=t("orders.problem"), class_name="pp-bad")
    return rx.fragment(row["number"], rx.cond(row["problem"] != "", warning, rx.fragment()))


def _at(row: ui.Rows) -> rx.Component:
    return rx.el.span(row["at"], class_name="pp-num")


def _ship_by(row: ui.Rows) -> rx.Component:
    return rx.cond(row["ship_by"] != "", ui.badge(row["ship_by"], row["ship_tone"]), rx.fragment())


def _empty() -> rx.Component:
    return rx.cond(
        State.chips.length() > 0,
        ui.no_hits(State.chips[0]["label"], State.clear_filters),
        rx.cond(
            State.view == "all",
            ui.empty_state(
                t("orders.empty"),
                action=ui.link_button(t("frame.new_channel"), href=routes.NEW_CHANNEL, kind="primary"),
                icon_name="shopping-bag",
            ),
            ui.empty_state(t("lists.empty"), icon_name="circle-check"),
        ),
    )


def _bulk() -> rx.Component:
    can_write = SessionState.can["orders.write"]
    return ui.bulk_bar(
        rx.cond(
            can_write,
            rx.fragment(
                ui.button(t("orders.accept"), kind="primary", on_click=State.move("accept")),
                ui.button(t("orders.pack"), on_click=State.move("pack")),
                ui.button(t("orders.ship"), on_click=State.move("ship")),
                ui.button(t("orders.cancel"), kind="danger", on_click=State.ask_cancel(True)),
            ),
            rx.fragment(),
        ),
        count=State.selected.length(),
        on_clear=State.clear,
        total=State.total,
        total_label=State.total_label,
        every=State.every,
        on_select_all=State.select_all,
    )


def _dialogs() -> rx.Component:
    count = rx.cond(State.every, State.total_label, State.selected.length().to_string())
    save = ui.dialog(
        t("lists.save_view"),
        rx.form(
            ui.text_input(
                "name", t("lists.view_name"), error=State.save_fault, max_length=60, auto_focus=True
            ),
            rx.el.div(
                ui.button(t("words.save"), kind="primary", submit=True), class_name="pp-row pp-row-end"
            ),
            on_submit=State.save_view,
            class_name="pp-stack",
        ),
        is_open=State.save_open,
        on_open_change=State.ask_save,
    )
    cancel = ui.confirm_dialog(
        t("orders.cancel_many", count=count),
        t("orders.cancel_text"),
        confirm=t("orders.cancel"),
        is_open=State.cancel_open,
        on_open_change=State.ask_cancel,
        on_confirm=State.move("cancel"),
    )
    return rx.fragment(save, cancel)


PAGE = Page(
    route=routes.ORDERS,
    render=page,
    title="orders.title",
    permission="orders.read",
    on_load=[State.load],
    live={"orders.imported": State.news, "orders.changed": State.news},
)
