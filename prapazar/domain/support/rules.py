"""Decisions about tickets on plain values: the clock and its goals, whose turn it is, what may follow what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from prapazar.domain.support.enums import RUNNING, Goal, Priority, TicketStatus, Told
from prapazar.domain.support.hours import NOTHING, WorkingHours

LONGEST_SUBJECT, LONGEST_WORDS = 200, 10_000
MOST_TAGS = 20
MOST_MINUTES = 60 * 24 * 60
CHANGEABLE = timedelta(days=1)
"""How long a given rating can be changed."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What is promised, in working minutes."""

    first: int
    solve: int
    warn: int = 30
    """So long before it is due people are warned."""


DEFAULTS: Mapping[Priority, Policy] = {
    Priority.URGENT: Policy(30, 240, 10),
    Priority.HIGH: Policy(120, 540, 30),
    Priority.NORMAL: Policy(240, 1080, 60),
    Priority.LOW: Policy(540, 2700, 120),
}
"""Where a merchant wrote none; a working day of nine hours has 540 minutes."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Working time that counts against us: what ran before, and since when it runs again."""

    spent: timedelta = NOTHING
    since: datetime | None = None
    """None while it stands still."""

    def read(self, hours: WorkingHours, at: datetime) -> timedelta:
        return self.spent + (hours.worked(self.since, at) if self.since is not None else NOTHING)

    def moved(self, hours: WorkingHours, at: datetime, *, runs: bool) -> "Clock":
        """Started or stopped at `at`; one that already does so goes on unchanged."""
        if runs == (self.since is not None):
            return self
        return replace(self, since=at) if runs else Clock(self.read(hours, at))

    def settled(self, hours: WorkingHours, at: datetime) -> "Clock":
        """What ran so far is counted by these hours, whatever the hours are from now on."""
        return self if self.since is None else Clock(self.read(hours, at), at)

    def due(self, hours: WorkingHours, minutes: int) -> datetime | None:
        """When so many minutes are used up; None while it stands still."""
        if self.since is None:
            return None
        return hours.after(self.since, timedelta(minutes=minutes) - self.spent)


@dataclass(frozen=True, slots=True)
class GoalState:
    """One promise of a ticket."""

    goal: Goal
    due_at: datetime | None
    told: Told
    is_met: bool = False


@dataclass(frozen=True, slots=True)
class News:
    goal: Goal
    told: Told


def policy_of(
    policies: Mapping[tuple[Priority, UUID | None], Policy], priority: Priority, connection: UUID | None
) -> Policy:
    """The channel's own before everybody's, before ours."""
    return (
        policies.get((priority, connection)) or policies.get((priority, None)) or DEFAULTS[Priority(priority)]
    )


def news(hours: WorkingHours, goals: Sequence[GoalState], warn: int, at: datetime) -> list[News]:
    """What is to be told now: a breach without its warning where nobody looked in time."""
    found = []
    for goal in goals:
        if goal.is_met or goal.due_at is None or goal.told is Told.BREACHED:
            continue
        if at >= goal.due_at:
            found.append(News(goal.goal, Told.BREACHED))
        elif goal.told is Told.NOTHING and at >= warns_at(hours, goal.due_at, warn):
            found.append(News(goal.goal, Told.WARNED))
    return found


def next_look(hours: WorkingHours, goals: Sequence[GoalState], warn: int, at: datetime) -> datetime | None:
    """When there may be news again; None where nothing is awaited."""
    times = []
    for goal in goals:
        if goal.is_met or goal.due_at is None or goal.told is Told.BREACHED:
            continue
        warned = warns_at(hours, goal.due_at, warn)
        times.append(warned if goal.told is Told.NOTHING and warned > at else goal.due_at)
    return min(times, default=None)


def warns_at(hours: WorkingHours, due_at: datetime, warn: int) -> datetime:
    return hours.before(due_at, timedelta(minutes=warn))


def whose_turn(people: Sequence[UUID], last: UUID | None) -> UUID | None:
    """Round robin: the one after the last; people in their order."""
    if not people:
        return None
    place = people.index(last) + 1 if last in people else 0
    return people[place % len(people)]


def least_loaded(people: Sequence[UUID], loads: Mapping[UUID, int]) -> UUID | None:
    """The first of those with the fewest."""
    return min(people, key=lambda one: loads.get(one, 0), default=None)


def after_customer(status: TicketStatus) -> TicketStatus:
    """The customer wrote: the next word is ours, and what was solved is not."""
    return status if status in {TicketStatus.NEW, TicketStatus.OPEN} else TicketStatus.WAITING_US


def may_become(status: TicketStatus, wanted: TicketStatus) -> bool:
    """Anything follows anything but itself; nothing becomes new again."""
    return wanted is not TicketStatus.NEW and wanted is not status


def runs(status: TicketStatus) -> bool:
    return status in RUNNING


def tags(said: Sequence[str]) -> list[str]:
    found = dict.fromkeys(one.strip()[:40] for one in said)
    return [one for one in found if one][:MOST_TAGS]


def is_changeable(given_at: datetime, at: datetime) -> bool:
    return at - given_at < CHANGEABLE
