"""Reads of payments for people: the list and its sums, one payment, those of an order or an invoice."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.payments import rules
from prapazar.domain.payments.enums import PaymentStatus
from prapazar.domain.payments.errors import PaymentMissing
from prapazar.foundation.clock import month_bounds
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import escape_like

VIEWS = {
    "all": "true",
    "open": "p.status = 'open'",
    "paid": "p.status IN ('paid', 'partly_refunded')",
    "refunded": "p.refunded > 0",
    "closed": "p.status IN ('cancelled', 'expired')",
    "problem": (
        "(EXISTS (SELECT 1 FROM refund r WHERE r.payment_id = p.id AND r.status = 'failed'"
        " AND NOT EXISTS (SELECT 1 FROM refund n WHERE n.payment_id = r.payment_id AND n.created_at > r.created_at))"
        " OR p.status = 'open' AND p.failure <> '')"
    ),
}
METHODS = ("card", "transfer", "cash", "channel")
NOTHING = Decimal("0.00")
_HELD = "p.status IN ('paid', 'partly_refunded', 'refunded')"
_WAITING = (
    "(SELECT coalesce(sum(r.amount), 0) FROM refund r WHERE r.payment_id = p.id AND NOT r.is_surplus"
    " AND r.status IN ('waiting', 'asked'))"
)
_ROW = (
    "SELECT p.id, p.reference, p.status, p.method, p.amount, p.charged, p.refunded, p.fee, p.currency, p.installments,"
    f" p.card, p.failure, p.title, p.note, p.link, p.expires_at, p.paid_at, p.created_at, {_WAITING} AS refund_waiting,"
    " p.order_id, o.number AS order_number, coalesce(o.buyer_name, i.buyer_name, '') AS buyer_name,"
    " p.invoice_id, i.number AS invoice_number, c.connector, c.name AS provider"
)
_FROM = (
    " FROM payment p LEFT JOIN purchase_order o ON o.id = p.order_id LEFT JOIN invoice i ON i.id = p.invoice_id"
    " LEFT JOIN connection c ON c.id = p.connection_id WHERE "
)
_WHERE = (
    "p.merchant_id = :merchant AND {view} AND (:method = '' OR p.method = :method)"
    " AND (CAST(:since AS timestamptz) IS NULL OR p.created_at >= :since AND p.created_at < :until)"
    " AND (:words = '' OR p.reference ILIKE :like OR o.number ILIKE :like OR i.number ILIKE :like"
    "  OR o.buyer_name ILIKE :like OR i.buyer_name ILIKE :like OR p.title ILIKE :like OR p.note ILIKE :like)"
    " AND (NOT :chosen OR p.id = ANY(CAST(:ids AS uuid[])))"
)


@dataclass(frozen=True, slots=True)
class PaymentFilter:
    view: str = "all"
    search: str = ""
    method: str = ""
    month: str = ""
    """Such as `2026-11`, of the day it was asked for or entered."""
    ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class PaymentRow:
    id: UUID
    reference: str
    status: str
    method: str
    amount: Decimal
    charged: Decimal | None
    refunded: Decimal
    fee: Decimal | None
    currency: str
    installments: int
    card: str
    failure: str
    title: str
    note: str
    link: str | None
    expires_at: datetime | None
    paid_at: datetime | None
    created_at: datetime
    refund_waiting: Decimal
    order_id: UUID | None
    order_number: str | None
    buyer_name: str
    invoice_id: UUID | None
    invoice_number: str | None
    connector: str | None
    provider: str | None

    @property
    def refundable(self) -> Decimal:
        status = PaymentStatus(self.status)
        return rules.refundable(status, self.amount, self.refunded, self.refund_waiting)


@dataclass(frozen=True, slots=True)
class Sums:
    count: int
    paid: Decimal
    refunded: Decimal
    fee: Decimal
    open: Decimal


def cursor(row: PaymentRow) -> str:
    return f"{row.created_at.isoformat()}~{row.id}"


def page(
    session: Session, scope: Scope, wanted: PaymentFilter, *, after: str = "", limit: int = 50
) -> list[PaymentRow]:
    """Newest first; `after`: the cursor of the last row before."""
    scope.require("payments.read")
    moment, _, last = after.partition("~")
    beyond = (
        " AND (p.created_at, p.id) < (CAST(:moment AS timestamptz), CAST(:last AS uuid))" if after else ""
    )
    found = session.execute(
        text(f"{_ROW}{_FROM}{_where(wanted)}{beyond} ORDER BY p.created_at DESC, p.id DESC LIMIT :limit"),
        {**_values(scope, wanted), "moment": moment, "last": last, "limit": limit},
    )
    return [PaymentRow(*row) for row in found]


def sums(session: Session, scope: Scope, wanted: PaymentFilter) -> dict[str, Sums]:
    """By currency; `count` of all of them."""
    scope.require("payments.read")
    found = session.execute(
        text(
            "SELECT p.currency, count(*),"
            f" coalesce(sum(p.amount) FILTER (WHERE {_HELD}), 0), coalesce(sum(p.refunded), 0),"
            " coalesce(sum(p.fee), 0), coalesce(sum(p.amount) FILTER (WHERE p.status = 'open'), 0)"
            f"{_FROM}{_where(wanted)} GROUP BY p.currency ORDER BY count(*) DESC, p.currency"
        ),
        _values(scope, wanted),
    )
    return {row[0]: Sums(*row[1:]) for row in found}


def worklists(session: Session, scope: Scope) -> dict[str, int]:
    scope.require("payments.read")
    names = ("open", "problem")
    parts = ", ".join(f"count(*) FILTER (WHERE {VIEWS[name]})" for name in names)
    row = session.execute(
        text(f"SELECT {parts} FROM payment p WHERE p.merchant_id = :merchant"),
        {"merchant": scope.merchant_id},
    ).one()
    return dict(zip(names, row, strict=True))


@dataclass(frozen=True, slots=True)
class EventRow:
    kind: str
    values: dict[str, Any]
    at: datetime
    by: str | None


@dataclass(frozen=True, slots=True)
class RefundRow:
    id: UUID
    reference: str
    amount: Decimal
    is_surplus: bool
    status: str
    code: str | None
    detail: str
    note: str
    claim_id: UUID | None
    created_at: datetime
    done_at: datetime | None
    by: str | None
    way: str = ""
    is_found: bool = False


@dataclass(frozen=True, slots=True)
class ShareRow:
    invoice_id: UUID
    number: str | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class PaymentDetail:
    row: PaymentRow
    events: list[EventRow] = field(default_factory=list)
    refunds: list[RefundRow] = field(default_factory=list)
    shares: list[ShareRow] = field(default_factory=list)


def detail(session: Session, scope: Scope, payment_id: UUID) -> PaymentDetail:
    """Raises PaymentMissing."""
    rows = page(session, scope, PaymentFilter(ids=(payment_id,)), limit=1)
    if not rows:
        raise PaymentMissing(payment_id)
    keys = {"id": payment_id}
    events = session.execute(
        text(
            "SELECT e.kind, e.values, e.at, u.name FROM payment_event e LEFT JOIN app_user u ON u.id = e.user_id"
            " WHERE e.payment_id = :id ORDER BY e.id DESC LIMIT 200"
        ),
        keys,
    )
    refunds = session.execute(
        text(
            "SELECT r.id, r.reference, r.amount, r.is_surplus, r.status, r.code, r.detail, r.note, r.claim_id,"
            " r.created_at, r.done_at, u.name, r.way, r.is_found FROM refund r LEFT JOIN app_user u ON u.id = r.user_id"
            " WHERE r.payment_id = :id ORDER BY r.created_at, r.id"
        ),
        keys,
    )
    shares = session.execute(
        text(
            "SELECT s.invoice_id, i.number, s.amount FROM payment_share s JOIN invoice i ON i.id = s.invoice_id"
            " WHERE s.payment_id = :id ORDER BY i.created_at, i.id"
        ),
        keys,
    )
    return PaymentDetail(
        rows[0],
        [EventRow(*row) for row in events],
        [RefundRow(*row) for row in refunds],
        [ShareRow(*row) for row in shares],
    )


def of_order(session: Session, scope: Scope, order_id: UUID) -> list[PaymentRow]:
    scope.require("payments.read")
    found = session.execute(
        text(
            f"{_ROW}{_FROM}p.merchant_id = :merchant AND p.order_id = :id ORDER BY p.created_at, p.id LIMIT 100"
        ),
        {"merchant": scope.merchant_id, "id": order_id},
    )
    return [PaymentRow(*row) for row in found]


def of_invoice(session: Session, scope: Scope, invoice_id: UUID) -> list[PaymentRow]:
    """Asked for it, or lying on it."""
    scope.require("payments.read")
    found = session.execute(
        text(
            f"{_ROW}{_FROM}p.merchant_id = :merchant AND (p.invoice_id = :id OR p.id IN"
            " (SELECT payment_id FROM payment_share WHERE invoice_id = :id)) ORDER BY p.created_at, p.id LIMIT 100"
        ),
        {"merchant": scope.merchant_id, "id": invoice_id},
    )
    return [PaymentRow(*row) for row in found]


def _where(wanted: PaymentFilter) -> str:
    return _WHERE.format(view=VIEWS.get(wanted.view, "true"))


def _values(scope: Scope, wanted: PaymentFilter) -> dict[str, Any]:
    since, until = month_bounds(wanted.month)
    words = wanted.search.strip()
    return {
        "merchant": scope.merchant_id,
        "method": wanted.method if wanted.method in METHODS else "",
        "since": since,
        "until": until,
        "words": words,
        "like": f"%{escape_like(words)}%",
        "chosen": bool(wanted.ids),
        "ids": list(wanted.ids),
    }


@dataclass(frozen=True, slots=True)
class Owing:
    """What an order or an invoice says of its money."""

    number: str
    currency: str
    total: Decimal
    paid: Decimal
    asked: Decimal
    """By links that are open."""
    is_takeable: bool
    is_channels: bool

    @property
    def left(self) -> Decimal:
        return self.total - self.paid

    @property
    def settlement(self) -> str:
        """`channel`, `none`, `part`, `paid` or `over`."""
        if self.is_channels:
            return "channel"
        if not self.paid:
            return "none"
        if self.paid < self.total:
            return "part"
        return "paid" if self.paid == self.total else "over"


_ASKED = (
    "(SELECT coalesce(sum(p.amount), 0) FROM payment p"
    " WHERE p.{of} AND p.status = 'open' AND p.expires_at > now())"
)
_CHANNELS = "o.connection_id IS NOT NULL AND o.status <> 'awaiting_payment'"
_OWING_ORDER = (
    f"SELECT o.number, o.currency, o.total, o.paid, {_ASKED.format(of='order_id = o.id')} AS asked,"
    f" o.status NOT IN ('cancelled', 'returned') AND NOT ({_CHANNELS}) AS is_takeable, {_CHANNELS} AS is_channels"
    " FROM purchase_order o WHERE o.id = :id AND o.merchant_id = :merchant"
)
_OWING_INVOICE = (
    "SELECT coalesce(i.number, '') AS number, i.currency, i.payable, i.paid,"
    f" {_ASKED.format(of='invoice_id = i.id')} AS asked,"
    " i.kind = 'sale' AND i.status NOT IN ('draft', 'cancelled', 'rejected') AS is_takeable, false AS is_channels"
    " FROM invoice i WHERE i.id = :id AND i.merchant_id = :merchant AND i.kind = 'sale'"
)


def owing(session: Session, scope: Scope, order_id: UUID | None, invoice_id: UUID | None) -> Owing | None:
    """None where there is no such order or invoice, and of one that asks for no money."""
    scope.require("payments.read")
    statement = _OWING_ORDER if invoice_id is None else _OWING_INVOICE
    row = session.execute(
        text(statement), {"id": invoice_id or order_id, "merchant": scope.merchant_id}
    ).one_or_none()
    return None if row is None else Owing(*row)
