"""Shows the newest message of the server, over assets/js/toasts.js: by value, never by evaluating code."""

import reflex as rx


class _Toasts(rx.Component):
    library = "$/public/js/toasts.js"
    tag = "PpToasts"

    message: rx.Var[dict[str, str]]


def toast_bridge(message: rx.Var[dict[str, str]]) -> rx.Component:
    """Once for each kind of message on every screen, the public ones too: a tab that must leave may stand there."""
    return _Toasts.create(message=message)
