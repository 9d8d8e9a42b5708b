"""The chart of a report on paper: lines over time, lying bars with their names for all else, from zero up."""

import re
from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from prapazar.flows import papers
from prapazar.flows.papers import Draw
from prapazar.flows.report_tables import Table
from prapazar.foundation import fonts, formats
from prapazar.foundation.scope import Locale

MOST_BARS = 20
MOST_ROWS = 12
_LEFT, _FOOT, _TOP = 46.0, 22.0, 16.0
_MOST_STEPS = 5
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_SIZE = 6.6
_LONGEST_NAME = 18
_NAMES, _VALUES = 128.0, 44.0
"""Room beside lying bars, for what they are called and what they come to."""
_ALL_NAMED = 12
"""Bars that all have their name, cut where it must be."""
_YEAR = re.compile(r" \d{4}.*$")


def drawn(table: Table, locale: Locale) -> Draw:
    """Series of at most twenty bars, twelve where they lie, or of all points of a line."""
    allowed = {"bars": MOST_BARS, "rows": MOST_ROWS}.get(table.chart, len(table.rows))
    shown = table.rows[:allowed]
    names = [short_name(line.label, 40 if table.chart == "rows" else _LONGEST_NAME) for line in shown]
    series = [
        (name, [one or Decimal(0) for one in values[:allowed]], grey) for name, values, grey in table.series
    ]

    def lying(canvas: Canvas, left: float, bottom: float, width: float, height: float) -> None:
        plot = _Lying(canvas, left + _NAMES, bottom + _FOOT, width - _NAMES - _VALUES, height - _FOOT - _TOP)
        stacks = len(series) > 1 and not any(grey for _, _, grey in series)
        reached = [sum(one, Decimal(0)) for one in zip(*(values for _, values, _ in series), strict=True)]
        drawn = [value for _, values, _ in series for value in values]
        plot.scale([*drawn, *(reached if stacks else [])], is_whole=is_counted(table))
        plot.axes(names, lambda value: tick(value, table, locale))
        plot.legend([name for name, _, _ in series], [grey for _, _, grey in series])
        plot.rows(series, lambda value: tick(value, table, locale), stacks=stacks)

    def draw(canvas: Canvas, left: float, bottom: float, width: float, height: float) -> None:
        plot = _Plot(canvas, left + _LEFT, bottom + _FOOT, width - _LEFT, height - _FOOT - _TOP)
        plot.scale([value for _, values, _ in series for value in values], is_whole=is_counted(table))
        plot.axes(names, lambda value: tick(value, table, locale))
        plot.legend([name for name, _, _ in series], [grey for _, _, grey in series])
        for place, (_, values, grey) in reversed(list(enumerate(series))):
            if table.chart == "lines":
                plot.line(values, color_of(place, is_grey=grey), is_dotted=grey)
            else:
                plot.bars(values, color_of(place, is_grey=grey), place, len(series))

    return lying if table.chart == "rows" else draw


def color_of(place: int, *, is_grey: bool) -> Color:
    """What is compared with is grey, and so is the rest behind the first four."""
    return papers.PALETTE[-1 if is_grey else min(place, len(papers.PALETTE) - 1)]


def tick(value: Decimal, table: Table, locale: Locale) -> str:
    if table.unit == "percent":
        return formats.percent(value, locale)
    return short(value, locale)


def short_name(label: str, most: int = _LONGEST_NAME) -> str:
    """Beneath a chart: of a path its last part, of a day no year, and never more than has room."""
    last = label.rpartition(" > ")[2]
    said = _YEAR.sub("", last) if last[:1].isdigit() else last
    return said if len(said) <= most else f"{said[: most - 1].rstrip()}…"


def short(value: Decimal, locale: Locale) -> str:
    """`1,2 B` for thousands, `3 Mn` for millions."""
    thousand, million = ("B", "Mn") if locale == "tr" else ("K", "M")
    for least, word in ((Decimal(1_000_000), million), (Decimal(1_000), thousand)):
        if abs(value) >= least:
            part = value / least
            places = 0 if part == part.to_integral_value() else 1
            return f"{formats.number(part, locale, places=places)} {word}"
    return formats.number(value.normalize() if value else Decimal(0), locale)


