"""Where one stands in a wizard."""

from collections.abc import Sequence

import reflex as rx

from prapazar.components.icons import icon
from prapazar.components.kinds import Text


def stepper(labels: Sequence[Text], *, current: rx.Var[int]) -> rx.Component:
    """`current` counts from 0; steps before it are done."""
    return rx.el.ol(
        *(_step(place, label, current) for place, label in enumerate(labels)), class_name="pp-steps"
    )


def _step(place: int, label: Text, current: rx.Var[int]) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.cond(current > place, icon("check", size=12), rx.el.span(str(place + 1))),
            class_name="pp-step-mark",
        ),
        rx.el.span(label),
        data_step=rx.cond(current > place, "done", rx.cond(current == place, "now", "next")),
        aria_current=rx.cond(current == place, "step", "false"),
    )
