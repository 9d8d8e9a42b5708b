"""What the payment screens and the API ask of providers and books together: accounts, links, claims, the list."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.connector_kit import registry
from prapazar.connector_kit.manifest import Capability, Kind
from prapazar.domain.aftersales import actions as aftersales
from prapazar.domain.aftersales.errors import ClaimMissing
from prapazar.domain.payments import actions, queries
from prapazar.domain.payments.enums import RefundStatus, Way
from prapazar.domain.payments.errors import PaymentRefused
from prapazar.domain.payments.models import Refund
from prapazar.domain.payments.queries import PaymentFilter, PaymentRow
from prapazar.domain.payments.rules import way_back
from prapazar.flows.list_sheets import ListSheet, paged
from prapazar.foundation import routes
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings as installation
from prapazar.foundation.sheets import Cell
from prapazar.foundation.texts import say

_COLUMNS = ("reference", "at", "paid_at", "status", "method", "provider", "order", "invoice", "buyer", "note")
_AMOUNTS = ("amount", "charged", "refunded", "fee", "currency", "installments", "card")


@dataclass(frozen=True, slots=True)
class ProviderAccount:
    id: UUID
    connector: str
    name: str


def accounts(session: Session, scope: Scope) -> list[ProviderAccount]:
    """Accounts at payment providers that can be used now, oldest first."""
    scope.require("payments.read")
    manifests = {one.slug: one for one in registry.all_manifests() if Kind.PAYMENT in one.kinds}
    found = session.execute(
        text(
            "SELECT id, connector, name FROM connection WHERE merchant_id = :merchant"
            " AND connector = ANY(CAST(:slugs AS text[])) AND status = 'active' ORDER BY created_at, id"
        ),
        {"merchant": scope.merchant_id, "slugs": sorted(manifests)},
    )
    return [ProviderAccount(row.id, row.connector, row.name) for row in found]


def address(link: str) -> str:
    """Of the buyer's page."""
    return f"{installation().address}{routes.pay(link)}"


def would_cancel(row: PaymentRow, at: datetime) -> bool:
    """Given back whole now, its provider would cancel it instead of refunding it."""
    if row.connector is None or row.connector not in registry.slugs() or row.paid_at is None:
        return False
    can_cancel = Capability.CANCEL_PAYMENTS in registry.manifest(row.connector).capabilities
    left = row.refundable
    way = way_back(
        can_cancel=can_cancel,
        whole=row.amount,
        amount=left,
        given_back=row.refunded,
        paid_at=row.paid_at,
        at=at,
    )
    return way is Way.CANCEL


def checked_account(session: Session, scope: Scope, connection_id: UUID | None) -> UUID:
    """The account that is named, or the only one there is. Raises PaymentRefused."""
    known = [one.id for one in accounts(session, scope)]
    if connection_id is None and len(known) == 1:
        return known[0]
    if connection_id not in known or connection_id is None:
        raise PaymentRefused("payments.account_needed" if known else "payments.no_account")
    return connection_id


@dataclass(frozen=True, slots=True)
class ClaimPayment:
    """A payment by which a claim's refund can go back to the buyer."""

    id: UUID
    reference: str
    card: str
    left: Decimal
    currency: str
    is_card: bool


def payments_of_claim(session: Session, scope: Scope, claim_id: UUID) -> list[ClaimPayment]:
    """Those of its order that still hold money, by card first."""
    if not scope.can("payments.approve"):
        return []
    order_id = session.execute(
        text("SELECT order_id FROM claim WHERE id = :id AND merchant_id = :merchant"),
        {"id": claim_id, "merchant": scope.merchant_id},
    ).scalar()
    rows = queries.of_order(session, scope, order_id) if order_id else []
    found = [
        ClaimPayment(row.id, row.reference, row.card, row.refundable, row.currency, row.connector is not None)
        for row in rows
        if row.refundable > 0
    ]
    return sorted(found, key=lambda one: not one.is_card)


def refund_claim(
    session: Session,
    scope: Scope,
    claim_id: UUID,
    payment_id: UUID,
    amount: Decimal,
    note: str = "",
    key: str = "",
) -> UUID:
    """Through the payment; the claim says so once the money went. Raises PaymentRefused, ClaimMissing."""
    scope.require("claims.approve")
    row = session.execute(
        text(
            "SELECT k.amount, coalesce(k.refunded_amount, 0) AS refunded, k.order_id, p.order_id AS paid_order,"
            " (SELECT coalesce(sum(r.amount), 0) FROM refund r WHERE r.claim_id = k.id"
            "  AND r.status IN ('waiting', 'asked')) AS waiting"
            " FROM claim k LEFT JOIN payment p ON p.id = :payment"
            " WHERE k.id = :id AND k.merchant_id = :merchant FOR UPDATE OF k"
        ),
        {"id": claim_id, "payment": payment_id, "merchant": scope.merchant_id},
    ).one_or_none()
    if row is None:
        raise ClaimMissing(claim_id)
    if row.order_id is None or row.order_id != row.paid_order:
        raise PaymentRefused("payments.missing")
    if row.amount is not None and amount > row.amount - row.refunded - row.waiting:
        raise PaymentRefused("payments.claim_odd")
    once = f"{claim_id}:{key}" if key else None
    made = actions.ask_refund(session, scope, payment_id, amount, note_text=note, claim_id=claim_id, key=once)
    given = session.get_one(Refund, made)
    if given.status == RefundStatus.DONE:
        aftersales.record_refund(session, scope, claim_id, amount, note=note, reference=given.reference)
    return made


def sheet(scope: Scope, wanted: PaymentFilter) -> ListSheet:
    scope.require("payments.read")

    def read(session: Session, after: str | None, limit: int) -> list[PaymentRow]:
        return queries.page(session, scope, wanted, after=after or "", limit=limit)

    rows = (_cells(row, scope) for row in paged(scope, read, queries.cursor))
    headings = [say(scope.locale, f"payments.{name}") for name in (*_COLUMNS, *_AMOUNTS)]
    return ListSheet(headings, rows, names=(*_COLUMNS, *_AMOUNTS))


def _cells(row: PaymentRow, scope: Scope) -> list[Cell]:
    return [
        row.reference,
        row.created_at,
        row.paid_at,
        say(scope.locale, f"payments.status_{row.status}"),
        say(scope.locale, f"payments.method_{row.method}"),
        row.provider or "",
        row.order_number or "",
        row.invoice_number or "",
        "•••" if scope.hides("buyer.name") else row.buyer_name,
        row.note or row.title,
        row.amount,
        "" if row.charged is None else row.charged,
        row.refunded,
        "" if row.fee is None else row.fee,
        row.currency,
        Decimal(row.installments),
        row.card,
    ]
