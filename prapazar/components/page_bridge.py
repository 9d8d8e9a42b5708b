"""What belongs to the document, over assets/js/page.js: language, title, folded sidebar, copying."""

import reflex as rx


class _Page(rx.Component):
    library = "$/public/js/page.js"
    tag = "PpPage"

    lang: rx.Var[str]


class _Title(rx.Component):
    library = "$/public/js/page.js"
    tag = "PpTitle"

    text: rx.Var[str]


def tab_title(text: rx.Var[str]) -> rx.Component:
    """On a screen that shows one of many: its number or name stands in the browser's tab."""
    return _Title.create(text=text)


def page_bridge(*, lang: rx.Var[str]) -> rx.Component:
    """Once on every screen."""
    return _Page.create(lang=lang)
