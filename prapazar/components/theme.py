"""Light, dark or as the system: set in the browser, no event and no eval."""

from typing import Any

import reflex as rx
from reflex.vars import VarData
from reflex_base.style import color_mode, color_mode_imports

MODE = color_mode
"""The chosen mode: light, dark or system (not the resolved one)."""


def chosen(mode: str) -> rx.Var[Any]:
    raw = rx.Var("rawColorMode", _var_type=str, _var_data=_context("rawColorMode")).to(str)
    return raw == mode


def choose(mode: str) -> rx.Var[Any]:
    """A click handler."""
    return rx.Var(
        f"(() => setColorMode('{mode}'))", _var_type=rx.EventChain, _var_data=_context("setColorMode")
    )


def _context(name: str) -> VarData:
    return VarData(
        imports=color_mode_imports,
        hooks={f"const {{ {name} }} = useContext(ColorModeContext)": None},
    )
