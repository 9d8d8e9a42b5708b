"""Any list as a file: a short one at once, a long one by a worker, with progress and the file kept for a while."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from pydantic import TypeAdapter
from sqlalchemy import text

from prapazar.domain.access.audit_queries import AuditFilter
from prapazar.domain.access.queries import merchant_name
from prapazar.domain.aftersales.queries import ClaimFilter
from prapazar.domain.aftersales.queries_questions import QuestionFilter
from prapazar.domain.catalog.queries.filters import Selection
from prapazar.domain.channels.enums import Topic
from prapazar.domain.customers.queries import CustomerFilter
from prapazar.domain.invoicing.queries import InvoiceFilter
from prapazar.domain.listings.queries_buyboxes import BoxFilter
from prapazar.domain.messaging.queries import NotificationFilter
from prapazar.domain.messaging.queries_messages import MessageFilter
from prapazar.domain.orders.queries import OrderFilter
from prapazar.domain.payments.queries import PaymentFilter
from prapazar.domain.planning import scopes
from prapazar.domain.planning.queries_tasks import TaskFilter
from prapazar.domain.reporting.reports import exports as books
from prapazar.domain.reporting.reports.exports import ExportRow
from prapazar.domain.shipping.queries_list import ShipmentFilter
from prapazar.domain.stock.queries_list import StockFilter
from prapazar.flows import (
    buybox_sheets,
    catalog_sheets,
    customer_desk,
    desk_sheets,
    invoice_desk,
    list_columns,
    list_papers,
    list_sheets,
    payment_desk,
)
from prapazar.flows.list_sheets import ListSheet
from prapazar.foundation import db, outbox
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import PermissionDenied, Scope, system_scope
from prapazar.foundation.settings import settings
from prapazar.foundation.sheets import Cell
from prapazar.foundation.texts import say

log = structlog.get_logger(__name__)
AT_ONCE = 5_000
"""Rows; more are left to a worker."""
STEP = 500
_LEASE = timedelta(minutes=10)
_SHOWN = "shown_columns"
"""Beside the filters an export was asked with."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that can be taken out. Its title is `exports.<name>`, which is also what its file is called."""

    wanted: type[Any]
    sheet: Callable[[Scope, Any], ListSheet]


LISTS = {
    "orders": Listed(OrderFilter, list_sheets.order_sheet),
    "products": Listed(Selection, catalog_sheets.sheet),
    "stock": Listed(StockFilter, list_sheets.stock_sheet),
    "customers": Listed(CustomerFilter, customer_desk.sheet),
    "invoices": Listed(InvoiceFilter, invoice_desk.sheet),
    "payments": Listed(PaymentFilter, payment_desk.sheet),
    "shipments": Listed(ShipmentFilter, list_sheets.shipment_sheet),
    "claims": Listed(ClaimFilter, list_sheets.claim_sheet),
    "questions": Listed(QuestionFilter, desk_sheets.question_sheet),
    "messages": Listed(MessageFilter, desk_sheets.message_sheet),
    "notifications": Listed(NotificationFilter, desk_sheets.notification_sheet),
    "tasks": Listed(TaskFilter, desk_sheets.task_sheet),
    "buyboxes": Listed(BoxFilter, buybox_sheets.sheet),
    "audit": Listed(AuditFilter, desk_sheets.audit_sheet),
}


class Stopped(Exception):
    """Somebody has cancelled it."""


@dataclass(frozen=True, slots=True)
class Long:
    """Too long to be waited for: what a worker writes instead."""

    export_id: UUID


def begin(
    scope: Scope,
    what: str,
    form: str,
    wanted: object,
    shown: Sequence[str] | None = None,
    *,
    expected: int = 0,
) -> ListSheet | Long:
    """The rows themselves where they are few, told to the audit trail; else a worker begins.

    `shown`: the columns of the list that go, by their names on the screen; None: all there are. `expected`: how
    many rows the screen has counted, which its progress is measured by; 0 where it has not.
    """
    sheet = list_columns.narrowed(LISTS[what].sheet(scope, wanted), what, shown)
    rows = iter(sheet.rows)
    first = list(islice(rows, AT_ONCE + 1))
    with db.transaction(scope) as session:
        if len(first) > AT_ONCE:
            query = TypeAdapter(LISTS[what].wanted).dump_python(wanted, mode="json")
            if shown is not None:
                query[_SHOWN] = list(shown)
            total = min(expected, list_papers.MOST_ROWS) if form == "pdf" else expected
            return Long(books.begin(session, scope, what, query, form, total))
        books.tell(session, scope, what, form, len(first))
    return replace(sheet, rows=first)


