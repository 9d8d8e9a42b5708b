"""The import wizard: a file, its columns, what it would do, and the run with its progress."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import reflex as rx

from prapazar.domain.catalog import queries
from prapazar.domain.catalog.actions import runs
from prapazar.domain.catalog.enums import SheetField
from prapazar.domain.catalog.queries import RunRow
from prapazar.domain.catalog.sheets import columns
from prapazar.flows import catalog_sheets
from prapazar.flows.catalog_sheets import Preview
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.settings import settings
from prapazar.foundation.sheets import SheetUnreadable
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.product_rows import problem
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast
from prapazar.states.uploads import keep

FILE, COLUMNS, PREVIEW, RUN = range(4)
_SHOWN_ERRORS = 100
_TONES = {"created": "good", "updated": "info", "unchanged": "neutral", "failed": "bad"}
_RUN_TONES = {"done": "good", "running": "info", "waiting": "wait", "failed": "bad", "cancelled": "neutral"}


class ImportsState(rx.State):
    step: int = FILE
    source: str = ""
    mapping: list[dict[str, str]] = []
    """{heading, field}; "" leaves the column out."""
    fields: list[dict[str, str]] = []
    preview: list[dict[str, str]] = []
    preview_note: str = ""
    start_label: str = ""
    can_start: bool = False
    counts: list[dict[str, str]] = []
    run: dict[str, str] = {}
    percent: int = 0
    errors: list[dict[str, str]] = []
    runs: list[dict[str, str]] = []
    problem: str = ""
    loading: bool = True
    busy: bool = False
    _file: str = ""
    """Name below the merchant's uploads; the browser never learns it."""

    @rx.event
    @allow("products.read")
    async def load(self) -> None:
        """`?run=` shows one run."""
        scope = await current_scope(self)
        self.fields = _fields(scope.locale)
        asked = self.router.url.query_parameters.get("run", "")
        self.run = {"id": str(asked)} if asked else {}
        self.step = RUN if asked else FILE
        self.problem = ""
        await self._show()

    @rx.event
    @allow("products.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("products.write")
    async def refuse(self) -> None:
        """The browser took no file: of another kind, or more than one."""
        scope = await current_scope(self)
        self.problem = problem(scope.locale, "not_a_sheet")

    @rx.event
    @allow("products.write")
    async def upload(self, files: list[rx.UploadFile]) -> None:
        scope = await current_scope(self)
        scope.require("products.write")
        if not files:
            return
        self.busy, self.problem = True, ""
        path = await in_thread(catalog_sheets.upload_path, scope, files[0].name or "")
        try:
            await keep(files[0], path)
            await self._look(scope, path, None)
            self.source, self._file, self.step = (files[0].name or path.name)[:120], path.name, COLUMNS
        except SheetUnreadable as refused:
            self.problem = problem(scope.locale, refused.code)
            await in_thread(path.unlink, missing_ok=True)
        finally:
            self.busy = False

    @rx.event
    @allow("products.write")
    def map_column(self, heading: str, field: str) -> None:
        known = field if field in set(SheetField) else ""
        self.mapping = [
            {**column, "field": known} if column["heading"] == heading else column for column in self.mapping
        ]

    @rx.event
    @allow("products.write")
    async def look(self) -> None:
        """The preview, with the columns as they are chosen now."""
        scope = await current_scope(self)
        if not self._chosen() or not self._file:
            self.problem = say(scope.locale, "imports.no_key_column")
            return
        self.problem = ""
        try:
            await self._look(scope, _path(scope, self._file), self._mapping())
        except SheetUnreadable as refused:
            self.problem, self.step = problem(scope.locale, refused.code), FILE
            return
        self.step = PREVIEW

    @rx.event
    @allow("products.write")
    def back(self) -> None:
        self.step, self.problem = max(FILE, self.step - 1), ""

    @rx.event
    @allow("products.write")
    async def start(self) -> None:
        scope = await current_scope(self)
        if not self._chosen() or not self._file:
            return
        try:
            run_id = await in_thread(_start, scope, _path(scope, self._file), self.source, self._mapping())
        except SheetUnreadable as refused:
            self.problem, self.step = problem(scope.locale, refused.code), FILE
            return
        self._file, self.step, self.run = "", RUN, {"id": str(run_id)}
        await self._show()

    @rx.event
    @allow("products.write")
    async def cancel(self) -> None:
        scope = await current_scope(self)
        run_id = _uuid(self.run.get("id", ""))
        if run_id:
            await in_thread(_cancel, scope, run_id)
            await self._show()

    @rx.event
    @allow("products.write")
    async def again(self) -> None:
        self.step, self.run, self.source, self.problem = FILE, {}, "", ""
        self.preview, self.mapping, self.errors, self._file = [], [], [], ""
        await self._show()

    @rx.event
    @allow("products.read")
    async def show_run(self, run_id: str) -> None:
        self.step, self.run = RUN, {"id": str(run_id)}
        await self._show()

    @rx.event
    @allow("products.read")
    async def download_errors(self) -> object:
        """At most a thousand rows, so they may travel over the socket."""
        scope = await current_scope(self)
        run_id = _uuid(self.run.get("id", ""))
        run = await in_thread(_run, scope, run_id) if run_id else None
        if run is None:
            await toast(self, "error", say(scope.locale, "errors.not_found"))
            return None
        written = await in_thread(_error_file, run, scope.locale)
        return rx.download(data=written, filename="errors.csv")

    async def _look(self, scope: Scope, path: Path, mapping: dict[str, str] | None) -> None:
        found = await in_thread(catalog_sheets.preview, scope, path, mapping)
        locale = scope.locale
        self.mapping = [
            {"heading": heading, "field": found.mapping.get(heading, "")}
            for heading in dict.fromkeys(found.headings)
            if heading
        ]
        self.preview = _preview_rows(found, locale)
        total = formats.number(found.total, locale)
        shown = formats.number(len(self.preview), locale)
        self.preview_note = say(locale, "imports.preview_note", total=total, shown=shown)
        good = formats.number(found.good, locale)
        start = "imports.start" if found.total <= catalog_sheets.MOST_CHECKED else "imports.start_first"
        self.start_label = say(locale, start, count=good)
        self.can_start = found.good > 0
        self.counts = [
            {"label": say(locale, f"imports.{outcome}"), "count": formats.number(count, locale), "tone": tone}
            for outcome, tone in _TONES.items()
            if (count := found.outcomes.get(outcome, 0))
        ]

    async def _show(self) -> None:
        scope = await current_scope(self)
        run_id = _uuid(self.run.get("id", "")) if self.step == RUN else None
        found = await in_thread(_read, scope, run_id)
        self.runs = [_shown_run(run, scope.locale) for run in found.runs]
        self.loading = False
        if self.step != RUN:
            return
        if found.run is None:
            self.step, self.run = FILE, {}
            return
        self.run = _shown_run(found.run, scope.locale)
        self.percent = 100 * found.run.done // found.run.total if found.run.total else 0
        self.errors = [_shown_error(error, scope.locale) for error in found.run.errors[:_SHOWN_ERRORS]]

    def _mapping(self) -> dict[str, str]:
        return {column["heading"]: column["field"] for column in self.mapping if column["field"]}

    def _chosen(self) -> bool:
        chosen = set(self._mapping().values())
        return SheetField.SKU.value in chosen or SheetField.BARCODE.value in chosen


@dataclass(frozen=True, slots=True)
class _Found:
    runs: list[RunRow]
    run: RunRow | None


def _read(scope: Scope, run_id: UUID | None) -> _Found:
    with db.transaction(scope) as session:
        return _Found(queries.runs(session, scope), queries.run(session, scope, run_id) if run_id else None)


def _run(scope: Scope, run_id: UUID) -> RunRow | None:
    with db.transaction(scope) as session:
        return queries.run(session, scope, run_id)


def _start(scope: Scope, path: Path, source: str, mapping: dict[str, str]) -> UUID:
    with db.transaction(scope) as session:
        return catalog_sheets.start(session, scope, path, source, mapping)


def _cancel(scope: Scope, run_id: UUID) -> None:
    with db.transaction(scope) as session:
        runs.ask_cancel(session, scope, run_id)


def _error_file(run: RunRow, locale: Locale) -> bytes:
    sentences = {error["code"]: problem(locale, error["code"]) for error in run.errors}
    headings = [say(locale, f"imports.{name}") for name in ("row", "column", "cause", "value")]
    return b"".join(catalog_sheets.error_csv(run, sentences, headings))


def _path(scope: Scope, name: str) -> Path:
    return settings().data_dir / "uploads" / str(scope.merchant_id) / name


def _fields(locale: Locale) -> list[dict[str, str]]:
    return [{"value": field.value, "label": columns.heading(field, locale)} for field in SheetField]


def _preview_rows(found: Preview, locale: Locale) -> list[dict[str, str]]:
    return [
        {
            "id": str(row.row),
            "row": formats.number(row.row, locale),
            "outcome": say(locale, f"imports.{row.outcome}"),
            "tone": _TONES[row.outcome],
            "sku": row.sku,
            "name": row.name,
            "cause": " · ".join(
                f"{error.column}: {problem(locale, error.code)}"
                if error.column
                else problem(locale, error.code)
                for error in row.errors
            ),
            "value": " · ".join(error.value for error in row.errors if error.value),
        }
        for row in found.rows
    ]


def _shown_run(run: RunRow, locale: Locale) -> dict[str, str]:
    def number(value: int) -> str:
        return formats.number(value, locale)

    return {
        "id": str(run.id),
        "source": run.source,
        "kind": say(locale, f"imports.kind_{run.kind}"),
        "status": run.status,
        "status_label": say(locale, f"imports.status_{run.status}"),
        "tone": _RUN_TONES.get(run.status, "neutral"),
        "count": say(locale, "imports.count", done=number(run.done), total=number(run.total)),
        "sum": say(
            locale,
            "imports.sum",
            created=number(run.created),
            updated=number(run.updated),
            unchanged=number(run.unchanged),
            failed=number(run.failed),
        ),
        "at": formats.short(run.created_at, locale),
        "at_full": formats.full(run.created_at, locale),
        "is_open": "1" if run.status in {"waiting", "running"} else "",
    }


def _shown_error(error: dict[str, object], locale: Locale) -> dict[str, str]:
    row = error["row"]
    return {
        "id": f"{row}-{error['column']}-{error['code']}",
        "row": str(row) if row else "",
        "column": str(error["column"]),
        "cause": problem(locale, str(error["code"])),
        "value": str(error["value"]),
    }


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
