"""One's own account."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.profile import ProfileState as State
from prapazar.states.session import SessionState

t = ui.t


def page() -> rx.Component:
    return frame(
        ui.page_header(t("access.profile_title")),
        rx.el.div(_person(), _password(), _everywhere(), class_name="pp-narrow"),
        active=routes.PROFILE,
    )


def _person() -> rx.Component:
    return ui.card(
        None,
        ui.key_values(
            (t("access.person"), SessionState.name),
            (t("access.email"), SessionState.email),
            (t("access.role"), SessionState.role),
        ),
    )


def _password() -> rx.Component:
    return ui.card(
        t("access.change_password"),
        rx.form(
            _secret("old", t("access.old_password"), "current-password"),
            _secret("new", t("access.new_password"), "new-password", t("login.password_help")),
            rx.el.div(
                ui.button(t("access.change_password"), kind="primary", submit=True), class_name="pp-row"
            ),
            on_submit=State.change_password,
            class_name="pp-stack",
        ),
    )


def _everywhere() -> rx.Component:
    return ui.card(
        t("access.everywhere"),
        rx.el.p(t("access.everywhere_help"), class_name="pp-soft"),
        ui.button(t("access.everywhere"), kind="danger", on_click=SessionState.log_out_everywhere),
    )


def _secret(name: str, label: rx.Var[str], hint: str, help_text: rx.Var[str] | None = None) -> rx.Component:
    return ui.text_input(
        name,
        label,
        type="password",
        auto_complete=hint,
        error=State.faults[name],
        help_text=help_text,
        required=True,
    )


PAGE = Page(
    route=routes.PROFILE,
    render=page,
    title="access.profile_title",
    permission="*",
    on_load=[State.load],
)
