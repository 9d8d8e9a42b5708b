"""A report's chart as Plotly takes it: numbers, and every word of it written by us; colours are the stylesheet's."""

from decimal import Decimal
from typing import Any

from prapazar.flows import report_charts, report_tables
from prapazar.flows.report_tables import Table
from prapazar.foundation.scope import Locale

MOST_BARS = 24
_COLORS = 4
_LEAST_BARS = 6
"""As if there were so many, where there are fewer."""
_FEW = 14
"""So many points are drawn as such: a line of one would not be seen at all."""


def figure(table: Table, locale: Locale) -> dict[str, Any]:
    """Empty where there is nothing to draw."""
    most = len(table.rows) if table.chart == "lines" else min(len(table.rows), MOST_BARS)
    if not most or not any(value for _, values, _ in table.series for value in values):
        return {}
    names = [line.label for line in table.rows[:most]]
    traces = [
        _trace(table, name, list(values[:most]), names, grey=grey, locale=locale)
        for name, values, grey in table.series
    ]
    drawn = [value or Decimal(0) for _, values, _ in table.series for value in values[:most]]
    return {"data": traces, "layout": _layout(table, names, drawn, locale, stacked=_stacks(table))}


def _stacks(table: Table) -> bool:
    return len(table.series) > 1 and not any(grey for _, _, grey in table.series) and table.chart == "bars"


def _trace(
    table: Table,
    name: str,
    values: list[Decimal | None],
    names: list[str],
    *,
    grey: bool,
    locale: Locale,
) -> dict[str, Any]:
    said = [report_tables.shown(value, table.unit, table.currency, locale) for value in values]
    common = {
        "name": name,
        "x": list(range(len(values))),
        "y": [float(value or 0) for value in values],
        "customdata": [[one, label] for one, label in zip(said, names, strict=True)],
        "hovertemplate": "%{customdata[1]}<br><b>%{customdata[0]}</b><extra>" + name + "</extra>",
    }
    if table.chart == "lines":
        mode = "lines+markers" if len(values) <= _FEW else "lines"
        look = {"mode": mode, "line": {"width": 2, **({"dash": "dot"} if grey else {})}}
        return {**common, "type": "scatter", **look}
    return {**common, "type": "bar"}


def _layout(
    table: Table, names: list[str], drawn: list[Decimal], locale: Locale, *, stacked: bool
) -> dict[str, Any]:
    every = max(1, -(-len(names) // 12))
    places = list(range(0, len(names), every))
    said = [report_charts.short_name(names[place]) for place in places]
    reached = [*drawn, *(_whole(table, place) for place in range(len(names)))] if stacked else drawn
    levels = report_charts.levels(reached, is_whole=report_charts.is_counted(table))
    return {
        "autosize": True,
        "height": 300,
        "margin": {"l": 56, "r": 8, "t": 8, "b": 44},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "Inter Variable, Inter, sans-serif", "size": 12},
        "barmode": "stack" if stacked else "group",
        "bargap": 0.35,
        "hovermode": "x unified" if table.chart == "lines" else "closest",
        "showlegend": False,
        "dragmode": False,
        "xaxis": {
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "range": _across(len(names), is_line=table.chart == "lines"),
            "tickvals": places,
            "ticktext": said,
            "autotickangles": [0, -30, -60, -90],
            "automargin": True,
            "ticks": "outside",
            "ticklen": 6,
            "tickcolor": "rgba(0,0,0,0)",
        },
        "yaxis": {
            "fixedrange": True,
            "zeroline": False,
            "range": [float(levels[0]), float(levels[-1]) * 1.02],
            "tickvals": [float(one) for one in levels],
            "ticktext": [report_charts.tick(one, table, locale) for one in levels],
        },
    }


def _across(count: int, *, is_line: bool) -> list[float]:
    """The first and the last word beneath a line need room; one bar alone is no wall."""
    room = max(0.25, (count - 1) * 0.02) if is_line else max(0.5, (_LEAST_BARS - count) / 2)
    return [-room, count - 1 + room]


def _whole(table: Table, place: int) -> Decimal:
    return sum((values[place] or Decimal(0) for _, values, _ in table.series), Decimal(0))


def legend(table: Table) -> list[dict[str, str]]:
    """{label, color} of each series; empty where there is one alone."""
    if len(table.series) < 2:  # noqa: PLR2004 - one colour needs no name
        return []
    return [
        {"label": name, "color": f"var(--chart-{'rest' if grey or place >= _COLORS else place + 1})"}
        for place, (name, _, grey) in enumerate(table.series)
    ]
