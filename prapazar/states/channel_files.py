"""The files of a store whose channel goes by files: made, uploaded, previewed, and what became of each row."""

from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import UUID

import reflex as rx

from prapazar.domain.catalog.enums import ImportKind
from prapazar.domain.catalog.queries import RunRow
from prapazar.domain.channels.errors import ConnectionInvalid, ConnectionMissing
from prapazar.flows import (
    catalog_sheets,
    file_channels,
    order_files,
    product_files,
    sheet_runs,
    shipment_files,
)
from prapazar.flows.file_channels import Overview
from prapazar.flows.order_files import Preview
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.settings import settings
from prapazar.foundation.sheets import SheetUnreadable
from prapazar.foundation.texts import knows, say
from prapazar.states.channels import error_sentence
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast
from prapazar.states.uploads import keep

FILE, COLUMNS, PREVIEW = range(3)
_SHOWN_ERRORS = 200
_TONES = {"created": "good", "known": "info", "failed": "bad"}
_RUN_TONES = {"done": "good", "running": "info", "waiting": "wait", "failed": "bad", "cancelled": "neutral"}


class ChannelFilesState(rx.State):
    name: str = ""
    says: str = ""
    can: dict[str, bool] = {}
    is_history: bool = False
    only_changed: bool = False
    only_new: bool = True
    product_runs: list[dict[str, str]] = []
    order_runs: list[dict[str, str]] = []
    shipment_runs: list[dict[str, str]] = []
    form_fields: list[dict[str, str]] = []
    form_choices: dict[str, list[dict[str, str]]] = {}
    form_faults: dict[str, str] = {}
    form_version: int = 0
    step: int = FILE
    source: str = ""
    fields: list[dict[str, str]] = []
    mapping: list[dict[str, str]] = []
    """{heading, field}; "" leaves the column out."""
    preview: list[dict[str, str]] = []
    counts: list[dict[str, str]] = []
    preview_note: str = ""
    start_label: str = ""
    can_start: bool = False
    problem: str = ""
    busy: bool = False
    run: dict[str, str] = {}
    run_open: bool = False
    errors: list[dict[str, str]] = []
    errors_note: str = ""
    _store: str = ""
    _file: str = ""
    """Name below the merchant's uploads; the browser never learns it."""

    @rx.event
    @allow("channels.read")
    async def load(self) -> None:
        self._store = self.router.url.path.strip("/").split("/")[1]
        self.step, self.problem, self._file, self.run_open = FILE, "", "", False
        await self._show()

    @rx.event
    @allow("channels.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("channels.read")
    def set_only_changed(self, checked: bool) -> None:
        self.only_changed = bool(checked)

    @rx.event
    @allow("channels.read")
    def set_only_new(self, checked: bool) -> None:
        self.only_new = bool(checked)

    @rx.event
    @allow("products.read")
    async def make_products(self) -> None:
        await self._make(lambda scope, store: product_files.ask(scope, store, only_changed=self.only_changed))

    @rx.event
    @allow("orders.read")
    async def make_shipments(self) -> None:
        await self._make(lambda scope, store: shipment_files.ask(scope, store, only_new=self.only_new))

    async def _make(self, work: Callable[[Scope, UUID], UUID]) -> None:
        scope = await current_scope(self)
        await in_thread(work, scope, UUID(self._store))
        await self._show()
        await toast(self, "success", say(scope.locale, "files.started"))

    @rx.event
    @allow("orders.write")
    async def refuse(self) -> None:
        """The browser took no file: of another kind, or more than one."""
        scope = await current_scope(self)
        self.problem = sentence(scope.locale, "not_a_sheet")

    @rx.event
    @allow("orders.write")
    async def upload(self, files: list[rx.UploadFile]) -> None:
        scope = await current_scope(self)
        scope.require("orders.write")
        if not files:
            return
        self.busy, self.problem = True, ""
        name = files[0].name or ""
        path = await in_thread(sheet_runs.upload_path, scope, name)
        try:
            await keep(files[0], path)
            await self._look(scope, path, None)
            self.source, self._file, self.step = (name or path.name)[:120], path.name, COLUMNS
        except SheetUnreadable as refused:
            self.problem = sentence(scope.locale, refused.code)
            await in_thread(path.unlink, missing_ok=True)
        finally:
            self.busy = False

    @rx.event
    @allow("orders.write")
    def map_column(self, heading: str, field: str) -> None:
        known = field if field in {one["value"] for one in self.fields} else ""
        self.mapping = [
            {**column, "field": known} if column["heading"] == heading else column for column in self.mapping
        ]

    @rx.event
    @allow("orders.write")
    async def look(self) -> None:
        """The preview, with the columns as they are chosen now."""
        scope = await current_scope(self)
        if not self._file:
            return
        self.problem = ""
        try:
            lacking = await self._look(scope, _path(scope, self._file), self._mapping())
        except SheetUnreadable as refused:
            self.problem, self.step = sentence(scope.locale, refused.code), FILE
            return
        if not lacking:
            self.step = PREVIEW

    @rx.event
    @allow("orders.write")
    def back(self) -> None:
        self.step, self.problem = max(FILE, self.step - 1), ""

    @rx.event
    @allow("orders.write")
    async def start(self) -> None:
        scope = await current_scope(self)
        if not self._file or self.step != PREVIEW:
            return
        try:
            await in_thread(
                order_files.start,
                scope,
                UUID(self._store),
                _path(scope, self._file),
                self.source,
                self._mapping(),
            )
        except SheetUnreadable as refused:
            self.problem, self.step = sentence(scope.locale, refused.code), FILE
            return
        self._file, self.step, self.source, self.preview = "", FILE, "", []
        await self._show()

    @rx.event
    @allow("channels.read")
    async def cancel(self, run_id: str) -> None:
        scope = await current_scope(self)
        await in_thread(file_channels.cancel, scope, UUID(run_id))
        await self._show()

    @rx.event
    @allow("channels.read")
    async def open_run(self, run_id: str) -> None:
        """What became of one file, with the rows that are not in it or were not taken."""
        scope = await current_scope(self)
        found = await in_thread(_run, scope, UUID(run_id))
        if found is None:
            return
        self.run, self.run_open = _shown_run(found, scope.locale), True
        self.errors = [_shown_error(error, scope.locale) for error in found.errors[:_SHOWN_ERRORS]]
        count = formats.number(len(self.errors), scope.locale)
        cut = len(found.errors) > _SHOWN_ERRORS or found.failed > len(found.errors)
        self.errors_note = say(scope.locale, "files.errors_first", count=count) if cut else ""

    @rx.event
    @allow("channels.read")
    def close_run(self, is_open: bool) -> None:
        self.run_open = bool(is_open)

    @rx.event
    @allow("channels.read")
    async def download_errors(self) -> object:
        """At most a thousand rows, so they may travel over the socket."""
        scope = await current_scope(self)
        found = await in_thread(_run, scope, UUID(self.run.get("id", "")))
        if found is None:
            await toast(self, "error", say(scope.locale, "errors.not_found"))
            return None
        return rx.download(data=await in_thread(_error_file, found, scope.locale), filename="errors.csv")

    @rx.event
    @allow("channels.write")
    async def save_form(self, values: dict[str, str]) -> None:
        scope = await current_scope(self)
        known = {field["name"]: str(values.get(field["name"], ""))[:500] for field in self.form_fields}
        try:
            await in_thread(file_channels.set_form, scope, UUID(self._store), known)
        except ConnectionInvalid as error:
            self.form_faults = {error.field: error_sentence(error.code, scope.locale)}
            return
        self.form_faults, self.form_version = {}, self.form_version + 1
        await self._show()
        await toast(self, "success", say(scope.locale, "files.form_done"))

    async def _look(self, scope: Scope, path: Path, mapping: dict[str, str] | None) -> bool:
        """True where a column is lacking that no order file can do without."""
        found = await in_thread(order_files.preview, scope, UUID(self._store), path, mapping)
        names = dict(order_files.fields(scope.locale))
        self.mapping = [
            {"heading": heading, "field": found.mapping.get(heading, "")}
            for heading in dict.fromkeys(found.headings)
            if heading
        ]
        if found.lacking:
            lacking = ", ".join(names[field] for field in found.lacking)
            self.problem = say(scope.locale, "files.lacking", fields=lacking)
            return True
        self._show_preview(found, scope.locale)
        return False

    def _show_preview(self, found: Preview, locale: Locale) -> None:
        self.preview = _preview_rows(found, locale)
        total, shown = formats.number(found.total, locale), formats.number(len(self.preview), locale)
        self.preview_note = say(locale, "files.preview_note", total=total, shown=shown)
        self.start_label = say(locale, "files.start_orders", count=formats.number(found.orders, locale))
        self.can_start = found.orders > 0
        self.counts = [
            {"label": say(locale, f"files.{outcome}"), "count": formats.number(count, locale), "tone": tone}
            for outcome, tone in _TONES.items()
            if (count := found.outcomes.get(outcome, 0))
        ]

    async def _show(self) -> None:
        scope = await current_scope(self)
        try:
            found = await in_thread(file_channels.overview, scope, UUID(self._store))
        except (ValueError, ConnectionMissing):
            self.can, self.says, self.form_fields = {}, "", []  # what stood here was another store's
            return
        locale = scope.locale
        self.name, self.says, self.is_history = found.name, found.says, found.is_history
        self.can = {kind.value: kind in found.can for kind in file_channels.NEEDS}
        self.fields = [{"value": value, "label": label} for value, label in order_files.fields(locale)]
        self.product_runs = _runs(found, ImportKind.PRODUCT_FILE, locale)
        self.order_runs = _runs(found, ImportKind.ORDER_FILE, locale)
        self.shipment_runs = _runs(found, ImportKind.SHIPMENT_FILE, locale)
        self._show_form(found, locale)

    def _show_form(self, found: Overview, locale: Locale) -> None:
        fields = file_channels.form_fields(found.connector, locale)
        self.form_fields = [
            {
                "name": one.name,
                "kind": one.kind,
                "label": one.label,
                "help": one.help,
                "value": found.form[one.name],
            }
            for one in fields
        ]
        self.form_choices = {
            one.name: [{"value": value, "label": label} for value, label in one.choices] for one in fields
        }

    def _mapping(self) -> dict[str, str]:
        return {column["heading"]: column["field"] for column in self.mapping if column["field"]}


def sentence(locale: Locale, code: str) -> str:
    """What is wrong, in words; a code we have no words for is shown as it is."""
    for subject in ("file_problem", "catalog_problem"):
        if knows(f"{subject}.{code}"):
            return say(locale, f"{subject}.{code}")
    return code


def _run(scope: Scope, run_id: UUID) -> RunRow | None:
    with db.transaction(scope) as session:
        return file_channels.run(session, scope, run_id)


def _path(scope: Scope, name: str) -> Path:
    return settings().data_dir / "uploads" / str(scope.merchant_id) / name


def _runs(found: Overview, kind: ImportKind, locale: Locale) -> list[dict[str, str]]:
    return [_shown_run(run, locale) for run in found.runs if run.kind == kind]


def _shown_run(run: RunRow, locale: Locale) -> dict[str, str]:
    numbers = {
        name: formats.number(getattr(run, name), locale)
        for name in ("created", "updated", "unchanged", "failed")
    }
    is_open = run.status in {"waiting", "running"}
    done, total = formats.number(run.done, locale), formats.number(run.total, locale)
    return {
        "id": str(run.id),
        "kind": run.kind,
        "source": run.source,
        "status_label": say(locale, f"imports.status_{run.status}"),
        "tone": _RUN_TONES.get(run.status, "neutral"),
        "sum": say(locale, "imports.count", done=done, total=total)
        if is_open
        else say(locale, f"files.sum_{run.kind}", **numbers),
        "at": formats.short(run.created_at, locale),
        "at_full": formats.full(run.created_at, locale),
        "is_open": "1" if is_open else "",
        "download": f"/api/channels/files/{run.id}" if file_channels.is_there(run) else "",
    }


def _shown_error(error: Mapping[str, object], locale: Locale) -> dict[str, str]:
    """Place: `Satır 3 · Durum · Uçtu`; what was left out of a file has no row, only its key and column."""
    row = f"{say(locale, 'imports.row')} {error['row']}" if error["row"] else ""
    parts = [row, str(error["column"]), str(error["value"])]
    place = " · ".join(part for part in (parts if row else reversed(parts)) if part)
    return {
        "id": f"{place}-{error['code']}",
        "place": place,
        "cause": sentence(locale, str(error["code"])),
    }


def _error_file(run: RunRow, locale: Locale) -> bytes:
    sentences = {error["code"]: sentence(locale, error["code"]) for error in run.errors}
    headings = [say(locale, f"imports.{name}") for name in ("row", "column", "cause", "value")]
    return b"".join(catalog_sheets.error_csv(run, sentences, headings))


def _preview_rows(found: Preview, locale: Locale) -> list[dict[str, str]]:
    return [
        {
            "id": str(row.row),
            "row": formats.number(row.row, locale),
            "outcome": say(locale, f"files.{row.outcome}"),
            "tone": _TONES[row.outcome],
            "number": row.number,
            "cause": " · ".join(
                f"{error.column}: {sentence(locale, error.code)}"
                if error.column
                else sentence(locale, error.code)
                for error in row.errors
            ),
            "value": " · ".join(error.value for error in row.errors if error.value),
        }
        for row in found.rows
    ]
