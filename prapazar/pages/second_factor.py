"""Two-step verification of one's own account: set up, recovery codes, off."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.second_factor import FactorState as State

t = ui.t


def page() -> rx.Component:
    return frame(
        ui.page_header(t("access.factor"), back=(t("access.profile_title"), routes.PROFILE)),
        rx.el.div(
            rx.cond(State.is_needed, _needed(), rx.fragment()),
            rx.match(
                State.step,
                ("scan", _scan()),
                ("codes", _codes()),
                rx.cond(State.is_on, _on(), _start()),
            ),
            class_name="pp-narrow",
        ),
        _off(),
        active=routes.PROFILE,
    )


def _needed() -> rx.Component:
    return ui.banner(t("access.factor_needed_title"), t("access.factor_needed_text"), tone="wait")


def _start() -> rx.Component:
    return ui.card(
        t("access.factor_set_up"),
        rx.el.p(t("access.factor_help")),
        rx.el.p(t("access.factor_begin_help"), class_name="pp-soft"),
        rx.form(
            _password(),
            rx.el.div(ui.button(t("access.factor_begin"), kind="primary", submit=True), class_name="pp-row"),
            on_submit=State.begin,
            class_name="pp-stack",
            key=State.version.to_string(),
        ),
    )


def _scan() -> rx.Component:
    side = State.side.to_string()
    return ui.card(
        t("access.factor_scan"),
        rx.el.svg(
            rx.el.path(d=State.drawn, fill="#000"),
            view_box="0 0 " + side + " " + side,
            role="img",
            custom_attrs={"aria-label": t("access.factor_qr")},
            class_name="pp-qr",
        ),
        rx.el.p(t("access.factor_typed"), class_name="pp-soft"),
        ui.copyable(State.typed, mono=True),
        rx.form(
            ui.text_input(
                "code",
                t("access.factor_code"),
                auto_complete="one-time-code",
                input_mode="numeric",
                max_length=10,
                error=State.faults["code"],
                auto_focus=True,
                required=True,
            ),
            rx.el.div(
                ui.button(t("access.factor_confirm"), kind="primary", submit=True),
                ui.button(t("access.factor_cancel"), kind="quiet", on_click=State.finish),
                class_name="pp-row",
            ),
            on_submit=State.confirm,
            class_name="pp-stack",
        ),
    )


def _codes() -> rx.Component:
    return ui.card(
        t("access.factor_codes"),
        rx.el.p(t("access.factor_codes_help")),
        rx.el.ul(rx.foreach(State.codes, rx.el.li), class_name="pp-codes pp-mono"),
        rx.el.div(
            ui.button(t("access.factor_codes_kept"), kind="primary", on_click=State.finish),
            ui.button(
                t("access.factor_codes_copy"), icon_name="copy", on_click=ui.copy(State.codes.join("\n"))
            ),
            class_name="pp-row",
        ),
    )


def _on() -> rx.Component:
    return rx.fragment(
        ui.card(
            t("access.factor"),
            ui.key_values((t("access.state"), ui.badge(t("access.factor_on"), "good"))),
            rx.el.div(
                ui.button(t("access.factor_switch_off"), kind="danger", on_click=State.ask_off(True)),
                class_name="pp-row",
            ),
        ),
        ui.card(
            t("access.factor_renew"),
            rx.el.p(t("access.factor_renew_help"), class_name="pp-soft"),
            rx.form(
                _password(),
                rx.el.div(ui.button(t("access.factor_renew"), submit=True), class_name="pp-row"),
                on_submit=State.renew_codes,
                class_name="pp-stack",
                key=State.version.to_string(),
            ),
        ),
    )


def _off() -> rx.Component:
    return ui.dialog(
        t("access.factor_switch_off_title"),
        rx.form(
            _password(),
            ui.text_input(
                "code",
                t("access.factor_any_code"),
                auto_complete="one-time-code",
                error=State.faults["code"],
                required=True,
            ),
            rx.el.div(
                ui.button(t("access.factor_switch_off"), kind="danger", submit=True),
                class_name="pp-row pp-row-end",
            ),
            on_submit=State.switch_off,
            class_name="pp-stack",
        ),
        is_open=State.off_open,
        on_open_change=State.ask_off,
        text=t("access.factor_switch_off_text"),
    )


def _password() -> rx.Component:
    return ui.text_input(
        "password",
        t("access.old_password"),
        type="password",
        auto_complete="current-password",
        error=State.faults["password"],
        required=True,
    )


PAGE = Page(
    route=routes.FACTOR,
    render=page,
    title="access.factor",
    permission="*",
    on_load=[State.load],
)
