"""One customer."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import customer_contacts, record_tasks
from prapazar.pages.customer_merging import find_dialog, merges_card, pairs_card
from prapazar.pages.customer_privacy import privacy_card
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.customer import CustomerState as State
from prapazar.states.customer_privacy import CustomerPrivacyState

t = ui.t
_KINDS = ("order", "claim", "question", "payment", "invoice", "ticket", "feedback", "interaction")


def page() -> rx.Component:
    missing = ui.empty_state(
        t("customers.missing"),
        action=ui.link_button(t("customers.title"), href=routes.CUSTOMERS),
        icon_name="search-x",
    )
    return frame(
        rx.cond(State.missing, missing, rx.cond(State.loading, ui.skeleton_page(), _customer())),
        active=routes.CUSTOMERS,
    )


def _customer() -> rx.Component:
    return rx.fragment(
        ui.tab_title(State.customer["name"].to(str)),
        ui.page_header(
            State.customer["name"].to(str),
            back=(t("customers.title"), routes.CUSTOMERS),
            actions=[
                _more(),
                customer_contacts.new_ticket(State.customer["id"].to(str)),
                customer_contacts.button(),
                _only_write(ui.button(t("words.edit"), on_click=State.edit(True))),
            ],
        ),
        rx.el.div(
            ui.figure(t("customers.orders"), State.customer["orders"].to(str)),
            ui.figure(t("customers.spent"), State.customer["spent"].to(str)),
            ui.figure(t("customers.first"), _or_dash("first_day")),
            ui.figure(t("customers.last"), _or_dash("last_day")),
            class_name="pp-figures",
        ),
        ui.two_columns(_left(), _right()),
        _edit_dialog(),
        customer_contacts.dialog(),
        find_dialog(),
    )


def _more() -> rx.Component:
    customer = State.customer["id"].to(str)
    menu = ui.more_menu(
        ui.MenuEntry(
            label=t("tasks.new_about"),
            icon_name="square-check-big",
            href=rx.Var.create(routes.new_task("customer")) + customer,
            when=may("calendar.write"),
        ),
        ui.MenuEntry(
            label=t("pipeline.new"),
            icon_name="handshake",
            href=rx.Var.create(f"{routes.PIPELINE}?customer=") + customer,
            when=may("customers.write"),
        ),
        ui.MenuEntry(
            label=t("customers.merge_with"),
            icon_name="merge",
            on_click=State.find(True),
            when=may("customers.write"),
        ),
    )
    return rx.cond(may("customers.write") | may("calendar.write"), menu, rx.fragment())


def _only_write(shown: rx.Component) -> rx.Component:
    return rx.cond(may("customers.write"), shown, rx.fragment())


def _or_dash(key: str) -> rx.Var[str]:
    value = State.customer[key].to(str)
    return rx.cond(value != "", value, "–").to(str)


def _left() -> rx.Component:
    kinds = [ui.Choice(value=one, label=t(f"customers.kind_{one}")) for one in _KINDS]
    return rx.fragment(
        pairs_card(),
        ui.card(
            t("customers.timeline"),
            rx.cond(
                State.happened.length() > 0,
                rx.el.ol(rx.foreach(State.happened, _happened), class_name="pp-timeline"),
                rx.el.p(t("customers.nothing"), class_name="pp-soft pp-small"),
            ),
            rx.cond(
                State.has_more,
                ui.button(t("customers.more"), kind="quiet", on_click=State.more),
                rx.fragment(),
            ),
            action=ui.filter_select(
                t("customers.kind"), value=State.kind, choices=kinds, on_change=State.show_kind
            ),
        ),
    )


def _happened(row: ui.Rows) -> rx.Component:
    name = rx.el.span(
        rx.el.span(row["title"].to(str), class_name="pp-strong"),
        rx.cond(
            row["number"] != "",
            ui.link(row["number"].to(str), href=row["href"].to(str)),
            rx.cond(row["href"] != "", ui.link(t("words.open"), href=row["href"].to(str)), rx.fragment()),
        ),
        ui.badge(row["status"].to(str), row["tone"].to(str)),
        class_name="pp-row pp-row-wrap",
    )
    detail = rx.el.p(row["detail"].to(str), class_name="pp-soft pp-small")
    return rx.el.li(
        rx.el.span(class_name="pp-dot", aria_hidden="true"),
        rx.el.div(name, rx.cond(row["detail"] != "", detail, rx.fragment()), class_name="pp-grow"),
        rx.el.span(
            rx.cond(
                row["connector"] != "",
                rx.el.span(ui.channel_mark(row["connector"].to(str)), title=row["channel"].to(str)),
                rx.fragment(),
            ),
            rx.cond(
                row["amount"] != "",
                rx.el.span(row["amount"].to(str), class_name="pp-num pp-strong"),
                rx.fragment(),
            ),
            rx.el.time(row["at"].to(str), title=row["at_full"].to(str), class_name="pp-num"),
            class_name="pp-when",
        ),
        data_tone=row["tone"].to(str),
    )


def _right() -> rx.Component:
    return rx.fragment(
        ui.card(
            t("customers.facts"),
            _fact("company", "customers.company"),
            _many(State.emails, "customers.email"),
            _many(State.phones, "customers.phone"),
            _fact("tax_number", "customers.tax_number"),
            _fact("place", "customers.place"),
            _fact("channel_names", "customers.channels"),
            _fact("cancelled", "customers.cancelled"),
            _fact("tags", "customers.tags"),
            _fact("note", "customers.note"),
        ),
        record_tasks.open_tasks(),
        ui.card(
            t("customers.addresses"),
            rx.cond(
                State.addresses.length() > 0,
                rx.el.div(rx.foreach(State.addresses, _address), class_name="pp-stack"),
                rx.el.p(t("customers.no_addresses"), class_name="pp-soft pp-small"),
            ),
        ),
        privacy_card(),
        merges_card(),
    )


def _fact(key: str, label: str) -> rx.Component:
    value = State.customer[key].to(str)
    return rx.cond(value != "", ui.key_values((t(label), rx.el.span(value))), rx.fragment())


def _many(values: rx.Var[list[str]], label: str) -> rx.Component:
    """A line each: the addresses channels give in place of a buyer's own are long."""
    shown = rx.el.div(
        rx.el.h3(t(label), class_name="pp-soft pp-small"),
        rx.el.div(
            rx.foreach(values, lambda value: ui.copyable(value, shown=value)), class_name="pp-lines pp-small"
        ),
    )
    return rx.cond(values.length() > 0, shown, rx.fragment())