class _Plot:
    def __init__(self, canvas: Canvas, left: float, bottom: float, width: float, height: float) -> None:
        self.canvas = canvas
        self.left, self.bottom, self.width, self.height = left, bottom, width, height
        self.high, self.low, self.count = Decimal(1), Decimal(0), 1
        self.levels = [self.low, self.high]

    def scale(self, values: Sequence[Decimal], *, is_whole: bool) -> None:
        self.levels = levels(values, is_whole=is_whole)
        self.low, self.high = self.levels[0], self.levels[-1]

    def axes(self, names: Sequence[str], said: Callable[[Decimal], str]) -> None:
        canvas = self.canvas
        self.count = max(1, len(names))
        canvas.setFont(fonts.REGULAR, _SIZE)
        for value in self.levels:
            y = self._y(value)
            canvas.setStrokeColor(papers.LINE)
            canvas.setLineWidth(0.5)
            canvas.line(self.left, y, self.left + self.width, y)
            canvas.setFillColor(papers.SOFT)
            canvas.drawRightString(self.left - 4, y - 2, said(value))
        step = self._label_step(names)
        for place in range(0, len(names), step):
            room = self.width / self.count * step - 3
            canvas.setFillColor(papers.SOFT)
            canvas.drawCentredString(self._x(place), self.bottom - 10, _cut(names[place], room))

    def legend(self, names: Sequence[str], greys: Sequence[bool]) -> None:
        if len(names) < 2:  # noqa: PLR2004 - one colour alone needs no name
            return
        x, y = self.left, self.bottom + self.height + 7
        for place, (name, grey) in enumerate(zip(names, greys, strict=True)):
            self.canvas.setFillColor(color_of(place, is_grey=grey))
            self.canvas.rect(x, y, 6, 6, stroke=0, fill=1)
            self.canvas.setFillColor(papers.SOFT)
            self.canvas.setFont(fonts.REGULAR, _SIZE)
            self.canvas.drawString(x + 9, y, name)
            x += 20 + stringWidth(name, fonts.REGULAR, _SIZE)

    def line(self, values: Sequence[Decimal], color: Color, *, is_dotted: bool = False) -> None:
        path = self.canvas.beginPath()
        for place, value in enumerate(values):
            (path.moveTo if place == 0 else path.lineTo)(self._x(place), self._y(value))
        self.canvas.setStrokeColor(color)
        self.canvas.setLineWidth(1.4)
        self.canvas.setDash([2, 2] if is_dotted else [])
        self.canvas.drawPath(path, stroke=1, fill=0)
        self.canvas.setDash([])

    def bars(self, values: Sequence[Decimal], color: Color, place: int, of: int) -> None:
        slot = self.width / self.count
        wide = min(26.0, slot * 0.72) / of
        self.canvas.setFillColor(color)
        for number, value in enumerate(values):
            x = self._x(number) - wide * of / 2 + wide * place
            zero, y = self._y(Decimal(0)), self._y(value)
            self.canvas.rect(x, min(zero, y), max(wide - 1, 1), abs(y - zero), stroke=0, fill=1)

    def _x(self, place: int) -> float:
        return self.left + self.width / self.count * (place + 0.5)

    def _y(self, value: Decimal) -> float:
        return self.bottom + float((value - self.low) / (self.high - self.low)) * self.height

    def _label_step(self, names: Sequence[str]) -> int:
        if len(names) <= _ALL_NAMED:
            return 1
        widest = max((stringWidth(name, fonts.REGULAR, _SIZE) for name in names), default=1)
        fits = max(1, int(self.width // (min(widest, 80) + 6)))
        return max(1, -(-len(names) // fits))


class _Lying(_Plot):
    """Names down the left, bars to the right, each with what it comes to."""

    def axes(self, names: Sequence[str], said: Callable[[Decimal], str]) -> None:
        canvas = self.canvas
        self.count = max(1, len(names))
        canvas.setFont(fonts.REGULAR, _SIZE)
        for value in self.levels:
            x = self._along(value)
            canvas.setStrokeColor(papers.LINE)
            canvas.setLineWidth(0.5)
            canvas.line(x, self.bottom, x, self.bottom + self.height)
            canvas.setFillColor(papers.SOFT)
            canvas.drawCentredString(x, self.bottom - 9, said(value))
        for place, name in enumerate(names):
            canvas.setFillColor(papers.INK)
            canvas.drawRightString(self.left - 6, self._middle(place) - 2.2, _cut(name, _NAMES - 8))

    def rows(
        self,
        series: Sequence[tuple[str, Sequence[Decimal], bool]],
        said: Callable[[Decimal], str],
        *,
        stacks: bool,
    ) -> None:
        high = min(11.0, self.height / self.count * 0.68)
        each = high if stacks else high / len(series)
        for place in range(self.count):
            top, reached = self._middle(place) + high / 2, Decimal(0)
            for number, (_, values, grey) in enumerate(series):
                start = reached if stacks else Decimal(0)
                end = start + values[place]
                left, right = sorted((self._along(start), self._along(end)))
                y = top - high if stacks else top - each * (number + 1)
                self.canvas.setFillColor(color_of(number, is_grey=grey))
                self.canvas.rect(left, y, right - left, max(each - 0.6, 0.8), stroke=0, fill=1)
                reached = end
            told = reached if stacks else series[0][1][place]
            self.canvas.setFillColor(papers.SOFT)
            x = self._along(max(told, Decimal(0))) + 4
            self.canvas.drawString(x, self._middle(place) - 2.2, said(told))

    def _middle(self, place: int) -> float:
        return self.bottom + self.height - self.height / self.count * (place + 0.5)

    def _along(self, value: Decimal) -> float:
        return self.left + float((value - self.low) / (self.high - self.low)) * self.width


def levels(values: Sequence[Decimal], *, is_whole: bool) -> list[Decimal]:
    """The lines of a chart, from zero or below to above the highest, in steps people count by.

    `is_whole`: what is counted has no halves.
    """
    high, low = max([*values, Decimal(0)]), min([*values, Decimal(0)])
    if high == low:
        high = Decimal(1)
    least = (high - low) / _MOST_STEPS
    magnitude = Decimal(1).scaleb(least.adjusted())
    steps = [one * magnitude for one in _STEPS if one * magnitude >= least]
    step = (
        next((one for one in steps if one == one.to_integral_value()), Decimal(1)) if is_whole else steps[0]
    )
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return [step * place for place in range(int(first), int(last) + 1)]


def is_counted(table: Table) -> bool:
    return table.unit in {"count", "days"}


def _cut(said: str, room: float) -> str:
    if stringWidth(said, fonts.REGULAR, _SIZE) <= room:
        return said
    while said and stringWidth(f"{said}…", fonts.REGULAR, _SIZE) > room:
        said = said[:-1]
    return f"{said}…"
