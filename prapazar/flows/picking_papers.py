"""Picking lists on paper: by order or along the shelves, with bar codes of articles and boxes."""

from io import BytesIO
from typing import Literal
from uuid import UUID

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy.orm import Session

from prapazar.domain.packing import actions, queries_picking, rules
from prapazar.domain.packing.queries_picking import ListRow, PickRow
from prapazar.foundation import fonts, formats
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say

By = Literal["shelf", "order"]
_WIDE, _HIGH = A4
_MARGIN = 12 * mm
_ROW, _BOX = 15 * mm, 18 * mm
_BARS = 0.8
"""Points of the narrowest bar; thinner is not read from office printers."""


def pdf(session: Session, scope: Scope, list_id: UUID, by: By) -> bytes:
    """Raises PickingMissing."""
    head, rows = queries_picking.one(session, scope, list_id)
    fonts.load()
    target = BytesIO()
    sheet = _Sheet(Canvas(target, pagesize=A4, pageCompression=1), head, scope)
    if by == "shelf":
        _along_shelves(sheet, rows)
    else:
        _by_order(sheet, rows)
    sheet.canvas.save()
    actions.mark_printed(session, scope, list_id)
    return target.getvalue()


class _Sheet:
    """Where on the page one is; a full page begins the next with the list's name."""

    def __init__(self, canvas: Canvas, head: ListRow, scope: Scope) -> None:
        self.canvas, self.head, self.scope = canvas, head, scope
        self.page = 0
        self.y = 0.0
        canvas.setTitle(head.number)
        self._begin()

    def room(self, height: float, and_then: float = 0) -> float:
        """The height at which the next thing begins; with `and_then` it does not stand alone at the foot."""
        if self.y - height - and_then < _MARGIN:
            self.canvas.showPage()
            self._begin()
        self.y -= height
        return self.y

    def _begin(self) -> None:
        self.page += 1
        locale, y = self.scope.locale, _HIGH - _MARGIN - 5 * mm
        self.canvas.setFont(fonts.BOLD, 14)
        self.canvas.drawString(_MARGIN, y, f"{say(locale, 'picking.list')} {self.head.number}")
        self.canvas.setFont(fonts.REGULAR, 9)
        facts = (
            formats.short(self.head.created_at, locale),
            f"{self.head.packages} {say(locale, 'picking.packages').lower()}",
            f"{self.head.units} {say(locale, 'picking.units').lower()}",
            str(self.page),
        )
        self.canvas.drawRightString(_WIDE - _MARGIN, y, " · ".join(facts))
        self.canvas.line(_MARGIN, y - 2 * mm, _WIDE - _MARGIN, y - 2 * mm)
        self.y = y - 3 * mm


def _along_shelves(sheet: _Sheet, rows: list[PickRow]) -> None:
    for stop in queries_picking.stops(rows):
        y = sheet.room(_ROW)
        _shelf(sheet, stop.shelf, y)
        _article(sheet, stop.name, stop.sku, stop.barcode, y)
        _count(sheet, stop.quantity, y)
        sheet.canvas.setFont(fonts.REGULAR, 8)
        said = say(sheet.scope.locale, "picking.boxes", boxes=stop.boxes)
        sheet.canvas.drawString(_MARGIN + 34 * mm, y + 1.5 * mm, _cut(said, 8, 84 * mm))


def _by_order(sheet: _Sheet, rows: list[PickRow]) -> None:
    for box, lines in queries_picking.by_order(rows):
        orders = list(dict.fromkeys(f"{row.channel or ''} {row.order_number}".strip() for row in lines))
        y = sheet.room(_BOX, and_then=_ROW)
        sheet.canvas.setFont(fonts.BOLD, 12)
        title = say(sheet.scope.locale, "picking.box_number", box=box)
        sheet.canvas.drawString(_MARGIN, y + 6 * mm, f"{title} · {_cut(', '.join(orders), 12, 90 * mm)}")
        _bars(sheet.canvas, rules.box_code(sheet.head.number, box), _WIDE - _MARGIN, y + 3 * mm)
        for row in lines:
            y = sheet.room(_ROW)
            _shelf(sheet, row.shelf, y)
            _article(sheet, row.name, row.sku, row.barcode, y)
            _count(sheet, row.quantity, y)


def _shelf(sheet: _Sheet, shelf: str, y: float) -> None:
    said = shelf or say(sheet.scope.locale, "picking.no_shelf")
    sheet.canvas.setFont(fonts.BOLD, 12 if shelf else 8)
    sheet.canvas.drawString(_MARGIN, y + 6 * mm, _cut(said, 12 if shelf else 8, 32 * mm))
    sheet.canvas.setLineWidth(0.3)
    sheet.canvas.line(_MARGIN, y, _WIDE - _MARGIN, y)


def _article(sheet: _Sheet, name: str, sku: str, barcode: str, y: float) -> None:
    sheet.canvas.setFont(fonts.REGULAR, 10)
    sheet.canvas.drawString(_MARGIN + 34 * mm, y + 9.5 * mm, _cut(name, 10, 84 * mm))
    sheet.canvas.setFont(fonts.REGULAR, 8)
    sheet.canvas.drawString(_MARGIN + 34 * mm, y + 5.5 * mm, _cut(sku, 8, 84 * mm))
    if barcode and barcode.isascii():
        _bars(sheet.canvas, barcode, _WIDE - _MARGIN - 20 * mm, y + 1 * mm)


def _count(sheet: _Sheet, quantity: int, y: float) -> None:
    sheet.canvas.setFont(fonts.BOLD, 16)
    sheet.canvas.drawRightString(_WIDE - _MARGIN - 6 * mm, y + 5 * mm, str(quantity))
    sheet.canvas.rect(_WIDE - _MARGIN - 4 * mm, y + 5 * mm, 4 * mm, 4 * mm)


def _bars(canvas: Canvas, code: str, right: float, y: float) -> None:
    bars = Code128(code, barWidth=_BARS, barHeight=8 * mm, quiet=0, humanReadable=0)
    bars.drawOn(canvas, right - bars.width, y + 3 * mm)
    canvas.setFont(fonts.REGULAR, 7)
    canvas.drawCentredString(right - bars.width / 2, y, code)


def _cut(words: str, size: float, width: float) -> str:
    if stringWidth(words, fonts.BOLD, size) <= width:
        return words
    while words and stringWidth(f"{words}…", fonts.BOLD, size) > width:
        words = words[:-1]
    return f"{words.rstrip()}…"
