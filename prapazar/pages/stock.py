"""The stock list."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import lists
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.stock import StockState as State

t = ui.t
EXPORTS = "/api/stock"


def page() -> rx.Component:
    return frame(
        *lists.list_page(
            State,
            _columns(),
            header=_header(),
            label=t("stock.title"),
            search=t("stock.search"),
            filters=[lists.choice(State, "channel", t("stock.channel"))],
            href=lambda row: f"{routes.STOCK}/" + row["id"].to(str),
            empty=_empty(),
            bulk=_bulk(),
        ),
        _safety_dialog(),
        active=routes.STOCK,
    )


def _header() -> rx.Component:
    take_in = ui.link_button(t("words.import"), href=routes.IMPORTS, icon_name="upload")
    return ui.page_header(
        t("stock.title"),
        count=State.total_label,
        actions=[
            rx.cond(may("products.write"), take_in, rx.fragment()),
            lists.export_menu(EXPORTS, State.address, ("stock", State, _columns())),
        ],
    )


def _columns() -> list[ui.Column]:
    return [
        ui.Column(
            key="name",
            label=t("stock.item"),
            sort="name",
            grow=True,
            phone="title",
            link=True,
            hint="name",
            cell=_name,
            fixed=True,
        ),
        ui.Column(key="sku", label=t("stock.sku"), phone="sub"),
        ui.Column(key="barcode", label=t("stock.barcode")),
        ui.Column(key="channels", label=t("stock.channels"), cell=_channels, hint="channels"),
        ui.Column(key="on_hand", label=t("stock.on_hand"), align="right", sort="on_hand"),
        ui.Column(key="reserved", label=t("stock.reserved"), align="right", sort="reserved"),
        ui.Column(key="safety", label=t("stock.safety"), align="right"),
        ui.Column(
            key="available",
            label=t("stock.available"),
            align="right",
            sort="available",
            phone="end",
            cell=_available,
        ),
        ui.Column(key="short", label=t("stock.short"), align="right", phone="subend", cell=_short),
    ]


def _name(row: ui.Rows) -> rx.Component:
    name = rx.el.span(row["name"].to(str), class_name="pp-cut")
    return rx.el.span(lists.picture(row), name, class_name="pp-row")


def _channels(row: ui.Rows) -> rx.Component:
    return rx.el.span(
        *(
            rx.cond(row[place] != "", ui.channel_mark(row[place].to(str)), rx.fragment())
            for place in ("first", "second")
        ),
        rx.el.span(row["more"].to(str), class_name="pp-soft pp-tiny"),
        class_name="pp-row pp-tight",
    )


def _available(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["tone"] != "",
        ui.badge(row["available"].to(str), row["tone"].to(str)),
        rx.el.span(row["available"].to(str), class_name="pp-strong"),
    )


def _short(row: ui.Rows) -> rx.Component:
    return rx.cond(row["short"] != "", ui.badge(row["short"].to(str), "bad"), rx.fragment())


def _empty() -> rx.Component:
    connect = ui.link_button(t("frame.new_channel"), href=routes.NEW_CHANNEL, kind="primary")
    return ui.empty_state(
        t("stock.empty"), action=rx.cond(may("channels.write"), connect, rx.fragment()), icon_name="boxes"
    )


def _bulk() -> list[ui.Child]:
    safety = ui.button(t("stock.set_safety"), kind="primary", on_click=State.ask_safety(True))
    return [
        rx.cond(may("stock.write"), safety, rx.fragment()),
        lists.export_menu(EXPORTS, lists.chosen(State), ("stock", State, _columns())),
    ]


def _safety_dialog() -> rx.Component:
    return ui.dialog(
        t("stock.set_safety"),
        rx.form(
            ui.text_input(
                "units", t("stock.safety_units"), numeric=True, error=State.safety_fault, auto_focus=True
            ),
            rx.el.div(
                ui.button(t("words.save"), kind="primary", submit=True), class_name="pp-row pp-row-end"
            ),
            on_submit=State.set_safety,
            class_name="pp-stack",
        ),
        is_open=State.safety_open,
        on_open_change=State.ask_safety,
        text=t("stock.set_safety_text", count=lists.chosen_count(State)),
    )


PAGE = Page(
    route=routes.STOCK,
    render=page,
    title="stock.title",
    permission="stock.read",
    on_load=[State.load],
    live={"stock.changed": State.news, "orders.imported": State.news},
)
