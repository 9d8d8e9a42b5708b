"""Setting a new password by the link from the mail."""

import reflex as rx

from prapazar import components as ui
from prapazar.components.doorway import asked, doorway, problem
from prapazar.components.native_form import native_form
from prapazar.foundation import routes
from prapazar.pages.page import Page
from prapazar.states.locale import LocaleState

t = ui.t


def page() -> rx.Component:
    return doorway(
        t("login.reset_title"),
        problem(),
        native_form(
            rx.el.input(type="hidden", name="token", value=asked("token"), read_only=True),
            ui.text_input(
                "password",
                t("login.new_password"),
                type="password",
                auto_complete="new-password",
                auto_focus=True,
                required=True,
                help_text=t("login.password_help"),
            ),
            ui.button(t("login.reset_submit"), kind="primary", submit=True),
            action=routes.RESET_POST,
        ),
        ui.link(t("login.back"), href=routes.LOGIN, class_name="pp-small"),
        on_locale=LocaleState.set_locale,
    )


PAGE = Page(route=routes.RESET, render=page, title="login.reset_title", permission="public")
