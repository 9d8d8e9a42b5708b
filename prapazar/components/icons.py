"""Lucide icons, drawn at one size and weight."""

from typing import Any

import reflex as rx

from prapazar.components.kinds import Text

SIZE = 16


def icon(name: str, *, size: int = SIZE, label: Text | None = None, class_name: str = "") -> rx.Component:
    """Decoration unless `label` says what it means."""
    said: dict[str, Any] = {"aria_hidden": "true"} if label is None else {"role": "img", "aria_label": label}
    return rx.icon(name, size=size, stroke_width=1.75, class_name=class_name, **said)
