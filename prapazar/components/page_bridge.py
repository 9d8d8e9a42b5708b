"""What belongs to the document, over assets/js/page.js: language, folded sidebar, copying."""

import reflex as rx


class _Page(rx.Component):
    library = "$/public/js/page.js"
    tag = "PpPage"

    lang: rx.Var[str]


def page_bridge(*, lang: rx.Var[str]) -> rx.Component:
    """Once on every screen."""
    return _Page.create(lang=lang)
