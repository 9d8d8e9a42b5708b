"""Drafts: of an order or a package, of its despatch, and of what gives an invoice back."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from prapazar.domain.invoicing import content, drafting, exchanges, queries_left, rules, sales
from prapazar.domain.invoicing.actions.rows import fill, locked, note, settle
from prapazar.domain.invoicing.documents import returns
from prapazar.domain.invoicing.documents.records import InvoiceType, Party
from prapazar.domain.invoicing.documents.returns import Returned, TooMuchReturned
from prapazar.domain.invoicing.drafting import Sold
from prapazar.domain.invoicing.enums import InvoiceKind, InvoiceStatus
from prapazar.domain.invoicing.errors import InvoiceRefused
from prapazar.domain.invoicing.models import Invoice
from prapazar.domain.invoicing.sales import Sale
from prapazar.domain.invoicing.seller import Seller
from prapazar.domain.orders.actions import timeline
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

_NOT_SOLD = frozenset({"cancelled", "unpacked", "awaiting_payment"})


def draft(
    session: Session,
    scope: Scope,
    order_id: UUID,
    package_id: UUID | None = None,
    *,
    units: Mapping[UUID, int] | None = None,
    rate: Decimal | None = None,
) -> UUID:
    """Of everything that was neither cancelled nor invoiced, or of so many `units` of some lines.

    `rate` is given by hand; TCMB's is taken where there is none. Where all is on a draft already, that is
    returned. Raises InvoiceMissing, and InvoiceRefused where the order is invoiced or cannot be.
    """
    scope.require("invoices.write")
    seller = sales.seller(session, scope)
    sale = sales.sale(session, order_id, package_id)
    there = _open_draft(sale, package_id) if units is None else None
    if there is not None:
        return there
    row = drafted(session, scope, sale, seller, units=units, rate=rate)
    session.add(row)
    session.flush()
    note(session, scope, row.id, "drafted", order=sale.sold.number)
    timeline.write(session, scope, [(order_id, "invoice_drafted", {})])
    settle(session, scope, order_id)
    return row.id


def drafted(
    session: Session,
    scope: Scope,
    sale: Sale,
    seller: Seller,
    *,
    units: Mapping[UUID, int] | None = None,
    rate: Decimal | None = None,
) -> Invoice:
    """The row, not written yet. Raises InvoiceRefused."""
    if sale.is_test:
        raise InvoiceRefused("invoicing.test_order")
    if sale.status in _NOT_SOLD:
        raise InvoiceRefused(f"invoicing.order_{sale.status}")
    sold = sale.sold if units is None else drafting.only(sale.sold, units)
    if not any(line.left for line in sold.lines) and any(line.before for line in sold.lines):
        last = [one for one in sale.standing if one.kind == InvoiceKind.SALE][-1]
        raise InvoiceRefused("invoicing.invoiced", last.number or "")
    moment = now()
    exchange = exchanges.of(session, sold.currency, seller, moment, rate)
    document = drafting.invoice(sold, seller, ettn=uuid4(), moment=moment, exchange=exchange)
    is_whole = all(line.before == 0 for line in sale.sold.lines) and (units is None or _is_all(sale, sold))
    row = Invoice(
        merchant_id=scope.merchant_id,
        kind=InvoiceKind.SALE.value,
        profile="",
        type="",
        uuid=document.ettn,
        order_id=sold.order_id,
        package_id=sold.package_id,
        is_partial=not is_whole,
        user_id=scope.user_id,
        content={"order_lines": drafting.order_lines(sold)},
    )
    fill(row, document)
    if sale.is_paid:
        row.paid = row.payable
    return row


def _is_all(sale: Sale, sold: Sold) -> bool:
    return {line.id: line.left for line in sale.sold.lines} == {line.id: line.left for line in sold.lines}


def _open_draft(sale: Sale, package_id: UUID | None) -> UUID | None:
    """Where nothing is left because a draft has it."""
    if any(line.left for line in sale.sold.lines):
        return None
    drafts = [
        one
        for one in sale.standing
        if one.kind == InvoiceKind.SALE and one.status == InvoiceStatus.DRAFT and one.number is None
    ]
    of_package = [one for one in drafts if package_id in {None, one.package_id}]
    return next((one.id for one in reversed(of_package or drafts)), None)


def draft_despatch(
    session: Session,
    scope: Scope,
    order_id: UUID,
    package_id: UUID | None = None,
    *,
    carrier: Party | None = None,
) -> UUID:
    """An e-İrsaliye for goods on their way."""
    scope.require("invoices.write")
    seller = sales.seller(session, scope)
    sale = sales.sale(session, order_id, package_id)
    if sale.is_test or sale.status in _NOT_SOLD:
        raise InvoiceRefused("invoicing.test_order" if sale.is_test else f"invoicing.order_{sale.status}")
    places = {None, sale.sold.package_id}
    if any(
        one.kind == InvoiceKind.DESPATCH and (sale.sold.package_id is None or one.package_id in places)
        for one in sale.standing
    ):
        raise InvoiceRefused("invoicing.despatched")
    document = drafting.despatch(sale.sold, seller, ettn=uuid4(), moment=now(), carrier=carrier)
    row = Invoice(
        merchant_id=scope.merchant_id,
        kind=InvoiceKind.DESPATCH.value,
        document_kind="despatch",
        profile="",
        type="",
        uuid=document.ettn,
        order_id=order_id,
        package_id=sale.sold.package_id,
        user_id=scope.user_id,
    )
    fill(row, document)
    session.add(row)
    session.flush()
    note(session, scope, row.id, "drafted", order=sale.sold.number)
    return row.id


def draft_return(
    session: Session,
    scope: Scope,
    original_id: UUID,
    *,
    quantities: Mapping[int, Decimal] | None = None,
    claim_id: UUID | None = None,
    is_credit_note: bool = False,
) -> UUID:
    """An IADE invoice of what comes back, or a credit note that the buyer signs; None is everything left.

    Places of `quantities` count from 0. Raises InvoiceRefused.
    """
    scope.require("invoices.write")
    original = locked(session, scope, original_id)
    if original.kind != InvoiceKind.SALE or original.status not in rules.WITH_RECIPIENT:
        raise InvoiceRefused("invoicing.not_returnable")
    sold = content.invoice(original.content)
    earlier = queries_left.earlier(session, original_id)
    asked = quantities or {
        place: line.quantity - earlier.get(place, Decimal(0)) for place, line in enumerate(sold.lines)
    }
    about = Returned(number="", ettn=uuid4(), issued_at=now(), quantities=asked, earlier=earlier)
    try:
        taken = returns.invoice_of(sold, about)
    except (TooMuchReturned, ValueError) as error:
        raise InvoiceRefused("invoicing.too_much_returned", str(error)) from error
    # The seller gives the money back: it is written by the seller's account, to the buyer of before.
    document = replace(taken, seller=sold.seller, buyer=sold.buyer, type=InvoiceType.RETURN)
    row = Invoice(
        merchant_id=scope.merchant_id,
        kind=InvoiceKind.RETURN.value,
        document_kind="credit_note" if is_credit_note else original.document_kind,
        profile="",
        type="",
        uuid=document.ettn,
        order_id=original.order_id,
        package_id=original.package_id,
        original_id=original_id,
        claim_id=claim_id,
        user_id=scope.user_id,
    )
    fill(row, document)
    row.content = {
        **row.content,
        "returned": {str(place): str(back) for place, back in asked.items() if back},
    }
    session.add(row)
    session.flush()
    note(session, scope, row.id, "drafted", order=original.number or "")
    note(session, scope, original_id, "returned", number="")
    return row.id
