"""The carriers of the shipping settings: terms and tariff of each."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import may
from prapazar.states.shipping_carriers import ShippingCarriersState as State

t = ui.t


def table() -> rx.Component:
    columns = [
        ui.Column(
            key="name",
            label=t("shipping.carrier"),
            phone="title",
            cell=lambda row: rx.el.span(
                ui.channel_mark(row["connector"].to(str), name=row["name"].to(str)),
                rx.cond(row["is_called"] == "", _by_hand(), rx.fragment()),
                class_name="pp-row",
            ),
        ),
        ui.Column(key="days_label", label=t("shipping.terms"), phone="end"),
        ui.Column(
            key="tariff",
            label=t("shipping.tariff"),
            phone="sub",
            cell=lambda row: rx.cond(
                row["tariff"] != "",
                row["tariff"].to(str),
                rx.el.span(
                    t("shipping.tariff_missing"), title=t("shipping.tariff_none"), class_name="pp-wait"
                ),
            ),
        ),
        ui.Column(key="do", label="", phone="subend", align="right", cell=_carrier_steps),
    ]
    return ui.data_table(
        columns,
        State.carriers,
        label=t("shipping.carriers"),
        empty=ui.empty_state(t("shipping.carriers_none"), icon_name="truck"),
    )


def connect() -> rx.Component:
    return ui.link_button(
        t("shipping.connect_carrier"), href=f"{routes.NEW_CHANNEL}?kind=carrier", icon_name="plus", small=True
    )


def _by_hand() -> rx.Component:
    return rx.el.span(ui.tag(t("shipping.by_hand")), title=t("shipping.by_hand_text"))


def _carrier_steps(row: ui.Rows) -> rx.Component:
    key = row["id"].to(str)
    terms = ui.button(t("shipping.terms"), small=True, on_click=State.edit_terms(key))
    return rx.el.span(
        ui.button(t("shipping.tariff"), small=True, on_click=State.open_tariff(key)),
        rx.cond(may("settings.write"), terms, rx.fragment()),
        class_name="pp-row pp-row-end",
    )


def dialog() -> rx.Component:
    return ui.dialog(
        State.terms["name"],
        rx.form(
            ui.text_input(
                "delivery_days",
                t("shipping.delivery_days"),
                help_text=t("shipping.delivery_days_help"),
                numeric=True,
                default_value=State.terms["days"],
                error=State.term_faults["delivery_days"],
            ),
            ui.text_input(
                "tracking_url",
                t("shipping.tracking_url"),
                help_text=t("shipping.tracking_url_help"),
                optional=True,
                default_value=State.terms["url"],
                error=State.term_faults["tracking_url"],
                placeholder="https://",
            ),
            rx.el.div(
                ui.button(t("words.save"), kind="primary", submit=True), class_name="pp-row pp-row-end"
            ),
            on_submit=State.save_terms,
            class_name="pp-form",
            key="terms-" + State.version.to_string(),
        ),
        is_open=State.are_terms_open,
        on_open_change=State.close_terms,
    )
