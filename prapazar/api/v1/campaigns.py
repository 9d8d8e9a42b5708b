"""Campaigns over REST: written, estimated, tested, approved, stopped, and what came of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from prapazar.api.door import scope_with
from prapazar.api.errors import Refused, tells
from prapazar.domain.campaigns import actions, queries, rules
from prapazar.domain.campaigns.enums import Arm
from prapazar.domain.campaigns.errors import CampaignMissing, CampaignRefused
from prapazar.domain.campaigns.queries import CampaignRow
from prapazar.domain.campaigns.rules import Draft, Group
from prapazar.flows import campaigns as flow
from prapazar.foundation import db
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Scope

router = APIRouter(prefix="/api/campaigns", tags=["campaigns"])
tells(CampaignMissing, 404, "campaigns.missing")
Reader = Annotated[Scope, Depends(scope_with("campaigns.read"))]
Writer = Annotated[Scope, Depends(scope_with("campaigns.write"))]
Approver = Annotated[Scope, Depends(scope_with("campaigns.approve"))]
Deleter = Annotated[Scope, Depends(scope_with("campaigns.delete"))]
Amount = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
Hour = Annotated[int, Field(ge=0, le=24)]


class Sent(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=80)]
    segment_id: UUID
    template_id: UUID
    """Of an active template for advertising."""
    starts_on: date
    ends_on: date
    """What members buy until its end is counted."""
    goal: Annotated[str, Field(max_length=300)] = ""
    budget: Amount | None = None
    takes_joiners: bool = False
    template_b_id: UUID | None = None
    b_share: int = 50
    control_share: int = 10
    coupon: Annotated[str, Field(max_length=40)] = ""
    hour_from: Hour = 10
    hour_to: Hour = 20

    def draft(self) -> Draft:
        return Draft(**{name: getattr(self, name) for name in Sent.model_fields})


class OneCampaign(BaseModel):
    id: UUID
    name: str
    goal: str
    starts_on: date
    ends_on: date
    budget: Decimal | None
    segment_id: UUID
    takes_joiners: bool
    template_id: UUID
    template_b_id: UUID | None
    way: str
    b_share: int
    control_share: int
    coupon: str
    hour_from: int
    hour_to: int
    status: str
    """draft, asked, approved, sending, running, done, stopped."""
    problem: str
    """Code of why it does not go on."""
    begun_at: datetime | None
    sent_at: datetime | None
    members: int
    waiting: int


class CampaignPage(BaseModel):
    campaigns: list[OneCampaign]
    next_cursor: str | None


class Estimate(BaseModel):
    members: int
    with_address: int
    welcome: int
    messages: int
    parts: int
    price: Decimal
    cost: Decimal
    has_account: bool


class Test(BaseModel):
    __test__ = False  # no test of pytest's

    arm: Arm = Arm.A
    to: Annotated[str, Field(max_length=200)] = ""
    """Left out: to where the caller's own notifications go."""


class Days(BaseModel):
    starts_on: date
    ends_on: date


class OneGroup(BaseModel):
    arm: str
    members: int
    sent: int
    delivered: int
    read: int
    failed: int
    blocked: int
    opted_out: int
    buyers: int
    orders: int
    turnover: Decimal
    cost: Decimal


class Result(BaseModel):
    groups: list[OneGroup]
    gained_turnover: Decimal | None
    """Beyond what as many of the control group bought; null without one."""
    return_on_cost: Decimal | None


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except CampaignRefused as refused:
        status = 422 if refused.field else 409
        raise Refused(status, refused.code, field=refused.field) from refused


