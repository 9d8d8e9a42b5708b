"""Steps of a campaign: asked for, approved, sent back, moved to other days, stopped."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.campaigns import queries, rules
from prapazar.domain.campaigns.enums import MOVABLE, STOPPABLE, CampaignStatus
from prapazar.domain.campaigns.errors import CampaignRefused
from prapazar.domain.campaigns.models import Campaign
from prapazar.domain.channels.enums import Topic
from prapazar.domain.messaging import actions as messaging
from prapazar.foundation import live, outbox, routes
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Scope


def ask(session: Session, scope: Scope, campaign_id: UUID) -> None:
    """Those who may approve it are told. Raises CampaignMissing, CampaignRefused."""
    scope.require("campaigns.write")
    row = _in(session, scope, campaign_id, CampaignStatus.DRAFT)
    _check_days(row)
    _step(session, row, CampaignStatus.ASKED)
    messaging.notify(
        session,
        scope,
        "other.campaign_asked",
        permission="campaigns.approve",
        level="info",
        group_key=f"campaign:{row.id}",
        values={"text": row.name},
        link=routes.campaign(row.id),
    )


def approve(session: Session, scope: Scope, campaign_id: UUID) -> None:
    """From a draft too: who may approve need not ask. It goes when its first day's hours begin, or now."""
    scope.require("campaigns.approve")
    row = _in(session, scope, campaign_id, CampaignStatus.ASKED, CampaignStatus.DRAFT)
    _check_days(row)
    row.approved_by, row.approved_at = scope.user_id, now()
    _step(session, row, CampaignStatus.APPROVED)
    _schedule(session, row)
    audit.append(session, scope, "campaigns.approved", row.id, {"name": row.name})


def send_back(session: Session, scope: Scope, campaign_id: UUID) -> None:
    """Not approved: a draft again. Raises CampaignMissing, CampaignRefused."""
    scope.require("campaigns.approve")
    _step(session, _in(session, scope, campaign_id, CampaignStatus.ASKED), CampaignStatus.DRAFT)


def stop(session: Session, scope: Scope, campaign_id: UUID) -> None:
    """Nobody else is written to; what has left cannot be called back. Raises CampaignMissing, CampaignRefused."""
    scope.require("campaigns.write")
    row = _in(session, scope, campaign_id, *STOPPABLE)
    if row.begun_at is None:
        outbox.take_back(session, Topic.SEND_CAMPAIGN.value, row.id, row.id)
    _step(session, row, CampaignStatus.STOPPED)
    audit.append(session, scope, "campaigns.stopped", row.id, {"name": row.name})


def move(
    session: Session, scope: Scope, campaign_id: UUID, starts_on: date, ends_on: date
) -> tuple[date, date]:
    """Returns the days it had. Once it is being sent only its last day moves.

    Raises CampaignMissing, CampaignRefused.
    """
    scope.require("campaigns.write")
    row = queries.lock(session, scope, campaign_id)
    before = row.starts_on, row.ends_on
    is_open = CampaignStatus(row.status) in MOVABLE
    if row.status == CampaignStatus.STOPPED or (not is_open and starts_on != row.starts_on):
        raise CampaignRefused("campaigns.begun")
    if ends_on < starts_on:
        raise CampaignRefused("campaigns.ends_before", "ends_on")
    if (ends_on - starts_on).days > rules.LONGEST_DAYS:
        raise CampaignRefused("campaigns.too_long", "ends_on")
    row.starts_on, row.ends_on, row.updated_at = starts_on, ends_on, now()
    if row.status == CampaignStatus.APPROVED:
        _check_days(row)
        outbox.take_back(session, Topic.SEND_CAMPAIGN.value, row.id, row.id)
        _schedule(session, row)
    session.flush()
    live.tell(session, scope.merchant_id, "campaigns.changed")
    return before


def _schedule(session: Session, row: Campaign) -> None:
    outbox.append(
        session,
        row.merchant_id,
        Topic.SEND_CAMPAIGN.value,
        row.id,
        row.id,
        {},
        not_before=max(now(), rules.begins_at(row.starts_on, row.hour_from)),
    )


def _check_days(row: Campaign) -> None:
    if row.ends_on < now().astimezone(ISTANBUL).date():
        raise CampaignRefused("campaigns.over", "ends_on")


def _in(session: Session, scope: Scope, campaign_id: UUID, *statuses: CampaignStatus) -> Campaign:
    row = queries.lock(session, scope, campaign_id)
    if row.status not in statuses:
        raise CampaignRefused("campaigns.not_now")
    return row


def _step(session: Session, row: Campaign, status: CampaignStatus) -> None:
    row.status, row.problem, row.updated_at = status.value, "", now()
    session.flush()
    live.tell(session, row.merchant_id, "campaigns.changed")
