"""Rates that are over a limit: looked for every hour, told when they are new, once a day at most."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.connector_kit import registry
from prapazar.connector_kit.manifest import Standard
from prapazar.domain.messaging import actions as messaging
from prapazar.domain.reporting import performance as reports
from prapazar.domain.reporting import targets as books
from prapazar.domain.reporting.performance import Measure, StoreRow
from prapazar.domain.reporting.targets import Place
from prapazar.flows import performance as standards
from prapazar.flows import standing
from prapazar.flows.performance import Bound
from prapazar.foundation import db, routes
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Scope, system_scope

DAYS = 30
"""Over which a target of the merchant's own is counted; the channel's limit says its own span."""
FEWEST = 10
"""Orders, questions or listings that make a rate worth a word."""


def merchants() -> list[UUID]:
    """Those with a target of their own, or a store whose channel publishes a limit."""
    judged = [one.slug for one in registry.all_manifests() if one.standards]
    with db.system_transaction() as session:
        found = session.execute(
            text(
                "SELECT merchant_id FROM performance_target UNION SELECT merchant_id FROM connection"
                " WHERE connector = ANY(CAST(:slugs AS text[])) AND status = 'active' AND NOT is_test ORDER BY 1"
            ),
            {"slugs": judged},
        )
        return [UUID(str(one)) for one in found.scalars()]


def watch(merchant_id: UUID) -> int:
    """Returns how many rates people were told of."""
    scope = system_scope(merchant_id)

    def work(session: Session) -> int:
        at = now()
        farthest = max([DAYS, *(one.days for slug in registry.slugs() for one in _standards(slug))])
        rows = reports.stores(session, scope, at - timedelta(days=farthest), at)
        today, wanted = at.astimezone(ISTANBUL).date(), books.targets(session, scope)
        found = {
            Place(row.connection_id, measure): (row, said)
            for row in rows
            if standing.sells(row.connector)
            for measure in Measure
            if (said := breach(row, measure, wanted.get(row.connection_id, {}).get(measure), today))
        }
        news = books.note_breaches(session, scope, list(found), at)
        for place in news:
            _tell(session, scope, place, *found[place])
        return len(news)

    return db.retried(scope, work)


def breach(
    row: StoreRow, measure: Measure, target: Decimal | None, today: date
) -> tuple[Decimal, Bound] | None:
    """The rate and what it is over; each limit is counted over its own span."""
    for bound, days in _counted(row.connector, measure, target):
        first = today - timedelta(days=days - 1)
        counts = reports.summed(one for day, one in row.days.items() if first <= day <= today)
        rate = counts.rate(measure)
        if rate is None or counts.whole(measure) < FEWEST:
            continue
        if standards.is_over(rate, measure, bound):
            return rate, bound
    return None


def _counted(connector: str, measure: Measure, target: Decimal | None) -> list[tuple[Bound, int]]:
    published = standards.limit(connector, measure)
    spans = {False: published.days if published else DAYS, True: DAYS}
    return [(one, spans[one.is_own]) for one in standards.bounds(connector, measure, target)]


def _standards(slug: str) -> tuple[Standard, ...]:
    return registry.manifest(slug).standards


def _tell(session: Session, scope: Scope, place: Place, row: StoreRow, said: tuple[Decimal, Bound]) -> None:
    rate, bound = said
    messaging.notify(
        session,
        scope,
        f"channels.breach_{place.measure.value}",
        permission="channels.read",
        level="warning",
        group_key=f"channels.breach:{place.connection_id}:{place.measure.value}",
        values={"channel": row.name, "rate": str(round(rate, 4)), "bound": str(bound.share)},
        link=routes.with_query(
            routes.PERFORMANCE, store=str(place.connection_id), measure=place.measure.value
        ),
        store=place.connection_id,
    )