@contextmanager
def written(sheet: ListSheet, scope: Scope, what: str, form: str) -> Iterator[Path]:
    """A file that is gone when the block ends."""
    path = settings().data_dir / f"export-{new_id()}.{form}"
    try:
        write(path, sheet, scope, what, form)
        yield path
    finally:
        path.unlink(missing_ok=True)


def write(path: Path, sheet: ListSheet, scope: Scope, what: str, form: str) -> None:
    if form == "xlsx":
        title = say(scope.locale, f"exports.{what}")
        list_sheets.write_into(path, sheet, total_label=say(scope.locale, "exports.total"), title=title)
    elif form == "pdf":
        with db.transaction(scope) as session:
            owner = merchant_name(session, scope)
        path.write_bytes(list_papers.pdf(sheet, say(scope.locale, f"exports.{what}"), scope.locale, owner))
    else:
        with path.open("wb") as file:
            for chunk in list_sheets.as_csv(sheet):
                file.write(chunk)


def carry_out(export_id: UUID, others: Callable[[Scope, ExportRow, Path], int] | None = None) -> None:
    """From its beginning, also after a crash: only a whole file is kept. `others` writes what is no list."""
    with db.exclusive(f"{Topic.EXPORT.value}:{export_id}") as is_mine:
        merchant_id = _merchant(export_id) if is_mine else None
        if merchant_id is None:
            return
        scope = system_scope(merchant_id)
        with db.transaction(scope) as session:
            claims = outbox.claim(session, Topic.EXPORT.value, export_id, 10, _LEASE)
            row = books.take_up(session, scope, export_id)
        if row is not None:
            _carry_out(scope, row, others)
        with db.transaction(scope) as session:
            outbox.finish(session, [claim.id for claim in claims])


def path_of(row: ExportRow) -> Path | None:
    """None once the file is gone."""
    if not row.file:
        return None
    path = settings().data_dir / row.file
    return path if path.is_file() else None


def _carry_out(system: Scope, row: ExportRow, others: Callable[[Scope, ExportRow, Path], int] | None) -> None:
    with db.transaction(system) as session:
        found = scopes.of_person(session, system.merchant_id, row.user_id)
    if found is None:
        return
    scope = replace(found, locale="en" if row.locale == "en" else "tr")
    folder = settings().data_dir / "exports" / str(scope.merchant_id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{row.id}.{row.form}"
    try:
        done = others(scope, row, path) if others and row.what not in LISTS else _write(scope, row, path)
    except Stopped:
        path.unlink(missing_ok=True)
        return
    except PermissionDenied:
        _failed(scope, row, path, "errors.permission_denied")
        return
    except Exception:
        log.exception("export not written", export=str(row.id))
        _failed(scope, row, path, "exports.broken")
        return
    name = f"{say(scope.locale, f'exports.{row.what}')}.{row.form}"
    kept = path.relative_to(settings().data_dir).as_posix()
    with db.transaction(scope) as session:
        books.finish(session, scope, row, file=kept, name=name, size=path.stat().st_size, done=done)


def _failed(scope: Scope, row: ExportRow, path: Path, code: str) -> None:
    path.unlink(missing_ok=True)
    with db.transaction(scope) as session:
        books.fail(session, scope, row, code)


def _write(scope: Scope, row: ExportRow, path: Path) -> int:
    listed = LISTS[row.what]
    query = dict(row.query)
    shown = query.pop(_SHOWN, None)
    whole = listed.sheet(scope, TypeAdapter(listed.wanted).validate_python(query))
    sheet = list_columns.narrowed(whole, row.what, shown)
    count = _Count()
    rows = _counted(scope, row.id, sheet.rows, count)
    most = islice(rows, list_papers.MOST_ROWS) if row.form == "pdf" else rows
    write(path, replace(sheet, rows=most), scope, row.what, row.form)
    return count.rows


@dataclass(slots=True)
class _Count:
    rows: int = 0


def _counted(
    scope: Scope,
    export_id: UUID,
    rows: Iterable[Sequence[Cell]],
    count: _Count,
) -> Iterator[Sequence[Cell]]:
    for count.rows, row in enumerate(rows, start=1):
        if count.rows % STEP == 0:
            with db.transaction(scope) as session:
                goes_on = books.advance(session, scope, export_id, count.rows)
            if not goes_on:
                raise Stopped
        yield row


def _merchant(export_id: UUID) -> UUID | None:
    with db.system_transaction() as session:
        found: UUID | None = session.execute(
            text("SELECT merchant_id FROM export WHERE id = :id"), {"id": export_id}
        ).scalar()
    return found
