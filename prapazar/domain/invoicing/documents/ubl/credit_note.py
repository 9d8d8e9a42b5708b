"""A credit note in UBL 2.1 with the parties and taxes of UBL-TR."""

from prapazar.domain.invoicing.documents import totals as amounts_of
from prapazar.domain.invoicing.documents import words
from prapazar.domain.invoicing.documents.records import CreditNoteDocument, InvoiceLine
from prapazar.domain.invoicing.documents.totals import LineTotals
from prapazar.domain.invoicing.documents.ubl import amounts, parties, tree
from prapazar.domain.invoicing.documents.ubl.tree import Element


def element(document: CreditNoteDocument) -> Element:
    totals = amounts_of.of(document)
    top = tree.root("CreditNote", document.profile)
    tree.leaf(top, "cbc:ID", document.number)
    tree.leaf(top, "cbc:CopyIndicator", "false")
    tree.leaf(top, "cbc:UUID", str(document.ettn))
    tree.moment(top, document.issued_at)
    tree.leaf(top, "cbc:CreditNoteTypeCode", document.type)
    tree.leaf(top, "cbc:Note", words.of_amount(totals.payable, document.currency))
    tree.leaves(top, "cbc:Note", document.notes)
    tree.leaf(top, "cbc:DocumentCurrencyCode", document.currency)
    tree.leaf(top, "cbc:LineCountNumeric", str(len(document.lines)))
    tree.reference(
        tree.branch(top, "cac:BillingReference"),
        "cac:InvoiceDocumentReference",
        document.original.number,
        document.original.issued_on,
    )
    parties.signature(top, document.seller, document.number)
    parties.party(tree.branch(top, "cac:AccountingSupplierParty", "cac:Party"), document.seller)
    parties.party(tree.branch(top, "cac:AccountingCustomerParty", "cac:Party"), document.buyer)
    amounts.tax_total(top, totals.taxes, document.currency)
    amounts.monetary_total(top, totals, document.currency)
    for order, (line, line_totals) in enumerate(zip(document.lines, totals.lines, strict=True), start=1):
        _line(top, order, line, line_totals, document.currency)
    return top


def _line(top: Element, order: int, line: InvoiceLine, totals: LineTotals, currency: str) -> None:
    place = tree.branch(top, "cac:CreditNoteLine")
    tree.leaf(place, "cbc:ID", str(order))
    tree.maybe(place, "cbc:Note", line.note)
    tree.leaf(place, "cbc:CreditedQuantity", tree.plain(line.quantity), unitCode=line.unit)
    tree.amount(place, "cbc:LineExtensionAmount", totals.net, currency)
    amounts.line_taxes(place, line, totals, currency)
    amounts.allowance(place, line, totals, currency)
    amounts.item_and_price(place, line, totals, currency)
