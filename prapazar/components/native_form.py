"""A form the browser sends by itself: log-in and log-out must not pass through an event."""

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML

from prapazar.components.kinds import Child, Text


class _NativeForm(BaseHTML):
    tag = "form"

    action: rx.Var[str]
    method: rx.Var[str]


def native_form(*children: Child, action: Text, class_name: str = "") -> rx.Component:
    """Posts its named fields to `action`; Reflex's own form would stop the post."""
    return _NativeForm.create(*children, action=action, method="post", class_name=class_name)
