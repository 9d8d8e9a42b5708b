"""The packing station: what lies on the table, what the last scan did, and what waits."""

import time
from collections.abc import Callable
from typing import TypedDict
from uuid import UUID

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.packing.enums import REFUSED, Verdict
from prapazar.domain.packing.queries import Article, Box, Waiting
from prapazar.domain.packing.rules import Item
from prapazar.domain.shipping import labels_read
from prapazar.domain.shipping.labels_read import PackageLabel
from prapazar.flows import packing, standing
from prapazar.flows.packing import Scanned
from prapazar.foundation import db, formats
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import knows, say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.order_rows import masked
from prapazar.states.session import current_scope, in_thread
from prapazar.states.updates import put

_LONGEST = 200
_TONES = {
    Verdict.OPENED: "quiet",
    Verdict.COUNTED: "good",
    Verdict.PACKED: "done",
    Verdict.UNDONE: "quiet",
    Verdict.NOTHING: "quiet",
}
_RECENT = 6


class ShownItem(TypedDict):
    id: str
    title: str
    codes: str
    image: str
    shelf: str
    count: str
    """`1 / 3`."""
    tone: str
    """`done`, `now` for the one just scanned, or empty."""
    left: str
    """How many are still to be scanned; empty for none."""
    part: str
    """Name of the bundle it belongs to."""


class ShownWaiting(TypedDict):
    id: str
    number: str
    buyer: str
    units: str
    ship_by: str
    late: str
    connector: str


class PackingState(rx.State):
    box: dict[str, str] = {}
    items: list[ShownItem] = []
    waiting: list[ShownWaiting] = []
    choices: list[dict[str, str]] = []
    """Packages of a number that means several."""
    answer: dict[str, str] = {"k": "", "tone": "", "title": "", "text": ""}
    label: str = ""
    recent: list[dict[str, str]] = []
    """What was packed in this tab, the newest first; `label` is `ready`, `waiting`, `refused` or empty."""
    help_open: bool = False
    loading: bool = True

    @rx.event
    @allow("orders.write")
    async def load(self) -> None:
        await self._do(packing.enter)
        self.loading = False

    @rx.event
    @allow("orders.write")
    async def scan(self, code: str) -> None:
        """An order, package, parcel, box or article; `5*` before an article is five of it."""
        text, box_id = str(code).strip()[:_LONGEST], self._box_id()
        if text:
            await self._do(lambda session, scope: packing.scan(session, scope, box_id, text))

    @rx.event
    @allow("orders.write")
    async def undo(self) -> None:
        box_id = self._box_id()
        if box_id is not None:
            await self._do(lambda session, scope: packing.undo(session, scope, box_id))

    @rx.event
    @allow("orders.write")
    async def put_aside(self) -> None:
        self.choices = []
        await self._do(packing.put_aside)

    @rx.event
    @allow("orders.write")
    async def open_next(self) -> None:
        await self._do(packing.open_next)

    @rx.event
    @allow("orders.write")
    async def open_package(self, package_id: str) -> None:
        box_id = self._box_id()
        for wanted in uuids([str(package_id)]):
            await self._do(lambda session, scope: packing.open_package(session, scope, box_id, wanted))  # noqa: B023 - called at once

    @rx.event
    @allow("orders.write")
    async def count_item(self, item_id: str) -> None:
        for box_id, wanted in zip(uuids([self.box.get("id", "")]), uuids([str(item_id)]), strict=False):
            await self._do(lambda session, scope: packing.count_item(session, scope, box_id, wanted))  # noqa: B023 - called at once

    @rx.event
    @allow("orders.write")
    def show_help(self, is_open: bool) -> None:
        self.help_open = bool(is_open)

    @rx.event
    @allow("orders.write")
    def show_label(self, package_id: str) -> None:
        for wanted in uuids([str(package_id)]):
            self.label = _label(str(wanted))

    @rx.event
    @allow("orders.write")
    async def news(self) -> None:
        """A carrier has taken or refused what was packed here."""
        awaited = uuids([row["id"] for row in self.recent if row["label"] == "waiting"])
        if not awaited:
            return
        scope = await current_scope(self)
        found = await in_thread(_labels, scope, awaited)
        for package_id in awaited:
            self._label_settled(str(package_id), found.get(package_id), scope.locale)

    def _label_settled(self, package_id: str, found: PackageLabel | None, locale: Locale) -> None:
        if found is None or not (found.is_ready or found.is_refused):
            return
        number = next(row["number"] for row in self.recent if row["id"] == package_id)
        self._mark(package_id, "ready" if found.is_ready else "refused")
        if found.is_ready:
            self.label = _label(package_id)
        else:
            text = say(locale, "packing.label_refused", number=number)
            title = say(locale, "packing.no_label")
            self.answer = {"k": str(time.time_ns()), "tone": "bad", "title": title, "text": text}

    def _mark(self, package_id: str, label: str) -> None:
        self.recent = [{**row, "label": label} if row["id"] == package_id else row for row in self.recent]

    async def _do(self, work: Callable[[Session, Scope], Scanned]) -> None:
        scope = await current_scope(self)
        found = await in_thread(_within, scope, work)
        locale = scope.locale
        if found.packed_id is not None and found.box is not None:
            self._packed(found, found.box, found.label, locale)
        else:
            put(self, box={} if found.box is None else _box(found.box, found.items, scope))
            if found.box is not None and found.verdict is Verdict.OPENED:
                self.label = ""
        current = found.item.id if found.item else None
        choices = found.candidates if found.verdict is Verdict.OPENED else ()
        put(
            self,
            items=[_item(item, current) for item in found.items],
            choices=[{"id": str(one.id), "number": one.number} for one in choices],
            waiting=[_waiting(row, scope) for row in found.waiting],
        )
        tone = "bad" if found.verdict in REFUSED else _TONES[found.verdict]
        title, text = _said(found, locale, has_label=self.label != "")
        self.answer = {"k": str(time.time_ns()), "tone": tone, "title": title, "text": text}

    def _packed(self, found: Scanned, box: Box, label: PackageLabel | None, locale: Locale) -> None:
        """The table is free; what was packed stays in sight, and its label is shown once there is one."""
        is_ready = label is not None and label.is_ready and not found.refusal
        put(self, box={}, label=_label(str(box.id)) if is_ready else "")
        row = {
            "id": str(box.id),
            "order_id": str(box.order_id),
            "number": box.number,
            "label": "" if found.refusal else "ready" if is_ready else "waiting",
            "at": formats.short(now(), locale),
        }
        self.recent = [row, *self.recent][:_RECENT]

    def _box_id(self) -> UUID | None:
        return next(iter(uuids([self.box.get("id", "")])), None)


