"""Campaigns between the books and the message providers: members written to in hours that are theirs, each once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import structlog
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.campaigns import actions, queries, rules
from prapazar.domain.campaigns.actions.members import Member
from prapazar.domain.campaigns.enums import Arm
from prapazar.domain.campaigns.errors import CampaignMissing, CampaignRefused
from prapazar.domain.campaigns.models import Campaign
from prapazar.domain.campaigns.queries import CampaignRow
from prapazar.domain.campaigns.rules import Reach
from prapazar.domain.channels import queries as channels
from prapazar.domain.channels.enums import Topic
from prapazar.domain.messaging import actions as messaging
from prapazar.domain.messaging import queries_messages
from prapazar.domain.messaging import rules as message_rules
from prapazar.domain.messaging.actions import Draft
from prapazar.domain.messaging.enums import Purpose, Way
from prapazar.domain.messaging.errors import MessageMissing
from prapazar.domain.messaging.models import MessageTemplate
from prapazar.domain.segments import queries as segments
from prapazar.flows import message_accounts, message_events, messages
from prapazar.foundation import db, outbox
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.ids import new_id
from prapazar.foundation.outbox import Claim
from prapazar.foundation.scope import Scope, system_scope

LEASE, AGAIN_AFTER = timedelta(minutes=3), timedelta(minutes=5)
ROUNDS = 8
"""Batches of one task, so that no campaign holds a worker for long."""
SAMPLE_NAME = "Ayşe Yılmaz"
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Next:
    """What the outbox row is to do after a step; None: it is done."""

    at: datetime | None = None


def send(campaign_id: UUID) -> int:
    """Members written down as messages, by one worker at a time; the messages' own workers send them.

    Each batch is one transaction of members and messages: killed in between, it happens again, or not at all.
    """
    with db.exclusive(f"{Topic.SEND_CAMPAIGN}:{campaign_id}") as is_mine:
        if not is_mine:
            return 0
        with db.system_transaction() as session:
            claims = outbox.claim(session, Topic.SEND_CAMPAIGN.value, campaign_id, 1, LEASE)
        return sum(_send(system_scope(claim.merchant_id), claim) for claim in claims)


def _send(scope: Scope, claim: Claim) -> int:
    written, following = 0, Next(now())
    try:
        for _ in range(ROUNDS):
            count, following = db.retried(scope, lambda session: _step(session, scope, claim.coalesce_key))
            written += count
            if count == 0:
                break
    except Exception as failure:
        log.exception("campaign not sent", campaign=str(claim.coalesce_key))
        with db.transaction(scope) as session:
            outbox.give_back(session, [claim.id], type(failure).__name__, now() + AGAIN_AFTER)
        return written
    with db.transaction(scope) as session:
        if following.at is None:
            outbox.finish(session, [claim.id])
        else:
            outbox.give_back(session, [claim.id], "", following.at, counts=False)
    return written


def _step(session: Session, scope: Scope, campaign_id: UUID) -> tuple[int, Next]:
    """One batch. Returns how many, and when to go on."""
    try:
        row = queries.lock(session, scope, campaign_id)
    except CampaignMissing:
        return 0, Next()
    opens_at = rules.may_write_at(now(), row.hour_from, row.hour_to)
    if opens_at > now():
        return 0, Next(opens_at)
    account = message_accounts.account(session, scope, Way(row.way))
    if code := _hindrance(session, scope, row, account):
        actions.trouble(session, scope, row, code)
        return 0, Next(now() + AGAIN_AFTER)
    begun = actions.begin(session, scope, campaign_id)
    if begun is None:
        return 0, Next()
    members = actions.take(session, campaign_id)
    if not members:
        return 0, _after_all(session, scope, begun)
    _write(session, scope, begun, members, account)
    return len(members), Next(now())


def _hindrance(session: Session, scope: Scope, row: Campaign, account: UUID | None) -> str:
    """Code of what a person has to mend first; empty where nothing is in the way."""
    if _template(session, scope, row.template_id) is None:
        return "campaigns.template_needed"
    return "campaigns.no_account" if account is None and row.way != Way.EMAIL else ""


def _after_all(session: Session, scope: Scope, row: Campaign) -> Next:
    """Who came into the segment since is taken in once a day, where that was wished."""
    actions.finish(session, scope, row)
    tomorrow = now().astimezone(ISTANBUL).date() + timedelta(days=1)
    if not row.takes_joiners or tomorrow > row.ends_on:
        return Next()
    if actions.settle(session, scope, row):
        return Next(now())
    return Next(rules.begins_at(tomorrow, row.hour_from))


def _write(
    session: Session, scope: Scope, row: Campaign, members: Sequence[Member], account: UUID | None
) -> None:
    first = queries_messages.template(session, scope, row.template_id)
    second = _template(session, scope, row.template_b_id)
    merchant = _merchant(session, scope)
    drafts = {
        one.id: _draft(row, one, (second or first) if one.arm is Arm.B else first, merchant, account)
        for one in members
    }
    known = _known(session, scope, [draft.key for draft in drafts.values()])
    made = messaging.take_down(session, scope, list(drafts.values()))
    told: dict[int, UUID | None] = {}
    taken = set(known)
    for member, draft in drafts.items():
        told[member] = None if draft.key in taken else made[draft.key]
        taken.add(draft.key)
    actions.mark_written(session, told)


def _known(session: Session, scope: Scope, keys: Sequence[str]) -> list[str]:
    """Messages of an earlier batch: somebody else is reached at the same address."""
    found = session.execute(
        text("SELECT key FROM message WHERE merchant_id = :merchant AND key = ANY(CAST(:keys AS text[]))"),
        {"merchant": scope.merchant_id, "keys": list(keys)},
    )
    return list(found.scalars())


def _draft(
    row: Campaign, member: Member, template: MessageTemplate, merchant: str, account: UUID | None
) -> Draft:
    """One for each address: two customers who share a telephone are told once."""
    way = Way(template.way)
    written = member.email if way is Way.EMAIL else f"+{member.phone}" if member.phone else None
    address = message_rules.address(way, written)
    return composed(
        template,
        key=f"campaign:{row.id}:{address or member.customer_id}",
        address=address,
        name=member.name,
        merchant=merchant,
        coupon=row.coupon,
        account=account,
        event="campaign",
    )


def composed(
    template: MessageTemplate,
    *,
    key: str,
    address: str,
    name: str,
    merchant: str,
    coupon: str,
    account: UUID | None,
    event: str,
    purpose: Purpose = Purpose.COMMERCIAL,
) -> Draft:
    language = message_rules.chosen_language(template.texts, "tr")
    said: Mapping[str, str] = template.texts.get(language, {})
    facts = {
        "name": name,
        "first_name": name.split(maxsplit=1)[0] if name.split() else "",
        "merchant": merchant,
        "coupon": coupon,
    }
    body = said.get("body", "")
    return Draft(
        key=key,
        way=Way(template.way),
        purpose=purpose,
        address=address,
        name=name,
        language=language,
        subject=message_events.without_places(message_rules.filled(said.get("subject", ""), facts)),
        body=message_events.without_places(message_rules.filled(body, facts)),
        event=event,
        template_id=template.id,
        provider_name=template.provider_name,
        params=[facts.get(one) or "-" for one in message_rules.places(body)],
        connection_id=account,
    )


@dataclass(frozen=True, slots=True)
class Estimate:
    """Before anybody is written to."""

    reach: Reach
    messages: int
    """Without the control group."""
    parts: int
    """Of the longer text, for SMS; else 1."""
    price: Decimal
    """Of one part, as it stands in the account's form."""
    cost: Decimal
    has_account: bool


