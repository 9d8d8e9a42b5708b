"""An invoice in UBL-TR: e-Fatura, e-Arşiv and export."""

from prapazar.domain.invoicing.documents import totals as amounts_of
from prapazar.domain.invoicing.documents import words
from prapazar.domain.invoicing.documents.records import (
    Export,
    InternetSale,
    InvoiceDocument,
    InvoiceLine,
    Profile,
)
from prapazar.domain.invoicing.documents.totals import LineTotals, Totals
from prapazar.domain.invoicing.documents.ubl import amounts, parties, tree
from prapazar.domain.invoicing.documents.ubl.tree import Element
from prapazar.foundation.clock import ISTANBUL

_LIRA = "TRY"


def element(document: InvoiceDocument) -> Element:
    totals = amounts_of.of(document)
    top = tree.root("Invoice", document.profile)
    _head(top, document, totals)
    _references(top, document)
    parties.signature(top, document.seller, document.number)
    parties.party(tree.branch(top, "cac:AccountingSupplierParty", "cac:Party"), document.seller)
    parties.party(tree.branch(top, "cac:AccountingCustomerParty", "cac:Party"), document.buyer)
    if document.export:
        parties.foreign_buyer(top, document.export.buyer)
    if document.internet_sale:
        _delivery(top, document.internet_sale)
    _payments(top, document)
    _rate(top, document)
    amounts.tax_total(top, totals.taxes, document.currency)
    amounts.withheld(top, totals.withholdings, document.currency)
    amounts.monetary_total(top, totals, document.currency)
    for order, (line, line_totals) in enumerate(zip(document.lines, totals.lines, strict=True), start=1):
        _line(top, order, document, line, line_totals)
    return top


def _head(top: Element, document: InvoiceDocument, totals: Totals) -> None:
    tree.leaf(top, "cbc:ID", document.number)
    tree.leaf(top, "cbc:CopyIndicator", "false")
    tree.leaf(top, "cbc:UUID", str(document.ettn))
    tree.moment(top, document.issued_at)
    tree.leaf(top, "cbc:InvoiceTypeCode", document.type)
    tree.leaf(top, "cbc:Note", words.of_amount(totals.payable, document.currency))
    if document.rate is not None:
        lira = amounts_of.in_lira(totals.payable, document.rate)
        tree.leaf(top, "cbc:Note", f"TL KARŞILIĞI: {lira:.2f} TL ({words.of_amount(lira)})")
        tree.leaf(top, "cbc:Note", words.of_rate(document.rate, document.currency, document.rate_on))
    tree.leaves(top, "cbc:Note", document.notes)
    tree.leaf(top, "cbc:DocumentCurrencyCode", document.currency)
    if document.currency != _LIRA:
        tree.leaf(top, "cbc:PricingCurrencyCode", document.currency)
    tree.leaf(top, "cbc:LineCountNumeric", str(len(document.lines)))


def _references(top: Element, document: InvoiceDocument) -> None:
    if document.order:
        tree.reference(top, "cac:OrderReference", document.order.number, document.order.issued_on)
    for original in document.originals:
        tree.reference(
            tree.branch(top, "cac:BillingReference"),
            "cac:InvoiceDocumentReference",
            original.number,
            original.issued_on,
            "IADE",
        )
    for despatch in document.despatches:
        tree.reference(top, "cac:DespatchDocumentReference", despatch.number, despatch.issued_on)
    if document.profile is Profile.ARCHIVE:
        for code, value in _archive_facts(document):
            issued_on = document.issued_at.astimezone(ISTANBUL).date()
            tree.reference(top, "cac:AdditionalDocumentReference", value, issued_on, code)


def _archive_facts(document: InvoiceDocument) -> list[tuple[str, str]]:
    facts = [("SEND_TYPE", str(document.send_type))]
    sale = document.internet_sale
    if sale:
        facts += [
            ("IS_INTERNET", "true"),
            ("INT_WEBSITE", sale.website),
            ("INT_PAYMENT_METHOD", str(sale.method)),
            ("INT_PAYMENTDATE", sale.paid_on.isoformat()),
        ]
        facts += [("INT_PAYMENT_PROVIDER", sale.provider)] if sale.provider else []
    return facts


