"""The command palette, over assets/js/palette.js."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from prapazar.components.kinds import Handler, Rows, Text
from prapazar.components.language import t


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A screen or an action the palette always knows; an action without a path goes to `on_action(action)`."""

    title: Text
    href: str = ""
    action: str = ""
    is_action: bool = False
    shown: rx.Var[bool] | None = None
    """Whether the person may go there; None is anybody."""


def _text(text: rx.Var[str]) -> tuple[rx.Var[str]]:
    return (text,)


class _Palette(rx.Component):
    library = "$/public/js/palette.js"
    tag = "PpPalette"

    places: rx.Var[list[dict[str, Any]]]
    hits: rx.Var[list[dict[str, str]]]
    words: rx.Var[dict[str, str]]
    on_query: rx.EventHandler[_text]
    on_action: rx.EventHandler[_text]


def palette(
    places: Sequence[Place], *, hits: Rows | None = None, on_query: Handler = None, on_action: Handler = None
) -> rx.Component:
    """`hits`: var of {group, title, detail, href} answering `on_query(text)`, asked when the typing pauses."""
    known = [
        {
            "title": place.title,
            "href": place.href,
            "action": place.action,
            "group": t("frame.actions") if place.is_action else t("frame.screens"),
            "shown": True if place.shown is None else place.shown,
        }
        for place in places
    ]
    words = {
        "label": t("frame.palette"),
        "placeholder": t("frame.palette_placeholder"),
        "none": t("frame.palette_none"),
    }
    handlers = {"on_query": on_query, "on_action": on_action}
    return _Palette.create(
        places=rx.Var.create(known),
        hits=hits if hits is not None else rx.Var.create([]),
        words=rx.Var.create(words),
        **{name: handler for name, handler in handlers.items() if handler is not None},
    )
