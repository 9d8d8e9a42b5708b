"""What the invoice screens and the API ask of providers and books together: accounts, papers, the month list."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.connector_kit import registry
from prapazar.connector_kit.manifest import Kind
from prapazar.domain.files import actions as files
from prapazar.domain.files.errors import FileMissing
from prapazar.domain.invoicing import content, queries, sending
from prapazar.domain.invoicing.documents import paper, totals
from prapazar.domain.invoicing.documents.records import InvoiceDocument
from prapazar.domain.invoicing.errors import InvoiceMissing
from prapazar.domain.invoicing.queries import InvoiceFilter, InvoiceRow
from prapazar.flows.list_sheets import ListSheet, paged
from prapazar.foundation import db
from prapazar.foundation.clock import ISTANBUL
from prapazar.foundation.money import rounded
from prapazar.foundation.scope import Scope, system_scope
from prapazar.foundation.sheets import Cell
from prapazar.foundation.texts import say

_NOTHING = (Decimal("0.00"), Decimal("0.00"))
RATES = (Decimal(20), Decimal(10), Decimal(1), Decimal(0))
_COLUMNS = ("number", "date", "kind", "type", "status", "order", "buyer", "tax_number")
_AFTER = ("net", "vat", "withheld", "payable", "currency", "rate", "in_lira", "paid", "due_on", "ettn")


@dataclass(frozen=True, slots=True)
class ProviderAccount:
    id: UUID
    name: str


def providers(session: Session, scope: Scope) -> list[ProviderAccount]:
    """Accounts at providers of e-documents, oldest first."""
    scope.require("settings.read")
    slugs = [one.slug for one in registry.all_manifests() if Kind.EINVOICE in one.kinds]
    found = session.execute(
        text(
            "SELECT id, name FROM connection WHERE connector = ANY(CAST(:slugs AS text[]))"
            " AND status <> 'paused' ORDER BY created_at, id"
        ),
        {"slugs": slugs},
    )
    return [ProviderAccount(row.id, row.name) for row in found]


def pdf(scope: Scope, invoice_id: UUID) -> tuple[str, bytes]:
    """The provider's own paper where it was kept; else ours, drawn now. Raises InvoiceMissing."""
    with db.transaction(scope) as session:
        found = queries.detail(session, scope, invoice_id)
        name = f"{found.row.number or 'taslak'}.pdf"
        kept = next((one for one in found.files if one.content_type == "application/pdf"), None)
        if kept is not None:
            return name, files.read(session, scope, kept.id)[1]
    return name, paper.draw(content.read(found.content))


def public_pdf(key: str) -> tuple[str, bytes]:
    """For whoever has its address. Raises InvoiceMissing."""
    with db.system_transaction() as session:
        found = sending.by_paper_key(session, key)
    if found is None:
        raise InvoiceMissing(key)
    return pdf(system_scope(found[0]), found[1])


def xml(scope: Scope, invoice_id: UUID) -> tuple[str, bytes]:
    """As it was sent. Raises InvoiceMissing, FileMissing for a draft."""
    with db.transaction(scope) as session:
        found = queries.detail(session, scope, invoice_id)
        if found.xml_id is None:
            raise FileMissing(invoice_id)
        kept, data = files.read(session, scope, found.xml_id)
    return kept.name, data


def sheet(scope: Scope, wanted: InvoiceFilter) -> ListSheet:
    """The month list for the accountant: net and VAT by rate, in the document's currency."""
    scope.require("invoices.read")

    def read(session: Session, after: str | None, limit: int) -> list[tuple[InvoiceRow, dict[str, Any]]]:
        page = queries.page(session, scope, wanted, after=after or "", limit=limit)
        kept = queries.contents(session, scope, [row.id for row in page])
        return [(row, kept[row.id]) for row in page]

    found = paged(scope, read, lambda one: queries.cursor(one[0]))
    rows = (_cells(row, content.read(kept), scope) for row, kept in found)
    rates = [f"{rate:f}" for rate in RATES]
    headings = [
        *(say(scope.locale, f"invoices.{name}") for name in _COLUMNS),
        *(say(scope.locale, f"invoices.{kind}_of", rate=rate) for rate in rates for kind in ("base", "vat")),
        *(say(scope.locale, f"invoices.{kind}_other") for kind in ("base", "vat")),
        *(say(scope.locale, f"invoices.{name}") for name in _AFTER),
    ]
    by_rate = [f"{kind}_{rate}" for rate in (*rates, "other") for kind in ("base", "vat")]
    return ListSheet(headings, rows, names=(*_COLUMNS, *by_rate, *_AFTER))


def _cells(row: InvoiceRow, document: object, scope: Scope) -> list[Cell]:
    sign = Decimal(-1) if row.kind == "return" else Decimal(1)
    amounts = _by_rate(document) if isinstance(document, InvoiceDocument) else {}
    other = [
        sum((pair[place] for rate, pair in amounts.items() if rate not in RATES), _NOTHING[0])
        for place in (0, 1)
    ]
    return [
        row.number or "",
        row.issued_at.astimezone(ISTANBUL).date(),
        say(scope.locale, f"invoices.kind_{row.document_kind}"),
        row.type,
        say(scope.locale, f"invoices.status_{row.status}"),
        row.order_number or "",
        "•••" if scope.hides("buyer.name") else row.buyer_name,
        "•••" if scope.hides("buyer.tax_number") else row.buyer_tax_number,
        *(sign * amounts.get(rate, _NOTHING)[place] for rate in RATES for place in (0, 1)),
        *(sign * amount for amount in other),
        sign * row.net,
        sign * row.vat,
        sign * row.withheld,
        sign * row.payable,
        row.currency,
        row.rate,
        sign * rounded(row.payable * row.rate),
        row.paid,
        row.due_on,
        str(row.uuid),
    ]


def _by_rate(document: InvoiceDocument) -> dict[Decimal, tuple[Decimal, Decimal]]:
    found: dict[Decimal, tuple[Decimal, Decimal]] = {}
    for tax in totals.of(document).taxes:
        base, vat = found.get(tax.rate, _NOTHING)
        found[tax.rate] = (base + tax.taxable, vat + tax.amount)
    return found
