"""The QR code that GİB wants in the upper right corner (Karekod Standardı Kılavuzu 1.2, November 2023)."""

import json
from collections.abc import Iterator

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.pdfgen.canvas import Canvas

from prapazar.domain.invoicing.documents.paper import ink
from prapazar.domain.invoicing.documents.records import DespatchDocument, InvoiceDocument
from prapazar.domain.invoicing.documents.totals import Totals
from prapazar.domain.invoicing.documents.ubl.tree import plain
from prapazar.foundation.clock import ISTANBUL

_MASK = 3
_QUIET_MODULES = 2
"""The paper around it is white as well."""


def of_invoice(document: InvoiceDocument, totals: Totals) -> str:
    rates: dict[str, list[str]] = {}
    for rate in sorted({tax.rate for tax in totals.taxes}):
        groups = [tax for tax in totals.taxes if tax.rate == rate]
        taxable, tax = sum(one.taxable for one in groups), sum(one.amount for one in groups)
        rates[plain(rate)] = [f"{taxable:.2f}", f"{tax:.2f}"]
    facts = {
        "vkntckn": document.seller.tax_id,
        "avkntckn": document.buyer.tax_id,
        "senaryo": str(document.profile),
        "tip": str(document.type),
        "tarih": document.issued_at.astimezone(ISTANBUL).date().isoformat(),
        "no": document.number,
        "ettn": str(document.ettn),
        "parabirimi": document.currency,
        "malhizmettoplam": f"{totals.base:.2f}",
    }
    for rate_name, (taxable_said, tax_said) in rates.items():
        facts[f"kdvmatrah({rate_name})"] = taxable_said
        facts[f"hesaplanankdv({rate_name})"] = tax_said
    facts |= {"vergidahil": f"{totals.gross:.2f}", "odenecek": f"{totals.payable:.2f}"}
    return _written(facts)


def of_despatch(document: DespatchDocument) -> str:
    shipped = document.shipped_at.astimezone(ISTANBUL)
    facts = {
        "vkntckn": document.seller.tax_id,
        "avkntckn": document.buyer.tax_id,
        "senaryo": document.profile,
        "tip": document.type,
        "tarih": document.issued_at.astimezone(ISTANBUL).date().isoformat(),
        "no": document.number,
        "ettn": str(document.ettn),
        "sevktarihi": shipped.date().isoformat(),
        "sevkzamani": shipped.strftime("%H:%M:%S"),
    }
    if document.carrier:
        facts["tasiyicivkn"] = document.carrier.tax_id
    if document.plate:
        facts["plaka"] = document.plate
    return _written(facts)


def draw(canvas: Canvas, content: str, right: float, top: float, side: float) -> None:
    code = QRCode(None, QRErrorCorrectLevel.L)
    code.addData(content)
    # Weighing all eight masks against each other takes longer than all the rest of the paper; readers need none.
    code.version = code.calculate_version()  # type: ignore[no-untyped-call]  # the stubs leave it out
    code.makeImpl(False, _MASK)
    modules: list[list[bool | None]] = code.modules
    module = side / (len(modules) + 2 * _QUIET_MODULES)
    left, upper = right - side + _QUIET_MODULES * module, top - _QUIET_MODULES * module
    canvas.saveState()
    canvas.setFillColor(ink.INK)
    canvas.translate(left, upper)
    canvas.scale(module, -module)
    # A thousand rectangles: the canvas' own way to write them takes as long as the rest of the page. The stubs leave
    # out where it keeps what is written.
    canvas._code.append(" ".join([*_rectangles(modules), "f"]))  # type: ignore[attr-defined]  # noqa: SLF001
    canvas.restoreState()


def _rectangles(modules: list[list[bool | None]]) -> Iterator[str]:
    """One for each run of dark modules in a row, as PDF writes rectangles."""
    for row, cells in enumerate(modules):
        start = None
        for column, is_dark in enumerate([*cells, False]):
            if is_dark and start is None:
                start = column
            elif not is_dark and start is not None:
                yield f"{start} {row} {column - start} 1 re"
                start = None


def _written(facts: dict[str, str]) -> str:
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
