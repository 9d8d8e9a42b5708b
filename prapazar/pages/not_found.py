"""No page at this address."""

import reflex as rx

from prapazar import components as ui
from prapazar.components.doorway import doorway
from prapazar.foundation import routes
from prapazar.pages.page import Page
from prapazar.states.locale import LocaleState

t = ui.t


def page() -> rx.Component:
    return doorway(
        t("login.lost_title"),
        ui.link_button(t("login.lost_home"), href=routes.HOME, kind="primary"),
        text=t("login.lost_text"),
        on_locale=LocaleState.set_locale,
    )


PAGE = Page(route=routes.NOT_FOUND, render=page, title="login.lost_title", permission="public")
