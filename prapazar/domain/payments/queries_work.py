"""Reads of payments for workers and for the buyer's page."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.payments.enums import AttemptStatus, RefundStatus


@dataclass(frozen=True, slots=True)
class Try:
    id: UUID
    payment_id: UUID
    reference: str
    external_id: str
    status: AttemptStatus
    buyer: dict[str, Any]
    url: str
    in_frame: bool
    charged: Decimal
    refunded: Decimal
    currency: str
    items: dict[str, str]
    detail: str
    expires_at: datetime | None
    created_at: datetime
    paid_at: datetime | None


_TRY = (
    "SELECT a.id, a.payment_id, a.reference, a.external_id, a.status, a.buyer, a.url, a.in_frame,"
    " coalesce(a.charged, 0) AS charged, a.refunded, p.currency, a.items, a.detail, a.expires_at, a.created_at,"
    " a.paid_at FROM payment_attempt a JOIN payment p ON p.id = a.payment_id"
)


def _try(row: Any) -> Try:  # noqa: ANN401 - a row of _TRY
    return Try(**{**row._asdict(), "status": AttemptStatus(row.status)})


def attempt(session: Session, attempt_id: UUID) -> Try | None:
    row = session.execute(text(f"{_TRY} WHERE a.id = :id"), {"id": attempt_id}).one_or_none()
    return None if row is None else _try(row)


def newest_attempt(session: Session, payment_id: UUID) -> Try | None:
    row = session.execute(
        text(f"{_TRY} WHERE a.payment_id = :id ORDER BY a.created_at DESC, a.id DESC LIMIT 1"),
        {"id": payment_id},
    ).one_or_none()
    return None if row is None else _try(row)


def reference_of(session: Session, connection_id: UUID, external_id: str) -> str | None:
    """Of a provider that names the page and not our reference."""
    found: str | None = session.execute(
        text(
            "SELECT reference FROM payment_attempt WHERE connection_id = :connection AND external_id = :external"
            " AND external_id <> '' LIMIT 1"
        ),
        {"connection": connection_id, "external": external_id},
    ).scalar()
    return found


def connection_of(session: Session, payment_id: UUID) -> UUID | None:
    found: UUID | None = session.execute(
        text("SELECT connection_id FROM payment WHERE id = :id"), {"id": payment_id}
    ).scalar()
    return found


def due(session: Session, connection_id: UUID, before: datetime, limit: int) -> list[UUID]:
    """Tries nobody told us about, the longest unasked first; after a refusal the buyer may have paid all the same."""
    found = session.execute(
        text(
            "SELECT id FROM payment_attempt WHERE connection_id = :connection AND asked_at < :before"
            " AND (status = 'open' OR status = 'failed' AND external_id <> ''"
            "  AND created_at > now() - interval '1 day') ORDER BY asked_at, id LIMIT :limit"
        ),
        {"connection": connection_id, "before": before, "limit": limit},
    )
    return list(found.scalars())


def to_check(session: Session, connection_id: UUID, at: datetime, limit: int) -> list[UUID]:
    """Tries that took money which may have gone back elsewhere, the longest unasked first.

    Every hour for two days, every day for a month, every week for half a year.
    """
    found = session.execute(
        text(
            "SELECT id FROM payment_attempt WHERE connection_id = :connection AND status IN ('paid', 'surplus', 'odd')"
            " AND refunded < charged AND paid_at > CAST(:at AS timestamptz) - interval '180 days'"
            " AND asked_at < CAST(:at AS timestamptz) - CASE"
            "  WHEN paid_at > CAST(:at AS timestamptz) - interval '2 days' THEN interval '1 hour'"
            "  WHEN paid_at > CAST(:at AS timestamptz) - interval '30 days' THEN interval '1 day'"
            "  ELSE interval '7 days' END ORDER BY asked_at, id LIMIT :limit"
        ),
        {"connection": connection_id, "at": at, "limit": limit},
    )
    return list(found.scalars())


def merchant_of_order(session: Session, order_id: UUID) -> UUID | None:
    """For the system role: a task is handed an order's id and nothing else."""
    found: UUID | None = session.execute(
        text("SELECT merchant_id FROM purchase_order WHERE id = :id"), {"id": order_id}
    ).scalar()
    return found


def store_of(session: Session, payment_id: UUID) -> UUID | None:
    """Whose order it pays for; None for one entered by hand, or for no order."""
    found: UUID | None = session.execute(
        text(
            "SELECT o.connection_id FROM payment p JOIN purchase_order o ON o.id = p.order_id WHERE p.id = :id"
        ),
        {"id": payment_id},
    ).scalar()
    return found


@dataclass(frozen=True, slots=True)
class ToRefund:
    id: UUID
    reference: str
    status: RefundStatus
    amount: Decimal
    whole: Decimal
    """What the seller counts of the try: a refund of no less gives all of it back."""
    before: Decimal
    claim_id: UUID | None
    attempt: Try


def to_refund(session: Session, refund_id: UUID) -> ToRefund | None:
    row = session.execute(
        text(
            "SELECT r.id, r.reference, r.status, r.amount, r.before, r.claim_id, r.attempt_id, r.is_surplus,"
            " p.amount AS asked FROM refund r JOIN payment p ON p.id = r.payment_id WHERE r.id = :id"
        ),
        {"id": refund_id},
    ).one_or_none()
    if row is None or row.attempt_id is None:
        return None
    tried = attempt(session, row.attempt_id)
    if tried is None:
        return None
    whole = tried.charged if row.is_surplus else row.asked
    return ToRefund(
        row.id, row.reference, RefundStatus(row.status), row.amount, whole, row.before, row.claim_id, tried
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a buyer is shown at a link: nothing of anybody's but what is to be paid."""

    payment_id: UUID
    merchant_id: UUID
    seller: str
    provider: str
    about: str
    """`order` or `invoice`; empty where it has neither."""
    number: str
    title: str
    amount: Decimal
    currency: str
    status: str
    card: str
    failure: str
    expires_at: datetime | None
    paid_at: datetime | None
    refunded: Decimal
    buyer_name: str
    buyer_email: str
    buyer_phone: str


def by_link(session: Session, link: str) -> Sheet | None:
    """For the system role: the link is all that a buyer has."""
    row = session.execute(
        text(
            "SELECT p.id, p.merchant_id, m.name AS seller, coalesce(c.name, '') AS provider,"
            " CASE WHEN i.number IS NOT NULL THEN 'invoice' WHEN o.id IS NOT NULL THEN 'order' ELSE '' END AS about,"
            " coalesce(i.number, o.number, '') AS number, p.title, p.amount, p.currency, p.status, p.card, p.failure,"
            " p.expires_at, p.paid_at, p.refunded, coalesce(o.buyer_name, i.buyer_name, '') AS buyer_name,"
            " coalesce(o.buyer_email, '') AS buyer_email, coalesce(o.buyer_phone, '') AS buyer_phone"
            " FROM payment p JOIN merchant m ON m.id = p.merchant_id"
            " LEFT JOIN connection c ON c.id = p.connection_id LEFT JOIN purchase_order o ON o.id = p.order_id"
            " LEFT JOIN invoice i ON i.id = p.invoice_id WHERE p.link = :link"
        ),
        {"link": link},
    ).one_or_none()
    return None if row is None else Sheet(*row)
