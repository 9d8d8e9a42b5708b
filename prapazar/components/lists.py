"""Around a list: search, filters as chips, saved views, the bulk bar and the pager."""

from collections.abc import Sequence
from dataclasses import dataclass

import reflex as rx

from prapazar.components.buttons import icon_button, kbd
from prapazar.components.icons import icon
from prapazar.components.kinds import Child, Flag, Handler, Rows, Text
from prapazar.components.language import t

DEBOUNCE_MS = 120


def search_input(
    *, value: rx.Var[str], on_change: Handler, placeholder: Text, label: Text | None = None
) -> rx.Component:
    """Asks the server when the typing pauses. `on_change(text)`."""
    return rx.el.div(
        icon("search"),
        rx.debounce_input(
            rx.el.input(
                value=value,
                on_change=on_change,
                placeholder=placeholder,
                aria_label=label if label is not None else placeholder,
                type="search",
                auto_complete="off",
                class_name="pp-input",
            ),
            debounce_timeout=DEBOUNCE_MS,
        ),
        class_name="pp-search",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One possible value of a filter or select."""

    value: str
    label: Text


def filter_select(
    label: Text, *, value: rx.Var[str], choices: Sequence[Choice] | Rows, on_change: Handler
) -> rx.Component:
    """One filter: `on_change(value)`; "" is no filter. `choices`: Choices, or a var of {value, label}."""
    return rx.el.label(
        rx.el.span(label),
        rx.el.select(
            rx.el.option(t("lists.any"), value=""),
            options(choices),
            value=value,
            on_change=on_change,
        ),
        icon("chevron-down", size=12),
        class_name="pp-filter",
        data_on=rx.cond(value != "", "1", ""),
    )


def options(choices: Sequence[Choice] | Rows) -> rx.Component:
    """The options of a select."""
    if isinstance(choices, rx.Var):
        return rx.foreach(choices, lambda choice: rx.el.option(choice["label"], value=choice["value"]))
    return rx.fragment(*(rx.el.option(choice.label, value=choice.value) for choice in choices))


def filter_bar(
    *filters: Child, chips: Rows | None = None, on_remove: Handler = None, on_clear: Handler = None
) -> rx.Component:
    """Filters in a row; `chips` is a var of {key, label} for what is on, removed by `on_remove(key)`."""
    line = rx.el.div(*filters, class_name="pp-filters")
    if chips is None or on_remove is None:
        return line
    shown = rx.el.div(
        rx.foreach(chips, lambda chip: _chip(chip["label"], on_remove(chip["key"]))),
        rx.el.button(t("lists.clear_filters"), type="button", on_click=on_clear, class_name="pp-clear")
        if on_clear is not None
        else rx.fragment(),
        class_name="pp-chips",
    )
    return rx.fragment(line, rx.cond(chips.length() > 0, shown, rx.fragment()))


def _chip(label: Text, on_remove: Handler) -> rx.Component:
    return rx.el.span(
        rx.el.span(label),
        rx.el.button(
            icon("x", size=12), type="button", on_click=on_remove, aria_label=t("lists.remove_filter")
        ),
        class_name="pp-chip",
    )


def bulk_bar(
    *actions: Child,
    count: rx.Var[int],
    on_clear: Handler,
    total: rx.Var[int] | None = None,
    total_label: Text | None = None,
    every: Flag = False,
    on_select_all: Handler = None,
) -> rx.Component:
    """At the foot while something is selected. `total_label` is the formatted total; `every` = all matching."""
    whole: Child = rx.fragment()
    if total is not None and total_label is not None and on_select_all is not None:
        whole = rx.cond(
            every,
            rx.el.span(t("lists.all_selected", count=total_label), class_name="pp-soft"),
            rx.cond(
                total > count,
                rx.el.button(
                    t("lists.select_all", count=total_label),
                    kbd("A"),
                    type="button",
                    on_click=on_select_all,
                    custom_attrs={"data-every": ""},
                    class_name="pp-link",
                ),
                rx.fragment(),
            ),
        )
    bar = rx.el.div(
        rx.cond(
            every, rx.fragment(), rx.el.span(t("lists.selected", count=count), class_name="pp-strong pp-num")
        ),
        whole,
        rx.el.span(class_name="pp-grow"),
        rx.el.div(kbd("B"), *actions, class_name="pp-row"),
        icon_button("x", t("lists.clear_selection"), on_click=on_clear),
        class_name="pp-bulk",
        role="region",
        aria_label=t("lists.bulk"),
        custom_attrs={"data-bulk": ""},
    )
    return rx.cond(count > 0, bar, rx.fragment())


def pager(
    *,
    label: Text,
    has_previous: Flag,
    has_next: Flag,
    on_previous: Handler,
    on_next: Handler,
) -> rx.Component:
    """At the foot of a list, by page or keyset. `label`: `51-100 / 12.408`, formatted by the server."""
    nav = rx.el.nav(
        rx.el.span(label, class_name="pp-num pp-soft"),
        rx.el.span(class_name="pp-grow"),
        icon_button("chevron-left", t("lists.previous"), on_click=on_previous, disabled=_not(has_previous)),
        icon_button("chevron-right", t("lists.next"), on_click=on_next, disabled=_not(has_next)),
        class_name="pp-pager",
        aria_label=t("lists.pages"),
    )
    return rx.cond(rx.Var.create(label).to(str) != "", nav, rx.fragment())


def view_tabs(
    views: Sequence[Choice] | Rows, *, active: rx.Var[str], on_change: Handler, trailing: Child | None = None
) -> rx.Component:
    """Saved views as tabs above the filters; `on_change(value)`. A var's entries may carry `count`."""
    if isinstance(views, rx.Var):
        tabs: list[Child] = [
            rx.foreach(
                views, lambda view: _tab(view["label"], view["value"], active, on_change, view["count"])
            )
        ]
    else:
        tabs = [_tab(view.label, view.value, active, on_change, "") for view in views]
    return rx.el.div(
        *tabs, *([trailing] if trailing is not None else []), class_name="pp-tabs", role="tablist"
    )


def _tab(label: Text, value: Text, active: rx.Var[str], on_change: Handler, count: Text) -> rx.Component:
    return rx.el.button(
        rx.el.span(label),
        rx.cond(
            rx.Var.create(count).to(str) != "",
            rx.el.span(count, class_name="pp-tab-count pp-num"),
            rx.fragment(),
        ),
        type="button",
        role="tab",
        aria_selected=active == value,
        on_click=on_change(value),
        class_name="pp-tab",
    )


def _not(flag: Flag) -> Flag:
    return not flag if isinstance(flag, bool) else ~flag
