"""One payment."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.payment import PaymentState as State

t = ui.t


def page() -> rx.Component:
    missing = ui.empty_state(
        t("payments.missing"),
        action=ui.link_button(t("payments.title"), href=routes.PAYMENTS),
        icon_name="search-x",
    )
    return frame(
        rx.cond(State.missing, missing, rx.cond(State.loading, ui.skeleton_lines(8), _payment())),
        active=routes.PAYMENTS,
    )


def _payment() -> rx.Component:
    return rx.fragment(
        ui.tab_title(State.payment["reference"]),
        ui.page_header(
            State.payment["amount"],
            status=ui.badge(State.payment["status"], State.payment["tone"]),
            back=(t("payments.title"), routes.PAYMENTS),
            actions=[
                _only(
                    "can_cancel",
                    "payments.write",
                    ui.button(t("payments.cancel"), kind="quiet", on_click=State.ask_cancel(True)),
                ),
                _only(
                    "left",
                    "payments.approve",
                    ui.button(t("payments.refund"), on_click=State.ask_refund(True)),
                ),
            ],
        ),
        rx.cond(
            State.payment["why"] != "",
            ui.banner(t("payments.event_failed"), State.payment["why"], tone="wait"),
            rx.fragment(),
        ),
        ui.two_columns(_left(), _right()),
        _refund_dialog(),
        ui.confirm_dialog(
            t("payments.cancel"),
            t("payments.cancel_text", reference=State.payment["reference"]),
            confirm=t("payments.cancel"),
            is_open=State.cancel_open,
            on_open_change=State.ask_cancel,
            on_confirm=State.cancel,
        ),
    )


def _only(key: str, permission: str, shown: rx.Component) -> rx.Component:
    return rx.cond(may(permission) & (State.payment[key] != ""), shown, rx.fragment())


def _left() -> rx.Component:
    link = ui.card(
        t("payments.link"),
        rx.el.p(t("payments.link_text", day=State.payment["until"]), class_name="pp-soft pp-small"),
        rx.el.div(
            rx.el.span(State.payment["link"], class_name="pp-small"),
            ui.copy_button(State.payment["link"]),
            ui.outside_link(t("payments.open_link"), href=State.payment["link"]),
            class_name="pp-row pp-row-wrap",
        ),
    )
    refunds = ui.data_table(
        [
            ui.Column(key="at", label=t("payments.at"), hint="at_full", phone="sub"),
            ui.Column(key="way", label=t("payments.way_back")),
            ui.Column(key="note", label=t("payments.note"), grow=True),
            ui.Column(key="who", label=t("payments.by")),
            ui.Column(
                key="status",
                label=t("payments.status"),
                phone="subend",
                cell=lambda row: rx.el.span(
                    ui.badge(row["status"].to(str), row["tone"].to(str)), title=row["why"].to(str)
                ),
            ),
            ui.Column(key="amount", label=t("payments.amount"), align="right", phone="title"),
        ],
        State.refunds,
        label=t("payments.refunds"),
    )
    return rx.fragment(
        rx.cond(State.payment["link"] != "", link, rx.fragment()),
        rx.cond(State.refunds.length() > 0, ui.card(t("payments.refunds"), refunds), rx.fragment()),
        ui.card(t("payments.timeline"), ui.timeline(State.events)),
    )


def _fact(key: str, label: str, shown: ui.Child | None = None) -> rx.Component:
    said = shown if shown is not None else rx.el.span(State.payment[key], class_name="pp-num")
    return rx.cond(State.payment[key] != "", ui.key_values((t(label), said)), rx.fragment())


def _right() -> rx.Component:
    order = ui.link(State.payment["order"], href=f"{routes.ORDERS}/" + State.payment["order_id"].to(str))
    invoice = ui.link(
        State.payment["invoice"], href=f"{routes.INVOICES}/" + State.payment["invoice_id"].to(str)
    )
    paid_at = rx.el.span(State.payment["paid_at"], title=State.payment["paid_full"], class_name="pp-num")
    shares = ui.card(
        t("payments.on_invoices"),
        rx.foreach(
            State.shares,
            lambda one: rx.el.div(
                ui.link(one["label"], href=one["href"]),
                rx.el.span(one["amount"], class_name="pp-num"),
                class_name="pp-row",
            ),
        ),
    )
    return rx.fragment(
        ui.card(
            t("payments.facts"),
            _fact("reference", "payments.reference", ui.copyable(State.payment["reference"])),
            _fact("order", "payments.order", order),
            _fact("invoice", "payments.invoice", invoice),
            _fact("title", "payments.about"),
            _fact("buyer", "payments.buyer"),
            _fact("method", "payments.method"),
            _fact("provider", "payments.provider"),
            _fact("card", "payments.card"),
            _fact("installments", "payments.installments"),
            _fact("paid_at", "payments.paid_at", paid_at),
            _fact("charged", "payments.charged"),
            _fact("fee", "payments.fee"),
            _fact("refunded", "payments.refunded"),
            _fact("refund_waiting", "payments.refund_waiting"),
            _fact("note", "payments.note"),
        ),
        rx.cond(State.shares.length() > 0, shares, rx.fragment()),
    )


def _refund_dialog() -> rx.Component:
    card = rx.cond(
        State.payment["voids"] != "",
        t("payments.refund_text_voids", left=State.payment["left"]),
        t("payments.refund_text", left=State.payment["left"]),
    )
    text = rx.cond(
        State.payment["is_card"] != "",
        card,
        t("payments.refund_text_hand", left=State.payment["left"]),
    )
    return ui.dialog(
        t("payments.refund_title", reference=State.payment["reference"]),
        rx.form(
            ui.text_input(
                "amount",
                t("payments.refund_amount"),
                default_value=State.payment["left_amount"],
                numeric=True,
                error=State.fault,
            ),
            ui.text_input("note", t("payments.note"), optional=True, max_length=300),
            rx.el.div(
                ui.button(t("words.keep"), on_click=State.ask_refund(False)),
                ui.button(t("payments.refund"), kind="danger", submit=True),
                class_name="pp-row pp-row-end",
            ),
            on_submit=State.refund,
            class_name="pp-form",
        ),
        text=text,
        is_open=State.refund_open,
        on_open_change=State.ask_refund,
    )


PAGE = Page(
    route=routes.PAYMENT,
    render=page,
    title="payments.one",
    permission="payments.read",
    on_load=[State.load],
    live={"payments.changed": State.news, "invoices.changed": State.news},
)
