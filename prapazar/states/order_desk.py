"""Beside an order's steps: its files, its common parcel, its split packages."""

from collections.abc import Callable
from typing import TypedDict
from uuid import UUID

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.access import masking
from prapazar.domain.files.actions import KeptFile
from prapazar.domain.files.enums import FileKind
from prapazar.domain.files.errors import FileMissing, FileRefused
from prapazar.domain.files.rules import MOST_BYTES
from prapazar.domain.orders import queries_one
from prapazar.domain.orders.errors import OrderMissing
from prapazar.domain.packing import actions
from prapazar.domain.packing.errors import SplitRefused
from prapazar.domain.packing.queries_splits import AskedSplit
from prapazar.flows import order_desk, splits
from prapazar.flows.order_desk import Together
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import knows, say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

_MB = 1_000_000


class ShownFile(TypedDict):
    id: str
    name: str
    kind: str
    about: str
    """Size and when it was kept."""
    href: str
    own: str
    """`1` where it may be deleted here."""


class OrderDeskState(rx.State):
    files: list[ShownFile] = []
    kind: str = FileKind.DOCUMENT.value
    problem: str = ""
    """Why the last file was refused."""
    together: str = ""
    alike: list[dict[str, str]] = []
    packages: list[dict[str, str]] = []
    """{id, part, place}: `part` is `1` for one that can be joined again."""
    splitting: str = ""
    lines: list[dict[str, str]] = []
    """{id, title, quantity} of the package that is being split."""
    split_way: str = ""
    """Who will know of a split: see flows.splits.Way."""
    asked: list[dict[str, str]] = []
    """{id, package_id, package, state, why, detail} of what the channel was asked to split."""

    @rx.event
    @allow("orders.read")
    async def load(self) -> None:
        self.problem, self.splitting = "", ""
        await self._show()

    @rx.event
    @allow("orders.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("orders.write")
    async def merge(self) -> None:
        """With all that go to the same address."""
        order_id = self._order_id()
        if order_id is not None:
            others = uuids([one["id"] for one in self.alike])
            await self._do(_merge, [order_id, *others], "orders.merge_one_done")

    @rx.event
    @allow("orders.write")
    async def unmerge(self) -> None:
        order_id = self._order_id()
        if order_id is not None:
            await self._do(_unmerge, [order_id], "orders.unmerge_done")

    @rx.event
    @allow("orders.write")
    async def ask_split(self, package_id: str) -> None:
        order_id = self._order_id()
        for wanted in uuids([str(package_id)]) if order_id else []:
            scope = await current_scope(self)
            self.lines = await in_thread(_lines, scope, order_id or wanted, wanted)
            self.splitting = str(wanted)

    @rx.event
    @allow("orders.write")
    def close_split(self, is_open: bool = False) -> None:
        self.splitting = self.splitting if is_open else ""

    @rx.event
    @allow("orders.write")
    async def split(self, values: dict[str, str]) -> None:
        """Units that go into a new package, by line."""
        parts = {
            line_id: int(units)
            for name, units in values.items()
            if str(units).strip().isdecimal()
            for line_id in uuids([str(name)])
        }
        for package_id in uuids([self.splitting]):
            scope = await current_scope(self)
            try:
                begun = await in_thread(_split, scope, package_id, parts)
            except SplitRefused as refused:
                await toast(self, "warning", say(scope.locale, refused.code))
                return
            self.splitting = ""
            await self._show()
            done = "orders.split_asked" if begun.way is splits.Way.CHANNEL else "orders.split_done"
            await toast(self, "success", say(scope.locale, done))

    @rx.event
    @allow("orders.write")
    async def split_again(self, split_id: str) -> None:
        """Of one the channel refused."""
        await self._decide_split(actions.ask_again, split_id, "orders.split_asked")

    @rx.event
    @allow("orders.write")
    async def drop_split(self, split_id: str) -> None:
        await self._decide_split(actions.drop, split_id, "orders.split_dropped")

    @rx.event
    @allow("orders.write")
    async def join(self, package_id: str) -> None:
        for part in uuids([str(package_id)]):
            scope = await current_scope(self)
            try:
                await in_thread(_join, scope, part)
            except SplitRefused as refused:
                await toast(self, "warning", say(scope.locale, refused.code))
                return
            await self._show()
            await toast(self, "success", say(scope.locale, "orders.join_done"))

    @rx.event
    @allow("orders.write")
    def set_kind(self, kind: str) -> None:
        if kind in {one.value for one in order_desk.KINDS}:
            self.kind = kind

    @rx.event
    @allow("orders.write")
    async def upload(self, files: list[rx.UploadFile]) -> None:
        scope = await current_scope(self)
        scope.require("orders.write")
        order_id = self._order_id()
        self.problem = ""
        for file in files if order_id else []:
            data = await file.read(MOST_BYTES + 1)
            name = file.name or ""
            try:
                await in_thread(_keep, scope, order_id or UUID(int=0), FileKind(self.kind), name, data)
            except FileRefused as refused:
                self.problem = say(scope.locale, refused.code, name=refused.name)
        await self._show()

    @rx.event
    @allow("orders.write")
    async def refuse(self) -> None:
        """What the browser did not even send."""
        scope = await current_scope(self)
        self.problem = say(scope.locale, "kept.kind_not_kept", name=say(scope.locale, "orders.this_file"))

    @rx.event
    @allow("orders.write")
    async def remove_file(self, file_id: str) -> None:
        order_id = self._order_id()
        for wanted in uuids([str(file_id)]) if order_id else []:
            scope = await current_scope(self)
            try:
                await in_thread(_remove, scope, order_id or wanted, wanted)
            except FileMissing:
                await toast(self, "warning", say(scope.locale, "errors.not_found"))
            await self._show()

    async def _decide_split(
        self, work: Callable[[Session, Scope, UUID], bool], split_id: str, done: str
    ) -> None:
        for wanted in uuids([str(split_id)]):
            scope = await current_scope(self)
            went = await in_thread(_on_split, work, scope, wanted)
            await self._show()
            if went:
                await toast(self, "success", say(scope.locale, done))

    async def _do(self, work: Callable[[Scope, list[UUID]], bool], ids: list[UUID], done: str) -> None:
        scope = await current_scope(self)
        went = await in_thread(work, scope, ids)
        key = done if went else "orders.step_refused"
        await self._show()
        await toast(self, "success" if went else "warning", say(scope.locale, key))

    def _order_id(self) -> UUID | None:
        found = uuids([self.router.url.path.rstrip("/").rpartition("/")[2]])
        return found[0] if found else None

    async def _show(self) -> None:
        order_id = self._order_id()
        if order_id is None:
            return
        scope = await current_scope(self)
        found, kept = await in_thread(_read, scope, order_id)
        self.together = ", ".join(found.numbers)
        self.alike = [{"id": str(one.id), "number": one.number} for one in found.alike]
        ids = dict.fromkeys([*found.parts, *found.places])
        self.packages = [
            {
                "id": str(one),
                "part": "1" if one in found.parts else "",
                "place": found.places.get(one, ""),
            }
            for one in ids
        ]
        self.split_way = found.way.value
        self.asked = [_asked(one, scope.locale) for one in found.splits]
        self.files = [_file(masking.row(scope, one, "name"), order_id, scope.locale) for one in kept]


def _read(scope: Scope, order_id: UUID) -> tuple[Together, list[KeptFile]]:
    with db.transaction(scope) as session:
        return order_desk.together(session, scope, order_id), order_desk.kept(session, scope, order_id)


def _merge(scope: Scope, ids: list[UUID]) -> bool:
    with db.transaction(scope) as session:
        return actions.merge(session, scope, ids).parcels > 0


def _unmerge(scope: Scope, ids: list[UUID]) -> bool:
    with db.transaction(scope) as session:
        return actions.unmerge(session, scope, ids[0])


def _lines(scope: Scope, order_id: UUID, package_id: UUID) -> list[dict[str, str]]:
    with db.transaction(scope) as session:
        try:
            found = queries_one.detail(session, scope, order_id)
        except OrderMissing:
            return []
    return [
        {"id": str(row.id), "title": row.title, "quantity": str(row.quantity - row.cancelled_quantity)}
        for row in found.lines
        if row.package_id == package_id and row.quantity > row.cancelled_quantity
    ]


def _split(scope: Scope, package_id: UUID, parts: dict[UUID, int]) -> splits.Begun:
    with db.transaction(scope) as session:
        return splits.split(session, scope, package_id, parts)


def _on_split(work: Callable[[Session, Scope, UUID], bool], scope: Scope, split_id: UUID) -> bool:
    with db.transaction(scope) as session:
        return work(session, scope, split_id)


def _asked(one: AskedSplit, locale: Locale) -> dict[str, str]:
    return {
        "id": str(one.id),
        "package_id": str(one.package_id),
        "package": one.package,
        "state": one.state,
        "why": say(locale, one.code) if one.code and knows(one.code) else "",
        "detail": one.detail,
    }


def _join(scope: Scope, package_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.join(session, scope, package_id)


def _keep(scope: Scope, order_id: UUID, kind: FileKind, name: str, data: bytes) -> None:
    with db.transaction(scope) as session:
        order_desk.keep(session, scope, order_id, kind, name, data)


def _remove(scope: Scope, order_id: UUID, file_id: UUID) -> None:
    with db.transaction(scope) as session:
        order_desk.remove(session, scope, order_id, file_id)


def _file(one: KeptFile, order_id: UUID, locale: Locale) -> ShownFile:
    size = formats.number(max(one.size // 1000, 1), locale)
    about = f"{size} kB" if one.size < _MB else f"{formats.number(one.size // _MB, locale)} MB"
    return ShownFile(
        id=str(one.id),
        name=one.name,
        kind=one.kind.value,
        about=f"{about} · {formats.short(one.created_at, locale)}",
        href=f"/api/files/{one.id}",
        own="1" if one.subject_id == order_id else "",
    )
