"""The list of segments: found by name, counted anew."""

from uuid import UUID

import reflex as rx

from prapazar.domain.segments import actions, queries
from prapazar.domain.segments.errors import SegmentMissing
from prapazar.domain.segments.queries import SegmentRow
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast


class SegmentsState(rx.State):
    rows: list[dict[str, str]] = []
    search: str = ""
    total: str = ""
    loading: bool = True

    @rx.event
    @allow("campaigns.read")
    async def load(self) -> None:
        self.search = ""
        await self._show()

    @rx.event
    @allow("campaigns.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("campaigns.read")
    async def find(self, words: str) -> None:
        self.search = str(words)[:80]
        await self._show()

    @rx.event
    @allow("campaigns.read")
    async def count(self, segment_id: str) -> None:
        scope = await current_scope(self)
        for one in uuids([str(segment_id)]):
            try:
                number = await in_thread(_count, scope, one)
            except SegmentMissing:
                continue
            told = say(scope.locale, "segments.counted", count=formats.number(number, scope.locale))
            await toast(self, "success", told)
        await self._show()

    async def _show(self) -> None:
        scope = await current_scope(self)
        found = await in_thread(_read, scope, self.search)
        self.rows = [_shown(row, scope) for row in found]
        self.total, self.loading = formats.number(len(found), scope.locale), False


def _read(scope: Scope, search: str) -> list[SegmentRow]:
    with db.transaction(scope) as session:
        return queries.segments(session, scope, search)


def _count(scope: Scope, segment_id: UUID) -> int:
    with db.transaction(scope) as session:
        return actions.count_again(session, scope, segment_id)


def _shown(row: SegmentRow, scope: Scope) -> dict[str, str]:
    locale = scope.locale
    return {
        "id": str(row.id),
        "name": row.name,
        "note": row.note,
        "size": "–" if row.size is None else formats.number(row.size, locale),
        "counted": formats.ago(row.counted_at, locale) if row.counted_at else "",
        "campaigns": formats.number(row.campaigns, locale) if row.campaigns else "",
        "by": row.by,
        "updated": formats.short(row.updated_at, locale),
    }
