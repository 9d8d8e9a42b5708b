"""Charts: plain, labelled, zero-based, in one palette. Rows are {label, <series>: number}."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from prapazar.components import client
from prapazar.components.kinds import Rows, Text
from prapazar.components.tokens import BAD, CHART_COLORS, FAINT, LINE

_TICK = {"fontSize": 12, "fill": FAINT}
_TIP = {
    "background": "var(--bg-over)",
    "border": f"1px solid {LINE}",
    "borderRadius": 6,
    "fontSize": 12,
    "padding": "6px 10px",
    "color": "var(--text)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One colour of a chart; `compare` draws it in grey."""

    key: str
    label: Text
    compare: bool = False


def bars(
    rows: Rows,
    series: Sequence[Series] | Rows,
    *,
    label: Text,
    stacked: bool = True,
    height: int = 200,
    href: Text | None = None,
    own_hrefs: bool = False,
    fills: bool = False,
) -> rx.Component:
    """Counts by hour or day, one stack per label. A bar leads to `href`; put the same link beside the chart.

    `series`: Series, or a var of {key, label, place} with the place in the palette, empty for grey, `bad` for red.
    `own_hrefs`: each row's `href` is where its bar leads. `fills`: takes the height its card has, `height` at least.
    """
    pressed: dict[str, Any] = {} if href is None else {"on_click": client.go(href), "cursor": "pointer"}
    if own_hrefs:
        pressed = {"on_click": client.GO_TO_BAR, "cursor": "pointer"}

    def bar(key: Text, name: Text, color: Text) -> rx.Component:
        return rx.recharts.bar(
            data_key=key,
            name=name,
            fill=color,
            stroke="none",
            is_animation_active=False,
            max_bar_size=28,
            **({"stack_id": "all"} if stacked else {}),
            **pressed,
        )

    drawn = (
        [rx.foreach(series, lambda one: bar(one["key"], one["label"], _color_of(one)))]
        if isinstance(series, rx.Var)
        else [bar(one.key, one.label, color) for one, color in _colored(series)]
    )
    return _box(
        label,
        series,
        rx.recharts.bar_chart(*drawn, *_axes(height), data=rows, bar_category_gap="20%", **_MARGIN),
        height,
        fills=fills,
    )


def lines(rows: Rows, series: Sequence[Series], *, label: Text, height: int = 200) -> rx.Component:
    """How something went over time."""
    drawn = [
        rx.recharts.line(
            data_key=one.key,
            name=one.label,
            stroke=color,
            stroke_width=2,
            dot=False,
            is_animation_active=False,
            type_="linear",
        )
        for one, color in _colored(series)
    ]
    return _box(label, series, rx.recharts.line_chart(*drawn, *_axes(height), data=rows, **_MARGIN), height)


_COMPACT = rx.Var(
    "((value) => new Intl.NumberFormat(document.documentElement.lang || 'tr',"
    " {notation: 'compact', maximumFractionDigits: 1}).format(value))"
)
"""Thousands shortened as the language shortens them: the axis has room for six letters."""
_WHOLE = rx.Var(
    "((value) => new Intl.NumberFormat(document.documentElement.lang || 'tr',"
    " {maximumFractionDigits: 2}).format(value))"
)
"""As the language writes it, in what is shown over a bar."""
_TALL = 180
"""Below this, five ticks would stand too close."""
_MARGIN: dict[str, Any] = {"margin": {"top": 8, "right": 4, "bottom": 0, "left": 0}}


def _axes(height: int) -> list[rx.Component]:
    return [
        rx.recharts.cartesian_grid(vertical=False, stroke=LINE),
        rx.recharts.x_axis(
            data_key="label",
            axis_line=False,
            tick_line=False,
            interval="equidistantPreserveStart",
            custom_attrs={"tick": _TICK, "minTickGap": 12},
        ),
        rx.recharts.y_axis(
            width=44,
            axis_line=False,
            tick_line=False,
            allow_decimals=False,
            tick_count=5 if height >= _TALL else 3,
            domain=[0, "auto"],
            custom_attrs={"tick": _TICK, "tickFormatter": _COMPACT},
        ),
        rx.recharts.graphing_tooltip(
            content_style=_TIP,
            cursor={"fill": "var(--bg-hover)", "stroke": LINE},
            is_animation_active=False,
            separator=": ",
            custom_attrs={"formatter": _WHOLE},
        ),
    ]


def _box(
    label: Text, series: Sequence[Series] | Rows, chart: rx.Component, height: int, *, fills: bool = False
) -> rx.Component:
    drawn = rx.recharts.responsive_container(chart, width="100%", height="100%" if fills else height)
    if fills:
        # Laid over its place, so that what is drawn never keeps the card as high as it once was.
        drawn = rx.el.div(
            rx.el.div(drawn, class_name="pp-chart-over"),
            class_name="pp-chart-place",
            style={"min_height": f"{height}px"},
        )
    return rx.el.figure(
        _legend(series),
        drawn,
        class_name="pp-chart pp-chart-fills" if fills else "pp-chart",
        role="img",
        aria_label=label,
    )


def _legend(series: Sequence[Series] | Rows) -> rx.Component:
    """One colour alone needs no name."""
    if isinstance(series, rx.Var):
        entries = [rx.foreach(series, lambda one: _entry(one["label"], _color_of(one)))]
        return rx.cond(series.length() > 1, rx.el.ul(*entries, class_name="pp-legend"))
    if len(series) == 1:
        return rx.fragment()
    entries = [_entry(one.label, color) for one, color in _colored(series)]
    return rx.el.ul(*entries, class_name="pp-legend")


def _entry(name: Text, color: Text) -> rx.Component:
    return rx.el.li(rx.el.span(class_name="pp-swatch", style={"background": color}), rx.el.span(name))


def _color_of(one: Rows) -> rx.Var[str]:
    places = [(str(place), color) for place, color in enumerate(CHART_COLORS[:-1])]
    return rx.match(one["place"], *places, ("bad", BAD), CHART_COLORS[-1])


def _colored(series: Sequence[Series]) -> list[tuple[Series, str]]:
    palette = iter(CHART_COLORS)
    return [(one, CHART_COLORS[-1] if one.compare else next(palette, CHART_COLORS[-1])) for one in series]
