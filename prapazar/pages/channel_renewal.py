"""New credentials for a store: by its channel's own page, or by hand."""

import reflex as rx

from prapazar import components as ui
from prapazar.states.channels import ChannelState
from prapazar.states.renew import RenewState

t = ui.t


def button(*, small: bool = False) -> rx.Component:
    return ui.button(
        t("channels.renew"),
        small=small,
        icon_name="key-round",
        on_click=RenewState.ask(True),
    )


def dialog() -> rx.Component:
    def field(one: ui.Rows) -> rx.Component:
        name = one["name"].to(str)
        marks = {
            "id": "f-" + name,
            "name": name,
            "auto_complete": "off",
            "aria_invalid": rx.cond(RenewState.faults[name].to(bool), "true", "false"),
            "class_name": "pp-input",
        }
        secret = rx.el.input(
            type="password", placeholder=rx.cond(one["kept"] != "", t("forms.secret_kept"), ""), **marks
        )
        choice = rx.el.select(
            ui.options(RenewState.choices[name]),
            default_value=one["value"],
            **{**marks, "class_name": "pp-input pp-select"},
        )
        written = rx.el.input(type="text", default_value=one["value"], disabled=one["fixed"] != "", **marks)
        return rx.el.div(
            rx.el.label(
                one["label"],
                rx.cond(
                    one["required"] == "",
                    rx.el.span(t("words.optional"), class_name="pp-faint pp-tiny"),
                    rx.fragment(),
                ),
                html_for="f-" + name,
            ),
            rx.match(one["kind"], ("secret", secret), ("choice", choice), written),
            rx.cond(
                one["fixed"] != "",
                rx.el.p(t("channels.renew_fixed"), class_name="pp-help"),
                rx.cond(one["help"] != "", rx.el.p(one["help"], class_name="pp-help"), rx.fragment()),
            ),
            rx.cond(
                RenewState.faults[name].to(bool),
                rx.el.p(RenewState.faults[name], role="alert", class_name="pp-error"),
                rx.fragment(),
            ),
            class_name="pp-field",
            key=name + "-" + RenewState.version.to_string(),
        )

    refused = ui.banner(t("channels.not_renewed"), RenewState.failed, tone="bad")
    by_page = rx.el.div(
        rx.el.p(t("connect.renew_by_page"), class_name="pp-small"),
        ui.link_button(
            t("connect.grant_open"),
            href=RenewState.page_address,
            kind="primary",
            icon_name="external-link",
            external=True,
        ),
        rx.el.p(t("connect.or_keys"), class_name="pp-soft pp-small"),
        class_name="pp-stack",
    )
    return ui.dialog(
        t("channels.renew"),
        rx.cond(RenewState.page_address != "", by_page, rx.fragment()),
        rx.form(
            rx.foreach(RenewState.fields, field),
            rx.cond(RenewState.failed != "", refused, rx.fragment()),
            rx.el.div(
                ui.button(
                    t("channels.renew_submit"), kind="primary", submit=True, loading=RenewState.testing
                ),
                class_name="pp-row pp-row-end",
            ),
            on_submit=RenewState.submit,
            class_name="pp-stack",
        ),
        is_open=RenewState.is_open & (RenewState.store == ChannelState.store["id"]),
        on_open_change=RenewState.ask,
        text=t("channels.renew_text"),
    )
