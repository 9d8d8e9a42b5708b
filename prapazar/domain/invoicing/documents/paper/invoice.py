"""The paper of an invoice or e-Arşiv."""

from decimal import Decimal

from prapazar.domain.invoicing.documents import codes, words
from prapazar.domain.invoicing.documents import totals as amounts_of
from prapazar.domain.invoicing.documents.paper import head, ink, qr, return_form
from prapazar.domain.invoicing.documents.paper.head import Look
from prapazar.domain.invoicing.documents.paper.sheet import LEFT, RIGHT, Column, Sheet
from prapazar.domain.invoicing.documents.records import (
    Export,
    InternetSale,
    InvoiceDocument,
    InvoiceLine,
    PaymentMethod,
    Profile,
    SendType,
)
from prapazar.domain.invoicing.documents.totals import LineTotals, Totals

_USUAL_PLACES, _MOST_PLACES = 4, 6
"""Of a rate: currencies quoted for a hundred units need more."""
_COLUMNS = (
    Column("No", 24),
    Column("Mal / Hizmet", 184),
    Column("Miktar", 50, is_number=True),
    Column("Birim fiyat", 62, is_number=True),
    Column("İskonto", 52, is_number=True),
    Column("KDV %", 35, is_number=True),
    Column("KDV", 50, is_number=True),
    Column("Tutar", 58.28, is_number=True),
)
_TYPES = {
    "SATIS": "Satış",
    "IADE": "İade",
    "ISTISNA": "İstisna",
    "TEVKIFAT": "Tevkifat",
    "IHRACKAYITLI": "İhraç kayıtlı",
}
_METHODS = {
    PaymentMethod.CARD: "Kredi / banka kartı",
    PaymentMethod.TRANSFER: "EFT / havale",
    PaymentMethod.ON_DELIVERY: "Kapıda ödeme",
    PaymentMethod.PROVIDER: "Ödeme aracısı",
    PaymentMethod.OTHER: "Diğer",
}
_TRANSPORT = {"1": "deniz yolu", "2": "demir yolu", "3": "kara yolu", "4": "hava yolu", "5": "posta"}
_SENT_ELECTRONICALLY = "e-Arşiv izni kapsamında elektronik ortamda iletilmiştir."
_SUMS_WIDTH = 224.0
_NOTES_WIDTH = 272.0
_NOTE_ROOM = 14.0


def draw(document: InvoiceDocument, look: Look) -> bytes:
    totals = amounts_of.of(document)
    is_archive = document.profile is Profile.ARCHIVE
    is_electronic = is_archive and document.send_type is SendType.ELECTRONIC
    footer = f"{document.number} · {_SENT_ELECTRONICALLY}" if is_electronic else document.number
    sheet = Sheet(document.number, document.seller.title, footer)
    head.draw(
        sheet,
        head.Head(
            title="e-ARŞİV FATURA" if is_archive else "e-FATURA",
            code=qr.of_invoice(document, totals),
            ettn=str(document.ettn).upper(),
            seller=document.seller,
            buyer=document.buyer,
            facts=_facts(document),
        ),
        look,
    )
    sheet.table(
        _COLUMNS, [_row(place, *pair) for place, pair in enumerate(_pairs(document, totals), start=1)]
    )
    sums = _sums(document, totals)
    sheet.make_room(len(sums) * 15 + 52)
    _foot(sheet, document, totals, sums)
    if document.internet_sale:
        return_form.draw(sheet)
    return sheet.finish()


def _pairs(document: InvoiceDocument, totals: Totals) -> list[tuple[InvoiceLine, LineTotals]]:
    return list(zip(document.lines, totals.lines, strict=True))


def _facts(document: InvoiceDocument) -> list[tuple[str, str]]:
    facts = [
        ("Fatura no", document.number),
        ("Fatura tarihi", f"{ink.day(document.issued_at)} {ink.clock(document.issued_at)}"),
        ("Senaryo", str(document.profile)),
        ("Fatura tipi", _TYPES[document.type]),
    ]
    if document.order:
        facts.append(("Sipariş no", document.order.number))
        facts.append(("Sipariş tarihi", ink.day(document.order.issued_on)))
    facts += [("İrsaliye", f"{one.number} · {ink.day(one.issued_on)}") for one in document.despatches[:2]]
    facts += [("İade edilen", f"{one.number} · {ink.day(one.issued_on)}") for one in document.originals[:3]]
    due = [payment.due_on for payment in document.payments if payment.due_on]
    if due:
        facts.append(("Son ödeme tarihi", ink.day(max(due))))
    return facts


def _row(place: int, line: InvoiceLine, totals: LineTotals) -> list[list[str]]:
    unit = codes.known().units.get(line.unit, (line.unit, line.unit))[0]
    beside = " · ".join(word for word in (line.sku, line.barcode) if word)
    about = [line.name, *([beside] if beside else []), *([line.note] if line.note else [])]
    if line.withholding:
        about.append(f"Tevkifat {line.withholding.code} · %{ink.quantity(line.withholding.percent)}")
    if line.customs_code:
        about.append(f"GTİP {line.customs_code}")
    return [
        [str(place)],
        about,
        [f"{ink.quantity(line.quantity)} {unit}"],
        [ink.unit_price(totals.unit_price)],
        [ink.amount(totals.discount) if totals.discount else "–"],
        [ink.quantity(line.vat_rate)],
        [ink.amount(totals.vat)],
        [ink.amount(totals.net)],
    ]