def _address(row: ui.Rows) -> rx.Component:
    return rx.el.div(
        rx.el.span(
            rx.el.span(row["name"].to(str), class_name="pp-strong"),
            rx.cond(row["kind"] != "", ui.badge(row["kind"].to(str), "neutral"), rx.fragment()),
            class_name="pp-row pp-row-wrap",
        ),
        rx.el.span(row["line"].to(str)),
        rx.el.span(row["place"].to(str), class_name="pp-soft"),
        class_name="pp-lines pp-small",
    )


def _edit_dialog() -> rx.Component:
    name = ui.text_input(
        "name",
        t("customers.name"),
        default_value=State.customer["name"].to(str),
        error=State.fault,
        max_length=200,
    )
    return ui.dialog(
        t("customers.edit_title"),
        rx.form(
            name,
            ui.text_input(
                "tags",
                t("customers.tags"),
                default_value=State.customer["tags"].to(str),
                help_text=t("customers.tags_help"),
                optional=True,
            ),
            ui.textarea(
                "note",
                t("customers.note"),
                default_value=State.customer["note"].to(str),
                optional=True,
                max_length=4000,
            ),
            rx.el.div(
                ui.button(t("words.cancel"), on_click=State.edit(False)),
                ui.button(t("words.save"), kind="primary", submit=True),
                class_name="pp-row pp-row-end",
            ),
            on_submit=State.save,
            class_name="pp-form",
        ),
        is_open=State.editing,
        on_open_change=State.edit,
    )


PAGE = Page(
    route=routes.CUSTOMER,
    render=page,
    title="customers.one",
    permission="customers.read",
    on_load=[State.load, CustomerPrivacyState.load, record_tasks.LOAD],
    live={
        "customers.changed": State.news,
        "tickets.changed": State.news,
        "feedback.changed": State.news,
        "tasks.changed": record_tasks.LOAD,
    },
)
