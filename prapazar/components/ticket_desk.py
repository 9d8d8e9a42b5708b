"""A ticket's ticking clock, its composer and its keys, over assets/js/ticket_desk.js."""

from typing import Any

import reflex as rx

from prapazar.components.kinds import Rows, Text
from prapazar.components.language import t

_LIBRARY = "$/public/js/ticket_desk.js"


class Deadline(rx.Component):
    library = _LIBRARY
    tag = "PpDeadline"

    due: rx.Var[str]
    words: rx.Var[dict[str, str]]
    title: rx.Var[str]


class Composer(rx.Component):
    library = _LIBRARY
    tag = "PpComposer"

    name: rx.Var[str]
    label: rx.Var[str]
    placeholder: rx.Var[str]
    canned: rx.Var[list[dict[str, str]]]
    none: rx.Var[str]
    open: rx.Var[str]
    invalid: rx.Var[bool]


class TicketKeys(rx.Component):
    library = _LIBRARY
    tag = "PpTicketKeys"


def deadline(due: Text, *, title: Text) -> rx.Component:
    """`due`: milliseconds of the epoch as a text; ticks every second, amber in the last hour, red after it."""
    words = {
        **{unit: t(f"words.unit_{unit}") for unit in ("d", "h", "m", "s")},
        "left": t("tickets.left_plain"),
        "over": t("tickets.over_plain"),
    }
    return Deadline.create(due=due, words=rx.Var.create(words), title=title)


def composer(
    name: str,
    label: Text,
    *,
    placeholder: Text,
    canned: Rows,
    invalid: Any = False,  # noqa: ANN401 - a flag or a var
) -> rx.Component:
    """A text that is sent with its form; `canned`: {id, name, text}, offered after a slash."""
    return Composer.create(
        name=name,
        label=label,
        placeholder=placeholder,
        canned=canned,
        none=t("tickets.canned_none"),
        open=t("tickets.canned_open"),
        invalid=invalid,
    )


def ticket_keys(*children: Any) -> rx.Component:  # noqa: ANN401 - components
    """A key clicks what bears it as `data-key`; r and n go on to the composer."""
    return TicketKeys.create(*children)
