"""The product is closed for a while."""

import reflex as rx

from prapazar import components as ui
from prapazar.components.doorway import doorway
from prapazar.foundation import routes
from prapazar.pages.page import Page
from prapazar.states.locale import LocaleState

t = ui.t


def page() -> rx.Component:
    return doorway(
        t("login.maintenance_title"),
        ui.link_button(t("words.retry"), href=routes.HOME, kind="secondary", external=True),
        text=t("login.maintenance_text"),
        on_locale=LocaleState.set_locale,
    )


PAGE = Page(route=routes.MAINTENANCE, render=page, title="login.maintenance_title", permission="public")
