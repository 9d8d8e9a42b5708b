"""Taking a mapping table in from a spreadsheet: the file, what came of it, and the rows that fit nothing."""

from uuid import UUID

import reflex as rx

from prapazar.domain.mappings.enums import MappingKind
from prapazar.flows import catalog_sheets, mapping_sheets
from prapazar.flows.mapping_sheets import TakenIn
from prapazar.foundation import formats
from prapazar.foundation.scope import Scope
from prapazar.foundation.sheets import SheetUnreadable
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.mappings import MappingsState
from prapazar.states.session import current_scope, in_thread

MOST_BYTES = 10 * 1024 * 1024


class MappingImportState(rx.State):
    is_open: bool = False
    busy: bool = False
    problem: str = ""
    result: str = ""
    errors: list[dict[str, str]] = []

    @rx.event
    @allow("channels.write")
    def ask(self, is_open: bool) -> None:
        self.is_open = bool(is_open)
        self.problem, self.result, self.errors = "", "", []

    @rx.event
    @allow("channels.write")
    async def refuse(self) -> None:
        scope = await current_scope(self)
        self.problem = say(scope.locale, "mappings.import_unreadable")

    @rx.event
    @allow("channels.write")
    async def upload(self, files: list[rx.UploadFile]) -> None:
        scope = await current_scope(self)
        scope.require("channels.write")
        table = await self.get_state(MappingsState)
        connection = next(iter(uuids([table.store.get("id", "")])), None)
        if not files or connection is None:
            return
        self.busy, self.problem, self.result, self.errors = True, "", "", []
        content = await files[0].read(MOST_BYTES + 1)
        try:
            name, kind = files[0].name or "", MappingKind(table.kind)
            done = await in_thread(_take_in, scope, connection, kind, name, content)
        except SheetUnreadable:
            self.problem = say(scope.locale, "mappings.import_unreadable")
        else:
            self._tell(scope, done)
            await table._show()  # noqa: SLF001 - hidden from browsers
        finally:
            self.busy = False

    def _tell(self, scope: Scope, done: TakenIn) -> None:
        locale = scope.locale
        counts = {"mapped": done.mapped, "unchanged": done.unchanged, "errors": len(done.errors)}
        said = {name: formats.number(count, locale) for name, count in counts.items()}
        self.result = say(locale, "mappings.import_done", **said)
        self.errors = [
            {
                "row": say(locale, "mappings.import_row", row=one.row),
                "value": one.value,
                "cause": say(locale, one.code),
            }
            for one in done.errors
        ]


def _take_in(scope: Scope, connection_id: UUID, kind: MappingKind, name: str, content: bytes) -> TakenIn:
    if len(content) > MOST_BYTES:
        raise SheetUnreadable("file_too_large")
    path = catalog_sheets.upload_path(scope, name)
    try:
        path.write_bytes(content)
        return mapping_sheets.take_in(scope, connection_id, kind, path)
    finally:
        path.unlink(missing_ok=True)