def _within(scope: Scope, work: Callable[[Session, Scope], Scanned]) -> Scanned:
    return db.retried(scope, lambda session: work(session, scope))


def _labels(scope: Scope, package_ids: list[UUID]) -> dict[UUID, PackageLabel]:
    with db.transaction(scope) as session:
        return labels_read.of_packages(session, package_ids)


def _label(package_id: str) -> str:
    return f"/api/packing/packages/{package_id}/label.pdf"


def _box(box: Box, items: tuple[Item, ...], scope: Scope) -> dict[str, str]:
    wanted, counted = sum(item.wanted for item in items), sum(item.counted for item in items)
    return {
        "id": str(box.id),
        "order_id": str(box.order_id),
        "number": box.number,
        "package": box.external_id,
        "connector": box.connector or "manual",
        "channel": box.channel or say(scope.locale, "orders.manual"),
        "buyer": masked(box.buyer) if scope.hides("buyer.name") else box.buyer,
        "place": " / ".join(part for part in (box.district, box.city) if part),
        "carrier": standing.channel_name(box.carrier),
        "note": box.note,
        "tags": ", ".join(box.tags),
        "ship_by": formats.remaining(box.ship_by_at, scope.locale) if box.ship_by_at else "",
        "late": "1" if box.ship_by_at and box.ship_by_at < now() else "",
        "companions": ", ".join(box.companions),
        "progress": f"{counted} / {wanted}",
        "share": str(counted * 100 // wanted if wanted else 0),
        "test": "1" if box.is_test else "",
    }


def _item(item: Item, current: UUID | None) -> ShownItem:
    tone = "now" if item.id == current else "done" if not item.left else ""
    return ShownItem(
        id=str(item.id),
        title=item.name if item.is_part else item.title,
        codes=" · ".join(part for part in (item.sku, item.barcode) if part),
        image=item.image,
        shelf=item.shelf,
        count=f"{item.counted} / {item.wanted}",
        tone=tone,
        left=str(item.left) if item.left else "",
        part=item.title if item.is_part else "",
    )


def _waiting(row: Waiting, scope: Scope) -> ShownWaiting:
    return ShownWaiting(
        id=str(row.id),
        number=row.number,
        buyer=masked(row.buyer) if scope.hides("buyer.name") else row.buyer,
        units=f"{row.counted} / {row.units}" if row.counted else str(row.units),
        ship_by=formats.remaining(row.ship_by_at, scope.locale) if row.ship_by_at else "",
        late="1" if row.ship_by_at and row.ship_by_at < now() else "",
        connector=row.connector or "manual",
    )


def _said(found: Scanned, locale: Locale, *, has_label: bool) -> tuple[str, str]:
    """What happened in large letters, and what to do about it."""
    verdict, item = found.verdict, found.item
    if verdict is Verdict.NOTHING:
        return "", ""
    if verdict in {Verdict.PACKED, Verdict.OPENED, Verdict.NOT_OPEN}:
        return _said_of_box(found, locale, has_label=has_label)
    title = say(locale, f"packing.{verdict}")
    if item is not None:
        name = item.name if item.is_part else item.title
        return title, say(locale, "packing.of_item", name=name, counted=item.counted, wanted=item.wanted)
    if found.article is not None:
        return title, _belongs(found.article, locale)
    return title, say(locale, "packing.unknown_text", code=found.code)


def _said_of_box(found: Scanned, locale: Locale, *, has_label: bool) -> tuple[str, str]:
    number = found.box.number if found.box else ""
    if found.verdict is Verdict.PACKED:
        problem = found.refusal if knows(found.refusal) else "packing.no_shipment"
        label = "packing.label_ready" if has_label else "packing.label_follows"
        told = say(locale, problem if found.refusal else label)
        return say(locale, "packing.packed", number=number), told
    if found.verdict is Verdict.OPENED:
        return say(locale, "packing.several" if found.candidates else "packing.opened", number=number), ""
    one = next(iter(found.candidates), None)
    if found.refusal:
        return say(locale, "packing.not_open"), say(locale, found.refusal)
    status = say(locale, f"order_status.{one.status}") if one else ""
    return say(locale, "packing.not_open"), f"{one.number if one else found.code} {status}".strip()


def _belongs(article: Article, locale: Locale) -> str:
    name = f"{article.name} ({article.sku})"
    if article.is_bundle:
        return say(locale, "packing.scan_parts", name=name)
    if not article.wanted_by:
        return say(locale, "packing.nobody_wants", name=name)
    return say(locale, "packing.wanted_by", name=name, numbers=", ".join(article.wanted_by))
