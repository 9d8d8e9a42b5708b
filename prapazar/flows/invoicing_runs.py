"""Many orders invoiced by a worker: each drafted, looked up, numbered, and left to be sent."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.connector_kit.contract import Connector
from prapazar.connector_kit.errors import ConnectorError
from prapazar.domain.channels.enums import Topic
from prapazar.domain.invoicing import actions, sales, sending
from prapazar.domain.invoicing.actions import Outcome, runs
from prapazar.domain.invoicing.enums import InvoiceStatus
from prapazar.domain.invoicing.errors import DocumentFaulty, InvoiceMissing, InvoiceRefused
from prapazar.domain.invoicing.models import Invoice
from prapazar.flows import documents
from prapazar.flows.connections import ConnectionIdle, opened, scope_of
from prapazar.foundation import db, outbox
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

LEASE = timedelta(minutes=2)
AT_ONCE = 25
RETRY = timedelta(seconds=30)


def work(run_id: UUID) -> int:
    """Carry a run to its end; after a crash it goes on with what has no number. Returns how many were done."""
    with db.exclusive(f"{Topic.INVOICE_MANY}:{run_id}") as is_mine:
        if not is_mine:
            return 0
        scope = _scope(run_id)
        if scope is None:
            return 0
        with db.transaction(scope) as session:
            claims = outbox.claim(session, Topic.INVOICE_MANY.value, run_id, 1, LEASE)
        ids = [claim.id for claim in claims]
        try:
            done = _carry_on(scope, run_id)
        except (ConnectorError, ConnectionIdle) as error:
            code = error.code if isinstance(error, ConnectorError) else "connector.auth_failed"
            until = now() + RETRY
            db.retried(scope, lambda session: outbox.give_back(session, ids, code, until, counts=False))
            return 0
        db.retried(scope, lambda session: outbox.finish(session, ids))
        return done


def start_due(connection_id: UUID) -> UUID | None:
    """What is invoiced by itself, begun by the first provider of the seller."""
    scope = scope_of(connection_id)
    with db.transaction(scope) as session:
        row = sales.profile(session, scope)
        if row is None or row.automatic == "off" or row.providers[:1] != [str(connection_id)]:
            return None
        since = row.automatic_since or now()
        due = sending.due(session, scope, row.automatic, since, runs.MOST)
        try:
            return actions.start_run(session, scope, due) if due else None
        except InvoiceRefused:
            return None


def _carry_on(scope: Scope, run_id: UUID) -> int:
    with db.transaction(scope) as session:
        if not runs.begin(session, run_id):
            return 0
        try:
            usable = sales.providers(session, sales.seller(session, scope))
        except InvoiceRefused:
            usable = []
    if not usable:
        raise ConnectionIdle("no provider")
    done = 0
    with opened(usable[0]) as channel:
        while True:
            with db.transaction(scope) as session:
                rows = runs.waiting(session, run_id, AT_ONCE) if runs.begin(session, run_id) else []
            if not rows:
                break
            _together(scope, channel.connector, rows)
            done += len(rows)
    db.retried(scope, lambda session: runs.finish(session, scope, run_id))
    return done


def _together(scope: Scope, connector: Connector, rows: list[tuple[UUID, UUID]]) -> None:
    """In one transaction; buyers are looked up before it, so that nothing is asked of a provider within."""
    with db.transaction(scope) as session:
        numbers = actions.buyers(session, scope, [order_id for _, order_id in rows])
    aliases = {one: documents.look_up(connector, one) for one in sorted(numbers)}
    try:
        outcomes = db.retried(scope, lambda session: actions.invoice_many(session, scope, rows, aliases))
    except InvoiceRefused:
        outcomes = []  # what stands in the way of all is told of each
    done = {one.row_id for one in outcomes}
    for row_id, order_id in rows:
        if row_id not in done:
            _one(scope, connector, row_id, order_id)


def _one(scope: Scope, connector: Connector, row_id: UUID, order_id: UUID) -> None:
    """Drafted first, so that nothing is asked of a provider while an order is locked."""
    invoice_id: UUID | None = None
    try:
        invoice_id, tax_number = db.retried(scope, lambda session: _drafted(session, scope, order_id))
        alias = documents.look_up(connector, tax_number)

        def write(session: Session) -> None:
            if invoice_id is None:
                return
            actions.number(session, scope, invoice_id, alias=alias)
            _send_soon(session, scope, invoice_id)
            runs.record_rows(session, scope, [Outcome(row_id, invoice_id)])

        db.retried(scope, write)
    except DocumentFaulty as faulty:
        _failed(scope, row_id, invoice_id, documents.FAULTY, faulty.faults[0].said, faulty)
    except InvoiceRefused as refused:
        _failed(scope, row_id, invoice_id, refused.code, refused.detail)
    except InvoiceMissing:
        _failed(scope, row_id, None, "invoicing.order_missing", "")


def _drafted(session: Session, scope: Scope, order_id: UUID) -> tuple[UUID, str]:
    invoice_id = actions.draft(session, scope, order_id)
    row = session.get_one(Invoice, invoice_id)
    return invoice_id, row.buyer_tax_number


def _send_soon(session: Session, scope: Scope, invoice_id: UUID) -> None:
    row = session.get_one(Invoice, invoice_id)
    row.status = InvoiceStatus.WAITING.value
    actions.send_soon(session, scope, row)


def _failed(
    scope: Scope,
    row_id: UUID,
    invoice_id: UUID | None,
    code: str,
    detail: str,
    faulty: DocumentFaulty | None = None,
) -> None:
    def write(session: Session) -> None:
        if invoice_id is not None:
            found = faulty.faults if faulty else ()
            actions.record_failure(session, scope, invoice_id, code, detail, found)
        runs.record_rows(session, scope, [Outcome(row_id, invoice_id, code, detail)])

    db.retried(scope, write)


def _scope(run_id: UUID) -> Scope | None:
    """Whoever asked for it stands beside what was done; what may be done was asked then."""
    with db.system_transaction() as session:
        found = session.execute(
            text("SELECT merchant_id, user_id FROM invoice_run WHERE id = :id"), {"id": run_id}
        ).one_or_none()
    if found is None:
        return None
    return Scope(merchant_id=found.merchant_id, user_id=found.user_id, permissions=frozenset({"*"}))
