"""Order files: looked at before anything is written, then taken in as polled orders are, each row with its answer."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.connector_kit import file_orders, file_rows
from prapazar.connector_kit.file_orders import FileOrder
from prapazar.connector_kit.file_rows import RowReader
from prapazar.connector_kit.files import OrderField
from prapazar.domain.catalog import queries
from prapazar.domain.catalog.actions import runs
from prapazar.domain.catalog.actions.runs import RowError, Step
from prapazar.domain.catalog.enums import ImportKind
from prapazar.domain.catalog.queries import RunRow
from prapazar.domain.orders import actions as orders
from prapazar.domain.orders import reports
from prapazar.domain.orders.records import ImportResult
from prapazar.flows import file_channels
from prapazar.flows.connections import Channel, opened
from prapazar.flows.file_channels import FileChannel
from prapazar.flows.order_records import incoming_of_file
from prapazar.flows.orders import take_packages
from prapazar.flows.sheet_runs import own_upload
from prapazar.foundation import db
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.settings import settings
from prapazar.foundation.sheets import SheetUnreadable, open_sheet
from prapazar.foundation.sheets.reading import Sheet

BATCH = 100
"""Orders in one transaction."""
PREVIEWED = 200
MOST_ROWS = 100_000
"""Of one file: whoever has more cuts it in two, and sees each half through."""
HISTORY_TAG = "geçmiş"
"""What orders of a closed platform are known by, in lists and reports."""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    row: int
    outcome: str
    """`created`, `known` or `failed`."""
    number: str
    title: str
    errors: tuple[RowError, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    headings: tuple[str, ...]
    mapping: dict[str, str]
    lacking: tuple[str, ...]
    """Fields no order file can do without, and no column is."""
    rows: tuple[PreviewRow, ...]
    """The first two hundred answers."""
    total: int
    outcomes: Mapping[str, int]
    """Rows of each."""
    orders: int
    """That can be taken."""


def fields(locale: Locale) -> list[tuple[str, str]]:
    """What a column may be: (field, its name)."""
    place = 0 if locale == "tr" else 1
    return [(field.value, file_rows.HEADINGS[field][place]) for field in OrderField]


def preview(
    scope: Scope, connection_id: UUID, path: Path, mapping: Mapping[str, str] | None = None
) -> Preview:
    """What an import would do, nothing written. Raises SheetUnreadable, ConnectionMissing."""
    scope.require(file_channels.NEEDS[ImportKind.ORDER_FILE])
    sheet = open_sheet(own_upload(scope, path))
    with db.transaction(scope) as session:
        found = file_channels.channel(session, scope, connection_id)
        last = queries.last_done(session, connection_id, ImportKind.ORDER_FILE)
    chosen = _known_fields(mapping) if mapping is not None else _remembered(sheet, last)
    lacking = tuple(field.value for field in file_rows.missing_columns(chosen))
    total = _count(sheet)
    if lacking:
        return Preview(sheet.headings, chosen, lacking, (), total, {}, 0)
    shown: list[PreviewRow] = []
    outcomes: Counter[str] = Counter()
    takeable = 0
    read = _orders(sheet, chosen, found)
    while batch := list(islice(read, BATCH)):
        with db.transaction(scope) as session:
            known = reports.known_orders(session, connection_id, [order.number for order in batch])
        answers = [row for order in batch for row in _answers(order, is_known=order.number in known)]
        takeable += sum(order.record is not None for order in batch)
        outcomes.update(answer.outcome for answer in answers)
        shown += answers[: PREVIEWED - len(shown)]
    return Preview(sheet.headings, chosen, (), tuple(shown), total, outcomes, takeable)


def _answers(order: FileOrder, *, is_known: bool) -> Iterator[PreviewRow]:
    wrong: dict[int, list[RowError]] = {}
    for error in _errors(order):
        wrong.setdefault(error.row, []).append(error)
    titles = [line.title for line in order.record.lines] if order.record else []
    for place, row in enumerate(order.rows):
        outcome = "failed" if row in wrong else "known" if is_known else "created"
        title = titles[place] if place < len(titles) else ""
        yield PreviewRow(row, outcome, order.number, title, tuple(wrong.get(row, ())))


def _errors(order: FileOrder) -> list[RowError]:
    return [RowError(fault.row, fault.column, fault.code, fault.value) for fault in order.faults]


def _remembered(sheet: Sheet, last: RunRow | None) -> dict[str, str]:
    """What was chosen for the same headings last time, and what the other headings look like."""
    before = last.mapping if last else {}
    kept = {shown: before[shown] for shown in sheet.headings if before.get(shown)}
    guessed = file_rows.guess([shown for shown in sheet.headings if shown not in kept])
    taken = set(kept.values())
    return kept | {shown: field for shown, field in guessed.items() if field not in taken}


def _known_fields(mapping: Mapping[str, str]) -> dict[str, str]:
    known = set(OrderField)
    return {shown: field for shown, field in mapping.items() if field in known}


def _count(sheet: Sheet) -> int:
    total = sheet.count()
    if total > MOST_ROWS:
        raise SheetUnreadable("too_many_rows", str(total))
    return total


def _orders(sheet: Sheet, mapping: Mapping[str, str], found: FileChannel) -> Iterator[FileOrder]:
    with sheet.path.open("rb") as file:
        is_csv = not file.read(4).startswith(b"PK")
    reader = RowReader(sheet.headings, mapping, found.profile, found.form, is_csv=is_csv)
    lines = file_orders.count_lines(reader, sheet.rows())
    return file_orders.orders(reader, sheet.rows(), lines, found.profile, found.form)


def start(scope: Scope, connection_id: UUID, path: Path, source: str, mapping: Mapping[str, str]) -> UUID:
    """A worker takes the file in. Raises SheetUnreadable, ConnectionMissing, ValueError where a column is lacking."""
    chosen = _known_fields(mapping)
    if file_rows.missing_columns(chosen):
        raise ValueError("a column that no order file can do without is not chosen")
    file = own_upload(scope, path)
    total = _count(open_sheet(file))
    with db.transaction(scope) as session:
        found = file_channels.channel(session, scope, connection_id)
        return file_channels.start(
            session, scope, found, ImportKind.ORDER_FILE, source, asked=chosen, file=file, total=total
        )


def take_in(scope: Scope, run: RunRow, done: int) -> None:
    """Orders come in the same sequence each time, so a run whose worker died goes on where it stood."""
    if run.connection_id is None:
        return
    sheet = open_sheet(settings().data_dir / (run.file or ""))
    with db.transaction(scope) as session:
        found = file_channels.channel(session, scope, run.connection_id)
    with opened(run.connection_id, even_if_idle=True) as channel:
        read = _left(_orders(sheet, run.mapping, found), done)
        while batch := list(islice(read, BATCH)):
            _take_batch(channel, found, run, batch)


def _left(read: Iterable[FileOrder], done: int) -> Iterator[FileOrder]:
    passed = 0
    for order in read:
        if passed >= done:
            yield order
        passed += len(order.rows)


def _take_batch(channel: Channel, found: FileChannel, run: RunRow, batch: Sequence[FileOrder]) -> None:
    records = [order.record for order in batch if order.record]
    errors = [error for order in batch for error in _errors(order)]
    rows = sum(len(order.rows) for order in batch)
    failed = sum(len(order.rows) for order in batch if order.record is None)

    def advance(session: Session, result: ImportResult) -> None:
        if found.profile.closed:
            orders.add_tag(session, channel.id, [record.order_external_id for record in records], HISTORY_TAG)
        step = Step(
            rows=rows,
            created=result.created,
            updated=result.updated,
            unchanged=result.unchanged,
            failed=failed,
        )
        runs.advance(session, channel.scope, run.id, step, errors)

    take_packages(channel, [incoming_of_file(record, run.created_at) for record in records], advance)
