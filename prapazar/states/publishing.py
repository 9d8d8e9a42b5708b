"""Sending products to a channel: choose it, see what is missing, send, follow, cancel."""

from dataclasses import dataclass
from typing import TypedDict
from uuid import UUID

import reflex as rx

from prapazar.domain.channels import queries as channels
from prapazar.domain.listings import queries_publishing as queries
from prapazar.domain.listings.actions import publish_runs
from prapazar.domain.listings.enums import OPEN_STATES, PublishState
from prapazar.domain.listings.errors import RunMissing
from prapazar.domain.listings.queries_publishing import GapRow, ItemRow, RunRow
from prapazar.flows import publishing
from prapazar.foundation import db, formats, routes
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import knows, say
from prapazar.states.guard import allow
from prapazar.states.lists import uuids
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

PAGE = 50
TONES = {
    "draft": "good",
    "waiting": "wait",
    "sent": "info",
    "accepted": "good",
    "rejected": "bad",
    "incomplete": "wait",
    "unknown": "wait",
    "cancelled": "neutral",
}


class ShownItem(TypedDict):
    id: str
    product: str
    name: str
    sku: str
    kind: str
    state: str
    tone: str
    said: str
    """What is missing, or the provider's words."""


class PublishingState(rx.State):
    run: dict[str, str] = {}
    runs: list[dict[str, str]] = []
    channels: list[dict[str, str]] = []
    channel: str = ""
    rows: list[ShownItem] = []
    gaps: list[dict[str, str]] = []
    views: list[dict[str, str]] = []
    view: str = ""
    page: int = 0
    has_next: bool = False
    range_label: str = ""
    percent: int = 0
    phase: str = ""
    """`draft`, `open`, `done`; empty without a run."""
    send_label: str = ""
    loading: bool = True
    busy: bool = False
    missing: bool = False
    _run: str = ""

    @rx.event
    @allow("listings.read")
    async def load(self) -> None:
        """`?run=` shows one run, nothing the latest ones."""
        self._run = str(self.router.url.query_parameters.get("run", ""))[:40]
        self.view, self.page, self.missing, self.phase = "", 0, False, ""
        await self._show()

    @rx.event
    @allow("listings.read")
    async def news(self) -> None:
        if not self.busy:
            await self._show()

    @rx.event
    @allow("listings.read")
    async def show_view(self, view: str) -> None:
        self.view = view if view in set(PublishState) else ""
        self.page = 0
        await self._show()

    @rx.event
    @allow("listings.read")
    async def turn(self, step: int) -> None:
        self.page = max(0, self.page + (1 if step > 0 and self.has_next else -1 if step < 0 else 0))
        await self._show()

    @rx.event
    @allow("listings.write")
    async def choose_channel(self, channel: str) -> None:
        scope = await current_scope(self)
        run, chosen = uuids([self._run]), uuids([channel])
        if run and chosen and channel in {one["value"] for one in self.channels}:
            await in_thread(_choose, scope, run[0], chosen[0])
            await self._check(scope, run[0])

    @rx.event
    @allow("listings.write")
    async def check(self) -> None:
        scope = await current_scope(self)
        for run in uuids([self._run]):
            await self._check(scope, run)

    @rx.event
    @allow("listings.write")
    async def send(self) -> None:
        """What is incomplete stays behind and says why."""
        scope = await current_scope(self)
        for run in uuids([self._run]):
            try:
                count = await in_thread(_send, scope, run)
            except RunMissing:
                await toast(self, "error", say(scope.locale, "publishing.gone"))
            else:
                await toast(self, "success", _counted(scope.locale, "publishing.sent", count))
        await self._show()

    @rx.event
    @allow("listings.write")
    async def cancel(self) -> None:
        scope = await current_scope(self)
        for run in uuids([self._run]):
            try:
                count = await in_thread(_cancel, scope, run)
            except RunMissing:
                count = 0
            await toast(self, "success", _counted(scope.locale, "publishing.cancelled", count))
        await self._show()

    async def _check(self, scope: Scope, run_id: UUID) -> None:
        self.busy = True
        try:
            await in_thread(publishing.check, scope, run_id)
        finally:
            self.busy = False
        self.view, self.page = "", 0
        await self._show()

    async def _show(self) -> None:
        scope = await current_scope(self)
        asked = uuids([self._run])
        try:
            found = await in_thread(_read, scope, asked[0] if asked else None, self.view, self.page)
        except RunMissing:
            self.missing, self.loading = True, False
            return
        locale = scope.locale
        self.channels = [{"value": str(one.id), "label": one.name} for one in found.channels]
        self.runs = [_shown_run(one, locale) for one in found.runs]
        if found.run is not None:
            self._put_run(found.run, locale)
            self.rows = [_shown_item(item, locale) for item in found.items[:PAGE]]
            self.has_next = len(found.items) > PAGE
            self.gaps = [_shown_gap(gap, found.run, locale) for gap in found.gaps]
            self._put_range(found.run, locale)
        self.loading = False

    def _put_run(self, run: RunRow, locale: Locale) -> None:
        self.run, self.channel = _shown_run(run, locale), str(run.connection_id or "")
        is_open = any(run.counts.get(state.value) for state in OPEN_STATES)
        self.phase = "draft" if run.started_at is None else "open" if is_open else "done"
        told = sum(count for state, count in run.counts.items() if state not in OPEN_STATES)
        self.percent = 100 * told // run.total if run.total else 100
        ready = run.counts.get(PublishState.DRAFT, 0) if run.connection_id else 0
        self.send_label = (
            _counted(locale, "publishing.send", ready) if ready and self.phase == "draft" else ""
        )
        shown = [state for state in PublishState if run.counts.get(state)]
        self.views = [
            {
                "value": "",
                "label": say(locale, "publishing.view_all"),
                "count": formats.number(run.total, locale),
            },
            *(
                {
                    "value": state.value,
                    "label": say(locale, f"publishing.state_{state.value}"),
                    "count": formats.number(run.counts[state], locale),
                }
                for state in shown
                if run.connection_id or state is not PublishState.DRAFT
            ),
        ]

    def _put_range(self, run: RunRow, locale: Locale) -> None:
        total = run.counts.get(self.view, 0) if self.view else run.total
        first = self.page * PAGE + 1
        numbers = {"first": first, "last": first + len(self.rows) - 1, "total": total}
        said = {name: formats.number(one, locale) for name, one in numbers.items()}
        self.range_label = say(locale, "lists.range", **said) if self.rows else ""