def _sums(document: InvoiceDocument, totals: Totals) -> list[tuple[str, str]]:
    currency = document.currency
    sums = [("Mal / hizmet toplamı", ink.money(totals.base, currency))]
    if totals.discount:
        sums.append(("Toplam iskonto", ink.money(totals.discount, currency)))
        sums.append(("Vergiler hariç toplam", ink.money(totals.net, currency)))
    for tax in totals.taxes:
        reason = f" ({tax.exemption})" if tax.exemption else ""
        sums.append((f"Hesaplanan KDV %{ink.quantity(tax.rate)}{reason}", ink.money(tax.amount, currency)))
    sums.append(("Vergiler dahil toplam", ink.money(totals.gross, currency)))
    sums += [
        (
            f"Tevkifat {group.withholding.code} · %{ink.quantity(group.withholding.percent)}",
            f"-{ink.money(group.amount, currency)}",
        )
        for group in totals.withholdings
    ]
    if totals.deferred:
        sums.append(("Tahsil edilmeyen KDV (ihraç kayıtlı)", f"-{ink.money(totals.deferred, currency)}"))
    return sums


def _foot(sheet: Sheet, document: InvoiceDocument, totals: Totals, sums: list[tuple[str, str]]) -> None:
    top = sheet.y - 10
    left = RIGHT - _SUMS_WIDTH
    below = sheet.boxed(left, top, _SUMS_WIDTH, sums)
    sheet.fill(left, below - 24, _SUMS_WIDTH, 24, ink.ACCENT)
    sheet.text(left + 7, below - 15.5, "ÖDENECEK TUTAR", 8.5, bold=True, color=ink.WHITE)
    sheet.text_right(
        RIGHT - 7, below - 16, ink.money(totals.payable, document.currency), 11, bold=True, color=ink.WHITE
    )
    below -= 24
    if document.rate is not None:
        lira = ink.money(amounts_of.in_lira(totals.payable, document.rate), "TRY")
        below = sheet.boxed(
            left,
            below,
            _SUMS_WIDTH,
            [(_rate(document.rate, document), lira)],
        )
    page = sheet.page
    said = _said(sheet, document, totals, top)
    # What is said may run on overleaf, the sums never do.
    sheet.y = (min(below, said) if page == sheet.page else said) - 10


def _said(sheet: Sheet, document: InvoiceDocument, totals: Totals, y: float) -> float:
    """Beside the sums: the amount in words, taxes by rate, payment, internet sale and notes."""
    parts = [
        ("YAZIYLA", [words.of_amount(totals.payable, document.currency)]),
        ("KDV DÖKÜMÜ", _tax_lines(document, totals)),
        ("ÖDEME", _payment_lines(document)),
        ("İHRACAT", _export_lines(document.export)),
        ("İNTERNET SATIŞI", _sale_lines(document.internet_sale)),
        ("NOT", list(document.notes)),
    ]
    for title, lines in parts:
        if not lines:
            continue
        sheet.text(LEFT, y - 8, title, 6.6, bold=True, color=ink.ACCENT)
        y -= 9
        for line in lines:
            for part in ink.wrapped(line, ink.PLAIN, 7.8, _NOTES_WIDTH):
                sheet.y = y
                sheet.make_room(_NOTE_ROOM)
                y = sheet.block(LEFT, sheet.y, _NOTES_WIDTH, part, 7.8)
        y -= 7
    return y


def _tax_lines(document: InvoiceDocument, totals: Totals) -> list[str]:
    lines = []
    for tax in totals.taxes:
        line = (
            f"%{ink.quantity(tax.rate)} · matrah {ink.money(tax.taxable, document.currency)}"
            f" · KDV {ink.money(tax.amount, document.currency)}"
        )
        if tax.exemption:
            line += f" · {tax.exemption} {codes.known().exemptions.get(tax.exemption, '')}"
        lines.append(line)
    return lines


def _payment_lines(document: InvoiceDocument) -> list[str]:
    lines = []
    for payment in document.payments:
        means = codes.known().payment_means.get(payment.means, (payment.means, ""))[0]
        due = f"vade {ink.day(payment.due_on)}" if payment.due_on else ""
        account = f"IBAN {ink.iban(payment.iban)}" if payment.iban else ""
        lines.append(" · ".join(word for word in (means, due, payment.bank, account, payment.note) if word))
    return [*lines, *([document.payment_terms] if document.payment_terms else [])]


def _export_lines(export: Export | None) -> list[str]:
    if export is None:
        return []
    registration = f" · {export.buyer.registration}" if export.buyer.registration else ""
    transport = _TRANSPORT.get(export.transport_mode, export.transport_mode)
    return [
        f"Alıcı: {export.buyer.name}{registration}",
        head.address_line(export.buyer.address),
        f"Teslim şartı: {export.terms} · Gönderim: {transport} · {export.package_count} kap ({export.package_type})",
    ]


def _sale_lines(sale: InternetSale | None) -> list[str]:
    if sale is None:
        return []
    provider = f" ({sale.provider})" if sale.provider else ""
    lines = [
        f"Web adresi: {sale.website}",
        f"Ödeme şekli: {_METHODS[sale.method]}{provider} · Ödeme tarihi: {ink.day(sale.paid_on)}",
    ]
    if sale.carrier:
        lines.append(f"Taşıyıcı: {sale.carrier.title} · {sale.carrier.scheme} {sale.carrier.tax_id}")
    if sale.shipped_on:
        lines.append(f"Gönderim tarihi: {ink.day(sale.shipped_on)}")
    return lines


def _rate(rate: Decimal, document: InvoiceDocument) -> str:
    day = f" (TCMB {document.rate_on:%d.%m.%Y})" if document.rate_on else ""
    places = _USUAL_PLACES if rate == round(rate, _USUAL_PLACES) else _MOST_PLACES
    return f"Kur: 1 {document.currency} = {ink.amount(rate, places)} TL{day}"
