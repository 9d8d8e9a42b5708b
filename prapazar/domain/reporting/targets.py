"""What a merchant asks of its stores by itself, and which rates are over a limit, so that people hear of it once."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.reporting.errors import ReportInvalid
from prapazar.domain.reporting.performance import Measure
from prapazar.foundation.clock import ISTANBUL
from prapazar.foundation.scope import Scope

Targets = dict[UUID, dict[Measure, Decimal]]
"""By store."""


class Place(NamedTuple):
    """A rate of a store."""

    connection_id: UUID
    measure: Measure


def targets(session: Session, scope: Scope) -> Targets:
    scope.require("channels.read")
    found: Targets = {}
    rows = session.execute(
        text("SELECT connection_id, measure, share FROM performance_target WHERE merchant_id = :merchant"),
        {"merchant": scope.merchant_id},
    )
    known = {one.value for one in Measure}
    for row in rows:
        if row.measure in known:
            found.setdefault(row.connection_id, {})[Measure(row.measure)] = row.share
    return found


def set_targets(
    session: Session, scope: Scope, store: UUID, wanted: Mapping[Measure, Decimal | None]
) -> None:
    """None takes a target away. Raises ReportInvalid, naming the measure as its field."""
    scope.require("channels.write")
    for measure, share in wanted.items():
        if share is not None and not 0 < share < 1 and (measure is not Measure.BUYBOX or share != 1):
            raise ReportInvalid(measure.value, "performance.target_bounds")
    is_known = session.execute(
        text(
            "SELECT 1 FROM connection WHERE merchant_id = :merchant AND id = :store"
            " AND (CAST(:stores AS uuid[]) IS NULL OR id = ANY(CAST(:stores AS uuid[])))"
        ),
        {"merchant": scope.merchant_id, "store": store, "stores": scope.store_list},
    ).scalar()
    if is_known is None:
        raise ReportInvalid("store", "errors.not_found")
    kept = {measure: share for measure, share in wanted.items() if share is not None}
    session.execute(
        text(
            "INSERT INTO performance_target (id, merchant_id, connection_id, measure, share)"
            " SELECT gen_random_uuid(), :merchant, :store, w.measure, w.share"
            " FROM unnest(CAST(:measures AS text[]), CAST(:shares AS numeric[])) AS w(measure, share)"
            " ON CONFLICT (connection_id, measure) DO UPDATE SET share = excluded.share, updated_at = now()"
        ),
        {
            "merchant": scope.merchant_id,
            "store": store,
            "measures": [one.value for one in kept],
            "shares": list(kept.values()),
        },
    )
    session.execute(
        text(
            "DELETE FROM performance_target WHERE connection_id = :store AND merchant_id = :merchant"
            " AND measure = ANY(CAST(:gone AS text[]))"
        ),
        {
            "merchant": scope.merchant_id,
            "store": store,
            "gone": [measure.value for measure, share in wanted.items() if share is None],
        },
    )
    said = {measure.value: str(share) for measure, share in kept.items()}
    audit.append(session, scope, "performance.targets", store, {"targets": said})


def note_breaches(session: Session, scope: Scope, on: Collection[Place], at: datetime) -> list[Place]:
    """Keeps which rates are over a limit now. Returns those to tell people: new ones not told of today."""
    today = at.astimezone(ISTANBUL).date()
    rows = session.execute(
        text(
            "SELECT connection_id, measure, is_on, told_on FROM performance_breach"
            " WHERE merchant_id = :merchant ORDER BY id FOR UPDATE"
        ),
        {"merchant": scope.merchant_id},
    )
    known = {(row.connection_id, row.measure): (bool(row.is_on), row.told_on) for row in rows}
    told = [place for place in on if _is_news(known.get((place.connection_id, place.measure.value)), today)]
    stores, measures = [one.connection_id for one in on], [one.measure.value for one in on]
    values = {"merchant": scope.merchant_id, "stores": stores, "measures": measures, "at": at}
    session.execute(
        text(
            "UPDATE performance_breach b SET is_on = false WHERE b.merchant_id = :merchant AND b.is_on"
            " AND NOT EXISTS (SELECT 1 FROM unnest(CAST(:stores AS uuid[]), CAST(:measures AS text[]))"
            "  AS w(store, measure) WHERE w.store = b.connection_id AND w.measure = b.measure)"
        ),
        {name: value for name, value in values.items() if name != "at"},
    )
    session.execute(
        text(
            "INSERT INTO performance_breach AS b (id, merchant_id, connection_id, measure, is_on, since, told_on)"
            " SELECT gen_random_uuid(), :merchant, w.store, w.measure, true, :at, CAST(:today AS date)"
            " FROM unnest(CAST(:stores AS uuid[]), CAST(:measures AS text[])) AS w(store, measure)"
            " ON CONFLICT (connection_id, measure) DO UPDATE SET is_on = true, since = excluded.since,"
            "  told_on = excluded.told_on WHERE NOT b.is_on"
        ),
        {**values, "today": today},
    )
    return told


def _is_news(known: tuple[bool, date] | None, today: date) -> bool:
    """A rate that swings around its limit is told of once a day at most."""
    return known is None or (not known[0] and known[1] < today)
