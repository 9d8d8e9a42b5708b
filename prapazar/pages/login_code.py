"""The second step of a log-in: a code of the phone, or a recovery code."""

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
        t("login.code_title"),
        problem(),
        native_form(
            rx.el.input(type="hidden", name="next", value=asked("next"), read_only=True),
            ui.text_input(
                "code",
                t("login.code"),
                auto_complete="one-time-code",
                auto_focus=True,
                required=True,
                max_length=40,
            ),
            ui.button(t("login.code_submit"), kind="primary", submit=True),
            action=routes.LOGIN_CODE_POST,
        ),
        ui.link(t("login.back"), href=routes.LOGIN, class_name="pp-small"),
        text=t("login.code_text"),
        on_locale=LocaleState.set_locale,
    )


PAGE = Page(route=routes.LOGIN_CODE, render=page, title="login.code_title", permission="public")
