"""Exchange rates fetched from the central bank, every working day and whenever somebody asks."""

from collections.abc import Callable
from datetime import date, timedelta

import structlog
from sqlalchemy.orm import Session

from prapazar.connector_kit.bulletins import NOT_PUBLISHED, Bulletin, Bulletins
from prapazar.connector_kit.errors import ConnectorError, Rejected
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.reach import reach
from prapazar.domain.rates import actions, queries
from prapazar.domain.rates.records import DayRates, Quote
from prapazar.foundation import db
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings

AGAIN = timedelta(minutes=30)
"""Bulletins come at half past three; nobody is asked more often by the clock."""
log = structlog.get_logger(__name__)


def refresh() -> bool:
    """By the clock: True where something was asked. What went wrong stands beside the rates."""
    with db.system_transaction() as session:
        source, latest = queries.source(session), queries.latest(session)
    today = now().astimezone(ISTANBUL).date()
    is_newest = bool(latest) and latest[0].day >= today
    if source is not None and (now() - source.asked_at < AGAIN or (is_newest and source.code is None)):
        return False
    _fetch(today)
    return True


def fetch_now(scope: Scope) -> str | None:
    """For whoever waits on a screen; the code of what went wrong."""
    scope.require("settings.write")
    code = _fetch(now().astimezone(ISTANBUL).date())
    with db.transaction(scope) as session:
        actions.tell(session, scope.merchant_id)
    return code


def _fetch(today: date) -> str | None:
    """The newest, and the one before `today` where that is another: which of the two is used is the seller's to say."""
    asked_at = now()
    source = Bulletins(settings().rates_url, reach(trusted=settings().rates_url), Wire())
    try:
        found = source.newest()
        _keep(found)
        if found.day >= today and not _has_before(today):
            _keep(_before(source, today))
    except ConnectorError as error:
        code, detail = error.code, error.detail
        log.info("no exchange rates", code=code, detail=detail)
        _note(lambda session: actions.record_asked(session, asked_at, code=code, detail=detail))
        return code
    finally:
        source.close()
    _note(lambda session: actions.record_asked(session, asked_at))
    return None


def _before(source: Bulletins, today: date) -> Bulletin:
    """Weekends and holidays have none: one day after the other, back to the last that has."""
    for back in range(1, queries.OLDEST.days + 1):
        try:
            return source.of(today - timedelta(days=back))
        except Rejected as refused:
            if refused.code != NOT_PUBLISHED:
                raise
    raise Rejected("ten days without a bulletin", code=NOT_PUBLISHED)


def _has_before(today: date) -> bool:
    with db.system_transaction() as session:
        return queries.in_force(session, "USD", today) is not None


def _keep(found: Bulletin) -> None:
    quotes = {code: Quote(buying, found.selling.get(code)) for code, buying in found.buying.items()}
    rates = DayRates(found.day, found.number, quotes)
    _note(lambda session: actions.keep(session, rates))


def _note(work: Callable[[Session], None]) -> None:
    with db.system_transaction() as session:
        work(session)
