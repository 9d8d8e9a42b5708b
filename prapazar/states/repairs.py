"""The repair queue and its in-place fixes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar
from uuid import UUID

import reflex as rx
from sqlalchemy.orm import Session

from prapazar.domain.access import masking
from prapazar.domain.catalog.queries import variants as catalog
from prapazar.domain.orders import actions, queries_repairs, reports
from prapazar.domain.orders.enums import RepairKind
from prapazar.domain.orders.errors import RepairMissing
from prapazar.domain.orders.queries_repairs import RepairRow
from prapazar.foundation import db, formats, routes
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import knows, say
from prapazar.states.guard import allow
from prapazar.states.list_kind import ALL, PAGE, ListKind, Look, Question
from prapazar.states.lists import Listing
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

KIND = ListKind(
    screen="repairs",
    reads="repairs.read",
    views=(
        *("all", "unmapped_line", "unreadable", "report", "not_on_shelf", "missing"),
        *("claim", "question", "buybox"),
    ),
    filters=(),
)


_MOST_AGAIN = 200
UNKNOWN_STATUS = "connector.unknown_status"
"""Cause of a record that is read once a person has said what the channel's word means."""


class RepairsState(Listing, rx.State):
    KIND: ClassVar[ListKind] = KIND

    match_open: bool = False
    match_id: str = ""
    match_title: str = ""
    search: str = ""
    hits: list[dict[str, str]] = []

    @rx.event
    @allow("repairs.read")
    async def news(self) -> None:
        """What was mended goes and what came in comes: nobody reads here for long."""
        await self._show()

    @rx.event
    @allow("repairs.write")
    async def ask_match(self, repair_id: str) -> None:
        """Opens the search with what the channel called the article."""
        row = next((row for row in self.rows if row["id"] == repair_id), None)
        if row is None:
            return
        self.match_id, self.match_title, self.match_open = str(row["id"]), str(row["article"]), True
        self.search = self.match_title
        await self._find()

    @rx.event
    @allow("repairs.write")
    def close_match(self, is_open: bool) -> None:
        self.match_open = bool(is_open)

    @rx.event
    @allow("repairs.write")
    async def set_search(self, text: str) -> None:
        self.search = str(text)[:100]
        await self._find()

    @rx.event
    @allow("repairs.write")
    async def match(self, variant_id: str) -> None:
        scope = await current_scope(self)
        try:
            count = await in_thread(_match, scope, UUID(self.match_id), UUID(variant_id))
        except (ValueError, RepairMissing):
            count = 0
        self.match_open = False
        await self._show()
        await toast(self, "success", say(scope.locale, "repairs.matched_done", count=count))

    @rx.event
    @allow("repairs.write")
    async def read_again(self, repair_id: str) -> None:
        await self._do(repair_id, _read_again, "repairs.read_again_done")

    @rx.event
    @allow("repairs.write")
    async def read_all_again(self) -> None:
        """Every record that could not be read; those with one cause come back together."""
        scope = await current_scope(self)
        count = await in_thread(_read_all_again, scope)
        await self._show()
        shown = formats.number(count, scope.locale)
        await toast(self, "success", say(scope.locale, "repairs.read_all_done", count=shown))

    @rx.event
    @allow("repairs.write")
    async def report_again(self, repair_id: str) -> None:
        await self._do(repair_id, _report_again, "repairs.report_again_done")

    @rx.event
    @allow("repairs.write")
    async def resolve(self, repair_id: str) -> None:
        await self._do(repair_id, _resolve, "repairs.resolve_done")

    async def _do(self, repair_id: str, work: Callable[[Scope, UUID], None], done: str) -> None:
        scope = await current_scope(self)
        try:
            await in_thread(work, scope, UUID(repair_id))
        except (ValueError, RepairMissing):
            return
        await self._show()
        await toast(self, "success", say(scope.locale, done))

    async def _find(self) -> None:
        scope = await current_scope(self)
        found = await in_thread(_hits, scope, self.search)
        self.hits = [
            {
                "id": str(hit.variant_id),
                "name": hit.name,
                "sku": hit.sku,
                "barcode": hit.barcode or "",
                "image": hit.image or "",
                "available": say(
                    scope.locale, "repairs.available", count=formats.number(hit.available, scope.locale)
                ),
            }
            for hit in found
        ]

    def _question(self, after: str, *, ids: Sequence[UUID] = (), with_choices: bool = False) -> Question:  # noqa: ARG002 - the queue is read as it is
        kind = "" if self.view == ALL else self.view
        offset = int(after or 0)
        return lambda session, scope: _look(session, scope, kind, offset)


