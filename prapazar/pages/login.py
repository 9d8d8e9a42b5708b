"""Log-in."""

import reflex as rx

from prapazar import components as ui
from prapazar.components.doorway import asked, doorway, notice, problem
from prapazar.components.native_form import native_form
from prapazar.foundation import routes
from prapazar.pages.page import Page
from prapazar.states.locale import LocaleState

t = ui.t


def page() -> rx.Component:
    return doorway(
        t("login.heading"),
        problem(),
        notice(),
        native_form(
            rx.el.input(type="hidden", name="next", value=asked("next"), read_only=True),
            ui.text_input(
                "email",
                t("login.email"),
                type="email",
                auto_complete="username",
                auto_focus=True,
                required=True,
                default_value=asked("email"),
            ),
            ui.text_input(
                "password",
                t("login.password"),
                type="password",
                auto_complete="current-password",
                required=True,
            ),
            ui.button(t("login.submit"), kind="primary", submit=True),
            action=routes.LOGIN_POST,
        ),
        ui.link(t("login.forgot"), href=routes.FORGOT, class_name="pp-small"),
        on_locale=LocaleState.set_locale,
    )


PAGE = Page(route=routes.LOGIN, render=page, title="login.title", permission="public")
