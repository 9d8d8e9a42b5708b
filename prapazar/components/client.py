"""Calls that stay in the browser: no event, no server, no eval."""

from typing import Any

import reflex as rx


def call(javascript: str, *parts: rx.Var[Any]) -> rx.Var[Any]:
    """A click handler written in JavaScript; `{0}`, `{1}` stand for `parts`."""
    code, data = _filled(javascript, parts)
    return rx.Var(f"(() => {{ {code} }})", _var_type=rx.EventChain, _var_data=data)


def text(javascript: str, *parts: rx.Var[Any]) -> rx.Var[str]:
    """A text worked out in the browser; `{0}`, `{1}` stand for `parts`."""
    code, data = _filled(javascript, parts)
    return rx.Var(f"String({code})", _var_type=str, _var_data=data)


def _filled(javascript: str, parts: tuple[rx.Var[Any], ...]) -> tuple[str, Any]:
    code = javascript
    data = None
    for place, part in enumerate(parts):
        code = code.replace("{" + str(place) + "}", str(part))
        data = rx.vars.VarData.merge(data, part._get_all_var_data())  # noqa: SLF001 - the only way to keep a var's imports
    return code, data


def copy(value: str | rx.Var[Any]) -> rx.Var[Any]:
    """Puts the value on the clipboard and marks the clicked element for a second."""
    return call(
        "window.dispatchEvent(new CustomEvent('pp:copy', {detail: String({0})}))", rx.Var.create(value)
    )


def go(path: str | rx.Var[Any]) -> rx.Var[Any]:
    """To another screen, or to a file of ours; for menus, whose entries are no links."""
    return call("window.dispatchEvent(new CustomEvent('pp:go', {detail: String({0})}))", rx.Var.create(path))


GO_TO_BAR = rx.Var(
    "((bar) => { const to = bar?.payload?.href ?? bar?.href;"
    " if (to) window.dispatchEvent(new CustomEvent('pp:go', {detail: String(to)})); })",
    _var_type=rx.EventChain,
)
"""Of a chart: to the `href` of the row whose bar was pressed."""
OPEN_PALETTE = call("window.dispatchEvent(new Event('pp:palette'))")
TOGGLE_SIDEBAR = call("window.dispatchEvent(new Event('pp:sidebar'))")
PRINT = call("window.print()")
BACK = call("window.history.back()")
