"""The list a carrier's driver signs: what was handed over, parcel by parcel, on A4."""

from collections.abc import Sequence
from io import BytesIO
from uuid import UUID

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from prapazar.domain.shipping import queries_one
from prapazar.domain.shipping.labels.drawing import wrapped
from prapazar.domain.shipping.queries_one import HandedRow, HandoverRow
from prapazar.flows import standing
from prapazar.foundation import db, fonts, formats
from prapazar.foundation.clock import now
from prapazar.foundation.fonts import BOLD, REGULAR
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say

_WIDE, _HIGH = A4
_MARGIN = 15 * mm
_ROW = 6 * mm
_COLUMNS = (0, 10 * mm, 52 * mm, 88 * mm, 135 * mm, 165 * mm)
_ROOM = 48 * mm
"""Below the rows: sums and signatures."""


def pdf(scope: Scope, handover_id: UUID) -> bytes:
    """Raises HandoverMissing."""
    with db.transaction(scope) as session:
        handover = queries_one.handover(session, scope, handover_id)
        rows = queries_one.handed(session, scope, handover_id)
        warehouse, sender = queries_one.sender(session, scope)
    fonts.load()
    target = BytesIO()
    canvas = Canvas(target, pagesize=A4, pageCompression=1)
    canvas.setTitle(handover.number)
    who = str(sender.get("company") or sender.get("name") or warehouse)
    _pages(canvas, scope, handover, rows, who)
    canvas.save()
    return target.getvalue()


def _pages(canvas: Canvas, scope: Scope, handover: HandoverRow, rows: Sequence[HandedRow], who: str) -> None:
    y = _head(canvas, scope, handover, who)
    for number, row in enumerate(sorted(rows, key=lambda one: one.reference), 1):
        if y < _MARGIN + _ROOM:
            canvas.showPage()
            y = _head(canvas, scope, handover, who)
        y = _row(canvas, scope, number, row, y)
    _foot(canvas, scope, handover, y)


def _head(canvas: Canvas, scope: Scope, handover: HandoverRow, who: str) -> float:
    locale, y = scope.locale, _HIGH - _MARGIN - 4 * mm
    canvas.setFont(BOLD, 15)
    canvas.drawString(_MARGIN, y, say(locale, "shipping.sheet_title"))
    canvas.setFont(BOLD, 11)
    canvas.drawRightString(_WIDE - _MARGIN, y, handover.number)
    canvas.setFont(REGULAR, 10)
    moment = formats.full(handover.closed_at or now(), locale)
    carrier = standing.channel_name(handover.carrier)
    for text in (f"{who} → {carrier}", moment):
        y -= 5.5 * mm
        canvas.drawString(_MARGIN, y, text)
    y -= 9 * mm
    canvas.setFont(BOLD, 8.5)
    names = ("#", "barcode", "order", "recipient", "city", "parcels")
    for place, name in zip(_COLUMNS, names, strict=True):
        canvas.drawString(_MARGIN + place, y, "#" if name == "#" else say(locale, f"shipping.{name}"))
    canvas.line(_MARGIN, y - 2 * mm, _WIDE - _MARGIN, y - 2 * mm)
    return y - 2 * mm


def _row(canvas: Canvas, scope: Scope, number: int, row: HandedRow, y: float) -> float:
    y -= _ROW
    canvas.setFont(REGULAR, 8.5)
    cash = formats.money(row.cash_on_delivery, row.currency, scope.locale) if row.cash_on_delivery else ""
    values = (
        str(number),
        row.barcodes[0],
        row.order_number,
        row.recipient,
        row.city,
        " · ".join(one for one in (str(row.scanned), cash) if one),
    )
    ends = (*_COLUMNS[1:], _WIDE - 2 * _MARGIN)
    for place, end, value in zip(_COLUMNS, ends, values, strict=True):
        [text, *_] = wrapped(value or "-", REGULAR, 8.5, end - place - 2 * mm, 1)
        canvas.drawString(_MARGIN + place, y + 1.8 * mm, text)
    canvas.setLineWidth(0.3)
    canvas.line(_MARGIN, y, _WIDE - _MARGIN, y)
    return y


def _foot(canvas: Canvas, scope: Scope, handover: HandoverRow, y: float) -> None:
    locale = scope.locale
    y -= 9 * mm
    canvas.setFont(BOLD, 11)
    sums = say(locale, "shipping.sheet_sum", shipments=handover.shipment_count, parcels=handover.parcel_count)
    canvas.drawString(_MARGIN, y, sums)
    y -= 12 * mm
    canvas.setFont(REGULAR, 9)
    half = (_WIDE - 2 * _MARGIN) / 2
    for place, name in ((0, "sheet_given"), (half, "sheet_taken")):
        canvas.drawString(_MARGIN + place, y, say(locale, f"shipping.{name}"))
        canvas.line(_MARGIN + place, y - 14 * mm, _MARGIN + place + half - 10 * mm, y - 14 * mm)
