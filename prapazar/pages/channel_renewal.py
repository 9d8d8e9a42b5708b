"""New credentials for a store: by its channel's own page, or by hand."""

import reflex as rx

from prapazar import components as ui
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
        return rx.el.div(
            rx.el.label(one["label"], html_for="f-" + name),
            rx.el.input(
                type="password",
                id="f-" + name,
                name=name,
                auto_complete="off",
                aria_invalid=rx.cond(RenewState.faults[name].to(bool), "true", "false"),
                placeholder=t("forms.secret_kept"),
                class_name="pp-input",
            ),
            rx.cond(one["help"] != "", rx.el.p(one["help"], class_name="pp-help"), rx.fragment()),
            rx.cond(
                RenewState.faults[name].to(bool),
                rx.el.p(RenewState.faults[name], role="alert", class_name="pp-error"),
                rx.fragment(),
            ),
            class_name="pp-field",
            key=name,
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
        is_open=RenewState.is_open,
        on_open_change=RenewState.ask,
        text=t("channels.renew_text"),
    )
