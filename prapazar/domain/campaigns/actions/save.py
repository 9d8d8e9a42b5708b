"""Save: a campaign as a person enters it, and delete."""

from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.campaigns import queries, rules
from prapazar.domain.campaigns.enums import EDITABLE, CampaignStatus
from prapazar.domain.campaigns.errors import CampaignRefused
from prapazar.domain.campaigns.models import Campaign
from prapazar.domain.campaigns.rules import Draft
from prapazar.domain.messaging import queries_messages
from prapazar.domain.messaging.enums import Purpose
from prapazar.domain.messaging.errors import MessageMissing
from prapazar.domain.segments import queries as segments
from prapazar.domain.segments.errors import SegmentMissing
from prapazar.foundation import live
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

_FIELDS = ("starts_on", "ends_on", "budget", "segment_id", "takes_joiners", "template_id", "template_b_id")


def save(session: Session, scope: Scope, campaign_id: UUID | None, draft: Draft) -> UUID:
    """What was waiting for approval is a draft again. Raises CampaignMissing, CampaignRefused with the field."""
    scope.require("campaigns.write")
    for field, code in rules.faults(draft).items():
        raise CampaignRefused(code, field)
    _check_segment(session, scope, draft.segment_id)
    way = _way_of(session, scope, draft.template_id, "template")
    if draft.template_b_id is not None and _way_of(session, scope, draft.template_b_id, "template_b") != way:
        raise CampaignRefused("campaigns.other_way", "template_b")
    if campaign_id is None:
        row = Campaign(
            merchant_id=scope.merchant_id,
            name="",
            user_id=scope.user_id,
            way=way,
            **{name: getattr(draft, name) for name in _FIELDS},
        )
    else:
        row = queries.lock(session, scope, campaign_id)
        if row.status not in EDITABLE:
            raise CampaignRefused("campaigns.begun")
    for name in _FIELDS:
        setattr(row, name, getattr(draft, name))
    row.way = way
    row.name, row.goal = " ".join(draft.name.split())[:80], draft.goal.strip()[:300]
    row.b_share = draft.b_share if draft.template_b_id is not None else 0
    row.control_share, row.coupon = draft.control_share, draft.coupon.strip()[:40]
    row.hour_from, row.hour_to = draft.hour_from, draft.hour_to
    row.status, row.problem, row.updated_at = CampaignStatus.DRAFT.value, "", now()
    session.add(row)
    session.flush()
    live.tell(session, scope.merchant_id, "campaigns.changed")
    return row.id


def delete(session: Session, scope: Scope, campaign_id: UUID) -> None:
    """Only what nobody was written for. Raises CampaignMissing, CampaignRefused."""
    scope.require("campaigns.delete")
    row = queries.lock(session, scope, campaign_id)
    if row.begun_at is not None or row.status == CampaignStatus.APPROVED:
        raise CampaignRefused("campaigns.begun")
    session.delete(row)
    session.flush()
    live.tell(session, scope.merchant_id, "campaigns.changed")


def _check_segment(session: Session, scope: Scope, segment_id: UUID) -> None:
    try:
        segments.segment(session, scope, segment_id)
    except SegmentMissing:
        raise CampaignRefused("campaigns.segment_needed", "segment") from None


def _way_of(session: Session, scope: Scope, template_id: UUID, field: str) -> str:
    """Advertising goes by a template for advertising alone, so that consent is asked for each message."""
    try:
        template = queries_messages.template(session, scope, template_id)
    except MessageMissing:
        raise CampaignRefused("campaigns.template_needed", field) from None
    if template.purpose != Purpose.COMMERCIAL or not template.is_active:
        raise CampaignRefused("campaigns.template_needed", field)
    return template.way
