"""The keyboard and the selection of a list, over assets/js/list_keys.js."""

from typing import Any

import reflex as rx


def _chosen(ids: rx.Var[list[str]], checked: rx.Var[bool]) -> tuple[rx.Var[list[str]], rx.Var[bool]]:
    return (ids, checked)


class ListKeys(rx.Component):
    """Wraps rows marked `data-row-id`, `data-href` and checkboxes marked `data-select`."""

    library = "$/public/js/list_keys.js"
    tag = "PpListKeys"

    waiting: rx.Var[int]
    on_select: rx.EventHandler[_chosen]
    on_clear: rx.EventHandler[rx.event.no_args_event_spec]
    on_fresh: rx.EventHandler[rx.event.no_args_event_spec]


def list_keys(*children: Any, **props: Any) -> rx.Component:  # noqa: ANN401 - components and handlers
    """`on_select(ids: list[str], checked: bool)`, `on_clear()`; `on_fresh()` when rows wait and nobody is there."""
    return ListKeys.create(*children, **props)
