"""What suppliers have of their articles: a sheet they tell it with, and what became of it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import reflex as rx

from prapazar.domain.dropship import goods, queries
from prapazar.domain.dropship.errors import SupplyRefused
from prapazar.domain.dropship.goods import FeedRow, GoodsRow, Told
from prapazar.domain.dropship.rules import is_stale
from prapazar.flows import dropship
from prapazar.foundation import db, formats
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.sheets import SheetUnreadable
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.home_supply import told_rows
from prapazar.states.list_kind import PAGE
from prapazar.states.paged import Paged
from prapazar.states.product_rows import problem
from prapazar.states.session import current_scope, in_thread
from prapazar.states.uploads import keep

_SHOWN_FAULTS = 100


class SupplyStockState(Paged, rx.State):
    rows: list[dict[str, str]] = []
    feeds: list[dict[str, str]] = []
    suppliers: list[dict[str, str]] = []
    """{value, label} of those whose stock may be told."""
    supplier: str = ""
    hidden: list[str] = []
    """Columns that say nothing to who sees one supplier alone."""
    is_somebody: bool = True
    told: str = ""
    faults: list[dict[str, str]] = []
    fault_label: str = ""
    problem: str = ""
    loading: bool = True
    busy: bool = False

    @rx.event
    @allow("supplies.read")
    async def load(self) -> None:
        self.told = self.problem = ""
        self._to_first()
        await self._show()
        await self._show_faults()

    @rx.event
    @allow("supplies.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("supplies.read")
    async def turn(self, step: int) -> None:
        self._step(step)
        await self._show()

    @rx.event
    @allow("supplies.write")
    async def choose(self, supplier: str) -> None:
        if supplier in {one["value"] for one in self.suppliers}:
            self.supplier, self.told = supplier, ""
            await self._show_faults()

    @rx.event
    @allow("supplies.write")
    async def refuse(self) -> None:
        """The browser took no file: of another kind, or more than one."""
        scope = await current_scope(self)
        self.problem = problem(scope.locale, "not_a_sheet")

    @rx.event
    @allow("supplies.write")
    async def upload(self, files: list[rx.UploadFile]) -> None:
        scope = await current_scope(self)
        if not files or not self.supplier:
            return
        self.busy, self.problem, self.told, self.faults = True, "", "", []
        name = Path(files[0].name or "").name[:120]
        try:
            with _folder() as folder:
                path = folder / f"sheet{Path(name).suffix.lower()}"
                await keep(files[0], path)
                told = await in_thread(_tell, scope, UUID(self.supplier), path, name)
            self._say(told, scope.locale)
        except SheetUnreadable as refused:
            self.problem = problem(scope.locale, refused.code)
        except SupplyRefused as refused:
            self.problem = say(scope.locale, refused.code)
        finally:
            self.busy = False
        self._to_first()
        await self._show()

    def _say(self, told: Told, locale: Locale) -> None:
        rows, changed = (formats.number(one, locale) for one in (told.rows, told.changed))
        self.told = say(locale, "supplies.told", rows=rows, changed=changed)
        self._list_faults(told.errors, told.failed, locale)

    async def _show_faults(self) -> None:
        """What was wrong last time is still there to be mended tomorrow."""
        scope = await current_scope(self)
        faults, failed = (
            await in_thread(_last_faults, scope, UUID(self.supplier)) if self.supplier else ((), 0)
        )
        self._list_faults(faults, failed, scope.locale)

    def _list_faults(self, faults: Sequence[Mapping[str, Any]], failed: int, locale: Locale) -> None:
        self.fault_label = say(locale, "supplies.told_faults", count=formats.number(failed, locale))
        self.faults = [
            {
                "id": str(place),
                "row": str(one["row"]),
                "cause": problem(locale, str(one["code"])),
                "value": str(one["value"]),
            }
            for place, one in enumerate(faults[:_SHOWN_FAULTS])
        ]

    async def _show(self) -> None:
        scope = await current_scope(self)
        rows, feeds, suppliers = await in_thread(_read, scope, self._after())
        self.hidden = ["supplier"] if scope.supplier_id else []
        self.is_somebody = scope.supplier_id is None or bool(suppliers)
        self.suppliers = [{"value": str(key), "label": name} for key, name in suppliers.items()]
        if self.supplier not in {one["value"] for one in self.suppliers}:
            self.supplier = self.suppliers[0]["value"] if self.suppliers else ""
        self.feeds = [_feed(row, scope.locale) for row in feeds]
        self.rows = [_row(row, scope) for row in self._cut(rows, goods.cursor)]
        self.loading = False


@contextmanager
def _folder() -> Iterator[Path]:
    """Gone with what lies in it: the numbers are in the books, the sheet is kept by nobody."""
    with TemporaryDirectory(prefix="prapazar-stock-") as name:
        yield Path(name)


def _read(scope: Scope, cursor: str) -> tuple[list[GoodsRow], list[FeedRow], dict[UUID, str]]:
    with db.transaction(scope) as session:
        return (
            goods.goods(session, scope, cursor=cursor, limit=PAGE + 1),
            goods.feeds(session, scope),
            queries.suppliers(session, scope),
        )


def _last_faults(scope: Scope, supplier_id: UUID) -> tuple[Sequence[Mapping[str, Any]], int]:
    with db.transaction(scope) as session:
        return goods.last_faults(session, scope, supplier_id)


def _tell(scope: Scope, supplier_id: UUID, path: Path, source: str) -> Told:
    rows, faults = dropship.read_sheet(path)
    return dropship.tell_stock(scope, supplier_id, rows, faults, source)


def _feed(row: FeedRow, locale: Locale) -> dict[str, str]:
    if row.told_at is None:
        said, tone, sub = say(locale, "supplies.never_told"), "wait", ""
    else:
        stale = is_stale(row.told_at, now())
        said, tone = formats.ago(row.told_at, locale), "bad" if stale else "good"
        sub = " · ".join(part for part in (row.source, told_rows(row.rows, row.failed, locale)) if part)
        if stale:
            sub += " · " + say(locale, "supplies.stale")
    return {"id": str(row.supplier_id), "name": row.name, "said": said, "tone": tone, "sub": sub}


def _row(row: GoodsRow, scope: Scope) -> dict[str, str]:
    locale = scope.locale
    return {
        "id": str(row.variant_id),
        "name": row.name,
        "sku": row.sku,
        "supplier": "" if scope.supplier_id else row.supplier,
        "on_hand": "–" if row.on_hand is None else formats.number(row.on_hand, locale),
        "reserved": formats.number(row.reserved, locale),
        "told": formats.short(row.told_at, locale) if row.told_at else say(locale, "supplies.never_told"),
    }
