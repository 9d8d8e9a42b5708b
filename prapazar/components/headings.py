"""The head of a page: what it is, how many, and the one thing to do."""

from collections.abc import Sequence

import reflex as rx

from prapazar.components.buttons import link
from prapazar.components.icons import icon
from prapazar.components.kinds import Child, Text


def page_header(
    title: Text,
    *,
    count: Text | None = None,
    status: Child | None = None,
    back: tuple[Text, Text] | None = None,
    note: Text | None = None,
    actions: Sequence[Child] = (),
    primary: Child | None = None,
) -> rx.Component:
    """`back` is (label, href) of the list a detail page belongs to. Quiet actions first, the primary last."""
    return rx.el.header(
        link(icon("chevron-left", size=14), back[0], href=back[1], plain=True, class_name="pp-back")
        if back is not None
        else rx.fragment(),
        rx.el.div(
            rx.el.h1(title, class_name="pp-title"),
            rx.el.span(count, class_name="pp-title-count pp-num") if count is not None else rx.fragment(),
            status if status is not None else rx.fragment(),
            rx.el.span(class_name="pp-grow"),
            rx.el.div(
                *actions, *([primary] if primary is not None else []), class_name="pp-row pp-head-actions"
            ),
            class_name="pp-page-line",
        ),
        rx.el.p(note, class_name="pp-soft pp-small") if note is not None else rx.fragment(),
        class_name="pp-page-head",
    )
