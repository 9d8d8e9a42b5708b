"""A page of PDF that says which document it shows."""

import io
from functools import lru_cache

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from prapazar.sandbox.jsontext import Json


def pdf(document: Json) -> bytes:
    return _drawn(document["number"], document["uuid"], document["profile"], document["issuedOn"])


@lru_cache(maxsize=64)
def _drawn(number: str, uuid: str, profile: str, issued_on: str) -> bytes:
    page = io.BytesIO()
    canvas = Canvas(page, pagesize=A4, invariant=True)
    canvas.setTitle(number)
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(60, 780, number)
    canvas.setFont("Helvetica", 10)
    for line, text in enumerate((f"ETTN: {uuid}", f"Senaryo: {profile}", f"Tarih: {issued_on}")):
        canvas.drawString(60, 750 - 16 * line, text)
    canvas.save()
    return page.getvalue()
