"""Making the first Super Admin of an empty installation."""

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
        t("login.first_title"),
        problem(),
        native_form(
            rx.el.input(type="hidden", name="token", value=asked("token"), read_only=True),
            ui.text_input("name", t("login.name"), auto_complete="name", auto_focus=True, required=True),
            ui.text_input("email", t("login.email"), type="email", auto_complete="username", required=True),
            ui.text_input(
                "password",
                t("login.password"),
                type="password",
                auto_complete="new-password",
                required=True,
                help_text=t("login.password_help"),
            ),
            ui.text_input(
                "merchant",
                t("login.merchant"),
                auto_complete="organization",
                required=True,
                help_text=t("login.merchant_help"),
            ),
            ui.button(t("login.first_submit"), kind="primary", submit=True),
            action=routes.FIRST_RUN_POST,
        ),
        text=t("login.first_text"),
        on_locale=LocaleState.set_locale,
    )


PAGE = Page(route=routes.FIRST_RUN, render=page, title="login.first_title", permission="public")
