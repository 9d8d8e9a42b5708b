"""The registry of consents: what it does not know yet, its file out, its file in."""

from collections.abc import Sequence
from datetime import datetime

import reflex as rx

from prapazar.domain.messaging import queries_consents as queries
from prapazar.domain.messaging import registry
from prapazar.domain.messaging.masking import masked
from prapazar.domain.messaging.queries_consents import Registry, Standing
from prapazar.domain.messaging.registry import SOURCES, USUAL_SOURCE, Fault
from prapazar.flows import iys_sheets, sheet_runs
from prapazar.foundation import formats
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.sheets import SheetUnreadable
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.list_kind import PAGE
from prapazar.states.paged import Paged
from prapazar.states.product_rows import problem
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast
from prapazar.states.uploads import keep

_SHOWN_FAULTS = 100
_TONES = {"granted": "good", "refused": "bad", "blocked": "bad"}


class IysState(Paged, rx.State):
    rows: list[dict[str, str]] = []
    figures: list[dict[str, str]] = []
    view: str = "open"
    source: str = USUAL_SOURCE
    until: str = ""
    """The moment the page was opened at: the file and the mark both mean what was there by then, and nothing later."""
    made_count: str = ""
    """How many that are."""
    most: str = ""
    waiting: str = ""
    overdue: str = ""
    loading: bool = True
    ask_mark: bool = False
    is_taking: bool = False
    busy: bool = False
    result: str = ""
    result_tone: str = ""
    faults: list[str] = []

    @rx.event
    @allow("messages.read")
    async def load(self) -> None:
        self.ask_mark = self.is_taking = False
        scope = await current_scope(self)
        self.most = formats.number(iys_sheets.MOST_ROWS, scope.locale)
        asked = str(self.router.url.query_parameters.get("view", ""))
        await self._freeze()
        await self._begin(asked)

    @rx.event
    @allow("messages.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("messages.read")
    async def show_view(self, view: str) -> None:
        await self._begin(view)

    @rx.event
    @allow("messages.read")
    async def turn(self, step: int) -> None:
        self._step(step)
        await self._show()

    @rx.event
    @allow("messages.write")
    def set_source(self, source: str) -> None:
        self.source = source if source in SOURCES else USUAL_SOURCE

    @rx.event
    @allow("messages.write")
    def set_ask_mark(self, is_open: bool) -> None:
        self.ask_mark = bool(is_open)

    @rx.event
    @allow("messages.write")
    async def mark(self) -> None:
        scope = await current_scope(self)
        self.ask_mark = False
        try:
            until = datetime.fromisoformat(self.until)
        except ValueError:
            return
        count = await in_thread(iys_sheets.told, scope, until)
        await self._freeze()
        await self._begin(self.view)
        await toast(
            self, "success", say(scope.locale, "iys.marked", count=formats.number(count, scope.locale))
        )

    @rx.event
    @allow("messages.write")
    def set_taking(self, is_open: bool) -> None:
        self.is_taking, self.result, self.faults = bool(is_open), "", []

    @rx.event
    @allow("messages.write")
    async def refuse(self) -> None:
        """The browser took no file: of another kind, or more than one."""
        scope = await current_scope(self)
        self.result, self.result_tone = problem(scope.locale, "not_a_sheet"), "bad"

    @rx.event
    @allow("messages.write")
    async def upload(self, files: list[rx.UploadFile]) -> None:
        """Good rows are taken at once, the others told row by row."""
        scope = await current_scope(self)
        scope.require("messages.write")
        if not files:
            return
        self.busy = True
        path = await in_thread(sheet_runs.upload_path, scope, files[0].name or "")
        try:
            await keep(files[0], path)
            done = await in_thread(iys_sheets.take_in, scope, path)
            self.faults = told(done.faults, scope.locale)
            self.result = say(
                scope.locale,
                "iys.taken",
                count=formats.number(done.taken, scope.locale),
                faults=formats.number(len(done.faults), scope.locale),
            )
            self.result_tone = "wait" if done.faults else "good"
        except SheetUnreadable as refused:
            self.result, self.result_tone = problem(scope.locale, refused.code), "bad"
        finally:
            self.busy = False
            await in_thread(path.unlink, missing_ok=True)
        await self._freeze()
        await self._begin(self.view)

    async def _freeze(self) -> None:
        scope = await current_scope(self)
        self.until = now().isoformat()
        counts = await in_thread(iys_sheets.figures, scope)
        self.made_count = formats.number(counts.open, scope.locale) if counts.open else ""

    async def _begin(self, view: str) -> None:
        self.view = view if view in queries.STANDING_VIEWS else "open"
        self._to_first()
        await self._show()

    async def _show(self) -> None:
        scope = await current_scope(self)
        counts = await in_thread(iys_sheets.figures, scope)
        rows = await in_thread(iys_sheets.page, scope, self.view, after=self._after(), limit=PAGE + 1)
        self.rows = [_shown(row, scope) for row in self._cut(rows, queries.standing_cursor)]
        self.figures = _figures(counts, scope.locale)
        self.waiting = formats.number(counts.open, scope.locale) if counts.open else ""
        self.overdue = formats.number(counts.overdue, scope.locale) if counts.overdue else ""
        self.loading = False


def told(found: Sequence[Fault], locale: Locale) -> list[str]:
    """Each cell that was not taken, and how many more there are."""
    rows = [
        say(
            locale,
            "iys.row",
            row=one.row,
            column=one.column or say(locale, "iys.column_file"),
            text=say(locale, one.code, value=one.value),
        )
        for one in found[:_SHOWN_FAULTS]
    ]
    more = len(found) - len(rows)
    return [*rows, say(locale, "iys.more_faults", count=formats.number(more, locale))] if more else rows


def _figures(counts: Registry, locale: Locale) -> list[dict[str, str]]:
    return [
        {"label": say(locale, f"iys.{name}"), "value": formats.number(value, locale)}
        for name, value in (("told", counts.told), ("open", counts.open), ("overdue", counts.overdue))
    ]


def _shown(row: Standing, scope: Scope) -> dict[str, str]:
    locale, due = scope.locale, registry.due_on(row.at)
    is_late = row.iys_at is None and row.at < registry.overdue_before(now())
    state = "told" if row.iys_at else "overdue" if is_late else "open"
    return {
        "id": str(row.id),
        "address": masked(scope, row.way, row.address),
        "way": say(locale, f"privacy.contact_{row.way}"),
        "said": say(locale, f"privacy.consent_{row.state}"),
        "said_tone": _TONES[row.state],
        "source": row.iys_source or say(locale, f"privacy.source_{row.source}"),
        "at": formats.short(row.at, locale),
        "at_full": formats.full(row.at, locale),
        "due": "" if row.iys_at else formats.date_of(due, locale),
        "status": say(locale, f"iys.is_{state}"),
        "tone": {"told": "good", "overdue": "bad", "open": "wait"}[state],
    }
