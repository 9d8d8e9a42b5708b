"""The part a buyer fills in to send goods of an internet sale back (VUK 509)."""

from prapazar.domain.invoicing.documents.paper import ink
from prapazar.domain.invoicing.documents.paper.sheet import FULL, LEFT, RIGHT, Sheet

_HEIGHT = 168.0
_ROWS = 3
_COLUMNS = (
    ("Malın cinsi", 218.0),
    ("Miktarı", 60.0),
    ("Birim fiyatı", 75.0),
    ("Tutarı", 75.0),
    ("İade nedeni", 87.28),
)
_FIELDS = ("İade edenin adı soyadı / unvanı", "Adresi", "Tarih", "İmza")


def draw(sheet: Sheet) -> None:
    sheet.make_room(_HEIGHT)
    y = sheet.y - 6
    canvas = sheet.canvas
    canvas.setStrokeColor(ink.QUIET)
    canvas.setDash(3, 3)
    canvas.line(LEFT, y, RIGHT, y)
    canvas.setDash()
    sheet.text(LEFT, y - 18, "İADE BÖLÜMÜ", 9, bold=True, color=ink.ACCENT)
    sheet.text(
        LEFT + 80, y - 18, "İade edilen mallar için alıcı tarafından doldurulur.", 7.4, color=ink.QUIET
    )
    y = _grid(sheet, y - 28) - 14
    half = FULL / 2
    for place, field in enumerate(_FIELDS):
        x = LEFT + (place % 2) * half
        line = y - (place // 2) * 26
        sheet.text(x, line - 4, f"{field}:", 7.4, color=ink.QUIET)
        start = x + ink.width(f"{field}:", ink.PLAIN, 7.4) + 6
        sheet.rule(line - 6, start, x + half - 12, color=ink.QUIET)
    sheet.y -= _HEIGHT


def _grid(sheet: Sheet, y: float) -> float:
    height = 15.0
    sheet.fill(LEFT, y - height, FULL, height, ink.SHADE)
    x = LEFT
    canvas = sheet.canvas
    for title, width in _COLUMNS:
        sheet.text(x + 5, y - 10, title, 7.2, bold=True, color=ink.QUIET)
        canvas.setStrokeColor(ink.HAIRLINE)
        canvas.line(x, y, x, y - height * (_ROWS + 1))
        x += width
    canvas.line(RIGHT, y, RIGHT, y - height * (_ROWS + 1))
    for row in range(_ROWS + 2):
        sheet.rule(y - row * height)
    return y - height * (_ROWS + 1)
