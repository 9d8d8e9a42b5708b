"""A product that is not there yet."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.pages.product import product_form
from prapazar.states.product import ProductState as State

t = ui.t


def page() -> rx.Component:
    return frame(
        ui.page_header(t("products.new_title"), back=(t("products.title"), routes.PRODUCTS)),
        rx.cond(State.loading, ui.skeleton_lines(10), product_form()),
        active=routes.PRODUCTS,
    )


PAGE = Page(
    route=routes.NEW_PRODUCT,
    render=page,
    title="products.new_title",
    permission="products.write",
    on_load=[State.begin],
)