@dataclass(frozen=True, slots=True)
class _Found:
    channels: list[channels.ChannelName]
    runs: list[RunRow]
    run: RunRow | None = None
    items: tuple[ItemRow, ...] = ()
    gaps: tuple[GapRow, ...] = ()


def _read(scope: Scope, run_id: UUID | None, view: str, page: int) -> _Found:
    with db.transaction(scope) as session:
        known = [one for one in channels.names(session, scope) if publishing.can_publish(one.connector)]
        if run_id is None:
            return _Found(known, queries.runs(session, scope))
        run = queries.run(session, scope, run_id)
        states = (view,) if view else ()
        items = queries.items(session, scope, run_id, states, offset=page * PAGE, limit=PAGE + 1)
        return _Found(known, [], run, tuple(items), tuple(queries.gaps(session, scope, run_id)))


def _choose(scope: Scope, run_id: UUID, connection_id: UUID) -> None:
    with db.transaction(scope) as session:
        publish_runs.choose_channel(session, scope, run_id, connection_id)


def _send(scope: Scope, run_id: UUID) -> int:
    with db.transaction(scope) as session:
        return publish_runs.send(session, scope, run_id)


def _cancel(scope: Scope, run_id: UUID) -> int:
    with db.transaction(scope) as session:
        return publish_runs.cancel(session, scope, run_id)


def _shown_run(run: RunRow, locale: Locale) -> dict[str, str]:
    counts = {state.value: formats.number(run.counts.get(state, 0), locale) for state in PublishState}
    told = sum(count for state, count in run.counts.items() if state not in OPEN_STATES)
    said = {"done": formats.number(told, locale), "total": formats.number(run.total, locale)}
    return {
        "id": str(run.id),
        "href": routes.publishing(run.id),
        "connection": str(run.connection_id or ""),
        "connector": run.connector or "",
        "channel": run.channel or "",
        "person": run.person or "",
        "when": formats.short(run.started_at or run.created_at, locale),
        "progress": say(locale, "publishing.progress", **said),
        "detail": say(locale, "publishing.detail", **counts),
    }


def _shown_item(item: ItemRow, locale: Locale) -> ShownItem:
    return ShownItem(
        id=str(item.id),
        product=routes.product(item.product_id),
        name=f"{item.name}, {item.variant}" if item.variant else item.name,
        sku=item.sku,
        kind=say(locale, "publishing.new" if item.is_new else "publishing.update"),
        state=say(locale, f"publishing.state_{item.state}"),
        tone=TONES[item.state],
        said=_said(item, locale),
    )


def _said(item: ItemRow, locale: Locale) -> str:
    if item.state == PublishState.INCOMPLETE:
        return " · ".join(_gap(one["code"], one["name"], locale) for one in item.missing)
    if item.code == "publishing.superseded":
        return say(locale, item.code)
    words = item.message or (say(locale, item.code) if item.code and knows(item.code) else item.code or "")
    if item.state == PublishState.UNKNOWN:
        return f"{say(locale, 'publishing.unknown_text')} {item.message or ''}".strip()
    return words


def _gap(code: str, name: str, locale: Locale) -> str:
    return say(locale, f"publishing.gap_{code}", name=name)


def _shown_gap(gap: GapRow, run: RunRow, locale: Locale) -> dict[str, str]:
    """`href` is where a mapping is mended; what the products lack is mended in each of them."""
    return {
        "id": f"{gap.code}|{gap.name}",
        "text": _gap(gap.code, gap.name, locale),
        "count": _counted(locale, "publishing.gap_count", gap.count),
        "href": routes.mappings(run.connection_id, gap.place) if gap.place and run.connection_id else "",
    }


def _counted(locale: Locale, key: str, count: int) -> str:
    return say(locale, key, count=formats.number(count, locale))
