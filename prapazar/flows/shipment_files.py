"""Files of shipped orders: numbers, carrier and tracking, for somebody to upload at the platform."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from prapazar.connector_kit import files
from prapazar.connector_kit.files import SHIPMENT_HEADINGS, ShipmentField
from prapazar.domain.catalog import queries
from prapazar.domain.catalog.actions import runs
from prapazar.domain.catalog.actions.runs import RowError, Step
from prapazar.domain.catalog.enums import ImportKind
from prapazar.domain.catalog.queries import RunRow
from prapazar.domain.orders import shipped
from prapazar.domain.orders.shipped import ShippedRow
from prapazar.flows import file_channels
from prapazar.flows.file_channels import FileChannel
from prapazar.foundation import db
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings
from prapazar.foundation.sheets import Cell
from prapazar.foundation.texts import say

BATCH = 1_000
SINCE = "since"
"""What a run is asked for: packages that left from this moment on."""
LOOK_BACK = timedelta(days=30)
OVERLAP = timedelta(minutes=10)
"""Told again: a step may have been under way while the last file was made."""


def ask(scope: Scope, connection_id: UUID, *, only_new: bool) -> UUID:
    """A worker makes the file: what left since the last one, or in thirty days."""
    with db.transaction(scope) as session:
        found = file_channels.channel(session, scope, connection_id)
        since = now() - LOOK_BACK
        last = queries.last_done(session, connection_id, ImportKind.SHIPMENT_FILE) if only_new else None
        if last:
            since = last.created_at - OVERLAP
        moment = now().astimezone(ISTANBUL).strftime("%Y-%m-%d-%H%M")
        return file_channels.start(
            session,
            scope,
            found,
            ImportKind.SHIPMENT_FILE,
            f"{found.connector}-kargolananlar-{moment}.{found.ending}",
            asked={SINCE: since.isoformat()},
            total=shipped.count(session, scope, connection_id, since),
        )


def make(scope: Scope, run: RunRow, _done: int) -> None:
    if run.connection_id is None:
        return
    with db.transaction(scope) as session:
        found = file_channels.channel(session, scope, run.connection_id)
        runs.start_over(session, run.id)
    rows = _rows(scope, run, found, datetime.fromisoformat(run.mapping[SINCE]))
    with file_channels.made_path(scope, found) as path:
        file_channels.write_sheet(path, found, files.shipment_headings(found.form), rows)
        with db.transaction(scope) as session:
            runs.keep_file(session, run.id, str(path.relative_to(settings().data_dir)))


def _rows(scope: Scope, run: RunRow, found: FileChannel, since: datetime) -> Iterator[list[Cell]]:
    after = UUID(int=0)
    tracking = SHIPMENT_HEADINGS[ShipmentField.TRACKING_NUMBER][found.form.language]
    while True:
        with db.transaction(scope) as session:
            page = shipped.page(session, scope, found.id, since, after, BATCH)
            good = [row for row in page if row.tracking_number]
            errors = [
                RowError(0, tracking, "no_tracking", row.number) for row in page if not row.tracking_number
            ]
            step = Step(rows=len(page), created=len(good), failed=len(errors))
            runs.advance(session, scope, run.id, step, errors)
        yield from (_cells(row, found) for row in good)
        if len(page) < BATCH:
            return
        after = page[-1].package_id


def _cells(row: ShippedRow, found: FileChannel) -> list[Cell]:
    locale = "en" if found.form.language else "tr"
    shipped_at = row.shipped_at.astimezone(ISTANBUL).strftime("%d.%m.%Y %H:%M")
    return [
        row.number,
        say(locale, f"order_status.{row.status}"),
        row.carrier or "",
        row.tracking_number or "",
        shipped_at,
        row.invoice_number or "",
    ]
