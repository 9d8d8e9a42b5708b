"""How the channels are, for people: figures of a day, alarms, causes, and what to do about them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from prapazar.domain.access import audit
from prapazar.domain.channels.health import actions, queries, rules
from prapazar.domain.channels.health.queries import CauseRow, EntryRow, HourRow, StandingRow
from prapazar.domain.channels.shapes import actions as shapes
from prapazar.domain.channels.shapes import queries as shape_queries
from prapazar.domain.channels.shapes.queries import DriftRow
from prapazar.flows import silence, standing
from prapazar.flows.standing import LimitUse
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

HOURS = 24
MINUTE = 60


@dataclass(frozen=True, slots=True)
class Figures:
    """Calls of a span and how they went."""

    calls: int
    errors: int
    median: int | None
    """Milliseconds."""
    slow: int | None
    """Milliseconds that 95 of 100 calls stayed below."""

    @property
    def success(self) -> Decimal | None:
        return rules.success(self.calls, self.errors)


@dataclass(frozen=True, slots=True)
class ChannelHealth:
    row: StandingRow
    day: Figures
    by_hour: tuple[tuple[datetime, Figures], ...]
    """Oldest first, an entry for every hour of the day."""
    limits: tuple[LimitUse, ...]
    circuit: str
    expected: Decimal | None
    """Orders that usually come in the time since the last; None while there is nothing to wonder at."""

    @property
    def per_second(self) -> Decimal:
        return Decimal(self.row.calls_minute) / MINUTE

    @property
    def scarcest(self) -> LimitUse | None:
        return max(self.limits, key=lambda use: (use.held, use.used), default=None)


@dataclass(frozen=True, slots=True)
class Overview:
    channels: tuple[ChannelHealth, ...]
    causes: tuple[CauseRow, ...]
    drifts: tuple[DriftRow, ...]


def overview(scope: Scope, connection_id: UUID | None = None) -> Overview:
    """Of one connection, or of all the merchant has."""
    until = now()
    since = until - timedelta(hours=HOURS - 1)
    with db.transaction(scope) as session:
        rows = queries.standings(session, scope, connection_id)
        counted = queries.hours(session, scope, since, connection_id)
        causes = queries.causes(session, scope, until - timedelta(hours=HOURS), connection_id)
        drifts = shape_queries.drifts(session, scope, connection_id)
        expected = silence.expectations(session, scope, rows)
    by_connection: dict[UUID, list[HourRow]] = defaultdict(list)
    for row in counted:
        by_connection[row.connection_id].append(row)
    return Overview(
        tuple(_health(scope, row, by_connection[row.id], since, expected.get(row.id)) for row in rows),
        tuple(causes),
        tuple(drifts),
    )


@dataclass(frozen=True, slots=True)
class StoreHour:
    """What one store asked of its channel within an hour."""

    row: StandingRow
    calls: int
    errors: int


def of_hour(scope: Scope, hour: datetime) -> list[StoreHour]:
    """Those that asked anything, the most first; together what a chart of the hour shows."""
    with db.transaction(scope) as session:
        rows = queries.standings(session, scope)
        counted = [one for one in queries.hours(session, scope, hour) if one.hour == hour]
    calls: dict[UUID, int] = defaultdict(int)
    errors: dict[UUID, int] = defaultdict(int)
    for one in counted:
        calls[one.connection_id] += one.calls
        errors[one.connection_id] += one.calls if one.is_error else 0
    found = [StoreHour(row, calls[row.id], errors[row.id]) for row in rows if calls[row.id]]
    return sorted(found, key=lambda one: (-one.calls, one.row.name))


def _health(
    scope: Scope, row: StandingRow, counted: Sequence[HourRow], since: datetime, expected: Decimal | None
) -> ChannelHealth:
    first = since.replace(minute=0, second=0, microsecond=0)
    spans = [first + timedelta(hours=place) for place in range(HOURS)]
    by_hour: dict[datetime, list[HourRow]] = defaultdict(list)
    for one in counted:
        by_hour[one.hour].append(one)
    return ChannelHealth(
        row=row,
        day=figures(counted),
        by_hour=tuple((span, figures(by_hour[span])) for span in spans),
        limits=tuple(standing.limits(scope, row.id)),
        circuit=standing.circuit(row.id),
        expected=expected,
    )


def figures(counted: Sequence[HourRow]) -> Figures:
    buckets: dict[int, int] = defaultdict(int)
    for row in counted:
        buckets[row.bucket] += row.calls
    errors = sum(row.calls for row in counted if row.is_error)
    return Figures(
        sum(buckets.values()),
        errors,
        rules.percentile(buckets, rules.MEDIAN),
        rules.percentile(buckets, rules.SLOW),
    )


def accept_shape(scope: Scope, drift_id: UUID) -> bool:
    """False when somebody else was quicker, or the answers became as they were."""
    with db.transaction(scope) as session:
        operation = shapes.accept(session, scope, drift_id)
        if operation:
            audit.append(session, scope, "health.accept_shape", drift_id, {"operation": operation})
    return bool(operation)


def set_silence(scope: Scope, connection_id: UUID, *, is_enabled: bool, orders: int, minutes: int) -> None:
    """Raises ConnectionInvalid."""
    with db.transaction(scope) as session:
        actions.set_silence(
            session, scope, connection_id, is_enabled=is_enabled, orders=orders, minutes=minutes
        )


def entry(scope: Scope, entry_id: UUID) -> EntryRow | None:
    with db.transaction(scope) as session:
        return queries.entry(session, scope, entry_id)
