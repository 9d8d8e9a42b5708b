"""Product spreadsheets: looked at before anything is written, then imported batch by batch, and exported."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from prapazar.domain.catalog.actions import runs
from prapazar.domain.catalog.actions.runs import RowError, Step
from prapazar.domain.catalog.enums import ImportKind, SheetField
from prapazar.domain.catalog.queries.filters import Selection
from prapazar.domain.catalog.queries.runs import RunRow
from prapazar.domain.catalog.sheets import columns as sheet_columns
from prapazar.domain.catalog.sheets.carry_out import carry_out
from prapazar.domain.catalog.sheets.columns import Column
from prapazar.domain.catalog.sheets.export import exported
from prapazar.domain.catalog.sheets.lines import SheetLine, read_line
from prapazar.domain.catalog.sheets.plan import Memory, NewPrice, Plan, make_plan
from prapazar.domain.channels.enums import Topic
from prapazar.domain.pricing.actions import FloorLine, PriceLine, set_floors, set_prices, tell_prices
from prapazar.domain.stock.actions import StockCount, set_on_hand
from prapazar.flows import sheet_runs
from prapazar.flows.list_sheets import ListSheet
from prapazar.flows.sheet_runs import own_upload, upload_path
from prapazar.foundation import db, outbox
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.settings import settings
from prapazar.foundation.sheets import Cell, csv_chunks, open_sheet

__all__ = ["upload_path"]
BATCH = 500
PREVIEWED = 200
MOST_CHECKED = 20_000
"""Rows a preview looks at before it says how many are good."""
_PRICES = {SheetField.SALE_PRICE, SheetField.LIST_PRICE, SheetField.FLOOR_PRICE, SheetField.COST}
_NOTE = "spreadsheet"


@dataclass(frozen=True, slots=True)
class PreviewRow:
    row: int
    outcome: str
    """`created`, `updated`, `unchanged` or `failed`."""
    sku: str
    name: str
    errors: tuple[RowError, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    headings: tuple[str, ...]
    mapping: dict[str, str]
    rows: tuple[PreviewRow, ...]
    """Of the first two hundred rows of the file."""
    total: int
    outcomes: Mapping[str, int]
    """How many rows there are of each, among those checked."""
    checked: int

    @property
    def good(self) -> int:
        return self.checked - self.outcomes.get("failed", 0)


def preview(scope: Scope, path: Path, mapping: Mapping[str, str] | None = None) -> Preview:
    """What an import would do, nothing written. Raises SheetUnreadable, ValueError for an unknown field."""
    scope.require("products.write")
    sheet = open_sheet(own_upload(scope, path))
    chosen = dict(mapping) if mapping is not None else sheet_columns.guess(sheet.headings)
    columns = sheet_columns.columns(sheet.headings, chosen)
    shown: list[PreviewRow] = []
    outcomes: Counter[str] = Counter()
    rows, memory = islice(sheet.rows(), MOST_CHECKED), Memory()
    with db.transaction(scope) as session:
        while batch := list(islice(rows, BATCH)):
            lines, errors = _read(batch, columns)
            plan = make_plan(session, scope, lines, memory)
            errors += _with_headings(plan.errors, columns, scope.locale)
            found = _preview_rows(lines, plan, errors)
            outcomes.update(row.outcome for row in found)
            shown += found[: PREVIEWED - len(shown)]
    return Preview(sheet.headings, chosen, tuple(shown), sheet.count(), outcomes, outcomes.total())


def _preview_rows(lines: Sequence[SheetLine], plan: Plan, errors: Sequence[RowError]) -> list[PreviewRow]:
    said = {line.row: line for line in lines}
    outcome = dict.fromkeys(plan.created, "created") | dict.fromkeys(plan.updated, "updated")
    outcome |= dict.fromkeys(plan.unchanged, "unchanged")
    wrong: dict[int, list[RowError]] = {}
    for error in errors:
        wrong.setdefault(error.row, []).append(error)
    return [
        PreviewRow(
            row,
            "failed" if row in wrong else outcome[row],
            said[row].text(SheetField.SKU) or said[row].text(SheetField.BARCODE) if row in said else "",
            said[row].text(SheetField.NAME) if row in said else "",
            tuple(wrong.get(row, ())),
        )
        for row in sorted(set(outcome) | set(wrong))
    ]


def start(session: Session, scope: Scope, path: Path, source: str, mapping: Mapping[str, str]) -> UUID:
    """A worker imports the file after commit. Whoever may not set prices or stock may not import them."""
    scope.require("products.write")
    fields = {SheetField(field) for field in mapping.values()}
    if fields & _PRICES:
        scope.require("prices.write")
    if SheetField.ON_HAND in fields:
        scope.require("stock.write")
    sheet = open_sheet(own_upload(scope, path))
    run_id = runs.start_run(
        session,
        scope,
        ImportKind.SPREADSHEET,
        source,
        file=str(path.relative_to(settings().data_dir)),
        mapping=dict(mapping),
        total=sheet.count(),
    )
    outbox.append(session, scope.merchant_id, Topic.IMPORT_FILE.value, run_id, run_id, {})
    return run_id


def run_import(run_id: UUID) -> None:
    """The task."""
    sheet_runs.run(Topic.IMPORT_FILE, run_id, import_file)


def import_file(scope: Scope, run_id: UUID) -> None:
    """Rows already done are passed over, so a run whose worker died goes on where it stood."""
    sheet_runs.carry_on(scope, run_id, _import_rows)


def _import_rows(scope: Scope, run: RunRow, done: int) -> None:
    sheet = open_sheet(settings().data_dir / (run.file or ""))
    columns = sheet_columns.columns(sheet.headings, run.mapping)
    memory = Memory()
    rows = sheet.rows()
    passed, _ = _read(islice(rows, done), columns)
    for line in passed:
        memory.twice(line)
    while batch := list(islice(rows, BATCH)):
        _import_batch(scope, run.id, batch, columns, memory)


def _import_batch(
    scope: Scope,
    run_id: UUID,
    batch: Sequence[tuple[int, list[str]]],
    columns: Sequence[Column],
    memory: Memory,
) -> None:
    """A batch that meets somebody else's new SKU in the middle is cut in two until the one row is found."""
    lines, errors = _read(batch, columns)
    try:
        with db.transaction(scope) as session:
            plan = make_plan(session, scope, lines, memory)
            _write(session, scope, plan)
            errors += _with_headings(plan.errors, columns, scope.locale)
            failed = {error.row for error in errors}
            step = Step(
                rows=len(batch),
                created=len(set(plan.created) - failed),
                updated=len(set(plan.updated) - failed),
                unchanged=len(set(plan.unchanged) - failed),
                failed=len(failed),
            )
            runs.advance(session, scope, run_id, step, errors)
    except IntegrityError:
        memory.forget(lines)
        if len(batch) == 1:
            with db.transaction(scope) as session:
                runs.advance(
                    session, scope, run_id, Step(rows=1, failed=1), [RowError(batch[0][0], "", "conflict")]
                )
            return
        half = len(batch) // 2
        _import_batch(scope, run_id, batch[:half], columns, memory)
        _import_batch(scope, run_id, batch[half:], columns, memory)


