"""The chart of a report page, drawn by Plotly in our colours; other pages draw with `charts`."""

from typing import Any

import reflex as rx
from plotly.graph_objs import Figure  # type: ignore[import-untyped]  # the package brings no types
from plotly.graph_objs.layout import Template  # type: ignore[import-untyped]  # as above

from prapazar.components.kinds import Handler, Rows, Text


def plot(figure: Rows, *, label: Text, height: rx.Var[int], on_press: Handler) -> rx.Component:
    """`figure`: a var of {data, layout}, `height` in dots. `on_press(points)` is told which were pressed.

    The basic bundle, which the browser fetches on the page that has a plot and on no other.
    """
    config: dict[str, Any] = {"displayModeBar": False, "responsive": True}
    drawn = rx.plotly.basic(
        data=figure.to(Figure),
        template=rx.Var(_js_expr="({})", _var_type=Template),
        config=config,
        use_resize_handler=True,
        on_click=on_press,
        style={"width": "100%", "height": height.to_string() + "px"},
    )
    return rx.el.figure(
        drawn,
        class_name="pp-plot",
        role="img",
        aria_label=label,
        style={"min_height": height.to_string() + "px"},
    )