@router.get("")
def campaigns(
    scope: Reader,
    view: Annotated[str, Query(pattern="^(all|asked|open|running|done)$")] = "all",
    search: Annotated[str, Query(max_length=80)] = "",
    segment_id: UUID | None = None,
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> CampaignPage:
    try:
        with db.transaction(scope) as session:
            rows = queries.campaigns(
                session, scope, view=view, search=search, segment_id=segment_id, after=cursor, limit=limit
            )
    except ValueError:
        raise Refused(422, "errors.invalid_fields") from None
    more = queries.cursor(rows[-1]) if len(rows) == limit else None
    return CampaignPage(campaigns=[_one(row) for row in rows], next_cursor=more)


@router.post("", status_code=201)
def add(scope: Writer, sent: Sent) -> OneCampaign:
    return _save(scope, None, sent)


@router.get("/{campaign_id}")
def one(scope: Reader, campaign_id: UUID) -> OneCampaign:
    with db.transaction(scope) as session:
        return _one(queries.campaign(session, scope, campaign_id))


@router.put("/{campaign_id}")
def change(scope: Writer, campaign_id: UUID, sent: Sent) -> OneCampaign:
    return _save(scope, campaign_id, sent)


@router.delete("/{campaign_id}", status_code=204)
def delete(scope: Deleter, campaign_id: UUID) -> None:
    with _refusals(), db.transaction(scope) as session:
        actions.delete(session, scope, campaign_id)


@router.put("/{campaign_id}/days")
def move(scope: Writer, campaign_id: UUID, days: Days) -> OneCampaign:
    return _step(
        scope,
        campaign_id,
        lambda session: actions.move(session, scope, campaign_id, days.starts_on, days.ends_on),
    )


@router.get("/{campaign_id}/estimate")
def estimate(scope: Reader, campaign_id: UUID) -> Estimate:
    with db.transaction(scope) as session:
        found = flow.estimate(session, scope, queries.campaign(session, scope, campaign_id))
    return Estimate(
        members=found.reach.members,
        with_address=found.reach.with_address,
        welcome=found.reach.welcome,
        messages=found.messages,
        parts=found.parts,
        price=found.price,
        cost=found.cost,
        has_account=found.has_account,
    )


@router.post("/{campaign_id}/test", status_code=202)
def test(scope: Writer, campaign_id: UUID, asked: Test) -> dict[str, UUID]:
    """Look at `/api/messages/{id}` for what became of it."""
    with _refusals(), db.transaction(scope) as session:
        row = queries.campaign(session, scope, campaign_id)
        return {"id": flow.send_test(session, scope, row, asked.arm, asked.to)}


@router.post("/{campaign_id}/ask")
def ask(scope: Writer, campaign_id: UUID) -> OneCampaign:
    return _step(scope, campaign_id, lambda session: actions.ask(session, scope, campaign_id))


@router.post("/{campaign_id}/approve")
def approve(scope: Approver, campaign_id: UUID) -> OneCampaign:
    """It is sent by a worker when the hours of its first day begin, or at once."""
    return _step(scope, campaign_id, lambda session: actions.approve(session, scope, campaign_id))


@router.post("/{campaign_id}/send-back")
def send_back(scope: Approver, campaign_id: UUID) -> OneCampaign:
    return _step(scope, campaign_id, lambda session: actions.send_back(session, scope, campaign_id))


@router.post("/{campaign_id}/stop")
def stop(scope: Writer, campaign_id: UUID) -> OneCampaign:
    return _step(scope, campaign_id, lambda session: actions.stop(session, scope, campaign_id))


@router.get("/{campaign_id}/result")
def result(scope: Reader, campaign_id: UUID) -> Result:
    with db.transaction(scope) as session:
        found = queries.result(session, scope, queries.campaign(session, scope, campaign_id))
    written = found.get(Arm.A, Group()).with_(found.get(Arm.B, Group()))
    gain = rules.gain(written, found.get(Arm.CONTROL, Group()))
    return Result(
        groups=[
            OneGroup(
                arm=arm.value,
                **{name: getattr(group, name) for name in OneGroup.model_fields if name != "arm"},
            )
            for arm, group in found.items()
        ],
        gained_turnover=gain.turnover,
        return_on_cost=gain.back,
    )


def _save(scope: Scope, campaign_id: UUID | None, sent: Sent) -> OneCampaign:
    with _refusals(), db.transaction(scope) as session:
        made = actions.save(session, scope, campaign_id, sent.draft())
        return _one(queries.campaign(session, scope, made))


def _step(scope: Scope, campaign_id: UUID, work: Callable[[Session], object]) -> OneCampaign:
    with _refusals(), db.transaction(scope) as session:
        work(session)
        return _one(queries.campaign(session, scope, campaign_id))


def _one(row: CampaignRow) -> OneCampaign:
    told = {name: getattr(row, name) for name in OneCampaign.model_fields}
    today = now().astimezone(ISTANBUL).date()
    return OneCampaign(**{**told, "status": rules.shown_status(row.status, row.ends_on, today)})
