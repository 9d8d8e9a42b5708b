"""Dialogs, sheets, menus, popovers and tips, on Radix primitives for focus, escape and screen readers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from prapazar.components import client
from prapazar.components.buttons import button, icon_button
from prapazar.components.icons import icon
from prapazar.components.kinds import Child, Flag, Handler, Rows, Text
from prapazar.components.language import t
from prapazar.components.radix import (
    DialogClose,
    DialogContent,
    DialogDescription,
    DialogOverlay,
    DialogPortal,
    DialogRoot,
    DialogTitle,
    MenuContent,
    MenuItem,
    MenuPortal,
    MenuRoot,
    MenuSeparator,
    MenuTrigger,
    PopoverContent,
    PopoverPortal,
    PopoverRoot,
    PopoverTrigger,
)


def dialog(
    title: Text,
    *children: Child,
    is_open: rx.Var[bool],
    on_open_change: Handler,
    text: Text | None = None,
    footer: Sequence[Child] = (),
    wide: bool = False,
) -> rx.Component:
    """In the middle, over a veil. `on_open_change(open: bool)` closes it; escape and the veil do too."""
    return _layer(
        "pp-dialog pp-dialog-wide" if wide else "pp-dialog",
        title,
        children,
        is_open,
        on_open_change,
        text,
        footer,
    )


def sheet(
    title: Text,
    *children: Child,
    is_open: rx.Var[bool],
    on_open_change: Handler,
    text: Text | None = None,
    footer: Sequence[Child] = (),
) -> rx.Component:
    """From the right edge: more about a row without leaving the list. From below on phones."""
    return _layer("pp-sheet", title, children, is_open, on_open_change, text, footer)


def bottom_sheet(
    title: Text, *children: Child, is_open: rx.Var[bool], on_open_change: Handler
) -> rx.Component:
    """Actions on a phone."""
    return _layer("pp-bottom-sheet", title, children, is_open, on_open_change, None, ())


def confirm_dialog(
    title: Text,
    text: Text,
    *,
    confirm: Text,
    is_open: rx.Var[bool],
    on_open_change: Handler,
    on_confirm: Handler,
    type_name: Text | None = None,
    typed: rx.Var[str] | None = None,
    on_type: Handler = None,
    busy: Flag = False,
) -> rx.Component:
    """Names the thing and what will be lost. Heavy ones pass `type_name`: pressing waits until it is typed."""
    extra: list[Child] = []
    wrong: Flag = False
    if type_name is not None and typed is not None and on_type is not None:
        wrong = typed != rx.Var.create(type_name).to(str)
        extra = [
            rx.el.div(
                rx.el.label(t("forms.type_name", name=type_name), html_for="f-confirm-name"),
                rx.el.input(
                    id="f-confirm-name",
                    value=typed,
                    on_change=on_type,
                    auto_complete="off",
                    class_name="pp-input",
                ),
                class_name="pp-field",
            )
        ]
    footer = (
        DialogClose.create(t("words.keep"), class_name="pp-button pp-button-secondary", type="button"),
        button(confirm, kind="danger", on_click=on_confirm, loading=busy, disabled=wrong),
    )
    return _layer("pp-dialog", title, extra, is_open, on_open_change, text, footer)


def _layer(
    class_name: str,
    title: Text,
    children: Sequence[Child],
    is_open: rx.Var[bool],
    on_open_change: Handler,
    text: Text | None,
    footer: Sequence[Child],
) -> rx.Component:
    described = (
        DialogDescription.create(text, class_name="pp-dialog-text")
        if text is not None
        else DialogDescription.create(title, class_name="pp-hidden")
    )
    return DialogRoot.create(
        DialogPortal.create(
            DialogOverlay.create(class_name="pp-veil"),
            DialogContent.create(
                rx.el.header(
                    DialogTitle.create(title, class_name="pp-dialog-title"),
                    DialogClose.create(
                        icon("x"), class_name="pp-icon-button", aria_label=t("words.close"), type="button"
                    ),
                    class_name="pp-dialog-head",
                ),
                described,
                rx.el.div(*children, class_name="pp-dialog-body") if children else rx.fragment(),
                rx.el.footer(*footer, class_name="pp-dialog-foot") if footer else rx.fragment(),
                class_name=class_name,
            ),
        ),
        open=is_open,
        on_open_change=on_open_change,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """One line of a menu: a click or a link; `danger` stands apart in red."""

    label: Text
    icon_name: str | None = None
    on_click: Handler = None
    href: Text | None = None
    danger: bool = False
    disabled: Flag = False
    shortcut: str | None = None
    checked: Flag | None = None
    """Shows a tick in front of the chosen one of several."""
    when: Flag = True
    """Not there at all where it is false."""


SEPARATOR = "---"


def dropdown_menu(
    trigger: Sequence[Child],
    *entries: MenuEntry | str | rx.Component,
    label: Text,
    trigger_class: str = "pp-icon-button",
    align: str = "end",
) -> rx.Component:
    """`trigger` is what stands in the button; `label` says what the menu is for."""
    return MenuRoot.create(
        MenuTrigger.create(*trigger, class_name=trigger_class, aria_label=label, title=label),
        MenuPortal.create(
            MenuContent.create(
                *(_entry(entry) for entry in entries),
                class_name="pp-menu",
                align=align,
                side_offset=4,
                collision_padding=8,
            )
        ),
        modal=False,
    )


def menu_item(entry: MenuEntry) -> rx.Component:
    """A line of a menu whose lines are drawn from a var."""
    return _entry(entry)


def more_menu(*entries: MenuEntry | str, label: Text | None = None) -> rx.Component:
    """Three dots: what can be done beside the primary action."""
    return dropdown_menu([icon("ellipsis")], *entries, label=label if label is not None else t("words.more"))


def _entry(entry: MenuEntry | str | rx.Component) -> rx.Component:
    if isinstance(entry, rx.Component):
        return entry
    if isinstance(entry, str):
        return MenuSeparator.create(class_name="pp-menu-line")
    marks: dict[str, Any] = {"data_danger": "1"} if entry.danger else {}
    inside: list[Child] = []
    if entry.checked is not None:
        inside.append(rx.cond(entry.checked, icon("check"), rx.el.span(class_name="pp-icon-space")))
    if entry.icon_name:
        inside.append(icon(entry.icon_name))
    inside.append(rx.el.span(entry.label, class_name="pp-grow"))
    if entry.shortcut:
        inside.append(rx.el.kbd(entry.shortcut, class_name="pp-kbd"))
    on_select = entry.on_click if entry.href is None else client.go(entry.href)
    item = MenuItem.create(
        *inside, on_select=on_select, class_name="pp-menu-item", disabled=entry.disabled, **marks
    )
    return item if entry.when is True else rx.cond(entry.when, item, rx.fragment())


def popover(
    trigger: Sequence[Child],
    *children: Child,
    label: Text,
    trigger_class: str = "pp-icon-button",
    align: str = "start",
) -> rx.Component:
    return PopoverRoot.create(
        PopoverTrigger.create(*trigger, class_name=trigger_class, aria_label=label),
        PopoverPortal.create(
            PopoverContent.create(
                *children,
                class_name="pp-popover",
                align=align,
                side_offset=4,
                collision_padding=8,
                aria_label=label,
            )
        ),
    )


def why_popover(
    number: Text, *, title: Text, lines: Rows, result: Text, on_open: Handler = None, loading: Flag = False
) -> rx.Component:
    """A number that can be asked why. `lines`: var of {label, value, detail}, top to bottom; `result` closes them."""
    opened = {} if on_open is None else {"on_open_change": on_open}
    table = rx.el.dl(
        rx.foreach(
            lines,
            lambda line: rx.el.div(
                rx.el.dt(
                    line["label"],
                    rx.cond(line["detail"] != "", rx.el.span(line["detail"], class_name="pp-faint pp-tiny")),
                ),
                rx.el.dd(line["value"], class_name="pp-num"),
            ),
        ),
        rx.el.div(
            rx.el.dt(t("words.result")), rx.el.dd(result, class_name="pp-num"), class_name="pp-why-result"
        ),
        class_name="pp-why",
    )
    return PopoverRoot.create(
        PopoverTrigger.create(
            rx.el.span(number, class_name="pp-num"),
            class_name="pp-ask",
            aria_label=title,
            title=t("words.why"),
        ),
        PopoverPortal.create(
            PopoverContent.create(
                rx.el.p(title, class_name="pp-strong"),
                table if loading is False else rx.cond(loading, rx.el.div(class_name="pp-skeleton"), table),
                class_name="pp-popover",
                align="end",
                side_offset=4,
                collision_padding=8,
                aria_label=title,
            )
        ),
        **opened,
    )


def tooltip(child: Child, tip: Text) -> rx.Component:
    """A few words on hover and focus; nothing a phone user would miss."""
    return rx.el.span(
        child, rx.el.span(tip, role="tooltip", class_name="pp-tip"), class_name="pp-tipped", tab_index=0
    )


def close_button(on_click: Handler) -> rx.Component:
    return icon_button("x", t("words.close"), on_click=on_click)
