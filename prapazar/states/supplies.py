"""Packages routed to suppliers: what waits, what lies in one and where it goes, taken on and sent."""

from uuid import UUID

import reflex as rx

from prapazar.domain.dropship import queries
from prapazar.domain.dropship.errors import SupplyRefused
from prapazar.domain.dropship.queries import OPEN, VIEWS, GoodsLine, PackageRow
from prapazar.domain.dropship.rules import RefuseReason
from prapazar.domain.orders.views import DUE
from prapazar.flows import dropship
from prapazar.flows.dropship import Parcel
from prapazar.foundation import db, formats
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.home_desk import left_of
from prapazar.states.list_kind import PAGE
from prapazar.states.paged import Paged
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_TONES = {"new": "info", "picking": "wait", "packed": "wait", "cancelled": "neutral"}
_NO_FAULTS = {"carrier": "", "tracking": "", "note": ""}


class SuppliesState(Paged, rx.State):
    rows: list[dict[str, str]] = []
    tabs: list[dict[str, str]] = []
    view: str = "waiting"
    due: str = ""
    """How much time is left; asked of what waits alone."""
    loading: bool = True
    hidden: list[str] = []
    """Columns that say nothing to who sees one supplier alone."""
    is_somebody: bool = True
    """False: the person is to see one supplier alone, and is bound to none yet."""
    shown: dict[str, str] = {}
    """The package that is opened."""
    lines: list[dict[str, str]] = []
    is_open: bool = False
    is_refusing: bool = False
    selected: list[str] = []
    printable: str = ""
    """Those of the selected that have a label, as the address of the print-out asks for them."""
    faults: dict[str, str] = dict(_NO_FAULTS)
    version: int = 0
    """Of the pages seen, this one's last."""

    @rx.event
    @allow("supplies.read")
    async def load(self) -> None:
        """`?package=` opens one."""
        asked = self.router.url.query_parameters
        self.view = asked.get("view", "waiting") if asked.get("view") in VIEWS else "waiting"
        self.due = due if (due := str(asked.get("due", ""))) in DUE else ""
        self._to_first()
        await self._show()
        self.is_open = False
        if asked.get("package"):
            await self._look(str(asked["package"]))

    @rx.event
    @allow("supplies.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("supplies.read")
    async def show_view(self, view: str) -> None:
        self.view = view if view in VIEWS else "waiting"
        self._to_first()
        await self._show()

    @rx.event
    @allow("supplies.read")
    async def set_due(self, due: str) -> None:
        self.due = str(due) if due in DUE else ""
        self._to_first()
        await self._show()

    @rx.event
    @allow("supplies.read")
    async def turn(self, step: int) -> None:
        self._step(step)
        await self._show()

    @rx.event
    @allow("supplies.read")
    async def look(self, package_id: str) -> None:
        await self._look(str(package_id))

    @rx.event
    @allow("supplies.read")
    def close(self, is_open: bool) -> None:
        self.is_open = bool(is_open)

    @rx.event
    @allow("supplies.write")
    async def take_on(self) -> None:
        scope, package = await current_scope(self), _id(self.shown.get("id"))
        if package is None:
            return
        try:
            done = await in_thread(dropship.take_on, scope, [package])
        except SupplyRefused as refused:
            await toast(self, "error", say(scope.locale, refused.code))
        else:
            if done.moved:
                told = say(scope.locale, "supplies.taken_on", count=len(done.moved))
                await toast(self, "success", told)
            else:
                await toast(self, "error", say(scope.locale, "supplies.not_open"))
        await self._look(str(package))
        await self._show()

    @rx.event
    @allow("supplies.write")
    async def ship(self, values: dict[str, str]) -> None:
        scope, package = await current_scope(self), _id(self.shown.get("id"))
        carrier, number = (str(values.get(name, "")).strip()[:80] for name in ("carrier", "tracking"))
        required = say(scope.locale, "forms.required")
        self.faults = {
            **_NO_FAULTS,
            "carrier": "" if carrier else required,
            "tracking": "" if number else required,
        }
        if package is None or not (carrier and number):
            return
        try:
            await in_thread(_ship, scope, package, carrier, number)
        except SupplyRefused as refused:
            await toast(self, "error", say(scope.locale, refused.code))
        else:
            told = say(scope.locale, "supplies.shipped_said", number=self.shown["number"])
            await toast(self, "success", told)
            self.is_open = False
        await self._show()

    @rx.event
    @allow("supplies.write")
    def select(self, ids: list[str], checked: bool) -> None:
        kept = [one for one in self.selected if one not in ids]
        shown = {row["id"] for row in self.rows}
        self._choose([*kept, *(one for one in ids if one in shown)] if checked else kept)

    @rx.event
    @allow("supplies.write")
    def clear(self) -> None:
        self._choose([])

    @rx.event
    @allow("supplies.write")
    async def take_on_many(self) -> None:
        scope = await current_scope(self)
        try:
            done = await in_thread(
                dropship.take_on, scope, [key for one in self.selected if (key := _id(one))]
            )
        except SupplyRefused as refused:
            await toast(self, "error", say(scope.locale, refused.code))
        else:
            said = say(scope.locale, "supplies.taken_on", count=len(done.moved))
            await toast(self, "success" if done.moved else "warning", said)
            self.selected = []
        await self._show()

    def _choose(self, ids: list[str]) -> None:
        labelled = {row["id"] for row in self.rows if row["label"]}
        self.selected = ids
        self.printable = ",".join(one for one in ids if one in labelled)

    @rx.event
    @allow("supplies.write")
    def ask_refuse(self, is_asked: bool) -> None:
        self.is_refusing, self.faults = bool(is_asked), dict(_NO_FAULTS)

    @rx.event
    @allow("supplies.write")
    async def refuse(self, values: dict[str, str]) -> None:
        scope, package = await current_scope(self), _id(self.shown.get("id"))
        reason, note = str(values.get("reason", "")), str(values.get("note", ""))
        if package is None or reason not in set(RefuseReason):
            return
        try:
            [number] = await in_thread(dropship.refuse, scope, [package], RefuseReason(reason), note)
        except SupplyRefused as refused:
            said = say(scope.locale, refused.code)
            if refused.code == "supplies.note_missing":
                self.faults = {**_NO_FAULTS, "note": said}
                return
            await toast(self, "error", said)
        else:
            await toast(self, "success", say(scope.locale, "supplies.refused_said", number=number))
        self.is_open = False
        await self._show()

    async def _look(self, package_id: str) -> None:
        scope, package = await current_scope(self), _id(package_id)
        found = await in_thread(dropship.parcel, scope, package) if package else None
        if found is None:
            self.is_open = False
            await toast(self, "warning", say(scope.locale, "supplies.not_yours"))
            return
        self.shown, self.lines = _parcel(found, scope.locale), [_line(one) for one in found.lines]
        self.faults, self.is_open, self.is_refusing = dict(_NO_FAULTS), True, False
        self.version += 1

    async def _show(self) -> None:
        scope = await current_scope(self)
        rows, counts, is_somebody, labelled = await in_thread(
            _read, scope, self.view, self.due, self._after()
        )
        self.is_somebody = is_somebody
        self.hidden = [
            *(["supplier"] if scope.supplier_id else []),
            *(["label"] if self.view != "waiting" else []),
        ]
        self.tabs = [
            {
                "value": view,
                "label": say(scope.locale, f"supplies.view_{view}"),
                "count": formats.number(counts[view], scope.locale) if counts[view] else "",
            }
            for view in VIEWS
        ]
        here = self._cut(rows, lambda row: queries.cursor(row, self.view))
        self.rows = [_row(row, scope, has_label=row.id in labelled) for row in here]
        shown = {row["id"] for row in self.rows}
        self._choose([one for one in self.selected if one in shown])
        self.loading = False


def _read(
    scope: Scope, view: str, due: str, cursor: str
) -> tuple[list[PackageRow], dict[str, int], bool, set[UUID]]:
    with db.transaction(scope) as session:
        rows = queries.packages(session, scope, view, due=due, cursor=cursor, limit=PAGE + 1)
        is_somebody = scope.supplier_id is None or bool(queries.suppliers(session, scope))
        counts = queries.counts(session, scope)
    labelled = dropship.labelled(scope, [row.id for row in rows]) if view == "waiting" and rows else set()
    return rows, counts, is_somebody, labelled


def _ship(scope: Scope, package_id: UUID, carrier: str, number: str) -> None:
    dropship.ship(scope, package_id, carrier=carrier, tracking_number=number)


def _row(row: PackageRow, scope: Scope, *, has_label: bool) -> dict[str, str]:
    locale = scope.locale
    left, tone = left_of(row.ship_by_at, locale) if row.status in OPEN else ("", "neutral")
    goods = row.goods
    if row.articles > 1:
        goods = say(
            locale, "supplies.more_articles", title=goods, count=formats.number(row.articles - 1, locale)
        )
    return {
        "id": str(row.id),
        "number": row.number,
        "goods": goods,
        "units": formats.number(row.units, locale),
        "supplier": "" if scope.supplier_id else row.supplier,
        "status": say(locale, f"order_status.{row.status}"),
        "tone": _TONES.get(row.status, "good"),
        "ordered": formats.short(row.ordered_at, locale),
        "left": left,
        "left_tone": tone,
        "ship_by": formats.full(row.ship_by_at, locale) if row.ship_by_at else "",
        "shipped": formats.short(row.shipped_at, locale) if row.shipped_at else "",
        "tracking": row.tracking_number or "",
        "label": "1" if has_label else "",
    }


def _parcel(found: Parcel, locale: Locale) -> dict[str, str]:
    row = found.row
    left, tone = left_of(row.ship_by_at, locale) if row.status in OPEN else ("", "neutral")
    return {
        "id": str(row.id),
        "number": row.number,
        "status": say(locale, f"order_status.{row.status}"),
        "tone": _TONES.get(row.status, "good"),
        "is_open": "1" if row.status in OPEN else "",
        "is_new": "1" if row.status == "new" else "",
        "is_refusable": "1" if row.status in {"new", "picking"} else "",
        "ordered": formats.short(row.ordered_at, locale),
        "ship_by": formats.short(row.ship_by_at, locale) if row.ship_by_at else "–",
        "left": left,
        "left_tone": tone,
        "is_late": "1" if row.ship_by_at and row.status in OPEN and row.ship_by_at < now() else "",
        "recipient": found.recipient,
        "label": str(row.id) if found.has_label else "",
        "carrier": row.carrier or "",
        "tracking": row.tracking_number or "",
        "shipped": formats.short(row.shipped_at, locale) if row.shipped_at else "",
    }


def _line(row: GoodsLine) -> dict[str, str]:
    codes = " · ".join(part for part in (row.sku, row.barcode) if part)
    return {"title": row.title, "codes": codes, "quantity": f"{row.quantity} ×"}


def _id(value: object) -> UUID | None:
    """What comes from a browser may be anything."""
    try:
        return UUID(str(value))
    except ValueError:
        return None
