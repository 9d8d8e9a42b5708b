"""Reads of documents for people: the list and its worklists, one document, runs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.files import actions as files
from prapazar.domain.files.actions import KeptFile
from prapazar.domain.files.enums import Subject
from prapazar.domain.invoicing.errors import InvoiceMissing
from prapazar.foundation.clock import ISTANBUL, month_bounds, now
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import escape_like

COUNT_LIMIT = 10_000
VIEWS = {
    "all": "true",
    "draft": "i.status = 'draft'",
    "waiting": "i.status IN ('issuing', 'waiting', 'sending')",
    "refused": "(i.status IN ('failed', 'rejected') OR i.status = 'draft' AND i.code IS NOT NULL)",
    "sent": "i.status IN ('sent', 'delivered', 'waiting_answer')",
    "answered": "i.status IN ('accepted', 'rejected')",
    "overdue": (
        "(i.kind = 'sale' AND i.paid < i.payable AND i.due_on < :today"
        " AND i.status NOT IN ('draft', 'cancelled', 'rejected'))"
    ),
}
KINDS = ("einvoice", "earchive", "despatch", "return", "credit_note")
_KIND = (
    "(CAST(:kind AS text) = '' OR i.document_kind = :kind AND (i.kind <> 'return' OR :kind = 'credit_note')"
    " OR :kind = 'return' AND i.kind = 'return')"
)
_WHERE = (
    f"i.merchant_id = :merchant AND {{view}} AND {_KIND}"
    " AND (CAST(:since AS timestamptz) IS NULL OR i.issued_at >= :since AND i.issued_at < :until)"
    " AND (:words = '' OR i.number ILIKE :like OR i.buyer_name ILIKE :like OR i.buyer_tax_number = :words"
    "  OR o.number ILIKE :like)"
    " AND (NOT :chosen OR i.id = ANY(CAST(:ids AS uuid[])))"
)
_FROM = " FROM invoice i LEFT JOIN purchase_order o ON o.id = i.order_id WHERE "


@dataclass(frozen=True, slots=True)
class InvoiceFilter:
    view: str = "all"
    search: str = ""
    kind: str = ""
    month: str = ""
    """Such as `2026-11`, of the day of issue."""
    ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    id: UUID
    number: str | None
    kind: str
    document_kind: str
    type: str
    status: str
    code: str | None
    detail: str
    order_id: UUID | None
    order_number: str | None
    buyer_name: str
    buyer_tax_number: str
    currency: str
    rate: Decimal
    net: Decimal
    vat: Decimal
    withheld: Decimal
    payable: Decimal
    paid: Decimal
    issued_at: datetime
    due_on: date | None
    uuid: UUID


@dataclass(frozen=True, slots=True)
class Sums:
    """In lira; returns and what was taken back are not counted."""

    count: int
    net: Decimal
    vat: Decimal
    payable: Decimal
    open: Decimal


def page(
    session: Session, scope: Scope, wanted: InvoiceFilter, *, after: str = "", limit: int = 50
) -> list[InvoiceRow]:
    """Newest first; `after` is what `cursor` said of the last row."""
    scope.require("invoices.read")
    moment, _, invoice_id = after.partition("~")
    behind = " AND (i.issued_at, i.id) < (CAST(:moment AS timestamptz), CAST(:id AS uuid))" if after else ""
    found = session.execute(
        text(
            "SELECT i.id, i.number, i.kind, i.document_kind, i.type, i.status, i.code, i.detail, i.order_id,"
            " o.number AS order_number, i.buyer_name, i.buyer_tax_number, i.currency, i.rate, i.net, i.vat,"
            f" i.withheld, i.payable, i.paid, i.issued_at, i.due_on, i.uuid{_FROM}{_where(wanted)}{behind}"
            " ORDER BY i.issued_at DESC, i.id DESC LIMIT :limit"
        ),
        {**_values(scope, wanted), "moment": moment, "id": invoice_id, "limit": limit},
    )
    return [InvoiceRow(*row) for row in found]


def cursor(row: InvoiceRow) -> str:
    return f"{row.issued_at.isoformat()}~{row.id}"


def contents(session: Session, scope: Scope, invoice_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    scope.require("invoices.read")
    found = session.execute(
        text("SELECT id, content FROM invoice WHERE id = ANY(CAST(:ids AS uuid[]))"),
        {"ids": list(invoice_ids)},
    )
    return {row.id: row.content for row in found}


def sums(session: Session, scope: Scope, wanted: InvoiceFilter) -> Sums:
    scope.require("invoices.read")
    counted = "i.kind = 'sale' AND i.status NOT IN ('draft', 'cancelled', 'rejected')"
    parts = ", ".join(
        f"coalesce(sum(round({amount} * i.rate, 2)) FILTER (WHERE {counted}), 0)"
        for amount in ("i.net", "i.vat", "i.payable", "(i.payable - i.paid)")
    )
    row = session.execute(
        text(f"SELECT count(*), {parts}{_FROM}{_where(wanted)}"), _values(scope, wanted)
    ).one()
    return Sums(*row)


def worklists(session: Session, scope: Scope) -> dict[str, int]:
    """How many wait where somebody has to act."""
    scope.require("invoices.read")
    names = ("draft", "waiting", "refused", "overdue")
    parts = ", ".join(f"count(*) FILTER (WHERE {VIEWS[name]})" for name in names)
    row = session.execute(
        text(f"SELECT {parts} FROM invoice i WHERE i.merchant_id = :merchant"),
        {"merchant": scope.merchant_id, "today": _today()},
    ).one()
    return dict(zip(names, row, strict=True))


@dataclass(frozen=True, slots=True)
class EventRow:
    kind: str
    values: dict[str, Any]
    at: datetime
    by: str | None


@dataclass(frozen=True, slots=True)
class Related:
    id: UUID
    number: str | None
    kind: str
    status: str


@dataclass(frozen=True, slots=True)
class ShareRow:
    """What a channel that shows the invoice to the buyer has of it."""

    channel: str
    connector: str
    package: str
    status: str
    code: str | None
    detail: str
    link: str
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class InvoiceDetail:
    row: InvoiceRow
    content: dict[str, Any]
    profile: str
    wanted_profile: str
    provider: str | None
    connector: str | None
    provider_status: str
    gib_code: str
    url: str | None
    xml_id: UUID | None
    told_channel_at: datetime | None
    told_buyer_at: datetime | None
    is_reported: bool | None
    events: list[EventRow] = field(default_factory=list)
    files: list[KeptFile] = field(default_factory=list)
    related: list[Related] = field(default_factory=list)
    shares: list[ShareRow] = field(default_factory=list)
    buyer_email: str | None = None


_MORE = text(
    "SELECT i.content, i.profile, i.wanted_profile, c.name AS provider, c.connector, i.provider_status, i.gib_code,"
    " i.url, i.xml_id, i.told_channel_at, i.told_buyer_at, i.is_reported, i.original_id, o.buyer_email FROM invoice i"
    " LEFT JOIN connection c ON c.id = i.connection_id LEFT JOIN purchase_order o ON o.id = i.order_id WHERE i.id = :id"
)
_EVENTS = text(
    "SELECT e.kind, e.values, e.at, u.name AS by FROM invoice_event e LEFT JOIN app_user u ON u.id = e.user_id"
    " WHERE e.invoice_id = :id ORDER BY e.id DESC LIMIT 200"
)
_SHARES = text(
    "SELECT c.name, c.connector, p.external_id, s.status, s.code, s.detail, s.link, s.done_at FROM invoice_share s"
    " JOIN connection c ON c.id = s.connection_id LEFT JOIN shipment_package p ON p.id = s.package_id"
    " WHERE s.invoice_id = :id AND s.status <> 'unable' ORDER BY s.created_at, s.id"
)
_RELATED = text(
    "SELECT id, number, kind, status FROM invoice WHERE original_id = :id OR id = :original ORDER BY created_at, id"
)


def detail(session: Session, scope: Scope, invoice_id: UUID) -> InvoiceDetail:
    """Raises InvoiceMissing."""
    rows = page(session, scope, InvoiceFilter(ids=(invoice_id,)), limit=1)
    if not rows:
        raise InvoiceMissing(invoice_id)
    keys = {"id": invoice_id}
    more = session.execute(_MORE, keys).one()._asdict()
    original = more.pop("original_id")
    return InvoiceDetail(
        row=rows[0],
        **more,
        events=[EventRow(*row) for row in session.execute(_EVENTS, keys)],
        files=files.listed(session, scope, Subject.INVOICE, [invoice_id]),
        related=[Related(*row) for row in session.execute(_RELATED, {**keys, "original": original})],
        shares=[ShareRow(*row) for row in session.execute(_SHARES, keys)],
    )


@dataclass(frozen=True, slots=True)
class OrderDocument:
    id: UUID
    number: str | None
    kind: str
    status: str


def of_order(session: Session, scope: Scope, order_id: UUID) -> list[OrderDocument]:
    scope.require("invoices.read")
    found = session.execute(
        text("SELECT id, number, kind, status FROM invoice WHERE order_id = :id ORDER BY created_at, id"),
        {"id": order_id},
    )
    return [OrderDocument(*row) for row in found]


@dataclass(frozen=True, slots=True)
class RunRow:
    id: UUID
    status: str
    total: int
    done: int
    failed: int
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class RunLine:
    id: UUID
    order_id: UUID
    order_number: str
    status: str
    code: str | None
    detail: str
    invoice_id: UUID | None
    number: str | None
    invoice_status: str | None


def run(session: Session, scope: Scope, run_id: UUID | None = None) -> RunRow | None:
    """The newest one, where none is named."""
    scope.require("invoices.read")
    row = session.execute(
        text(
            "SELECT id, status, total, done, failed, created_at, finished_at FROM invoice_run"
            " WHERE merchant_id = :merchant AND (CAST(:id AS uuid) IS NULL OR id = :id)"
            " ORDER BY created_at DESC, id DESC LIMIT 1"
        ),
        {"merchant": scope.merchant_id, "id": run_id},
    ).one_or_none()
    return RunRow(*row) if row else None


def run_lines(session: Session, scope: Scope, run_id: UUID, *, limit: int, offset: int = 0) -> list[RunLine]:
    """What failed first."""
    scope.require("invoices.read")
    found = session.execute(
        text(
            "SELECT r.id, r.order_id, coalesce(o.number, '') AS number, r.status, r.code, r.detail, r.invoice_id,"
            " i.number, i.status FROM invoice_run_row r LEFT JOIN purchase_order o ON o.id = r.order_id"
            " LEFT JOIN invoice i ON i.id = r.invoice_id WHERE r.run_id = :run"
            " ORDER BY (r.status <> 'failed'), (r.status <> 'waiting'), i.number, r.id LIMIT :limit OFFSET :offset"
        ),
        {"run": run_id, "limit": limit, "offset": offset},
    )
    return [RunLine(*row) for row in found]


def _where(wanted: InvoiceFilter) -> str:
    return _WHERE.format(view=VIEWS.get(wanted.view, "true"))


def _values(scope: Scope, wanted: InvoiceFilter) -> dict[str, Any]:
    since, until = month_bounds(wanted.month)
    words = wanted.search.strip()
    return {
        "merchant": scope.merchant_id,
        "kind": wanted.kind if wanted.kind in KINDS else "",
        "since": since,
        "until": until,
        "words": words,
        "like": f"%{escape_like(words)}%",
        "chosen": bool(wanted.ids),
        "ids": list(wanted.ids),
        "today": _today(),
    }


def _today() -> date:
    return now().astimezone(ISTANBUL).date()
