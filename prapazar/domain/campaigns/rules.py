"""Decisions about campaigns on plain values: what is wrong with one, when it may write, what came of it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from prapazar.domain.campaigns.enums import CampaignStatus
from prapazar.foundation.clock import ISTANBUL

LONGEST_DAYS = 366
MOST_CONTROL, MOST_B = 50, 90
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a person enters."""

    name: str
    segment_id: UUID
    template_id: UUID
    starts_on: date
    ends_on: date
    goal: str = ""
    budget: Decimal | None = None
    takes_joiners: bool = False
    template_b_id: UUID | None = None
    b_share: int = 50
    control_share: int = 10
    coupon: str = ""
    hour_from: int = 10
    hour_to: int = 20


def faults(draft: Draft) -> dict[str, str]:
    """Field to code."""
    found: dict[str, str] = {}
    if not draft.name.strip():
        found["name"] = "campaigns.name_needed"
    if draft.ends_on < draft.starts_on:
        found["ends_on"] = "campaigns.ends_before"
    elif (draft.ends_on - draft.starts_on).days > LONGEST_DAYS:
        found["ends_on"] = "campaigns.too_long"
    if draft.budget is not None and draft.budget < 0:
        found["budget"] = "campaigns.amount_wrong"
    if not 0 <= draft.control_share <= MOST_CONTROL:
        found["control_share"] = "campaigns.share_wrong"
    if draft.template_b_id is not None and not 0 < draft.b_share <= MOST_B:
        found["b_share"] = "campaigns.share_wrong"
    if draft.template_b_id == draft.template_id:
        found["template_b"] = "campaigns.same_text"
    if not 0 <= draft.hour_from < draft.hour_to <= 24:  # noqa: PLR2004 - hours of a day
        found["hour_to"] = "campaigns.hours_wrong"
    return found


def begins_at(starts_on: date, hour_from: int) -> datetime:
    return datetime.combine(starts_on, time(hour_from), tzinfo=ISTANBUL)


def ends_at(ends_on: date) -> datetime:
    """The midnight after its last day."""
    return datetime.combine(ends_on + timedelta(days=1), time(), tzinfo=ISTANBUL)


def may_write_at(at: datetime, hour_from: int, hour_to: int) -> datetime:
    """`at` itself within the hours, else when they begin next."""
    local = at.astimezone(ISTANBUL)
    if hour_from <= local.hour < hour_to:
        return at
    day = local.date() if local.hour < hour_from else local.date() + timedelta(days=1)
    return datetime.combine(day, time(hour_from), tzinfo=ISTANBUL)


def shown_status(status: str, ends_on: date, today: date) -> str:
    """`running` while what members buy is still counted, `done` afterwards."""
    if status != CampaignStatus.SENT:
        return status
    return "running" if today <= ends_on else "done"


@dataclass(frozen=True, slots=True)
class Group:
    """What came of one text, of all that were written to, or of the control group."""

    members: int = 0
    sent: int = 0
    delivered: int = 0
    read: int = 0
    failed: int = 0
    blocked: int = 0
    opted_out: int = 0
    buyers: int = 0
    orders: int = 0
    turnover: Decimal = Decimal(0)
    cost: Decimal = Decimal(0)

    def with_(self, other: "Group") -> "Group":
        return Group(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def share_of_buyers(self) -> Decimal:
        return Decimal(self.buyers) / self.members if self.members else Decimal(0)

    @property
    def per_member(self) -> Decimal:
        return self.turnover / self.members if self.members else Decimal(0)


@dataclass(frozen=True, slots=True)
class Gain:
    """None without a control group to compare with."""

    turnover: Decimal | None
    """Beyond what as many of the control group bought."""
    back: Decimal | None
    """Of the cost, as a share: 2.5 is two and a half times the money on top of it."""


def gain(written: Group, control: Group) -> Gain:
    if not control.members or not written.members:
        return Gain(None, None)
    more = ((written.per_member - control.per_member) * written.members).quantize(_CENT, ROUND_HALF_UP)
    if not written.cost:
        return Gain(more, None)
    return Gain(more, ((more - written.cost) / written.cost).quantize(Decimal("0.0001"), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Reach:
    """Who a campaign would get to now."""

    members: int
    with_address: int
    welcome: int
    """With an address whose owner agreed to advertising."""

    def messages(self, control_share: int) -> int:
        return self.welcome - self.welcome * control_share // 100


def cost(messages: int, parts: int, price: Decimal) -> Decimal:
    return (price * parts * messages).quantize(_CENT, ROUND_HALF_UP)
