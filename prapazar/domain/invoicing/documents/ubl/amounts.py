"""Taxes, discounts, totals and items in UBL-TR."""

from decimal import Decimal

from prapazar.domain.invoicing.documents import codes
from prapazar.domain.invoicing.documents.records import InvoiceLine
from prapazar.domain.invoicing.documents.totals import LineTotals, TaxGroup, Totals, WithheldGroup
from prapazar.domain.invoicing.documents.ubl import tree
from prapazar.domain.invoicing.documents.ubl.tree import Element


def tax_total(parent: Element, groups: tuple[TaxGroup, ...], currency: str) -> None:
    place = tree.branch(parent, "cac:TaxTotal")
    tree.amount(place, "cbc:TaxAmount", sum((group.amount for group in groups), Decimal(0)), currency)
    for order, group in enumerate(groups, start=1):
        part = tree.branch(place, "cac:TaxSubtotal")
        tree.amount(part, "cbc:TaxableAmount", group.taxable, currency)
        tree.amount(part, "cbc:TaxAmount", group.amount, currency)
        tree.leaf(part, "cbc:CalculationSequenceNumeric", str(order))
        tree.leaf(part, "cbc:Percent", tree.plain(group.rate))
        category = tree.branch(part, "cac:TaxCategory")
        if group.exemption:
            tree.leaf(category, "cbc:TaxExemptionReasonCode", group.exemption)
            reason = codes.known().exemptions.get(group.exemption, group.exemption)
            tree.leaf(category, "cbc:TaxExemptionReason", reason)
        _scheme(category, codes.known().tax_types[codes.VAT], codes.VAT)


def withheld(parent: Element, groups: tuple[WithheldGroup, ...], currency: str) -> None:
    if not groups:
        return
    place = tree.branch(parent, "cac:WithholdingTaxTotal")
    tree.amount(place, "cbc:TaxAmount", sum((group.amount for group in groups), Decimal(0)), currency)
    for group in groups:
        part = tree.branch(place, "cac:TaxSubtotal")
        tree.amount(part, "cbc:TaxableAmount", group.vat, currency)
        tree.amount(part, "cbc:TaxAmount", group.amount, currency)
        tree.leaf(part, "cbc:Percent", tree.plain(group.withholding.percent))
        code = group.withholding.code
        _scheme(tree.branch(part, "cac:TaxCategory"), codes.known().withholdings.get(code, code), code)


def monetary_total(parent: Element, totals: Totals, currency: str) -> None:
    place = tree.branch(parent, "cac:LegalMonetaryTotal")
    for name, value in (
        ("LineExtensionAmount", totals.base),
        ("TaxExclusiveAmount", totals.net),
        ("TaxInclusiveAmount", totals.gross),
        ("AllowanceTotalAmount", totals.discount),
        ("PayableAmount", totals.payable),
    ):
        tree.amount(place, f"cbc:{name}", value, currency)


def allowance(parent: Element, line: InvoiceLine, totals: LineTotals, currency: str) -> None:
    if not totals.discount:
        return
    place = tree.branch(parent, "cac:AllowanceCharge")
    tree.leaf(place, "cbc:ChargeIndicator", "false")
    tree.maybe(place, "cbc:AllowanceChargeReason", line.discount_reason)
    tree.amount(place, "cbc:Amount", totals.discount, currency)
    tree.amount(place, "cbc:BaseAmount", totals.base, currency)


def line_taxes(parent: Element, line: InvoiceLine, totals: LineTotals, currency: str) -> None:
    tax_total(parent, (TaxGroup(line.vat_rate, line.exemption, totals.net, totals.vat),), currency)


def line_withheld(parent: Element, line: InvoiceLine, totals: LineTotals, currency: str) -> None:
    if line.withholding is not None:
        withheld(parent, (WithheldGroup(line.withholding, totals.vat, totals.withheld),), currency)


def item_and_price(parent: Element, line: InvoiceLine, totals: LineTotals, currency: str) -> None:
    item = tree.branch(parent, "cac:Item")
    tree.leaf(item, "cbc:Name", line.name)
    if line.sku:
        tree.leaf(tree.branch(item, "cac:SellersItemIdentification"), "cbc:ID", line.sku)
    if line.barcode:
        tree.leaf(tree.branch(item, "cac:ManufacturersItemIdentification"), "cbc:ID", line.barcode)
    price = tree.plain(totals.unit_price) if totals.unit_price % 1 else f"{totals.unit_price:.2f}"
    tree.leaf(tree.branch(parent, "cac:Price"), "cbc:PriceAmount", price, currencyID=currency)


def _scheme(parent: Element, name: str, code: str) -> None:
    scheme = tree.branch(parent, "cac:TaxScheme")
    tree.leaf(scheme, "cbc:Name", name)
    tree.leaf(scheme, "cbc:TaxTypeCode", code)
