"""The file of one channel: its address, its last writing with progress, what was left out, settings, categories."""

from decimal import Decimal
from uuid import UUID

import reflex as rx

from prapazar.domain.channels.errors import ConnectionInvalid, ConnectionMissing
from prapazar.domain.feeds.errors import FeedMissing
from prapazar.domain.feeds.queries import RemarkRow, RunRow
from prapazar.flows import feed_desk, feeds
from prapazar.flows.feed_desk import FeedView
from prapazar.foundation import formats, routes
from prapazar.foundation.scope import Locale
from prapazar.foundation.texts import knows, say
from prapazar.states.channels import asked_store, error_sentence
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

PAGE = 25
_LONGEST = 500
_MOST_CATEGORIES = 300
_KILO = 1024
_TONES = {"running": "info", "waiting": "wait", "done": "good", "failed": "bad", "never": "neutral"}


class FeedState(rx.State):
    feed: dict[str, str] = {}
    percent: int = 0
    runs: list[dict[str, str]] = []
    rows: list[dict[str, str]] = []
    search: str = ""
    offset: int = 0
    page_label: str = ""
    has_next: bool = False
    fields: list[dict[str, str]] = []
    choices: dict[str, list[dict[str, str]]] = {}
    faults: dict[str, str] = {}
    categories: list[dict[str, str]] = []
    """place (`c0`), path, count, name."""
    renew_open: bool = False
    version: int = 0

    @rx.event
    @allow("channels.read")
    async def load(self) -> None:
        """A channel without a file leaves it empty."""
        self.feed, self.search, self.offset, self.faults = {}, "", 0, {}
        await self._show()

    @rx.event
    @allow("channels.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("channels.read")
    async def find(self, search: str) -> None:
        self.search, self.offset = str(search)[:100], 0
        await self._show()

    @rx.event
    @allow("channels.read")
    async def turn(self, pages: int) -> None:
        self.offset = max(0, self.offset + int(pages) * PAGE)
        await self._show()

    @rx.event
    @allow("channels.write")
    async def write_now(self) -> None:
        scope = await current_scope(self)
        await in_thread(feeds.write_now, scope, self._connection())
        await self._show()
        await toast(self, "success", say(scope.locale, "feeds.write_asked"))

    @rx.event
    @allow("channels.write")
    def ask_renew(self, is_open: bool) -> None:
        self.renew_open = bool(is_open)

    @rx.event
    @allow("channels.write")
    async def renew(self) -> None:
        scope = await current_scope(self)
        self.renew_open = False
        await in_thread(feed_desk.renew_address, scope, self._connection())
        await self._show()
        await toast(self, "success", say(scope.locale, "feeds.renew_done"))

    @rx.event
    @allow("channels.write")
    async def save(self, values: dict[str, str]) -> None:
        scope = await current_scope(self)
        typed = {field["name"]: str(values.get(field["name"], ""))[:_LONGEST] for field in self.fields}
        try:
            await in_thread(feed_desk.configure, scope, self._connection(), typed)
        except ConnectionInvalid as error:
            self.faults = {error.field: error_sentence(error.code, scope.locale)}
            return
        self.faults, self.version = {}, self.version + 1
        await self._show()
        await toast(self, "success", say(scope.locale, "feeds.settings_done"))

    @rx.event
    @allow("channels.write")
    async def save_categories(self, values: dict[str, str]) -> None:
        """Only those that were changed."""
        scope = await current_scope(self)
        changed = {
            row["path"]: str(values[row["place"]])
            for row in self.categories
            if row["place"] in values and str(values[row["place"]]).strip() != row["name"]
        }
        await in_thread(feed_desk.map_categories, scope, self._connection(), changed)
        self.version += 1
        await self._show()
        await toast(self, "success", say(scope.locale, "feeds.category_done"))

    def _connection(self) -> UUID:
        return asked_store(self.router.url.path)

    async def _show(self) -> None:
        scope = await current_scope(self)
        try:
            found = await in_thread(feed_desk.view, scope, self._connection(), scope.locale)
        except (ValueError, ConnectionMissing, FeedMissing):
            self.feed = {}
            return
        page = await in_thread(feed_desk.remarks, scope, self._connection(), self.search, self.offset, PAGE)
        latest = found.runs[0] if found.runs else None
        self.feed = _feed(found, latest, scope.locale)
        self.percent = round(100 * latest.done / latest.total) if latest and latest.total else 0
        self.runs = [_run(run, scope.locale) for run in found.runs]
        self.rows = [_remark(row, scope.locale) for row in page.rows]
        lacks = any(row.code == "missing" and row.field == "link" for row in page.rows)
        self.feed["lacks_link"] = "1" if lacks else ""
        self.has_next = self.offset + PAGE < page.total
        self.page_label = _page_label(self.offset, page.total, scope.locale)
        self._show_forms(found, scope.locale)

    def _show_forms(self, found: FeedView, locale: Locale) -> None:
        self.fields = [
            {"name": one.name, "kind": one.kind, "label": one.label, "help": one.help, "value": one.default}
            for one in found.fields
        ]
        self.choices = {
            one.name: [{"value": value, "label": label} for value, label in one.choices]
            for one in found.fields
        }
        self.categories = [
            {"place": f"c{place}", "path": path, "count": formats.number(count, locale), "name": name}
            for place, (path, count, name) in enumerate(found.categories[:_MOST_CATEGORIES])
        ]


def _feed(found: FeedView, latest: RunRow | None, locale: Locale) -> dict[str, str]:
    feed = found.feed
    state = latest.status if latest else "never"
    if feed.is_asked and state != "running":
        state = "waiting"
    done = next((run for run in found.runs if run.status == "done"), None)
    never = say(locale, "channels.never")
    return {
        "address": found.address,
        "state": say(locale, f"feeds.{state}"),
        "tone": _TONES[state],
        "is_running": "1" if state == "running" else "",
        "progress": _progress(latest, locale) if latest else "",
        "written_at": formats.ago(done.finished_at, locale) if done and done.finished_at else never,
        "changed_at": formats.ago(feed.changed_at, locale) if feed.changed_at else never,
        "fetched_at": formats.ago(feed.fetched_at, locale) if feed.fetched_at else never,
        "size": _size(feed.size, locale) if feed.digest else "",
        "written": formats.number(done.written, locale) if done else "",
        "left_out": formats.number(done.left_out, locale) if done else "",
        "noted": formats.number(done.noted, locale) if done else "",
        "error": error_sentence(latest.error, locale) if latest and latest.error else "",
    }


def _progress(run: RunRow, locale: Locale) -> str:
    done, total = formats.number(run.done, locale), formats.number(run.total, locale)
    return say(locale, "feeds.progress", done=done, total=total)


def _run(run: RunRow, locale: Locale) -> dict[str, str]:
    result = f"feeds.{run.status}"
    if run.status == "done":
        result = "feeds.changed" if run.is_changed else "feeds.unchanged"
    return {
        "id": str(run.id),
        "at": formats.short(run.started_at, locale),
        "at_full": formats.full(run.started_at, locale),
        "result": say(locale, result),
        "tone": "good" if run.status == "done" and run.is_changed else _TONES.get(run.status, "neutral"),
        "written": formats.number(run.written, locale),
        "left_out": formats.number(run.left_out, locale),
    }


def _remark(row: RemarkRow, locale: Locale) -> dict[str, str]:
    field = f"feeds.field_{row.field}"
    named = say(locale, field) if knows(field) else row.field
    return {
        "id": str(row.id),
        "sku": row.sku,
        "title": row.title,
        "state": say(locale, "feeds.is_out" if row.is_left_out else "feeds.is_noted"),
        "tone": "bad" if row.is_left_out else "wait",
        "cause": say(locale, f"feeds.cause_{row.code}", field=named, value=row.value),
        "href": routes.product(row.product_id),
    }


def _page_label(offset: int, total: int, locale: Locale) -> str:
    if not total:
        return ""
    first, last = formats.number(offset + 1, locale), formats.number(min(offset + PAGE, total), locale)
    return say(locale, "feeds.count", first=first, last=last, total=formats.number(total, locale))


def _size(size: int, locale: Locale) -> str:
    if size < _KILO * _KILO:
        return f"{formats.number(Decimal(size) / _KILO, locale, places=1)} KB"
    return f"{formats.number(Decimal(size) / _KILO / _KILO, locale, places=1)} MB"
