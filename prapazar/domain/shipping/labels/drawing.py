"""One label on paper: who, where, by whom, and a bar code with air around it."""

from collections.abc import Sequence
from math import floor

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from prapazar.domain.shipping.labels.content import LabelContent, Place
from prapazar.foundation import formats
from prapazar.foundation.fonts import BOLD, REGULAR

WIDTH, HEIGHT = 100 * mm, 150 * mm
_MARGIN = 5 * mm
_INNER = WIDTH - 2 * _MARGIN
_QUIET = 4 * mm
"""Air beside the bars: a scanner needs ten times the narrowest one."""
_BARS_HIGH = 23 * mm
_DOT = mm / 8
"""Of a label printer, 203 dpi: bars that begin between two dots come out with uneven widths."""
_WIDEST = 4
"""Dots of the narrowest bar."""


def draw(canvas: Canvas, label: LabelContent, left: float, bottom: float) -> None:
    """Within 10 x 15 cm from that corner; fonts have been loaded."""
    canvas.saveState()
    canvas.translate(left, bottom)
    canvas.setLineWidth(0.6)
    y = _head(canvas, label)
    y = _sender(canvas, label.sender, y)
    y = _recipient(canvas, label.recipient, y)
    y = _facts(canvas, label, y)
    _goods(canvas, label, y)
    _bars(canvas, label.barcode)
    canvas.restoreState()


def _head(canvas: Canvas, label: LabelContent) -> float:
    top = HEIGHT - _MARGIN
    size = _fitting(label.carrier, BOLD, 17, _INNER - 22 * mm)
    canvas.setFont(BOLD, size)
    canvas.drawString(_MARGIN, top - 6 * mm, label.carrier)
    canvas.setFont(BOLD, 13)
    canvas.drawRightString(WIDTH - _MARGIN, top - 6 * mm, f"{label.parcel}/{label.parcels}")
    below = top - 11 * mm
    canvas.setFont(REGULAR, 8)
    canvas.drawString(_MARGIN, below, " · ".join(one for one in (label.channel, label.order_number) if one))
    return _rule(canvas, below - 2 * mm)


def _sender(canvas: Canvas, sender: Place, y: float) -> float:
    canvas.setFont(REGULAR, 7.5)
    text = ", ".join(one for one in (sender.name, *sender.lines, sender.district, sender.city) if one)
    for line in wrapped(text, REGULAR, 7.5, _INNER, 2):
        y -= 3.4 * mm
        canvas.drawString(_MARGIN, y, line)
    return _rule(canvas, y - 1.6 * mm)


def _recipient(canvas: Canvas, recipient: Place, y: float) -> float:
    y -= 6 * mm
    size = _fitting(recipient.name, BOLD, 14, _INNER)
    canvas.setFont(BOLD, size)
    canvas.drawString(_MARGIN, y, _cut(recipient.name, BOLD, size, _INNER))
    for line in wrapped(", ".join(recipient.lines), REGULAR, 10, _INNER, 3):
        y -= 4.6 * mm
        canvas.setFont(REGULAR, 10)
        canvas.drawString(_MARGIN, y, line)
    y -= 7.5 * mm
    place = " / ".join(one for one in (recipient.district, recipient.city) if one)
    size = _fitting(place, BOLD, 17, _INNER - (16 * mm if recipient.postal_code else 0))
    canvas.setFont(BOLD, size)
    canvas.drawString(_MARGIN, y, place)
    canvas.setFont(REGULAR, 10)
    canvas.drawRightString(WIDTH - _MARGIN, y, recipient.postal_code)
    if recipient.phone:
        y -= 5 * mm
        canvas.drawString(_MARGIN, y, recipient.phone)
    return _rule(canvas, y - 2.4 * mm)


def _facts(canvas: Canvas, label: LabelContent, y: float) -> float:
    y -= 4.4 * mm
    canvas.setFont(REGULAR, 9)
    canvas.drawString(_MARGIN, y, " · ".join(_measures(label)))
    if label.cash_on_delivery:
        y -= 9 * mm
        canvas.rect(_MARGIN, y - 2 * mm, _INNER, 8 * mm, fill=1, stroke=0)
        canvas.setFillGray(1)
        canvas.setFont(BOLD, _fitting(label.cash_on_delivery, BOLD, 13, _INNER - 4 * mm))
        canvas.drawCentredString(WIDTH / 2, y + 0.4 * mm, label.cash_on_delivery)
        canvas.setFillGray(0)
        y -= 2 * mm
    return _rule(canvas, y - 2 * mm)


def _measures(label: LabelContent) -> list[str]:
    desi = f"{formats.number(label.desi, label.locale)} desi" if label.desi else ""
    weight = f"{formats.number(label.weight, label.locale)} kg" if label.weight else ""
    return [one for one in (label.payer, desi, weight) if one]


def _goods(canvas: Canvas, label: LabelContent, y: float) -> None:
    """As many rows as there is room for; the last one says how many more there are."""
    bottom = _MARGIN + _BARS_HIGH + 8 * mm
    rows = [*label.goods, *([label.note] if label.note else [])]
    room = max(int((y - bottom) / (3.6 * mm)), 0)
    if len(rows) > room:
        rows = [*rows[: max(room - 1, 0)], f"+ {len(rows) - max(room - 1, 0)}"] if room else []
    canvas.setFont(REGULAR, 8)
    for row in rows:
        y -= 3.6 * mm
        canvas.drawString(_MARGIN, y, _cut(row, REGULAR, 8, _INNER))


def _bars(canvas: Canvas, code: str) -> None:
    modules = Code128(code, barWidth=1, quiet=0).width
    dots = max(floor((_INNER - 2 * _QUIET) / modules / _DOT), 1)
    bars = Code128(code, barWidth=min(dots, _WIDEST) * _DOT, barHeight=_BARS_HIGH, quiet=0, humanReadable=0)
    bars.drawOn(canvas, floor((WIDTH - bars.width) / 2 / _DOT) * _DOT, _MARGIN + 6 * mm)
    canvas.setFont(BOLD, 11)
    canvas.drawCentredString(WIDTH / 2, _MARGIN, code)


def _rule(canvas: Canvas, y: float) -> float:
    canvas.line(_MARGIN, y, WIDTH - _MARGIN, y)
    return y


def _fitting(text: str, font: str, largest: float, width: float) -> float:
    """The largest size at which it fits, not below eight points."""
    size = largest
    while size > 8 and stringWidth(text, font, size) > width:  # noqa: PLR2004 - smaller is not read at arm's length
        size -= 0.5
    return size


def _cut(text: str, font: str, size: float, width: float) -> str:
    if stringWidth(text, font, size) <= width:
        return text
    while text and stringWidth(f"{text}…", font, size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrapped(text: str, font: str, size: float, width: float, most: int) -> Sequence[str]:
    """Lines that fit, broken between words; what is too much ends in an ellipsis."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and stringWidth(longer, font, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), font, size, width)]
    return [_cut(line, font, size, width) for line in lines]
