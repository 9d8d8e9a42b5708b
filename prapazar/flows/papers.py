"""Tables on paper: A4 with our typeface, a head on every page, totals, and `page x of y`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from prapazar.foundation import fonts

INK, SOFT, FAINT = HexColor("#0f172a"), HexColor("#475569"), HexColor("#94a3b8")
LINE, BAND, ACCENT = HexColor("#e2e8f0"), HexColor("#f8fafc"), HexColor("#4f46e5")
GOOD, BAD = HexColor("#15803d"), HexColor("#b91c1c")
PALETTE = tuple(HexColor(one) for one in ("#4f46e5", "#0891b2", "#b45309", "#be185d", "#94a3b8"))
MARGIN = 14 * mm
_ROW, _HEAD = 6.2 * mm, 7.2 * mm
_SIZE, _SMALL, _TITLE, _FIGURE = 7.6, 7.0, 15.0, 11.5
_PAD = 2 * mm
_NARROW, _WIDE = 14 * mm, 62 * mm
_UPRIGHT_MOST = 6
"""Columns; more lie down."""
_HAIR = 0.01
"""Widths are added and taken apart again; what fits must not be cut for a rounding."""
_LOOKED_AT = 300
"""Rows from which widths are taken."""


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    title: str
    about: Sequence[str]
    """Lines beneath the title: the span, filters, what the figures are made of."""
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    total: Sequence[str] = ()
    figures: Sequence[tuple[str, str, str, bool | None]] = ()
    """(label, value, change, whether it goes well) of the whole, between the title and the chart."""
    page_of: str = "{page} / {pages}"
    owner: str = ""
    """On the head: whose figures these are."""
    made: str = ""
    """At the foot: what made it, and when."""


Draw = Callable[[Canvas, float, float, float, float], None]
"""A picture into (left, bottom, width, height)."""


def draw(paper: Paper, chart: Draw | None = None, *, chart_height: float = 62 * mm) -> bytes:
    """Twice where it is longer than a page: how many there are is known only once all are drawn."""
    fonts.load()
    data, pages = _drawn(paper, chart, chart_height, 1)
    return data if pages == 1 else _drawn(paper, chart, chart_height, pages)[0]


def _drawn(paper: Paper, chart: Draw | None, chart_height: float, pages: int) -> tuple[bytes, int]:
    size = landscape(A4) if len(paper.columns) > _UPRIGHT_MOST else A4
    target = BytesIO()
    canvas = Canvas(target, pagesize=size, pageCompression=1)
    canvas.setTitle(paper.title)
    canvas.setAuthor(paper.owner)
    sheet = _Sheet(canvas, paper, size, pages)
    sheet.head()
    sheet.figures()
    if chart is not None:
        sheet.y -= chart_height
        chart(canvas, MARGIN, sheet.y, size[0] - 2 * MARGIN, chart_height - 3 * mm)
        sheet.y -= 5 * mm
    sheet.table()
    count: int = canvas.getPageNumber()
    canvas.save()
    return target.getvalue(), count


class _Sheet:
    def __init__(self, canvas: Canvas, paper: Paper, size: tuple[float, float], pages: int = 1) -> None:
        self.canvas, self.paper, self.pages = canvas, paper, pages
        self.width, self.height = size
        self.y = self.height - MARGIN
        self.widths = _widths(paper, self.width - 2 * MARGIN)

    def head(self) -> None:
        canvas = self.canvas
        canvas.setFillColor(ACCENT)
        canvas.rect(MARGIN, self.y - 1.2 * mm, 10 * mm, 1.2 * mm, stroke=0, fill=1)
        canvas.setFillColor(SOFT)
        canvas.setFont(fonts.BOLD, 8.2)
        canvas.drawRightString(self.width - MARGIN, self.y - 2 * mm, self.paper.owner)
        self.y -= 8 * mm
        _write(canvas, MARGIN, self.y, self.paper.title, fonts.BOLD, _TITLE, INK)
        self.y -= 2 * mm
        for line in self.paper.about:
            for part in _wrapped(line, self.width - 2 * MARGIN):
                self.y -= 4.4 * mm
                _write(canvas, MARGIN, self.y, part, fonts.REGULAR, 8.2, SOFT)
        self.y -= 5 * mm
        self._foot()

    def figures(self) -> None:
        if not self.paper.figures:
            return
        wide = min((self.width - 2 * MARGIN) / len(self.paper.figures), 50 * mm)
        self.y -= 13 * mm
        for place, (label, value, change, goes_well) in enumerate(self.paper.figures):
            left = MARGIN + place * wide
            room = wide - 3 * mm
            _write(
                self.canvas,
                left,
                self.y + 8 * mm,
                _cut(label, fonts.REGULAR, _SMALL, room),
                fonts.REGULAR,
                _SMALL,
                SOFT,
            )
            _write(self.canvas, left, self.y + 2.6 * mm, value, fonts.BOLD, _FIGURE, INK)
            color = SOFT if goes_well is None else GOOD if goes_well else BAD
            _write(self.canvas, left, self.y - 1.2 * mm, change, fonts.REGULAR, _SMALL, color)
        self.y -= 3 * mm

    def table(self) -> None:
        self._headings()
        for number, row in enumerate(self.paper.rows):
            self._room()
            if number % 2:
                self.canvas.setFillColor(BAND)
                self.canvas.rect(MARGIN, self.y, self.width - 2 * MARGIN, _ROW, stroke=0, fill=1)
            self._cells(row, fonts.REGULAR, INK)
        if self.paper.total:
            self._room()
            self.canvas.setStrokeColor(INK)
            self.canvas.setLineWidth(0.8)
            self.canvas.line(MARGIN, self.y + _ROW, self.width - MARGIN, self.y + _ROW)
            self._cells(self.paper.total, fonts.BOLD, INK)

    def _room(self) -> None:
        if self.y - _ROW < MARGIN + 6 * mm:
            self.canvas.showPage()
            self.y = self.height - MARGIN
            self._foot()
            self._headings()
        self.y -= _ROW

    def _headings(self) -> None:
        high = _HEAD if all(len(_lines(c.heading, w)) < 2 for c, w in self._columns()) else _HEAD + 3 * mm  # noqa: PLR2004 - a second line
        self.y -= high
        left = MARGIN
        for column, width in self._columns():
            lines = _lines(column.heading, width)[:2]
            for place, part in enumerate(lines):
                base = self.y + 2.2 * mm + (len(lines) - 1 - place) * 3 * mm
                _aligned(self.canvas, left, width, base, part, fonts.BOLD, SOFT, is_number=column.is_number)
            left += width
        self.canvas.setStrokeColor(FAINT)
        self.canvas.setLineWidth(0.6)
        self.canvas.line(MARGIN, self.y, self.width - MARGIN, self.y)

    def _cells(self, row: Sequence[str], face: str, color: Color) -> None:
        left = MARGIN
        for (column, width), cell in zip(self._columns(), row, strict=False):
            shown = _cut(cell, face, _SIZE, width - 2 * _PAD)
            _aligned(
                self.canvas, left, width, self.y + 2 * mm, shown, face, color, is_number=column.is_number
            )
            left += width
        self.canvas.setStrokeColor(LINE)
        self.canvas.setLineWidth(0.4)
        self.canvas.line(MARGIN, self.y, self.width - MARGIN, self.y)

    def _columns(self) -> Iterable[tuple[Column, float]]:
        return zip(self.paper.columns, self.widths, strict=True)

    def _foot(self) -> None:
        page = self.canvas.getPageNumber()
        said = self.paper.page_of.format(page=page, pages=max(self.pages, page))
        _write(self.canvas, MARGIN, 8 * mm, self.paper.made, fonts.REGULAR, _SMALL, FAINT)
        self.canvas.setFont(fonts.REGULAR, _SMALL)
        self.canvas.drawRightString(self.width - MARGIN, 8 * mm, said)


def _widths(paper: Paper, room: float) -> list[float]:
    """As the widest cell needs; long text gives way before short text, and all text before numbers do."""
    looked = [*paper.rows[:_LOOKED_AT], *([paper.total] if paper.total else [])]
    wanted = []
    for place, column in enumerate(paper.columns):
        cells = [row[place] for row in looked if place < len(row)]
        widest = max((stringWidth(cell, fonts.BOLD, _SIZE) for cell in cells), default=0.0)
        longest = max((stringWidth(word, fonts.BOLD, _SIZE) for word in column.heading.split()), default=0.0)
        most = widest if column.is_number else min(widest, _WIDE)
        wanted.append(max(most, longest, _NARROW - 2 * _PAD) + 2 * _PAD)
    spare = room - sum(wanted)
    texts = [place for place, column in enumerate(paper.columns) if not column.is_number]
    if spare >= 0:
        if len(wanted) == 2 and texts:  # noqa: PLR2004 - two stand near each other
            wanted[texts[0]] += spare / 2
            return wanted
        return [one + spare / len(wanted) for one in wanted]
    most = _cap([wanted[place] for place in texts], sum(wanted[place] for place in texts) + spare)
    for place in texts:
        wanted[place] = min(wanted[place], max(_NARROW, most))
    over = sum(wanted)
    return wanted if over <= room + _HAIR else [one * room / over for one in wanted]


def _cap(widths: Sequence[float], room: float) -> float:
    """What the widest may take so that all of them fit, with the narrow ones left as they are."""
    left = room
    for place, width in enumerate(sorted(widths)):
        share = left / (len(widths) - place)
        if width > share:
            return share
        left -= width
    return room


def _aligned(
    canvas: Canvas,
    left: float,
    width: float,
    y: float,
    said: str,
    face: str,
    color: Color,
    *,
    is_number: bool,
) -> None:
    canvas.setFillColor(color)
    canvas.setFont(face, _SIZE)
    if is_number:
        canvas.drawRightString(left + width - _PAD, y, said)
    else:
        canvas.drawString(left + _PAD, y, said)


def _write(canvas: Any, x: float, y: float, said: str, face: str, size: float, color: Color) -> None:  # noqa: ANN401 - reportlab's own
    canvas.setFillColor(color)
    canvas.setFont(face, size)
    canvas.drawString(x, y, said)


def _lines(said: str, width: float) -> list[str]:
    return _wrapped(said, width - 2 * _PAD, fonts.BOLD, _SIZE)


def _wrapped(said: str, width: float, face: str = fonts.REGULAR, size: float = 8.2) -> list[str]:
    lines: list[str] = []
    for word in said.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and stringWidth(longer, face, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(said: str, face: str, size: float, width: float) -> str:
    clean = " ".join(said.split())
    if stringWidth(clean, face, size) <= width + _HAIR:
        return clean
    while clean and stringWidth(f"{clean}…", face, size) > width:
        clean = clean[: max(0, len(clean) - 1 - len(clean) // 12)]
    return f"{clean}…"
