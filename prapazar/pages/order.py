"""One order."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import (
    order_address,
    order_cargo,
    order_claims,
    order_facts,
    order_files,
    order_invoices,
    order_lines,
    order_packages,
    order_shipments,
    order_tickets,
    record_tasks,
    take_payment,
)
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.order import OrderState as State
from prapazar.states.order_address import OrderAddressState as Address
from prapazar.states.order_desk import OrderDeskState as Desk
from prapazar.states.order_invoices import OrderInvoicesState as Documents
from prapazar.states.session import SessionState

t = ui.t


def page() -> rx.Component:
    return frame(
        rx.cond(
            State.missing,
            ui.empty_state(
                t("orders.missing"),
                action=ui.link_button(t("orders.title"), href=routes.ORDERS),
                icon_name="search-x",
            ),
            rx.cond(State.loading, ui.skeleton_page(), _order()),
        ),
        active=routes.ORDERS,
    )


def _order() -> rx.Component:
    return rx.fragment(
        ui.tab_title(State.order["number"]),
        ui.page_header(
            State.order["number"],
            status=rx.el.span(
                ui.order_status(State.order["status"]),
                rx.cond(State.order["test"] != "", ui.badge(t("channels.test_store"), "wait"), rx.fragment()),
                class_name="pp-row",
            ),
            back=(t("orders.title"), routes.ORDERS),
            actions=[_cancel_button(), record_tasks.new_task("order", State.order["id"])],
            primary=_next_button(),
        ),
        _problem(),
        order_address.missing(),
        order_packages.together(),
        order_cargo.banners(),
        ui.two_columns(_left(), _right()),
        _dialogs(),
        order_packages.split_dialog(),
        order_cargo.dialog(),
        take_payment.dialog(),
    )


def _next_button() -> rx.Component:
    step = rx.match(
        State.next_step,
        *[
            (step, ui.button(t(f"orders.{step}"), kind="primary", on_click=State.move(step)))
            for step in ("accept", "pack", "ship")
        ],
        rx.fragment(),
    )
    return rx.cond(SessionState.can["orders.write"], step, rx.fragment())


def _cancel_button() -> rx.Component:
    return rx.cond(
        State.can_cancel & SessionState.can["orders.write"],
        ui.button(t("orders.cancel"), kind="quiet", on_click=State.ask_cancel(True)),
        rx.fragment(),
    )


def _problem() -> rx.Component:
    return rx.fragment(
        rx.cond(
            State.has_unmapped,
            ui.banner(
                t("orders.unmapped_banner"),
                t("orders.problem_unmapped"),
                tone="bad",
                action=ui.link_button(t("orders.to_repairs"), href=routes.REPAIRS, small=True),
            ),
            rx.fragment(),
        ),
        rx.cond(
            State.has_short,
            ui.banner(t("orders.short_banner"), t("orders.problem_short"), tone="wait"),
            rx.fragment(),
        ),
    )


def _left() -> rx.Component:
    return rx.fragment(
        order_lines.card(),
        ui.card(t("orders.timeline"), _note_form(), ui.timeline(State.events)),
    )


def _note_form() -> rx.Component:
    form = ui.note_form(
        t("orders.add_note"), version=State.note_version.to_string(), on_submit=State.add_note
    )
    return rx.cond(SessionState.can["orders.write"], form, rx.fragment())


def _right() -> rx.Component:
    return rx.fragment(
        order_facts.card(),
        record_tasks.open_tasks(),
        order_shipments.card(),
        order_packages.card(),
        order_claims.card(),
        order_tickets.card(),
        take_payment.card(),
        order_invoices.card(),
        order_facts.buyer_card(),
        order_files.card(),
    )


def _reasons() -> list[ui.Choice]:
    """The first stands where nobody chooses."""
    words = (
        "out_of_stock",
        "defective",
        "wrong_price",
        "bulk_purchase",
        "integration_error",
        "force_majeure",
    )
    return [ui.Choice(value=word, label=t(f"orders.reason_{word}")) for word in words]


def _dialogs() -> rx.Component:
    return rx.fragment(
        ui.dialog(
            t("orders.cancel"),
            rx.form(
                ui.select("reason", t("orders.reason"), _reasons(), help_text=t("orders.reason_help")),
                rx.el.div(
                    ui.button(t("words.keep"), on_click=State.ask_cancel(False)),
                    ui.button(t("orders.cancel"), kind="danger", submit=True),
                    class_name="pp-row pp-row-end",
                ),
                on_submit=State.cancel,
                class_name="pp-form",
            ),
            text=t("orders.cancel_text"),
            is_open=State.cancel_open,
            on_open_change=State.ask_cancel,
        ),
        ui.dialog(
            t("orders.ship_title"),
            rx.form(
                ui.text_input("carrier", t("orders.carrier"), optional=True),
                ui.text_input("tracking", t("orders.tracking"), optional=True),
                rx.el.div(
                    ui.button(t("orders.ship"), kind="primary", submit=True), class_name="pp-row pp-row-end"
                ),
                on_submit=State.ship,
                class_name="pp-stack",
            ),
            is_open=State.ship_open,
            on_open_change=State.ask_ship,
        ),
    )


PAGE = Page(
    route=routes.ORDER,
    render=page,
    title="orders.number",
    permission="orders.read",
    on_load=[
        State.load,
        Address.load,
        order_shipments.LOAD,
        Documents.load,
        Desk.load,
        take_payment.LOAD,
        order_cargo.LOAD,
        order_tickets.LOAD,
        record_tasks.LOAD,
    ],
    live={
        "orders.imported": [State.news, order_cargo.NEWS],
        "orders.changed": [State.news, Address.load, Desk.news, order_cargo.NEWS],
        "repairs.changed": State.news,
        "tasks.changed": record_tasks.LOAD,
        "claims.changed": State.news,
        "tickets.changed": [State.news, order_tickets.LOAD],
        "feedback.changed": State.news,
        "invoices.changed": Documents.news,
        "payments.changed": [State.news, take_payment.NEWS],
        "shipments.changed": [State.news, Desk.news, order_shipments.LOAD],
    },
)