def estimate(session: Session, scope: Scope, row: CampaignRow) -> Estimate:
    wanted = segments.conditions(session, scope, row.segment_id)
    way = Way(row.way)
    reach = queries.reach(session, scope, wanted, way)
    account = message_accounts.account(session, scope, way)
    said = channels.account(session, account).settings.get("unit_price", "") if account is not None else ""
    ids = [one for one in (row.template_id, row.template_b_id) if one is not None]
    parts = max(_parts(session, scope, row, one) for one in ids) if way is Way.SMS else 1
    price, count = messages.price(str(said)), reach.messages(row.control_share)
    return Estimate(
        reach, count, parts, price, rules.cost(count, parts, price), account is not None or way is Way.EMAIL
    )


def _parts(session: Session, scope: Scope, row: CampaignRow, template_id: UUID) -> int:
    template = _template(session, scope, template_id)
    if template is None:
        return 1
    draft = composed(
        template,
        key="",
        address="",
        name=SAMPLE_NAME,
        merchant=_merchant(session, scope),
        coupon=row.coupon,
        account=None,
        event="",
    )
    return message_rules.parts(draft.body)


def send_test(session: Session, scope: Scope, row: CampaignRow, arm: Arm, to: str = "") -> UUID:
    """To the person themselves, as members would get it; left out, to where notifications reach them.

    Raises CampaignRefused where there is no such address.
    """
    scope.require("campaigns.write")
    template_id = row.template_b_id if arm is Arm.B and row.template_b_id else row.template_id
    template = _template(session, scope, template_id)
    if template is None:
        raise CampaignRefused("campaigns.template_needed", "to")
    way = Way(template.way)
    address = message_rules.address(way, to or _own_address(session, scope, way))
    if not address:
        raise CampaignRefused("campaigns.no_own_address", "to")
    account = message_accounts.account(session, scope, way)
    if account is None and way is not Way.EMAIL:
        raise CampaignRefused("campaigns.no_account")
    draft = composed(
        template,
        key=f"campaign-test:{new_id()}",
        address=address,
        name=SAMPLE_NAME,
        merchant=_merchant(session, scope),
        coupon=row.coupon,
        account=account,
        event="campaign_test",
        purpose=Purpose.NOTICE,
    )
    return messaging.take_down(session, scope, [draft])[draft.key]


def _own_address(session: Session, scope: Scope, way: Way) -> str:
    if way is not Way.EMAIL:
        return messaging.choice(session, scope).phone
    found: str | None = session.execute(
        text("SELECT email FROM app_user WHERE id = :id"), {"id": scope.user_id}
    ).scalar()
    return found or ""


def _template(session: Session, scope: Scope, template_id: UUID | None) -> MessageTemplate | None:
    """None for one that was deleted meanwhile."""
    try:
        return None if template_id is None else queries_messages.template(session, scope, template_id)
    except MessageMissing:
        return None


def _merchant(session: Session, scope: Scope) -> str:
    found: str = session.execute(
        text("SELECT name FROM merchant WHERE id = :id"), {"id": scope.merchant_id}
    ).scalar_one()
    return found
