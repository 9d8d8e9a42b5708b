"""The pipeline as a board and as a list, its forecast and funnel, and what is dragged."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec
from sqlalchemy.orm import Session

from prapazar.domain.pipeline import actions, queries, rules
from prapazar.domain.pipeline.enums import StageKind
from prapazar.domain.pipeline.errors import DealMissing, DealRefused
from prapazar.domain.pipeline.queries import DealRow
from prapazar.domain.pipeline.rules import Stage, Standing, Step
from prapazar.foundation import db, formats
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import say
from prapazar.states.customer_rows import seen
from prapazar.states.deal import DealState
from prapazar.states.guard import allow
from prapazar.states.list_kind import PAGE
from prapazar.states.lists import uuids
from prapazar.states.paged import Paged
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

BOARD = "board"
_TONES = {StageKind.OPEN: "info", StageKind.WON: "good", StageKind.LOST: "bad"}


class PipelineState(Paged, rx.State):
    view: str = BOARD
    search: str = ""
    mine: bool = False
    stage: str = ""
    """Of the list alone: the board shows every one."""
    views: list[dict[str, str]] = []
    columns: list[dict[str, Any]] = []
    """Of the board: id, name, note, kind, cards."""
    rows: list[dict[str, str]] = []
    figures: list[dict[str, str]] = []
    funnel: list[dict[str, str]] = []
    """{label, deals, part, share, on}: of those that came in, and of the step before."""
    stages: list[dict[str, str]] = []
    stage_choices: list[dict[str, str]] = []
    stage_faults: dict[str, str] = {"name": "", "probability": ""}
    stages_open: bool = False
    losing: dict[str, str] = {"id": "", "title": "", "stage": ""}
    """The deal whose loss waits for its reason."""
    reason_fault: str = ""
    loading: bool = True
    version: int = 0

    @rx.event
    @allow("customers.read")
    async def load(self) -> EventSpec | None:
        """The board; the address may name a deal, or the customer a new one is with."""
        asked = self.router.url.query_parameters
        self.stages_open = False
        self._to_first()
        self.losing = {"id": "", "title": "", "stage": ""}
        self.stage = next(map(str, uuids([str(asked.get("stage", ""))])), "")
        self.view = "open" if self.stage else self.view
        scope = await current_scope(self)
        if scope.can("customers.write"):
            await in_thread(_start, scope)
        await self._show()
        if deal := str(asked.get("deal", "")):
            return DealState.open_deal(deal)
        if customer := str(asked.get("customer", "")):
            return DealState.begin(customer)
        return None

    @rx.event
    @allow("customers.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("customers.read")
    async def choose(self, view: str) -> None:
        self.view = str(view) if view in queries.VIEWS else BOARD
        self._to_first()
        await self._show()

    @rx.event
    @allow("customers.read")
    async def find(self, words: str) -> None:
        """On the board too: the list has the answer."""
        self.search = str(words)[:80]
        self._to_first()
        if self.search and self.view == BOARD:
            self.view = "all"
        await self._show()

    @rx.event
    @allow("customers.read")
    async def choose_stage(self, stage: str) -> None:
        self.stage = next(map(str, uuids([str(stage)])), "")
        self._to_first()
        await self._show()

    @rx.event
    @allow("customers.read")
    async def show_mine(self, mine: bool) -> None:
        self.mine = bool(mine)
        await self._show()

    @rx.event
    @allow("customers.read")
    async def turn(self, step: int) -> None:
        self._step(step)
        await self._show()

    @rx.event
    @allow("customers.write")
    async def move(self, card: str, column: str, place: int) -> None:
        """By drag or by keys; what is lost waits for its reason."""
        scope = await current_scope(self)
        found = next((one for one in self.columns if one["id"] == column), None)
        deal, stage = uuids([str(card)]), uuids([str(column)])
        if found is None or not deal or not stage:
            return
        title, stood = self._card(str(card))
        if found["kind"] == StageKind.LOST and stood != column:
            self.losing, self.reason_fault = {"id": str(card), "title": title, "stage": str(column)}, ""
            await self._show()
            return
        try:
            moved = await in_thread(_move, scope, deal[0], stage[0], int(place), "")
        except (DealMissing, DealRefused, ValueError):
            await toast(self, "error", say(scope.locale, "pipeline.missing"))
        else:
            if moved.kind is StageKind.WON and stood != column:
                await toast(self, "success", say(scope.locale, "pipeline.won_done", title=title))
        await self._show()

    @rx.event
    @allow("customers.write")
    def keep(self, is_open: bool) -> None:
        """The deal stays where it was."""
        if not is_open:
            self.losing = {"id": "", "title": "", "stage": ""}

    @rx.event
    @allow("customers.write")
    async def lose(self, values: dict[str, str]) -> None:
        scope = await current_scope(self)
        deal, stage = uuids([self.losing["id"]]), uuids([self.losing["stage"]])
        if not deal or not stage:
            return
        try:
            await in_thread(_move, scope, deal[0], stage[0], 0, str(values.get("reason", "")))
        except DealRefused as refused:
            self.reason_fault = say(scope.locale, refused.code)
            return
        except DealMissing:
            await toast(self, "error", say(scope.locale, "pipeline.missing"))
        self.losing = {"id": "", "title": "", "stage": ""}
        await self._show()

    @rx.event
    @allow("customers.write")
    def edit_stages(self, is_open: bool) -> None:
        self.stages_open, self.stage_faults = bool(is_open), {"name": "", "probability": ""}

    @rx.event
    @allow("customers.write")
    async def save_stage(self, values: dict[str, str]) -> None:
        """`id` is empty for a new one."""
        scope = await current_scope(self)
        self.stage_faults = {"name": "", "probability": ""}
        said = str(values.get("probability", "")).strip()
        chance = int(said) if said.isdigit() else -1
        stage = next(iter(uuids([str(values.get("id", ""))])), None)
        await self._stages(
            scope,
            lambda session: actions.save_stage(session, scope, stage, str(values.get("name", "")), chance),
        )

    @rx.event
    @allow("customers.write")
    async def move_stage(self, stage_id: str, by: int) -> None:
        scope = await current_scope(self)
        ids = [one["id"] for one in self.stages]
        if str(stage_id) not in ids or by not in {-1, 1}:
            return
        at = ids.index(str(stage_id))
        to = min(max(at + by, 0), len(ids) - 1)
        ids[at], ids[to] = ids[to], ids[at]
        await self._stages(scope, lambda session: actions.order_stages(session, scope, uuids(ids)))

    @rx.event
    @allow("customers.delete")
    async def delete_stage(self, stage_id: str) -> None:
        scope = await current_scope(self)
        for one in uuids([str(stage_id)]):
            await self._stages(scope, lambda session: actions.delete_stage(session, scope, one))  # noqa: B023 - called at once

    async def _stages(self, scope: Scope, work: Any) -> None:  # noqa: ANN401 - a session to anything
        try:
            await in_thread(_within, scope, work)
        except DealRefused as refused:
            field = refused.field or "name"
            self.stage_faults = {**self.stage_faults, field: say(scope.locale, refused.code)}
            return
        except DealMissing:
            pass
        self.version += 1
        await self._show()

    def _card(self, card: str) -> tuple[str, str]:
        """Its title, and the column it stands in."""
        for column in self.columns:
            for one in column["cards"]:
                if one["id"] == card:
                    return one["title"], column["id"]
        return "", ""

    async def _show(self) -> None:
        scope = await current_scope(self)
        found = await in_thread(
            _read, scope, self.view, self.search, self.stage, self._after(), mine=self.mine
        )
        locale = scope.locale
        self.stages = [_stage(one) for one in found.stages]
        self.stage_choices = [{"value": str(one.id), "label": one.name} for one in found.stages]
        self.figures = _figures(found, locale)
        self.funnel = _funnel(found.funnel, locale)
        self.views = [
            {"value": one, "label": say(locale, f"pipeline.view_{one}"), "count": ""}
            for one in (BOARD, *queries.VIEWS)
        ]
        if self.view == BOARD:
            cards = [shown(row, scope) for row in found.rows]
            self.columns = [_column(stage, found.standings, cards, locale) for stage in found.stages]
        else:
            self.rows = [shown(row, scope) for row in self._cut(found.rows, queries.cursor)]
        self.loading = False


class _Found:
    def __init__(self, session: Session, scope: Scope) -> None:
        self.stages: list[Stage] = queries.stages(session, scope)
        self.standings: dict[UUID, Standing] = queries.standings(session, scope)
        reached, won = queries.reached(session, scope)
        self.funnel: list[Step] = rules.funnel(self.stages, reached, won)
        self.rows: list[DealRow] = []


def _read(scope: Scope, view: str, search: str, stage: str, after: str, *, mine: bool) -> _Found:
    with db.transaction(scope) as session:
        found = _Found(session, scope)
        found.rows = (
            queries.board(session, scope, scope.user_id if mine else None)
            if view == BOARD
            else queries.deals(
                session,
                scope,
                view=view,
                search=search,
                stage_id=UUID(stage) if stage else None,
                after=after,
                limit=PAGE + 1,
            )
        )
    return found


def _start(scope: Scope) -> None:
    with db.transaction(scope) as session:
        if not queries.stages(session, scope):
            actions.start(session, scope)


def _within(scope: Scope, work: Any) -> None:  # noqa: ANN401 - as above
    with db.transaction(scope) as session:
        work(session)


def _move(scope: Scope, deal_id: UUID, stage_id: UUID, place: int, reason: str) -> Stage:
    with db.transaction(scope) as session:
        return actions.move(session, scope, deal_id, stage_id, place, reason=reason)


def _stage(one: Stage) -> dict[str, str]:
    return {
        "id": str(one.id),
        "name": one.name,
        "probability": str(one.probability),
        "kind": one.kind.value,
    }


def _column(
    stage: Stage, standings: dict[UUID, Standing], rows: list[dict[str, str]], locale: Locale
) -> dict[str, Any]:
    held = standings.get(stage.id)
    return {
        **_stage(stage),
        "count": formats.number(held.deals if held else 0, locale),
        "sum": formats.money(held.value, locale=locale) if held and held.value else "",
        "chance": formats.percent(Decimal(stage.probability) / 100, locale),
        "cards": [one for one in rows if one["stage_id"] == str(stage.id)],
    }


def _funnel(steps: list[Step], locale: Locale) -> list[dict[str, str]]:
    told = []
    for place, one in enumerate(steps):
        before = steps[place - 1].deals if place else 0
        told.append(
            {
                "label": one.name,
                "deals": formats.number(one.deals, locale),
                "part": str(int(one.share * 100)),
                "share": formats.percent(one.share, locale),
                "on": formats.percent(Decimal(one.deals) / before, locale) if before else "–",
            }
        )
    return told


def _figures(found: _Found, locale: Locale) -> list[dict[str, str]]:
    nothing = Standing(0, Decimal(0))
    held = [(stage, found.standings.get(stage.id, nothing)) for stage in found.stages]

    def of(kind: StageKind) -> Standing:
        ones = [one for stage, one in held if stage.kind is kind]
        return Standing(sum(one.deals for one in ones), sum((one.value for one in ones), Decimal(0)))

    opened, won, lost = of(StageKind.OPEN), of(StageKind.WON), of(StageKind.LOST)
    closed = won.deals + lost.deals
    told = [
        ("open", formats.number(opened.deals, locale), formats.money(opened.value, locale=locale)),
        (
            "forecast",
            formats.money(rules.forecast(held), locale=locale),
            say(locale, "pipeline.forecast_note"),
        ),
        ("won", formats.number(won.deals, locale), formats.money(won.value, locale=locale)),
        (
            "rate",
            formats.percent(Decimal(won.deals) / closed, locale) if closed else "–",
            say(locale, "pipeline.rate_note", count=formats.number(closed, locale)),
        ),
    ]
    return [
        {
            "label": say(locale, f"pipeline.figure_{name}"),
            "value": value,
            "note": note,
            "change": "",
            "tone": "",
            "points": "",
            "href": "",
        }
        for name, value, note in told
    ]


def shown(row: DealRow, scope: Scope) -> dict[str, str]:
    locale, today = scope.locale, now().astimezone(ISTANBUL).date()
    is_open = row.kind == StageKind.OPEN
    has_step = bool(row.task) and row.task_status != "done"
    return {
        "id": str(row.id),
        "title": row.title,
        "customer_id": str(row.customer_id),
        "customer": seen(scope, row.company or row.customer, "buyer.name"),
        "stage_id": str(row.stage_id),
        "stage": row.stage,
        "tone": _TONES[StageKind(row.kind)],
        "value": formats.money(row.value, row.currency, locale) if row.value else "",
        "expected": formats.date_of(row.expected_on, locale) if row.expected_on else "",
        "late": "1" if is_open and row.expected_on is not None and row.expected_on < today else "",
        "owner": row.owner or "",
        "step": (row.task or "") if has_step else "",
        "step_due": formats.short(row.task_due_at, locale) if has_step and row.task_due_at else "",
        "task_id": str(row.task_id or ""),
        "reason": row.reason,
        "updated": formats.short(row.updated_at, locale),
        "is_won": "1" if row.kind == StageKind.WON else "",
    }
