"""Buttons and links. Words on buttons are verbs."""

from typing import Any, Literal

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from prapazar.components.icons import icon
from prapazar.components.kinds import Child, Flag, Handler, Text

Kind = Literal["primary", "secondary", "danger", "quiet"]


def button(
    label: Text,
    *,
    on_click: Handler = None,
    kind: Kind = "secondary",
    icon_name: str | None = None,
    loading: Flag = False,
    disabled: Flag = False,
    submit: bool = False,
    small: bool = False,
    shortcut: str | None = None,
    **attributes: Any,  # noqa: ANN401 - html attributes of the button
) -> rx.Component:
    """While `loading` it keeps its width, turns a small ring and cannot be pressed."""
    return rx.el.button(
        *_inside(label, icon_name, shortcut),
        rx.cond(loading, rx.el.span(class_name="pp-ring", aria_hidden="true"), rx.fragment())
        if loading is not False
        else rx.fragment(),
        type="submit" if submit else "button",
        class_name=_classes(kind, small=small),
        disabled=_either(disabled, loading),
        **_loading(loading),
        **({} if on_click is None else {"on_click": on_click}),
        **attributes,
    )


def icon_button(
    name: str,
    label: Text,
    *,
    on_click: Handler = None,
    disabled: Flag = False,
    **attributes: Any,  # noqa: ANN401 - html attributes of the button
) -> rx.Component:
    """Square and wordless; `label` is read aloud and shown on hover."""
    return rx.el.button(
        icon(name),
        type="button",
        class_name="pp-icon-button",
        aria_label=label,
        title=label,
        disabled=disabled,
        **({} if on_click is None else {"on_click": on_click}),
        **attributes,
    )


def link(
    *children: Child,
    href: Text,
    plain: bool = False,
    class_name: str = "",
    **attributes: Any,  # noqa: ANN401 - html attributes of the link
) -> rx.Component:
    """To another screen of ours, without loading the page anew. `plain` keeps the text's own colour."""
    classes = f"{'' if plain else 'pp-link'} {class_name}".strip()
    return ReactRouterLink.create(*children, to=href, class_name=classes, **attributes)


def outside_link(*children: Child, href: Text) -> rx.Component:
    """Away from the product, in a new tab."""
    return rx.el.a(
        rx.el.span(*children, class_name="pp-cut"),
        icon("external-link", size=12),
        href=href,
        target="_blank",
        rel="noopener noreferrer",
        class_name="pp-link pp-outside",
    )


def link_button(
    label: Text,
    *,
    href: Text,
    kind: Kind = "secondary",
    icon_name: str | None = None,
    small: bool = False,
    external: bool = False,
    download: bool = False,
    shortcut: str | None = None,
    **attributes: Any,  # noqa: ANN401 - html attributes of the link
) -> rx.Component:
    """Looks like a button, goes like a link. `external` leaves the screens; `download` fetches a file of ours."""
    classes = _classes(kind, small=small)
    inside = _inside(label, icon_name, shortcut)
    if external or download:
        # Reflex makes a link between screens of every anchor: told nothing, it would look for a screen of that name.
        marks = {"download": ""} if download else {}
        return ReactRouterLink.create(
            *inside, to=href, reload_document=True, class_name=classes, **marks, **attributes
        )
    return ReactRouterLink.create(*inside, to=href, class_name=classes, **attributes)


def kbd(keys: str) -> rx.Component:
    """What to press; the control's name is read aloud without it."""
    return rx.el.kbd(keys, class_name="pp-kbd", aria_hidden="true")


def _inside(label: Text, icon_name: str | None, shortcut: str | None) -> list[rx.Component]:
    return [
        *([icon(icon_name)] if icon_name else []),
        rx.el.span(label),
        *([kbd(shortcut)] if shortcut else []),
    ]


def _classes(kind: Kind, *, small: bool) -> str:
    return f"pp-button pp-button-{kind}{' pp-button-small' if small else ''}"


def _loading(loading: Flag) -> dict[str, Any]:
    return {} if loading is False else {"aria_busy": loading, "data_loading": rx.cond(loading, "1", "")}


def _either(first: Flag, second: Flag) -> Flag:
    if first is False or second is False:
        return second if first is False else first
    return rx.Var.create(first) | rx.Var.create(second)
