"""Facts about one thing: label and value, ids that copy, code, what happened when."""

from typing import Literal

import reflex as rx

from prapazar.components import client
from prapazar.components.buttons import button
from prapazar.components.icons import icon
from prapazar.components.kinds import Child, Handler, Rows, Text
from prapazar.components.language import t


def key_values(*pairs: tuple[Text, Child]) -> rx.Component:
    """Label left, value right; one line each."""
    return rx.el.dl(
        *(rx.el.div(rx.el.dt(label), rx.el.dd(value), class_name="pp-fact") for label, value in pairs),
        class_name="pp-facts",
    )


def copyable(value: Text, *, shown: Text | None = None, mono: bool = False) -> rx.Component:
    """An id, barcode or number that goes to the clipboard on click."""
    return rx.el.button(
        rx.el.span(value if shown is None else shown, class_name="pp-mono" if mono else "pp-num"),
        icon("copy", size=12),
        type="button",
        class_name="pp-copy",
        title=t("words.copy"),
        on_click=client.copy(value),
    )


def code_block(text: Text, *, label: Text | None = None) -> rx.Component:
    """Payloads and keys, as they are; scrolls in itself."""
    head = (
        [rx.el.figcaption(label, copy_button(text), class_name="pp-code-head")] if label is not None else []
    )
    return rx.el.figure(*head, rx.el.pre(rx.el.code(text), tab_index=0), class_name="pp-code")


def copy_button(text: Text) -> rx.Component:
    return rx.el.button(
        icon("copy", size=12),
        rx.el.span(t("words.copy")),
        type="button",
        class_name="pp-copy-button",
        on_click=client.copy(text),
    )


def timeline(entries: Rows) -> rx.Component:
    """Newest first. Each entry: `title`, `detail`, `at` (short), `at_full`, `tone`, `who`; all strings."""
    return rx.el.ol(
        rx.foreach(
            entries,
            lambda entry: rx.el.li(
                rx.el.span(class_name="pp-dot", aria_hidden="true"),
                rx.el.div(
                    rx.el.span(entry["title"], class_name="pp-strong"),
                    rx.cond(entry["detail"] != "", rx.el.p(entry["detail"], class_name="pp-soft pp-small")),
                    class_name="pp-grow",
                ),
                rx.el.span(
                    rx.cond(entry["who"] != "", rx.el.span(entry["who"]), rx.fragment()),
                    rx.el.time(entry["at"], title=entry["at_full"], class_name="pp-num"),
                    class_name="pp-when",
                ),
                data_tone=entry["tone"],
            ),
        ),
        class_name="pp-timeline",
    )


def note_form(label: Text, *, version: Text, on_submit: Handler) -> rx.Component:
    """One line to be written into a timeline, as `note`; a new `version` empties it."""
    return rx.form(
        rx.el.div(
            rx.el.input(
                name="note",
                key=version,
                placeholder=label,
                aria_label=label,
                max_length=2000,
                auto_complete="off",
                class_name="pp-input",
            ),
            button(t("words.add"), submit=True),
            class_name="pp-row",
        ),
        on_submit=on_submit,
    )


def card(title: Text | None = None, *children: Child, action: Child | None = None) -> rx.Component:
    """A bordered part of a page with its name; `action` stands at the right of the name."""
    head = (
        [
            rx.el.header(
                rx.el.h2(title), action if action is not None else rx.fragment(), class_name="pp-card-head"
            )
        ]
        if title is not None
        else []
    )
    return rx.el.section(*head, rx.el.div(*children, class_name="pp-card-body"), class_name="pp-card")


def two_columns(
    left: Child, right: Child, *, on_top: Literal["left", "right", "first card"] = "left"
) -> rx.Component:
    """A detail page: what happened and what is in it left, facts and actions right.

    Where there is room for one column only, `on_top` says which of them comes first; "first card" is the
    right one's alone.
    """
    return rx.el.div(
        rx.el.div(left, class_name="pp-stack"),
        rx.el.aside(right, class_name="pp-stack"),
        class_name="pp-two-columns",
        data_top=on_top,
    )