def _delivery(top: Element, sale: InternetSale) -> None:
    if sale.carrier is None and sale.shipped_on is None:
        return
    place = tree.branch(top, "cac:Delivery")
    if sale.carrier:
        parties.party(tree.branch(place, "cac:CarrierParty"), sale.carrier)
    if sale.shipped_on:
        tree.leaf(tree.branch(place, "cac:Despatch"), "cbc:ActualDespatchDate", sale.shipped_on.isoformat())


def _payments(top: Element, document: InvoiceDocument) -> None:
    for payment in document.payments:
        place = tree.branch(top, "cac:PaymentMeans")
        tree.leaf(place, "cbc:PaymentMeansCode", payment.means)
        if payment.due_on:
            tree.leaf(place, "cbc:PaymentDueDate", payment.due_on.isoformat())
        tree.maybe(place, "cbc:InstructionNote", payment.note)
        if payment.iban:
            account = tree.branch(place, "cac:PayeeFinancialAccount")
            tree.leaf(account, "cbc:ID", payment.iban.replace(" ", ""))
            tree.leaf(account, "cbc:CurrencyCode", document.currency)
            tree.maybe(account, "cbc:PaymentNote", payment.bank)
    if document.payment_terms:
        tree.leaf(tree.branch(top, "cac:PaymentTerms"), "cbc:Note", document.payment_terms)


def _rate(top: Element, document: InvoiceDocument) -> None:
    if document.rate is None:
        return
    place = tree.branch(top, "cac:PricingExchangeRate")
    tree.leaf(place, "cbc:SourceCurrencyCode", document.currency)
    tree.leaf(place, "cbc:TargetCurrencyCode", _LIRA)
    tree.leaf(place, "cbc:CalculationRate", tree.plain(document.rate))
    day = document.rate_on or document.issued_at.astimezone(ISTANBUL).date()
    tree.leaf(place, "cbc:Date", day.isoformat())


def _line(top: Element, order: int, document: InvoiceDocument, line: InvoiceLine, totals: LineTotals) -> None:
    currency = document.currency
    place = tree.branch(top, "cac:InvoiceLine")
    tree.leaf(place, "cbc:ID", str(order))
    tree.maybe(place, "cbc:Note", line.note)
    tree.leaf(place, "cbc:InvoicedQuantity", tree.plain(line.quantity), unitCode=line.unit)
    tree.amount(place, "cbc:LineExtensionAmount", totals.net, currency)
    if document.export:
        _export(place, document.export, line)
    amounts.allowance(place, line, totals, currency)
    amounts.line_taxes(place, line, totals, currency)
    amounts.line_withheld(place, line, totals, currency)
    amounts.item_and_price(place, line, totals, currency)


def _export(place: Element, export: Export, line: InvoiceLine) -> None:
    delivery = tree.branch(place, "cac:Delivery")
    parties.address(delivery, "cac:DeliveryAddress", export.buyer.address)
    tree.leaf(tree.branch(delivery, "cac:DeliveryTerms"), "cbc:ID", export.terms, schemeID="INCOTERMS")
    shipment = tree.branch(delivery, "cac:Shipment")
    tree.leaf(shipment, "cbc:ID", "")
    tree.leaf(tree.branch(shipment, "cac:GoodsItem"), "cbc:RequiredCustomsID", line.customs_code)
    tree.leaf(tree.branch(shipment, "cac:ShipmentStage"), "cbc:TransportModeCode", export.transport_mode)
    package = tree.branch(shipment, "cac:TransportHandlingUnit", "cac:ActualPackage")
    tree.leaf(package, "cbc:Quantity", str(export.package_count))
    tree.leaf(package, "cbc:PackagingTypeCode", export.package_type)
