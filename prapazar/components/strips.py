"""Small bars: a strip of runs or hours in one line, and how much of something is used."""

import reflex as rx

from prapazar.components.kinds import Text


def strip(*layers: tuple[Text, str], label: Text, large: bool = False) -> rx.Component:
    """Each layer is a path of `foundation.formats.bars` and its tone: `plain`, `soft` or `bad`; drawn in that order."""
    return rx.el.svg(
        *(
            rx.el.path(d=rx.Var.create(path).to(str), custom_attrs={"data-tone": tone})
            for path, tone in layers
        ),
        view_box="0 0 100 24",
        custom_attrs={"preserveAspectRatio": "none", "role": "img", "aria-label": label},
        class_name="pp-strip pp-strip-large" if large else "pp-strip",
    )


def meter(used: Text, *, label: Text, tone: Text = "good") -> rx.Component:
    """`used`: whole percent as a text; the number itself stands beside the bar."""
    return rx.el.span(
        rx.el.span(
            rx.el.span(class_name="pp-meter-fill", style={"width": rx.Var.create(used).to(str) + "%"}),
            class_name="pp-meter",
            data_tone=tone,
            aria_hidden="true",
        ),
        rx.el.span(label, class_name="pp-num"),
        class_name="pp-meter-line",
    )
