"""A person's calendar at its secret address: what they may see today, a year around."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from prapazar.domain.planning import ical, queries, queries_addresses, scopes
from prapazar.domain.planning.enums import EntryKind, Layer, TaskStatus
from prapazar.domain.planning.errors import AddressMissing
from prapazar.domain.planning.ical import FeedEvent
from prapazar.flows import calendar
from prapazar.flows.calendar import Item
from prapazar.foundation import db, routes
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings
from prapazar.foundation.texts import say

BACK, AHEAD = timedelta(days=60), timedelta(days=330)
_DAYS = (Layer.SALES, Layer.TASK, Layer.DELIVERY, Layer.DEADLINE)


def address(key: str) -> str:
    return settings().address + routes.calendar_file(key)


def read(key: str) -> bytes:
    """For whoever holds the address. Raises AddressMissing, also once its owner may see no calendar any more."""
    with db.system_transaction() as session:
        merchant_id, user_id = queries_addresses.owner(session, key)
        scope = scopes.of_person(session, merchant_id, user_id)
    if scope is None or not scope.can("calendar.read"):
        raise AddressMissing
    with db.transaction(scope) as session:
        return _written(session, scope, now())


def _written(session: Session, scope: Scope, at: datetime) -> bytes:
    since, until = at - BACK, at + AHEAD
    rows = queries.entries(session, scope, since, until)
    kinds = {kind.value: say(scope.locale, f"calendar.layer_{kind}") for kind in EntryKind}
    events = [
        FeedEvent(
            uid=f"{row.id}@prapazar",
            title=row.title,
            span=row.span,
            category=kinds[row.kind],
            note=row.note,
            rule=row.rule,
            repeats_until=row.repeats_until,
            skips=row.skips,
            remind_minutes=row.remind_minutes,
        )
        for row in rows
    ]
    events += [_item(scope, one) for one in calendar.window(session, scope, since, until, _DAYS)]
    return ical.written(say(scope.locale, "calendar.feed_name"), events, stamped_at=at)


def _item(scope: Scope, one: Item) -> FeedEvent:
    mark = say(scope.locale, f"tasks.status_{TaskStatus.DONE}") if one.is_done else ""
    return FeedEvent(
        uid=f"{one.key.replace(':', '-')}@prapazar",
        title=f"{one.title} ({mark})" if mark else one.title,
        span=one.span,
        category=say(scope.locale, f"calendar.layer_{one.layer}"),
        note=one.hint,
        is_free=one.span.is_all_day,
    )
