"""Many orders invoiced at once: asked for, worked off row by row, cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import RunStatus, Topic
from prapazar.domain.invoicing import sales
from prapazar.domain.invoicing.errors import InvoiceRefused
from prapazar.domain.invoicing.models import InvoiceRun
from prapazar.foundation import live, outbox
from prapazar.foundation.scope import Scope

MOST = 500
_ROWS = text(
    "INSERT INTO invoice_run_row (id, merchant_id, run_id, order_id, status, detail)"
    " SELECT gen_random_uuid(), :merchant, :run, u.id, 'waiting', ''"
    " FROM unnest(CAST(:orders AS uuid[])) WITH ORDINALITY AS u(id, i)"
    " JOIN purchase_order o ON o.id = u.id ORDER BY u.i ON CONFLICT DO NOTHING"
)
_DONE = text(
    "WITH told AS (SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:invoices AS uuid[]), CAST(:codes AS text[]),"
    "  CAST(:details AS text[])) AS t(id, invoice_id, code, detail)),"
    " row AS (UPDATE invoice_run_row r SET status = CASE WHEN t.code IS NULL THEN 'done' ELSE 'failed' END,"
    "  invoice_id = t.invoice_id, code = t.code, detail = t.detail FROM told t"
    "  WHERE r.id = t.id AND r.status = 'waiting' RETURNING r.run_id, t.code),"
    " sums AS (SELECT run_id, count(*) FILTER (WHERE code IS NULL) AS done, count(code) AS failed FROM row GROUP BY 1)"
    " UPDATE invoice_run r SET done = r.done + s.done, failed = r.failed + s.failed FROM sums s WHERE r.id = s.run_id"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row; `code` is the refusal's."""

    row_id: UUID
    invoice_id: UUID | None = None
    code: str | None = None
    detail: str = ""


def start_run(session: Session, scope: Scope, order_ids: Sequence[UUID]) -> UUID:
    """A worker invoices them one after the other. Raises InvoiceRefused."""
    scope.require("invoices.write")
    chosen = list(dict.fromkeys(order_ids))
    if not 0 < len(chosen) <= MOST:
        raise InvoiceRefused("invoicing.run_size", str(MOST))
    if not sales.providers(session, sales.seller(session, scope)):
        raise InvoiceRefused("invoicing.no_provider")
    run = InvoiceRun(merchant_id=scope.merchant_id, user_id=scope.user_id)
    session.add(run)
    session.flush()
    named = {"merchant": scope.merchant_id, "run": run.id, "orders": chosen}
    session.execute(_ROWS, named)
    run.total = session.execute(
        text("SELECT count(*) FROM invoice_run_row WHERE run_id = :run"), {"run": run.id}
    ).scalar_one()
    session.flush()
    outbox.append(session, scope.merchant_id, Topic.INVOICE_MANY.value, run.id, run.id, {})
    live.tell(session, scope.merchant_id, "invoices.changed")
    return run.id


def cancel_run(session: Session, scope: Scope, run_id: UUID) -> None:
    """What has been numbered stays; the rest is left alone."""
    scope.require("invoices.write")
    session.execute(
        text(
            "UPDATE invoice_run SET status = 'cancelled', finished_at = now()"
            " WHERE id = :id AND status IN ('waiting', 'running')"
        ),
        {"id": run_id},
    )
    live.tell(session, scope.merchant_id, "invoices.changed")


def begin(session: Session, run_id: UUID) -> bool:
    """False where it was cancelled or is over."""
    found = session.execute(
        text(
            "UPDATE invoice_run SET status = 'running' WHERE id = :id AND status IN ('waiting', 'running') RETURNING id"
        ),
        {"id": run_id},
    )
    return found.scalar() is not None


def waiting(session: Session, run_id: UUID, most: int) -> list[tuple[UUID, UUID]]:
    """Row and order of what is next."""
    found = session.execute(
        text(
            "SELECT id, order_id FROM invoice_run_row WHERE run_id = :run AND status = 'waiting'"
            " ORDER BY id LIMIT :most"
        ),
        {"run": run_id, "most": most},
    )
    return [(row.id, row.order_id) for row in found]


def record_rows(session: Session, scope: Scope, outcomes: Sequence[Outcome]) -> None:
    """In the transaction that numbered them: a row that is done has its number, one that has a number is done."""
    if not outcomes:
        return
    session.execute(
        _DONE,
        {
            "ids": [one.row_id for one in outcomes],
            "invoices": [one.invoice_id for one in outcomes],
            "codes": [one.code for one in outcomes],
            "details": [one.detail[:300] for one in outcomes],
        },
    )
    live.tell(session, scope.merchant_id, "invoices.progress")


def finish(session: Session, scope: Scope, run_id: UUID) -> None:
    session.execute(
        text(
            "UPDATE invoice_run SET status = :done, finished_at = now() WHERE id = :id AND status = 'running'"
        ),
        {"id": run_id, "done": RunStatus.DONE.value},
    )
    live.tell(session, scope.merchant_id, "invoices.changed")
