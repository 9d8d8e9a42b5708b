"""Asking for a link that sets a new password."""

import reflex as rx

from prapazar import components as ui
from prapazar.components.doorway import doorway, notice, problem
from prapazar.components.native_form import native_form
from prapazar.foundation import routes
from prapazar.pages.page import Page
from prapazar.states.locale import LocaleState

t = ui.t


def page() -> rx.Component:
    return doorway(
        t("login.forgot_title"),
        problem(),
        notice(),
        native_form(
            ui.text_input(
                "email",
                t("login.email"),
                type="email",
                auto_complete="username",
                auto_focus=True,
                required=True,
            ),
            ui.button(t("login.forgot_submit"), kind="primary", submit=True),
            action=routes.FORGOT_POST,
        ),
        ui.link(t("login.back"), href=routes.LOGIN, class_name="pp-small"),
        text=t("login.forgot_text"),
        on_locale=LocaleState.set_locale,
    )


PAGE = Page(route=routes.FORGOT, render=page, title="login.forgot_title", permission="public")
