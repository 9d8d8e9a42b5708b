"""Channels that go by files: what one of them can do, how its files are written, and its latest runs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.connector_kit import registry
from prapazar.connector_kit.files import FileForm, FileProfile, form_of
from prapazar.connector_kit.manifest import Capability
from prapazar.domain.catalog import queries
from prapazar.domain.catalog.actions import runs
from prapazar.domain.catalog.enums import FILE_KINDS, ImportKind
from prapazar.domain.catalog.queries import RunRow
from prapazar.domain.channels import actions
from prapazar.domain.channels import queries as channels
from prapazar.domain.channels.enums import Topic
from prapazar.domain.channels.errors import ConnectionInvalid, ConnectionMissing
from prapazar.flows.channels import FormField, connectors
from prapazar.foundation import db, outbox
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.settings import settings
from prapazar.foundation.sheets import Cell, CsvForm, csv_chunks, write_xlsx

NEEDS = {
    ImportKind.PRODUCT_FILE: "products.read",
    ImportKind.ORDER_FILE: "orders.write",
    ImportKind.SHIPMENT_FILE: "orders.read",
}
"""What a person must be permitted to make, read or fetch a file of each kind."""
_CAN = {
    ImportKind.PRODUCT_FILE: (Capability.EXPORT_PRODUCTS,),
    ImportKind.ORDER_FILE: (Capability.IMPORT_ORDERS, Capability.IMPORT_HISTORY),
    ImportKind.SHIPMENT_FILE: (Capability.EXPORT_SHIPMENTS,),
}
_ENDINGS = {"csv": "csv", "xlsx": "xlsx"}


class NotByFiles(ConnectionMissing):
    """The channel has a program of its own, or cannot do this by file."""


@dataclass(frozen=True, slots=True)
class FileChannel:
    """A connection whose platform goes by files."""

    id: UUID
    connector: str
    name: str
    profile: FileProfile
    form: FileForm
    capabilities: frozenset[Capability]

    def can(self, kind: ImportKind) -> bool:
        return any(one in self.capabilities for one in _CAN[kind])

    @property
    def csv(self) -> CsvForm:
        return CsvForm(self.form.delimiter, self.form.codec, "." if self.form.decimal == "point" else ",")

    @property
    def ending(self) -> str:
        return _ENDINGS[self.form.format]


@dataclass(frozen=True, slots=True)
class Overview:
    """What the screen of a file channel shows."""

    connector: str
    name: str
    says: str
    can: frozenset[ImportKind]
    is_history: bool
    form: dict[str, str]
    runs: list[RunRow]


def is_by_files(connector: str) -> bool:
    return registry.manifest(connector).files is not None


def channel(session: Session, scope: Scope, connection_id: UUID) -> FileChannel:
    """Raises ConnectionMissing, and NotByFiles for a channel that is called."""
    scope.require("channels.read")
    row = channels.connection(session, scope, connection_id)
    return _channel(row.id, row.connector, row.name, row.settings)


def _channel(id_: UUID, connector: str, name: str, kept: Mapping[str, Any]) -> FileChannel:
    manifest = registry.manifest(connector)
    if manifest.files is None:
        raise NotByFiles
    return FileChannel(id_, connector, name, manifest.files, form_of(kept), frozenset(manifest.capabilities))


def overview(scope: Scope, connection_id: UUID) -> Overview:
    with db.transaction(scope) as session:
        found = channel(session, scope, connection_id)
        latest = queries.file_runs(session, scope, connection_id)
    return Overview(
        connector=found.connector,
        name=found.name,
        says=getattr(found.profile.says, scope.locale),
        can=frozenset(kind for kind in _CAN if found.can(kind)),
        is_history=found.profile.closed is not None,
        form=found.form.model_dump(),
        runs=latest,
    )


def form_fields(connector: str, locale: Locale) -> tuple[FormField, ...]:
    """What says how files are written."""
    return next(card.fields for card in connectors(locale) if card.slug == connector)


def set_form(scope: Scope, connection_id: UUID, values: Mapping[str, str]) -> None:
    """Raises ConnectionInvalid for the first value that cannot be."""
    scope.require("channels.write")
    with db.transaction(scope) as session:
        found = channel(session, scope, connection_id)
        manifest = registry.manifest(found.connector)
        for name, code in manifest.faults(dict(values)).items():
            raise ConnectionInvalid(name, code)
        kept, _ = manifest.split(dict(values))
        actions.set_settings(session, scope, connection_id, kept)


def start(
    session: Session,
    scope: Scope,
    found: FileChannel,
    kind: ImportKind,
    source: str,
    *,
    asked: Mapping[str, str],
    file: Path | None = None,
    total: int = 0,
) -> UUID:
    """A worker does it after commit."""
    if not found.can(kind):
        raise NotByFiles
    run_id = runs.start_run(
        session,
        scope,
        kind,
        source,
        file=str(file.relative_to(settings().data_dir)) if file else None,
        mapping=dict(asked),
        connection_id=found.id,
        total=total,
        needs=NEEDS[kind],
    )
    topic = Topic.READ_FILE if kind is ImportKind.ORDER_FILE else Topic.MAKE_FILE
    outbox.append(session, scope.merchant_id, topic.value, run_id, run_id, {})
    return run_id


def run(session: Session, scope: Scope, run_id: UUID) -> RunRow | None:
    """One of a file channel's, for somebody who may see it."""
    found = queries.run(session, scope, run_id, kinds=FILE_KINDS, needs="channels.read")
    if found is None:
        return None
    scope.require(NEEDS[ImportKind(found.kind)])
    return found


def cancel(scope: Scope, run_id: UUID) -> None:
    with db.transaction(scope) as session:
        found = run(session, scope, run_id)
        if found:
            runs.ask_cancel(session, scope, run_id, needs=NEEDS[ImportKind(found.kind)])


@dataclass(frozen=True, slots=True)
class MadeFile:
    path: Path
    name: str


def is_there(found: RunRow) -> bool:
    """Made, and not gone yet. Files are kept for thirty days."""
    is_made = found.status == "done" and found.kind != ImportKind.ORDER_FILE and bool(found.file)
    return is_made and (settings().data_dir / str(found.file)).is_file()


def made_file(scope: Scope, run_id: UUID) -> MadeFile | None:
    """None where there is none, or no longer."""
    with db.transaction(scope) as session:
        found = run(session, scope, run_id)
    if found is None or not is_there(found):
        return None
    return MadeFile(settings().data_dir / str(found.file), found.source)


@contextmanager
def made_path(scope: Scope, found: FileChannel) -> Iterator[Path]:
    """Where a file is made; one that is not finished does not stay."""
    folder = settings().data_dir / "made" / str(scope.merchant_id)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{new_id()}.{found.ending}"
    try:
        yield path
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def write_sheet(
    path: Path, found: FileChannel, headings: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> None:
    if found.form.format == "xlsx":
        write_xlsx(path, headings, rows)
        return
    with path.open("wb") as file:
        for chunk in csv_chunks(headings, rows, found.csv):
            file.write(chunk)
