"""Labels as files to print: one on a page of 10 x 15 cm, four on A4, or ZPL for a label printer."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from io import BytesIO
from itertools import islice

import pypdfium2
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from zebrafy.zebrafy_image import ZebrafyImage

from prapazar.domain.shipping.labels.content import LabelContent
from prapazar.domain.shipping.labels.drawing import HEIGHT, WIDTH, draw
from prapazar.foundation import fonts

_POINTS = 72
_TOGETHER = 20
_DOTS = 203
"""To the inch: what most label printers have."""


class Paper(StrEnum):
    LABEL = "10x15"
    A4 = "a4"


FIELDS = 4
"""Of a sheet of A4."""


def pdf(labels: Iterable[LabelContent], paper: Paper = Paper.LABEL, start: int = 1) -> bytes:
    """`start`: the field of a sheet of A4 that is the first free one."""
    fonts.load()
    target = BytesIO()
    size = A4 if paper is Paper.A4 else (WIDTH, HEIGHT)
    canvas = Canvas(target, pagesize=size, pageCompression=1)
    canvas.setTitle("PraPazar")
    corners = _quarters() if paper is Paper.A4 else [(0.0, 0.0)]
    skipped = (start - 1) % len(corners)
    for place, label in enumerate(labels, skipped):
        if place > skipped and place % len(corners) == 0:
            canvas.showPage()
        draw(canvas, label, *corners[place % len(corners)])
    canvas.save()
    return target.getvalue()


def zpl(labels: Iterable[LabelContent]) -> bytes:
    """Drawn as pictures, so that every printer prints Turkish letters and the same bars as the PDF."""
    return b"\n".join(pdf_as_zpl(pdf(sheet)) for sheet in _sheets(iter(labels)))


def _sheets(labels: Iterator[LabelContent]) -> Iterator[list[LabelContent]]:
    """A document for a few: making one takes as long as drawing some labels."""
    while sheet := list(islice(labels, _TOGETHER)):
        yield sheet


def pdf_as_zpl(document: bytes) -> bytes:
    """Each page of anybody's PDF as one label."""
    return b"\n".join(
        ZebrafyImage(picture, format="Z64", dither=False, threshold=128, set_label_size=True)
        .to_zpl()
        .encode()
        for picture in pictures(document, _DOTS)
    )


def pictures(document: bytes, dots: int = _DOTS) -> Iterator[Image.Image]:
    """Each page of a PDF in shades of grey; carriers' labels too."""
    opened = pypdfium2.PdfDocument(document)
    try:
        for page in opened:
            yield page.render(scale=dots / _POINTS, grayscale=True).to_pil()
    finally:
        opened.close()


def is_readable(document: bytes) -> bool:
    try:
        pypdfium2.PdfDocument(document).close()
    except pypdfium2.PdfiumError:
        return False
    return True


def joined(documents: Sequence[bytes]) -> bytes:
    """Several PDFs as one, in their order: ours beside what carriers drew."""
    whole = pypdfium2.PdfDocument.new()
    try:
        for document in documents:
            part = pypdfium2.PdfDocument(document)
            whole.import_pages(part)
            part.close()
        target = BytesIO()
        whole.save(target)
        return target.getvalue()
    finally:
        whole.close()


def _quarters() -> list[tuple[float, float]]:
    """Left to right, top to bottom; each label in the middle of its quarter."""
    wide, high = A4
    left, bottom = (wide / 2 - WIDTH) / 2, (high / 2 - HEIGHT) / 2
    return [(left + x * wide / 2, bottom + y * high / 2) for y in (1, 0) for x in (0, 1)]
