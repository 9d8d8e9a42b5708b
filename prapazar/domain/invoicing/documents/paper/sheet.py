"""A4 sheets: a cursor that goes down, tables that go on overleaf, and a footer with the number of pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from prapazar.domain.invoicing.documents.paper import ink

WIDTH, HEIGHT = A4
LEFT, RIGHT = 40.0, WIDTH - 40.0
TOP, BOTTOM = HEIGHT - 38.0, 56.0
FULL = RIGHT - LEFT
_PAGES = "pages"
_LEADING = 1.32


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    width: float
    is_number: bool = False


class Sheet:
    def __init__(self, title: str, author: str, footer: str) -> None:
        ink.load_fonts()
        self._bytes = BytesIO()
        self.canvas = Canvas(self._bytes, pagesize=A4, pageCompression=1)
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.canvas.setCreator("PraPazar")
        self._footer = footer
        self.page = 1
        self.y = TOP
        self._draw_footer()

    def text(
        self, x: float, y: float, said: str, size: float = 8, *, bold: bool = False, color: Color = ink.INK
    ) -> None:
        self.canvas.setFont(ink.BOLD if bold else ink.PLAIN, size)
        self.canvas.setFillColor(color)
        self.canvas.drawString(x, y, said)

    def text_right(
        self, x: float, y: float, said: str, size: float = 8, *, bold: bool = False, color: Color = ink.INK
    ) -> None:
        self.text(
            x - ink.width(said, ink.BOLD if bold else ink.PLAIN, size), y, said, size, bold=bold, color=color
        )

    def block(
        self,
        x: float,
        y: float,
        width: float,
        said: str,
        size: float = 8,
        *,
        bold: bool = False,
        color: Color = ink.INK,
    ) -> float:
        """Wrapped text from `y` downwards; the y below it."""
        for line in ink.wrapped(said, ink.BOLD if bold else ink.PLAIN, size, width):
            y -= size * _LEADING
            self.text(x, y, line, size, bold=bold, color=color)
        return y

    def rule(
        self, y: float, left: float = LEFT, right: float = RIGHT, *, color: Color = ink.HAIRLINE
    ) -> None:
        self.canvas.setStrokeColor(color)
        self.canvas.setLineWidth(0.6)
        self.canvas.line(left, y, right, y)

    def fill(self, left: float, bottom: float, width: float, height: float, color: Color) -> None:
        self.canvas.setFillColor(color)
        self.canvas.rect(left, bottom, width, height, stroke=0, fill=1)

    def make_room(self, height: float) -> bool:
        """Turns the page where less than `height` is left; whether it did."""
        if self.y - height >= BOTTOM:
            return False
        self.canvas.showPage()
        self.page += 1
        self.y = TOP
        self._draw_footer()
        return True

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[Sequence[str]]]) -> None:
        """Each cell is lines: the first in ink, the others quiet. The head is drawn again on every page."""
        self._table_head(columns)
        for row in rows:
            cells = [self._cell(lines, column) for lines, column in zip(row, columns, strict=True)]
            height = max(len(lines) for lines in cells) * 10.2 + 8
            if self.make_room(height):
                self._table_head(columns)
            x = LEFT
            for lines, column in zip(cells, columns, strict=True):
                for place, (line, is_quiet) in enumerate(lines):
                    y = self.y - 12 - place * 10.2
                    color = ink.QUIET if is_quiet else ink.INK
                    size = 7.0 if is_quiet else 8.0
                    if column.is_number:
                        self.text_right(x + column.width - 5, y, line, size, color=color)
                    else:
                        self.text(x + 5, y, line, size, color=color)
                x += column.width
            self.y -= height
            self.rule(self.y)

    def boxed(self, x: float, y: float, width: float, facts: Sequence[tuple[str, str]]) -> float:
        """Label and value in shaded rows; the y below them."""
        for place, (label, value) in enumerate(facts):
            if place % 2 == 0:
                self.fill(x, y - 15, width, 15, ink.SHADE)
            self.text(x + 7, y - 10.4, label, 7.6, color=ink.QUIET)
            self.text_right(x + width - 7, y - 10.4, value, 8, bold=True)
            y -= 15
        return y

    def finish(self) -> bytes:
        self.canvas.beginForm(_PAGES, 0, 0, WIDTH, HEIGHT)
        self.text(RIGHT - 10, 30, str(self.page), 7, color=ink.QUIET)
        self.canvas.endForm()
        self.canvas.showPage()
        self.canvas.save()
        return self._bytes.getvalue()

    def _table_head(self, columns: Sequence[Column]) -> None:
        self.fill(LEFT, self.y - 18, FULL, 18, ink.ACCENT)
        x = LEFT
        for column in columns:
            if column.is_number:
                self.text_right(
                    x + column.width - 5, self.y - 12, column.title, 7.4, bold=True, color=ink.WHITE
                )
            else:
                self.text(x + 5, self.y - 12, column.title, 7.4, bold=True, color=ink.WHITE)
            x += column.width
        self.y -= 18

    def _cell(self, lines: Sequence[str], column: Column) -> list[tuple[str, bool]]:
        fitted = []
        for place, line in enumerate(lines):
            size = 7.0 if place else 8.0
            fitted += [(part, place > 0) for part in ink.wrapped(line, ink.PLAIN, size, column.width - 10)]
        return fitted or [("", False)]

    def _draw_footer(self) -> None:
        self.rule(42)
        self.text(LEFT, 30, self._footer, 7, color=ink.QUIET)
        self.text_right(RIGHT - 11, 30, f"{self.page} /", 7, color=ink.QUIET)
        self.canvas.doForm(_PAGES)
