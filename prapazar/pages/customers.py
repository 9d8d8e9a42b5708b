"""The customer list."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import lists
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.customers import CustomersState as State

t = ui.t
EXPORTS = "/api/customers"


def page() -> rx.Component:
    return frame(
        *lists.list_page(
            State,
            _columns(),
            header=_header(),
            label=t("customers.title"),
            search=t("customers.search"),
            filters=[
                lists.choice(State, "channel", t("customers.channel")),
                lists.choice(State, "city", t("customers.city")),
            ],
            href=lambda row: f"{routes.CUSTOMERS}/" + row["id"].to(str),
            empty=_empty(),
            bulk=[
                rx.cond(
                    may("customers.write"),
                    ui.button(t("customers.merge"), on_click=State.ask_merge(True), disabled=State.every),
                    rx.fragment(),
                ),
                lists.export_menu(EXPORTS, lists.chosen(State), ("customers", State, _columns())),
            ],
        ),
        ui.confirm_dialog(
            t("customers.merge_title", count=State.selected.length()),
            t("customers.merge_text"),
            confirm=t("customers.merge"),
            is_open=State.merge_open,
            on_open_change=State.ask_merge,
            on_confirm=State.merge,
        ),
        active=routes.CUSTOMERS,
    )


def _header() -> rx.Component:
    waiting = ui.banner(
        t("customers.pairs_waiting", count=State.pairs),
        t("customers.pairs_why"),
        action=ui.link_button(t("customers.pairs_look"), href=routes.CUSTOMER_PAIRS),
    )
    return rx.fragment(
        ui.page_header(
            t("customers.title"),
            count=State.total_label,
            actions=[lists.export_menu(EXPORTS, State.address, ("customers", State, _columns()))],
        ),
        rx.cond(State.pairs != "", waiting, rx.fragment()),
    )


def _empty() -> rx.Component:
    return ui.empty_state(
        t("customers.empty"),
        action=rx.cond(
            may("channels.write"),
            ui.link_button(t("frame.new_channel"), href=routes.NEW_CHANNEL, kind="primary"),
            rx.fragment(),
        ),
        icon_name="users",
    )


def _columns() -> list[ui.Column]:
    return [
        ui.Column(
            key="name",
            label=t("customers.name"),
            sort="name",
            phone="title",
            link=True,
            fixed=True,
            hint="name",
        ),
        ui.Column(key="company", label=t("customers.company"), hint="company"),
        ui.Column(key="email", label=t("customers.email"), grow=True, hint="email"),
        ui.Column(key="phone", label=t("customers.phone"), cell=lambda row: _number(row, "phone")),
        ui.Column(key="place", label=t("customers.place"), phone="sub", hint="place"),
        ui.Column(key="channel", label=t("customers.channel"), cell=_channel),
        ui.Column(
            key="orders",
            label=t("customers.orders"),
            align="right",
            sort="orders",
            phone="subend",
            cell=_orders,
        ),
        ui.Column(key="spent", label=t("customers.spent"), align="right", sort="spent", phone="end"),
        ui.Column(key="first", label=t("customers.first"), hint="first_full"),
        ui.Column(
            key="last",
            label=t("customers.last"),
            sort="last",
            hint="last_full",
            cell=lambda row: _number(row, "last"),
        ),
        ui.Column(key="tags", label=t("customers.tags"), hint="tags"),
    ]


def _number(row: ui.Rows, key: str) -> rx.Component:
    return rx.el.span(row[key].to(str), class_name="pp-num")


def _orders(row: ui.Rows) -> rx.Component:
    """On a phone with the word, which has no heading there."""
    return rx.fragment(
        rx.el.span(row["orders"].to(str), class_name="pp-not-phone"),
        rx.el.span(t("customers.orders_said", count=row["orders"]), class_name="pp-only-phone"),
    )


def _channel(row: ui.Rows) -> rx.Component:
    mark = rx.el.span(
        ui.channel_mark(row["connector"].to(str)),
        row["more_channels"].to(str),
        title=row["channel_names"].to(str),
        class_name="pp-row pp-num",
    )
    return rx.cond(row["connector"] != "", mark, rx.el.span(t("customers.no_channel"), class_name="pp-soft"))


PAGE = Page(
    route=routes.CUSTOMERS,
    render=page,
    title="customers.title",
    permission="customers.read",
    on_load=[State.load],
    live={"customers.changed": State.news},
)
