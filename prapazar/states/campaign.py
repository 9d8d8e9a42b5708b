"""One campaign: whom it would reach and at what cost, its steps, what came of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec
from sqlalchemy.orm import Session

from prapazar.domain.campaigns import actions, queries
from prapazar.domain.campaigns.enums import Arm
from prapazar.domain.campaigns.errors import CampaignMissing, CampaignRefused
from prapazar.domain.campaigns.queries import CampaignRow, MemberRow
from prapazar.domain.campaigns.rules import Group
from prapazar.flows import campaigns as flow
from prapazar.flows.campaigns import Estimate
from prapazar.foundation import db, routes
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states import campaign_rows
from prapazar.states.guard import allow
from prapazar.states.session import current_scope, in_thread
from prapazar.states.toast import toast

PAGE = 50
Work = Callable[[Session, Scope, UUID], object]


@dataclass(frozen=True, slots=True)
class _Found:
    row: CampaignRow
    estimate: Estimate | None = None
    """Only while it can still be changed: counting a segment has its price."""
    result: dict[Arm, Group] = field(default_factory=dict)
    members: list[MemberRow] = field(default_factory=list)


class CampaignState(rx.State):
    campaign: dict[str, str] = {}
    estimate: list[dict[str, str]] = []
    warning: str = ""
    figures: list[dict[str, str]] = []
    results: list[dict[str, str]] = []
    bars: list[dict[str, object]] = []
    members: list[dict[str, str]] = []
    has_more: bool = False
    asking: str = ""
    """The step a dialog is open for: approve, stop, delete, test; else ""."""
    fault: str = ""
    missing: bool = False
    loading: bool = True
    _after: int = 0

    @rx.event
    @allow("campaigns.read")
    async def load(self) -> None:
        self.loading, self.missing, self.asking, self._after = True, False, "", 0
        await self._show()

    @rx.event
    @allow("campaigns.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("campaigns.read")
    async def more(self) -> None:
        """The next members, under those that are shown."""
        scope = await current_scope(self)
        found = await in_thread(_members, scope, UUID(self.campaign["id"]), self._after)
        self._put_members(found, scope, is_more=True)

    @rx.event
    @allow("campaigns.read")
    def question(self, step: str) -> None:
        self.asking, self.fault = step if step in {"approve", "stop", "delete", "test"} else "", ""

    @rx.event
    @allow("campaigns.read")
    def close(self, is_open: bool) -> None:
        if not is_open:
            self.asking, self.fault = "", ""

    @rx.event
    @allow("campaigns.write")
    async def ask(self) -> None:
        await self._step(actions.ask, "campaigns.asked_done")

    @rx.event
    @allow("campaigns.approve")
    async def approve(self) -> None:
        await self._step(actions.approve, "campaigns.approved_done")

    @rx.event
    @allow("campaigns.approve")
    async def send_back(self) -> None:
        await self._step(actions.send_back, "campaigns.sent_back")

    @rx.event
    @allow("campaigns.write")
    async def stop(self) -> None:
        await self._step(actions.stop, "campaigns.stopped_done")

    @rx.event
    @allow("campaigns.delete")
    async def delete(self) -> EventSpec | None:
        await self._step(actions.delete, "campaigns.deleted_done")
        return rx.redirect(routes.CAMPAIGNS) if self.missing else None

    @rx.event
    @allow("campaigns.write")
    async def test(self, values: dict[str, str]) -> None:
        """`arm`, `to`: the message as a member would get it, to oneself."""
        scope = await current_scope(self)
        arm = Arm.B if values.get("arm") == Arm.B else Arm.A
        try:
            await in_thread(_test, scope, UUID(self.campaign["id"]), arm, str(values.get("to", ""))[:200])
        except CampaignRefused as refused:
            self.fault = say(scope.locale, refused.code)
            return
        except (CampaignMissing, ValueError):
            return
        self.asking = ""
        await toast(self, "success", say(scope.locale, "campaigns.test_done"))

    async def _step(self, work: Work, told: str) -> None:
        scope = await current_scope(self)
        self.asking = ""
        try:
            await in_thread(_within, scope, UUID(self.campaign["id"]), work)
        except CampaignRefused as refused:
            await toast(self, "warning", say(scope.locale, refused.code))
        except (CampaignMissing, ValueError, KeyError):
            self.missing = True
            return
        else:
            await toast(self, "success", say(scope.locale, told))
        await self._show()

    async def _show(self) -> None:
        scope = await current_scope(self)
        asked = self.router.url.path.rstrip("/").rpartition("/")[2]
        try:
            found = await in_thread(_read, scope, UUID(asked))
        except (ValueError, CampaignMissing):
            self.missing, self.loading = True, False
            return
        locale, row = scope.locale, found.row
        self.campaign = campaign_rows.shown(row, scope)
        self.estimate = campaign_rows.estimated(found.estimate, row, locale) if found.estimate else []
        self.warning = campaign_rows.warning(found.estimate, row, locale) if found.estimate else ""
        has_begun = row.begun_at is not None
        self.figures = campaign_rows.figures(found.result, locale) if has_begun else []
        self.results = campaign_rows.results(found.result, row, locale) if has_begun else []
        self.bars = campaign_rows.bars(found.result, row, locale) if has_begun else []
        self._put_members(found.members, scope)
        self.missing, self.loading = False, False

    def _put_members(self, found: list[MemberRow], scope: Scope, *, is_more: bool = False) -> None:
        rows = [campaign_rows.member(one, scope) for one in found[:PAGE]]
        self.members = [*self.members, *rows] if is_more else rows
        self.has_more = len(found) > PAGE
        self._after = found[:PAGE][-1].id if found else 0


def _read(scope: Scope, campaign_id: UUID) -> _Found:
    with db.transaction(scope) as session:
        row = queries.campaign(session, scope, campaign_id)
        if row.begun_at is None:
            return _Found(row, flow.estimate(session, scope, row))
        result = queries.result(session, scope, row)
    return _Found(row, result=result, members=_members(scope, campaign_id, 0))


def _members(scope: Scope, campaign_id: UUID, after: int) -> list[MemberRow]:
    if not scope.can("customers.read"):
        return []
    with db.transaction(scope) as session:
        row = queries.campaign(session, scope, campaign_id)
        return queries.members(session, scope, row, after=after, limit=PAGE + 1)


def _within(scope: Scope, campaign_id: UUID, work: Work) -> None:
    with db.transaction(scope) as session:
        work(session, scope, campaign_id)


def _test(scope: Scope, campaign_id: UUID, arm: Arm, to: str) -> None:
    with db.transaction(scope) as session:
        flow.send_test(session, scope, queries.campaign(session, scope, campaign_id), arm, to)
