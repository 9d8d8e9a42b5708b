"""Returns drafted from a claim: of the invoices its units stand on, never more than was invoiced or came back."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.aftersales.errors import ClaimMissing
from prapazar.domain.invoicing import actions, queries_left, rules
from prapazar.domain.invoicing.errors import InvoiceRefused
from prapazar.foundation.scope import Scope

_CLAIM = text("SELECT order_id, status FROM claim WHERE id = :id FOR UPDATE")
_UNITS = text(
    "SELECT l.order_line_id, sum(CASE WHEN l.status = 'accepted' THEN l.quantity ELSE l.received END) AS units"
    " FROM claim_line l WHERE l.claim_id = :id AND l.order_line_id IS NOT NULL"
    " AND (l.status = 'accepted' OR l.received > 0) AND l.status NOT IN ('cancelled', 'rejected')"
    " GROUP BY l.order_line_id"
)
_INVOICES = text(
    "SELECT id, status, content FROM invoice WHERE order_id = :order AND kind = 'sale'"
    " AND status = ANY(CAST(:standing AS text[])) ORDER BY issued_at, id FOR UPDATE"
)
_MADE = text(
    "SELECT i.original_id, i.content -> 'returned' AS returned FROM invoice i WHERE i.claim_id = :id"
    " AND i.kind = 'return' AND i.status NOT IN ('cancelled', 'rejected')"
)


def draft_return(
    session: Session, scope: Scope, claim_id: UUID, *, is_credit_note: bool = False
) -> list[UUID]:
    """A draft for each invoice; what this claim's drafts have already is not drafted again.

    Raises ClaimMissing, InvoiceRefused.
    """
    scope.require("invoices.write")
    claim = session.execute(_CLAIM, {"id": claim_id}).one_or_none()
    if claim is None:
        raise ClaimMissing(claim_id)
    units = {row.order_line_id: int(row.units) for row in session.execute(_UNITS, {"id": claim_id})}
    if not units:
        raise InvoiceRefused("invoicing.claim_not_accepted")
    standing = {"order": claim.order_id, "standing": sorted(one.value for one in rules.WITH_RECIPIENT)}
    invoices = session.execute(_INVOICES, standing).all()
    if not invoices:
        raise InvoiceRefused("invoicing.claim_not_invoiced")
    lines = {row.id: queries_left.returnable(session, scope, row.id, row.content) for row in invoices}
    _less_made(session, claim_id, units, lines)
    made = []
    for invoice_id, found in lines.items():
        quantities = _quantities(units, found)
        if quantities:
            made.append(
                actions.draft_return(
                    session,
                    scope,
                    invoice_id,
                    quantities=quantities,
                    claim_id=claim_id,
                    is_credit_note=is_credit_note,
                )
            )
    if not made:
        raise InvoiceRefused("invoicing.too_much_returned")
    return made


def _less_made(
    session: Session,
    claim_id: UUID,
    units: dict[UUID, int],
    lines: Mapping[UUID, list[queries_left.ReturnableLine]],
) -> None:
    for row in session.execute(_MADE, {"id": claim_id}):
        by_place = {one.place: one.order_line_id for one in lines.get(row.original_id, [])}
        for place, back in (row.returned or {}).items():
            line = by_place.get(int(place))
            if line in units:
                units[line] -= int(Decimal(back))


def _quantities(units: dict[UUID, int], lines: list[queries_left.ReturnableLine]) -> dict[int, Decimal]:
    """Takes what it uses out of `units`."""
    found: dict[int, Decimal] = {}
    for one in lines:
        if one.order_line_id is None:
            continue
        back = min(Decimal(units.get(one.order_line_id, 0)), one.left)
        if back > 0:
            found[one.place] = back
            units[one.order_line_id] -= int(back)
    return found
