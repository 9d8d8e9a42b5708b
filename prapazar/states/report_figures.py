"""A report's chart as Plotly takes it: numbers, and every word of it written by us; colours are the stylesheet's."""

from decimal import Decimal
from typing import Any

from prapazar.flows import report_charts, report_tables
from prapazar.flows.report_tables import Table
from prapazar.foundation.scope import Locale

MOST_BARS = 24
MOST_ROWS = 15
_LONGEST_NAME = 22
_COLORS = 4
_LEAST_BARS = 6
"""As if there were so many, where there are fewer."""
_FEW = 14
"""So many points are drawn as such: a line of one would not be seen at all."""


def figure(table: Table, locale: Locale) -> dict[str, Any]:
    """Empty where there is nothing to draw."""
    most = {"bars": MOST_BARS, "rows": MOST_ROWS}.get(table.chart, len(table.rows))
    if not most or not any(value for _, values, _ in table.series for value in values):
        return {}
    names = [line.label for line in table.rows[:most]]
    stacked = _stacks(table)
    traces = [
        _trace(table, name, list(values[:most]), names, grey=grey, locale=locale)
        for name, values, grey in table.series
    ]
    drawn = [value or Decimal(0) for _, values, _ in table.series for value in values[:most]]
    if stacked:
        drawn += [_whole(table, place) for place in range(len(names))]
    layout = (
        _lying(table, names, drawn, locale) if table.chart == "rows" else _layout(table, names, drawn, locale)
    )
    return {"data": traces, "layout": layout | {"barmode": "stack" if stacked else "group"}}


def height(table: Table) -> int:
    """Of the chart, in dots: lying bars need as much as there are of them."""
    if table.chart != "rows":
        return _HEIGHT
    wide = _GROUPED if len(table.series) > 1 and not _stacks(table) else _LYING
    return _AROUND + max(_LEAST_ROWS, min(len(table.rows), MOST_ROWS)) * wide


def _stacks(table: Table) -> bool:
    return len(table.series) > 1 and not any(grey for _, _, grey in table.series) and table.chart != "lines"


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
    if table.chart == "rows":
        # What a bar comes to stands at its end, where it is the only one of its row.
        ends = [report_charts.tick(value or Decimal(0), table, locale) for value in values]
        told = (
            {"text": ends, "textposition": "outside", "cliponaxis": False} if len(table.series) == 1 else {}
        )
        return {**common, **told, "type": "bar", "orientation": "h", "x": common["y"], "y": common["x"]}
    return {**common, "type": "bar"}


_HEIGHT, _AROUND, _LYING, _GROUPED, _LEAST_ROWS = 300, 46, 27, 34, 3
_LOOK: dict[str, Any] = {
    "autosize": True,
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "font": {"family": "Inter Variable, Inter, sans-serif", "size": 12},
    "showlegend": False,
    "dragmode": False,
}


def _lying(table: Table, names: list[str], drawn: list[Decimal], locale: Locale) -> dict[str, Any]:
    """Names down the left, the first on top; numbers along the foot."""
    levels = report_charts.levels(drawn, is_whole=report_charts.is_counted(table))
    low, high = float(levels[0]), float(levels[-1])
    beyond = (high - low) * (0.08 if len(table.series) == 1 else 0.02)
    return {
        **_LOOK,
        "height": height(table),
        "margin": {"l": 8, "r": 30 if len(table.series) == 1 else 8, "t": 4, "b": 28},
        "bargap": 0.4,
        "hovermode": "closest",
        "xaxis": {
            "fixedrange": True,
            "zeroline": False,
            "range": [low, high + beyond],
            "tickvals": [float(one) for one in levels],
            "ticktext": [report_charts.tick(one, table, locale) for one in levels],
        },
        "yaxis": {
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "range": [max(len(names), _LEAST_ROWS) - 0.5, -0.5],
            "tickvals": list(range(len(names))),
            "ticktext": [report_charts.short_name(one, _LONGEST_NAME) for one in names],
            "automargin": True,
            "ticks": "outside",
            "ticklen": 6,
            "tickcolor": "rgba(0,0,0,0)",
        },
    }


def _layout(table: Table, names: list[str], drawn: list[Decimal], locale: Locale) -> dict[str, Any]:
    every = max(1, -(-len(names) // 12))
    places = list(range(0, len(names), every))
    said = [report_charts.short_name(names[place]) for place in places]
    levels = report_charts.levels(drawn, is_whole=report_charts.is_counted(table))
    return {
        **_LOOK,
        "height": _HEIGHT,
        "margin": {"l": 56, "r": 8, "t": 8, "b": 44},
        "bargap": 0.35 if len(names) > _LEAST_BARS else 0.6,
        "hovermode": "x unified" if table.chart == "lines" else "closest",
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


def totals(table: Table) -> list[dict[str, str]]:
    """As a row of figures takes them."""
    tones = {True: "good", False: "bad", None: ""}
    return [
        {
            "label": one.label,
            "value": one.value,
            "change": one.change,
            "tone": tones[one.goes_well],
            "note": one.note,
            "points": "",
            "href": "",
        }
        for one in table.figures
    ]
