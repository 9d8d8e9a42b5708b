"""Figures: a row of KPIs alike in size and colour, each with its change and a small line."""

import reflex as rx

from prapazar.components.buttons import link
from prapazar.components.feedback import skeleton
from prapazar.components.kinds import Flag, Rows, Text


def kpi_row(figures: Rows, *, loading: Flag = False, count: int = 4) -> rx.Component:
    """`figures`: var of {label, value, change, tone, note, points, href}; strings made by the server.

    `points` is what `foundation.formats.sparkline` returns ("" draws none); `tone` colours the change only.
    """
    shown = rx.el.div(rx.foreach(figures, _kpi), class_name="pp-kpis")
    if loading is False:
        return shown
    shape = rx.el.div(
        *(
            rx.el.div(
                skeleton(width="45%"),
                skeleton(width="60%", height="22px"),
                skeleton(width="35%"),
                class_name="pp-kpi",
            )
            for _ in range(count)
        ),
        class_name="pp-kpis",
        aria_busy="true",
    )
    return rx.cond(loading, shape, shown)


def _kpi(figure: rx.Var[dict[str, str]]) -> rx.Component:
    inside = rx.fragment(
        rx.el.span(figure["label"], class_name="pp-soft pp-small"),
        rx.el.span(figure["value"], class_name="pp-kpi-value pp-num"),
        rx.el.span(
            rx.cond(
                figure["change"] != "",
                rx.el.span(figure["change"], class_name="pp-change pp-num", data_tone=figure["tone"]),
                rx.fragment(),
            ),
            rx.el.span(figure["note"], class_name="pp-faint"),
            class_name="pp-row pp-tiny pp-kpi-foot",
        ),
        rx.cond(figure["points"] != "", sparkline(figure["points"]), rx.fragment()),
    )
    return rx.cond(
        figure["href"] != "",
        link(inside, href=figure["href"], plain=True, class_name="pp-kpi"),
        rx.el.div(inside, class_name="pp-kpi"),
    )


def sparkline(points: Text) -> rx.Component:
    """A line of 100 by 24; `points` as `x,y x,y`."""
    return rx.el.svg(
        rx.el.path(
            d="M" + rx.Var.create(points).to(str),
            fill="none",
            stroke="currentColor",
            stroke_width="1.5",
            custom_attrs={"vectorEffect": "non-scaling-stroke"},
        ),
        view_box="0 0 100 24",
        custom_attrs={"preserveAspectRatio": "none", "aria-hidden": "true"},
        class_name="pp-spark",
    )


def figure(label: Text, value: Text, *, note: Text | None = None) -> rx.Component:
    """One number with its name, as in the head of a detail page."""
    return rx.el.div(
        rx.el.span(label, class_name="pp-soft pp-small"),
        rx.el.span(value, class_name="pp-figure-value pp-num"),
        *([rx.el.span(note, class_name="pp-faint pp-tiny")] if note is not None else []),
        class_name="pp-figure",
    )