def _read(
    rows: Iterable[tuple[int, list[str]]], columns: Sequence[Column]
) -> tuple[list[SheetLine], list[RowError]]:
    lines, errors = [], []
    for number, cells in rows:
        read = read_line(number, cells, columns)
        if isinstance(read, SheetLine):
            lines.append(read)
        else:
            errors += read
    return lines, errors


def _write(session: Session, scope: Scope, plan: Plan) -> None:
    """Products before prices before counts: every one locks its rows in key order."""
    carry_out(session, scope, plan)
    if plan.prices:
        _set_prices(session, scope, plan, plan.prices)
    if plan.floors:
        rows = {variant_id: row for row, variant_id, _ in plan.floors}
        lines = [FloorLine(variant_id, floor) for _, variant_id, floor in plan.floors]
        for refused in set_floors(session, scope, lines):
            if isinstance(refused.key, UUID):
                plan.errors.append(RowError(rows[refused.key], "floor_price", refused.code.value))
    recosted = [patch["id"] for patch in plan.variants if "cost" in patch]
    if recosted:
        tell_prices(session, scope, recosted)
    if plan.counts:
        set_on_hand(session, scope, [StockCount(*count) for count in plan.counts.items()], note=_NOTE)


def _set_prices(session: Session, scope: Scope, plan: Plan, prices: Sequence[NewPrice]) -> None:
    rows = {price.variant_id: price.row for price in prices}
    lines = [PriceLine(p.variant_id, p.sale_price, p.list_price, p.floor_price) for p in prices]
    for refused in set_prices(session, scope, lines, reason=_NOTE).refused:
        if isinstance(refused.key, UUID):
            shown = str(refused.sale_price)
            plan.errors.append(RowError(rows[refused.key], "sale_price", refused.code.value, shown))


def _with_headings(errors: Iterable[RowError], columns: Sequence[Column], locale: Locale) -> list[RowError]:
    """A cell is named as the person's own sheet names it."""
    headings = {column.field.value: column.heading for column in columns}
    known = {field.value for field in SheetField}
    return [
        replace(
            error,
            column=headings.get(error.column)
            or (sheet_columns.heading(SheetField(error.column), locale) if error.column in known else ""),
        )
        for error in errors
    ]


def error_csv(run: RunRow, sentence: Mapping[str, str], headings: Sequence[str]) -> Iterator[bytes]:
    """The rows that failed, for the person to correct: row, column, cause, value."""
    rows = ([e["row"], e["column"], sentence.get(e["code"], e["code"]), e["value"]] for e in run.errors)
    return csv_chunks(headings, rows)


def sheet(scope: Scope, selection: Selection) -> ListSheet:
    """The catalogue as it can be read back in. The transaction stays open while the rows are read."""
    scope.require("products.read")
    names = [field.value for field in SheetField]
    return ListSheet(sheet_columns.headings(scope.locale), _exported(scope, selection), names=names)


def _exported(scope: Scope, selection: Selection) -> Iterator[Sequence[Cell]]:
    with db.transaction(scope) as session:
        yield from exported(session, scope, selection, scope.locale)
