"""The paper of a despatch note (e-İrsaliye)."""

from prapazar.domain.invoicing.documents import codes
from prapazar.domain.invoicing.documents.paper import head, ink, qr
from prapazar.domain.invoicing.documents.paper.head import Look
from prapazar.domain.invoicing.documents.paper.sheet import FULL, LEFT, Column, Sheet
from prapazar.domain.invoicing.documents.records import DespatchDocument, DespatchLine

_COLUMNS = (
    Column("No", 24),
    Column("Mal", 300),
    Column("Stok kodu", 101.28),
    Column("Miktar", 90, is_number=True),
)


def draw(document: DespatchDocument, look: Look) -> bytes:
    sheet = Sheet(document.number, document.seller.title, document.number)
    head.draw(
        sheet,
        head.Head(
            title="e-İRSALİYE",
            code=qr.of_despatch(document),
            ettn=str(document.ettn).upper(),
            seller=document.seller,
            buyer=document.buyer,
            facts=_facts(document),
        ),
        look,
    )
    sheet.table(_COLUMNS, [_row(place, line) for place, line in enumerate(document.lines, start=1)])
    _way(sheet, document)
    return sheet.finish()


def _facts(document: DespatchDocument) -> list[tuple[str, str]]:
    facts = [
        ("İrsaliye no", document.number),
        ("İrsaliye tarihi", f"{ink.day(document.issued_at)} {ink.clock(document.issued_at)}"),
        ("Fiilî sevk", f"{ink.day(document.shipped_at)} {ink.clock(document.shipped_at)}"),
        ("Senaryo", document.profile),
        ("İrsaliye tipi", "Sevk"),
    ]
    if document.order:
        facts.append(("Sipariş no", document.order.number))
    return facts


def _row(place: int, line: DespatchLine) -> list[list[str]]:
    unit = codes.known().units.get(line.unit, (line.unit, line.unit))[0]
    about = [line.name, *([line.note] if line.note else [])]
    return [[str(place)], about, [line.sku], [f"{ink.quantity(line.quantity)} {unit}"]]


def _way(sheet: Sheet, document: DespatchDocument) -> None:
    lines = [f"Teslim adresi: {head.address_line(document.delivery_address)}"]
    if document.carrier:
        lines.append(
            f"Taşıyıcı: {document.carrier.title} · {document.carrier.scheme} {document.carrier.tax_id}"
        )
    if document.plate:
        trailers = "".join(f" · dorse {plate}" for plate in document.trailer_plates)
        lines.append(f"Araç plakası: {document.plate}{trailers}")
    lines += [f"Şoför: {one.first_name} {one.family_name} · TCKN {one.tckn}" for one in document.drivers]
    if document.value is not None:
        lines.append(f"Malın değeri: {ink.money(document.value, 'TRY')}")
    lines += document.notes
    sheet.make_room(20 + 12 * len(lines))
    y = sheet.y - 12
    sheet.text(LEFT, y - 8, "SEVKİYAT", 6.6, bold=True, color=ink.ACCENT)
    y -= 10
    for line in lines:
        y = sheet.block(LEFT, y, FULL, line, 8) - 2
    sheet.y = y
    sheet.make_room(70)
    _signatures(sheet)


def _signatures(sheet: Sheet) -> None:
    y = sheet.y - 30
    for place, title in enumerate(("Teslim eden", "Taşıyan", "Teslim alan")):
        x = LEFT + place * FULL / 3
        sheet.text(x, y, title, 7.4, bold=True, color=ink.QUIET)
        sheet.rule(y - 28, x, x + FULL / 3 - 18, color=ink.QUIET)
    sheet.y = y - 32
