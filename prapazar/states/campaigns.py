"""The list of campaigns, and the form in which one is written."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from prapazar.domain.campaigns import actions, queries
from prapazar.domain.campaigns.errors import CampaignMissing, CampaignRefused
from prapazar.domain.campaigns.queries import CampaignRow
from prapazar.domain.campaigns.rules import Draft
from prapazar.domain.messaging import queries_messages
from prapazar.domain.messaging.enums import Purpose
from prapazar.domain.segments import queries as segments
from prapazar.foundation import db, formats, routes
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.money import parse_amount, rounded
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say
from prapazar.states.campaign_rows import shown
from prapazar.states.guard import allow
from prapazar.states.list_kind import PAGE
from prapazar.states.lists import uuids
from prapazar.states.paged import Paged
from prapazar.states.session import current_scope, in_thread

_FIELDS = (
    *("name", "goal", "segment", "template", "template_b", "starts_on", "ends_on", "budget", "control_share"),
    *("b_share", "coupon", "hour_from", "hour_to", "takes_joiners"),
)
_DAYS = 7
Values = dict[str, Any]


class CampaignsState(Paged, rx.State):
    rows: list[dict[str, str]] = []
    views: list[dict[str, str]] = []
    view: str = "all"
    search: str = ""
    total: str = ""
    loading: bool = True
    is_open: bool = False
    form: dict[str, str] = {"id": "", **dict.fromkeys(_FIELDS, "")}
    faults: dict[str, str] = dict.fromkeys(_FIELDS, "")
    choices: dict[str, list[dict[str, str]]] = {"segment": [], "template": []}
    version: int = 0

    @rx.event
    @allow("campaigns.read")
    async def load(self) -> list[EventSpec] | None:
        """The address may name the segment that a new one is for."""
        asked = self.router.url.query_parameters
        self.view = str(asked.get("view", "all"))
        self.search, self.is_open = "", False
        self._to_first()
        await self._show()
        segment = str(asked.get("new", ""))
        return [CampaignsState.begin(segment)] if segment else None

    @rx.event
    @allow("campaigns.read")
    async def news(self) -> None:
        await self._show()

    @rx.event
    @allow("campaigns.read")
    async def choose(self, view: str) -> None:
        self.view = str(view)
        self._to_first()
        await self._show()

    @rx.event
    @allow("campaigns.read")
    async def find(self, words: str) -> None:
        self.search = str(words)[:80]
        self._to_first()
        await self._show()

    @rx.event
    @allow("campaigns.read")
    async def turn(self, step: int) -> None:
        self._step(step)
        await self._show()

    @rx.event
    @allow("campaigns.write")
    async def begin(self, segment_id: str) -> None:
        """An empty form, for this segment where one is named."""
        scope = await current_scope(self)
        self.choices = await in_thread(_choices, scope)
        today = now().astimezone(ISTANBUL).date()
        self.form = {
            **dict.fromkeys(_FIELDS, ""),
            "id": "",
            "segment": str(segment_id),
            "starts_on": (today + timedelta(days=1)).isoformat(),
            "ends_on": (today + timedelta(days=1 + _DAYS)).isoformat(),
            "control_share": "10",
            "b_share": "50",
            "hour_from": "10",
            "hour_to": "20",
        }
        self._open_form()

    @rx.event
    @allow("campaigns.write")
    async def edit(self, campaign_id: str) -> None:
        scope = await current_scope(self)
        for one in uuids([str(campaign_id)]):
            try:
                row = await in_thread(_one, scope, one)
            except CampaignMissing:
                return
            self.choices = await in_thread(_choices, scope)
            self.form = _form(row)
            self._open_form()

    @rx.event
    @allow("campaigns.write")
    def close(self, is_open: bool) -> None:
        self.is_open = bool(is_open)

    @rx.event
    @allow("campaigns.write")
    async def save(self, values: Values) -> EventSpec | None:
        scope = await current_scope(self)
        self.faults = dict.fromkeys(_FIELDS, "")
        campaign_id = next(iter(uuids([self.form["id"]])), None)
        try:
            made = await in_thread(_save, scope, campaign_id, drafted(values))
        except CampaignRefused as refused:
            field = refused.field if refused.field in self.faults else "name"
            self.faults = {**self.faults, field: say(scope.locale, refused.code)}
            return None
        except CampaignMissing:
            self.is_open = False
            return None
        self.is_open = False
        return rx.redirect(routes.campaign(made))

    def _open_form(self) -> None:
        self.faults = dict.fromkeys(_FIELDS, "")
        self.is_open, self.version = True, self.version + 1

    async def _show(self) -> None:
        scope = await current_scope(self)
        if self.view not in queries.VIEWS:
            self.view = "all"
        found, counts = await in_thread(_read, scope, self.view, self.search, self._after())
        self.rows = [shown(row, scope) for row in self._cut(found, queries.cursor)]
        self.total = formats.number(counts["all"], scope.locale)
        waiting = formats.number(counts["asked"], scope.locale) if counts["asked"] else ""
        self.views = [
            {
                "value": view,
                "label": say(scope.locale, f"campaigns.view_{view}"),
                "count": waiting if view == "asked" else "",
            }
            for view in queries.VIEWS
        ]
        self.loading = False


def drafted(values: Values) -> Draft:
    """Raises CampaignRefused with the field that cannot be read."""

    def said(name: str) -> str:
        return str(values.get(name, "")).strip()

    second = uuids([said("template_b")])
    return Draft(
        name=said("name"),
        goal=said("goal"),
        segment_id=_id(said("segment"), "segment", "campaigns.segment_needed"),
        template_id=_id(said("template"), "template", "campaigns.template_needed"),
        template_b_id=second[0] if second else None,
        starts_on=_day(said("starts_on"), "starts_on"),
        ends_on=_day(said("ends_on"), "ends_on"),
        budget=_amount(said("budget")),
        takes_joiners=bool(values.get("takes_joiners")),
        b_share=_whole(said("b_share") or "50", "b_share"),
        control_share=_whole(said("control_share") or "0", "control_share"),
        coupon=said("coupon"),
        hour_from=_whole(said("hour_from") or "10", "hour_from"),
        hour_to=_whole(said("hour_to") or "20", "hour_to"),
    )


def _id(said: str, field: str, code: str) -> UUID:
    found = uuids([said])
    if not found:
        raise CampaignRefused(code, field)
    return found[0]


def _day(said: str, field: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise CampaignRefused("campaigns.day_needed", field) from None


def _whole(said: str, field: str) -> int:
    try:
        return int(said)
    except ValueError:
        raise CampaignRefused("campaigns.share_wrong", field) from None


def _amount(said: str) -> Decimal | None:
    if not said:
        return None
    try:
        return rounded(parse_amount(said))
    except ValueError:
        raise CampaignRefused("campaigns.amount_wrong", "budget") from None


def _form(row: CampaignRow) -> dict[str, str]:
    return {
        "id": str(row.id),
        "name": row.name,
        "goal": row.goal,
        "segment": str(row.segment_id),
        "template": str(row.template_id),
        "template_b": str(row.template_b_id or ""),
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "budget": "" if row.budget is None else str(row.budget).replace(".", ","),
        "control_share": str(row.control_share),
        "b_share": str(row.b_share or 50),
        "coupon": row.coupon,
        "hour_from": str(row.hour_from),
        "hour_to": str(row.hour_to),
        "takes_joiners": "1" if row.takes_joiners else "",
    }


def _read(scope: Scope, view: str, search: str, after: str) -> tuple[list[CampaignRow], dict[str, int]]:
    with db.transaction(scope) as session:
        found = queries.campaigns(session, scope, view=view, search=search, after=after, limit=PAGE + 1)
        return found, queries.worklists(session, scope)


def _one(scope: Scope, campaign_id: UUID) -> CampaignRow:
    with db.transaction(scope) as session:
        return queries.campaign(session, scope, campaign_id)


def _choices(scope: Scope) -> dict[str, list[dict[str, str]]]:
    """Segments, and the templates that advertising may go by."""
    with db.transaction(scope) as session:
        templates = queries_messages.templates(session, scope) if scope.can("messages.read") else []
        named = segments.segments(session, scope)
    return {
        "segment": [{"value": str(one.id), "label": one.name} for one in named],
        "template": [
            {"value": str(one.id), "label": f"{one.name} · {say(scope.locale, f'messages.way_{one.way}')}"}
            for one in templates
            if one.purpose == Purpose.COMMERCIAL and one.is_active
        ],
    }


def _save(scope: Scope, campaign_id: UUID | None, draft: Draft) -> UUID:
    with db.transaction(scope) as session:
        return actions.save(session, scope, campaign_id, draft)
