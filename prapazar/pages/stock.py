"""The stock list."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.stock import StockState as State

t = ui.t


def page() -> rx.Component:
    return frame(
        ui.page_header(
            t("stock.title"),
            count=State.total_label,
            primary=ui.link_button(t("words.import"), href=routes.IMPORTS, icon_name="upload"),
        ),
        ui.view_tabs(State.views, active=State.view, on_change=State.show_view),
        ui.filter_bar(
            ui.search_input(value=State.search, on_change=State.set_search, placeholder=t("stock.search"))
        ),
        _table(),
        ui.pager(
            label=State.range_label,
            has_previous=State.page > 0,
            has_next=State.has_next,
            on_previous=State.previous_page,
            on_next=State.next_page,
        ),
        active=routes.STOCK,
    )


def _table() -> rx.Component:
    columns = [
        ui.Column(
            key="name", label=t("stock.item"), grow=True, phone="title", link=True, hint="name", cell=_name
        ),
        ui.Column(key="sku", label=t("stock.sku"), phone="sub"),
        ui.Column(key="channels", label=t("stock.channels"), cell=_channels),
        ui.Column(key="on_hand", label=t("stock.on_hand"), align="right"),
        ui.Column(key="reserved", label=t("stock.reserved"), align="right"),
        ui.Column(key="available", label=t("stock.available"), align="right", phone="end", cell=_available),
        ui.Column(
            key="short",
            label=t("stock.short"),
            align="right",
            phone="subend",
            cell=lambda row: rx.cond(row["short"] != "", ui.badge(row["short"], "bad"), rx.fragment()),
        ),
    ]
    return ui.data_table(
        columns,
        State.rows,
        label=t("stock.title"),
        href=lambda row: f"{routes.STOCK}/" + row["id"].to(str),
        loading=State.loading,
        empty=rx.cond(
            State.search != "",
            ui.no_hits(State.search, State.drop_search),
            ui.empty_state(
                t("stock.empty"),
                action=ui.link_button(t("frame.new_channel"), href=routes.NEW_CHANNEL, kind="primary"),
                icon_name="boxes",
            ),
        ),
    )


def _name(row: ui.Rows) -> rx.Component:
    picture = rx.cond(
        row["image"] != "",
        rx.el.img(src=row["image"], alt="", class_name="pp-thumb pp-thumb-small", loading="lazy"),
        rx.el.span(class_name="pp-thumb pp-thumb-small"),
    )
    return rx.el.span(picture, rx.el.span(row["name"], class_name="pp-cut"), class_name="pp-row")


def _channels(row: ui.Rows) -> rx.Component:
    return rx.el.span(
        rx.cond(row["first"] != "", ui.channel_mark(row["first"]), rx.fragment()),
        rx.cond(row["second"] != "", ui.channel_mark(row["second"]), rx.fragment()),
        rx.el.span(row["more"], class_name="pp-soft pp-tiny"),
        class_name="pp-row pp-tight",
    )


def _available(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["tone"] != "",
        ui.badge(row["available"], row["tone"]),
        rx.el.span(row["available"], class_name="pp-strong"),
    )


PAGE = Page(
    route=routes.STOCK,
    render=page,
    title="stock.title",
    permission="stock.read",
    on_load=[State.load],
    live={"stock.changed": State.news, "orders.imported": State.news},
)
