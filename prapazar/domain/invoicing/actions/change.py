"""A draft changed by hand: buyer, terms, rate, notes, due date."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.invoicing import content, drafting, rules, sales
from prapazar.domain.invoicing.actions.rows import fill, locked, note
from prapazar.domain.invoicing.documents import codes
from prapazar.domain.invoicing.documents.codes import Withholding
from prapazar.domain.invoicing.documents.records import InvoiceDocument, Party, Profile
from prapazar.domain.invoicing.enums import InvoiceStatus
from prapazar.domain.invoicing.errors import InvoiceRefused
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """None leaves as it is."""

    buyer: Party | None = None
    notes: tuple[str, ...] | None = None
    rate: Decimal | None = None
    exemption: str | None = None
    """Of every line; empty: none."""
    withholding: Withholding | None = None
    wanted_profile: Profile | None = None
    due_on: date | None = None


def change(session: Session, scope: Scope, invoice_id: UUID, changes: Changes) -> None:
    """Of a draft, or of one that was refused before anybody had it: its number stays.

    Raises InvoiceRefused.
    """
    scope.require("invoices.write")
    row = locked(session, scope, invoice_id)
    if row.status not in rules.ISSUABLE:
        raise InvoiceRefused("invoicing.not_changeable")
    document = content.read(row.content)
    if changes.buyer is not None:
        document = replace(document, buyer=changes.buyer)
    if changes.notes is not None:
        document = replace(document, notes=changes.notes)
    if isinstance(document, InvoiceDocument):
        document = _changed(document, changes)
    # The seller's data may have been mended since the draft was made.
    document = replace(document, seller=sales.seller(session, scope).party)
    fill(row, document)
    if changes.wanted_profile is not None:
        row.wanted_profile = changes.wanted_profile.value
    if changes.due_on is not None:
        row.due_on = changes.due_on
    if row.status == InvoiceStatus.DRAFT:
        row.code, row.detail = None, ""
    session.flush()
    note(session, scope, row.id, "changed")


def _changed(document: InvoiceDocument, changes: Changes) -> InvoiceDocument:
    if changes.withholding is not None and not codes.known().has_pair(changes.withholding):
        raise InvoiceRefused("invoicing.withholding_pair", changes.withholding.code)
    if changes.exemption and changes.exemption not in codes.known().exemptions:
        raise InvoiceRefused("invoicing.exemption_unknown", changes.exemption)
    if changes.rate is not None and document.currency != "TRY":
        if changes.rate <= 0:
            raise InvoiceRefused("invoicing.rate_needed", document.currency)
        document = replace(document, rate=changes.rate)
    if changes.withholding is not None:
        return drafting.with_terms(document, withholding=changes.withholding)
    if changes.exemption is not None:
        had = {line.exemption for line in document.lines}
        if had != {changes.exemption}:
            return drafting.with_terms(document, exemption=changes.exemption)
    return document