def _look(session: Session, scope: Scope, kind: str, offset: int) -> Look:
    found = queries_repairs.open_repairs(session, scope, kind=kind, limit=PAGE + 1, offset=offset)
    kinds = queries_repairs.open_kinds(session, scope)
    return Look(
        rows=[
            _shown(replace(row, values=masking.detail(scope, row.values)), scope.locale)
            for row in found[:PAGE]
        ],
        end=str(offset + PAGE) if len(found) > PAGE else "",
        total=kinds.get(kind, 0) if kind else sum(kinds.values()),
        counts=kinds,
    )


def _hits(scope: Scope, text: str) -> list[catalog.VariantHit]:
    with db.transaction(scope) as session:
        return catalog.find_variants(session, scope, text, limit=8)


def _match(scope: Scope, repair_id: UUID, variant_id: UUID) -> int:
    with db.transaction(scope) as session:
        return actions.map_line(session, scope, repair_id, variant_id)


def _read_again(scope: Scope, repair_id: UUID) -> None:
    with db.transaction(scope) as session:
        reports.read_again(session, scope, repair_id)


def _read_all_again(scope: Scope) -> int:
    with db.transaction(scope) as session:
        kind = RepairKind.UNREADABLE.value
        found = queries_repairs.open_repairs(session, scope, kind=kind, limit=_MOST_AGAIN, offset=0)
        for row in found:
            reports.read_again(session, scope, row.id)
    return len(found)


def _report_again(scope: Scope, repair_id: UUID) -> None:
    with db.transaction(scope) as session:
        reports.report_again(session, scope, repair_id)


def _resolve(scope: Scope, repair_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.resolve(session, scope, [repair_id])


def _alike(kind: str) -> str:
    return "repairs.alike" if kind == "unmapped_line" else "repairs.alike_unreadable"


def _shown(row: RepairRow, locale: Locale) -> dict[str, str]:
    values = {"detail": "", "status": "", "title": "", "barcode": "–", "sku": "–", "missing": 0, **row.values}
    values = {key: value or "–" for key, value in values.items()}
    is_word = (
        row.kind == RepairKind.UNREADABLE and row.code == UNKNOWN_STATUS and row.connection_id is not None
    )
    status = f"order_status.{values['status']}"
    values["status"] = say(locale, status) if knows(status) else values["status"]
    return {
        "id": str(row.id),
        "kind": row.kind,
        "cause": say(locale, f"repairs.{row.kind}"),
        "detail": say(locale, f"repairs.{'unknown_status' if is_word else row.kind}_detail", **values),
        "map": routes.mappings(row.connection_id, "status") if is_word else "",
        "article": str(row.values.get("title") or ""),
        "alike": say(locale, _alike(row.kind), count=row.alike) if row.alike > 1 else "",
        "connector": row.connector or "manual",
        "channel": row.channel or "",
        "order_id": str(row.order_id or ""),
        "order": say(locale, "repairs.nameless")
        if reports.NAMELESS in row.values
        else row.order_number or row.external_id,
        "amount": formats.money(row.amount, locale=locale) if row.amount is not None else "",
        "since": formats.ago(row.created_at, locale),
        "since_full": formats.full(row.created_at, locale),
    }
